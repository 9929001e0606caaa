/* The player: a run of a Raft cluster that moves, and that can be touched.
 *
 * Python computes the history; this page animates it, and asks Python only for what changes the run. One run is a `Run`
 * (what was true when), a few views draw it, and the `Player` holds the moment that is shown and hands it to them. All
 * times are whole microseconds; `k` is how many of the run's events have happened: some are of the same microsecond.
 * A module imports only from those above it in the list below, which ends with what the reader does. */
import { MANY, MS } from "./settings.js";
import { clamp } from "./numbers.js";
import { html, put } from "../../controls/js/nodes.js";
import { weightOf } from "./weights.js";
import { keepReadable } from "./layout.js";
import { meet } from "../../controls/js/meet.js";
import { Look } from "./look.js";
import { Occurred } from "./occurred.js";
import { Horizon } from "./horizon.js";
import { arrange, stage, views } from "./stage.js";
import { Parts } from "./parts.js";
import { Floating } from "./floating.js";
import { Playback } from "./playback.js";
import { Answers } from "./answers.js";
import { Chosen } from "./chosen.js";
import { Hands } from "./hands.js";
import { Menus } from "./menus.js";
import { Help } from "./help.js";
import { Voice } from "./voice.js";
import { Keys } from "./keys.js";
import { Bar } from "./bar.js";
import { News } from "./news.js";

class Player {
  constructor(model, element) {
    Object.assign(this, { look: new Look(model.get("look")), words: model.get("words"), endings: [] });
    Object.assign(this, { time: 0, k: 0, span: 300 * MS, difference: -1, seen: new Horizon() });
    this.news = new News(this, model);
    this.build(model.get("parts"), model.get("more"));
    element.append(this.root);
    this.listen();
    this.news.takeAll();
  }

  get isOnPage() { return this.root.isConnected; }

  get isAtEnd() {
    return this.time >= this.run.end;
  }

  get live() {
    return this.news.live;
  }

  /* ---- Putting the parts together ---- */

  build(wanted, offered) {
    this.playback = new Playback(this);
    this.floating = new Floating();
    this.answers = new Answers(this);
    this.chosen = new Chosen(this);
    this.hands = new Hands(this, this.words.hold);
    this.menus = new Menus(this, this.hands);
    this.keys = new Keys(this);
    Object.assign(this, { help: new Help(this), voice: new Voice() });
    views(this);
    const { node, side, foot, strips, optional } = stage(this);
    Object.assign(this, { stage: node, side, foot, strips });
    this.parts = new Parts(wanted, offered, optional, () => this.fit());
    this.bar = new Bar(this, this.playback, this.help, this.parts.button);
    this.root = html("div", { class: "raft-player", tabindex: 0, role: "group", "data-lm-suppress-shortcuts": "true",
      "aria-label": "player of a Raft cluster; ? lists the keys" },
      this.bar.node, this.goal.node, node, this.list.node, this.settings.node, this.branches.node, this.code.node,
      this.floating.node, this.help.node, this.voice.node);
  }

  /* The parts have come or gone, or the room has changed. */
  fit() {
    if (!this.sheet.width || !this.run) return;
    this.grid.fit(this.side.clientWidth);
    this.ring.keepsClient = this.otherRing.keepsClient = this.parts.shows("hands");
    Object.assign(this.caption, { isPlain: this.parts.arePlain, hidesLogs: this.parts.areFew });
    this.parts.dress(this.root);
    arrange(this);
    this.strip.stale = this.otherStrip.stale = true;
    if (this.k >= 0) this.settle();
    this.show();
    this.list.settle(Math.max(this.k, 0));
    meet(this.root);
  }

  /* ---- Listening: to Python, the hand, the page; all of it is ended by end() ---- */

  listen() {
    this.news.listen();
    this.answers.watchHand(this.root);
    this.keys.listen(this.root);
    this.ring.picture.addEventListener("click", (event) => this.chosen.onClick(event));
    for (const part of [this.ring.frame, this.hands.row, this.settings.node]) {
      part.addEventListener("pointerdown", () => this.hands.prepare());
    }
    this.watchPage();
  }

  watchPage() {
    // The first size also tells that the player is in the page now: before, it has neither width nor colours.
    const sizes = new ResizeObserver(() => this.sheet.measure(this.root) && this.repaint());
    sizes.observe(this.root);
    const readable = new ResizeObserver(() => keepReadable(this.root, this.ring));
    readable.observe(this.ring.picture);
    const themes = new MutationObserver(() => this.repaint());
    themes.observe(document.body,
      { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"] });
    this.endings.push(() => this.news.end(), () => this.floating.end(), () => this.voice.hush(),
      ...[sizes, readable, themes].map((observer) => () => observer.disconnect()));
  }

  end() {
    this.playback.pause();
    this.endings.forEach((end) => end());
    this.root.remove();
  }

  repaint() {
    this.sheet.takeTheme(this.root);
    if (!this.run) return;
    this.overview.draw();
    this.fit();
  }

  /* ---- What Python has told ---- */

  layRun(run) {
    const grown = run.number === this.run?.number; // its rest has come: what is open stays, and the moment
    this.run = run;
    this.occurred = new Occurred(run);
    this.caption.k = -1;
    if (!grown) this.floating.close();
    this.otherK = -1;
    this.chosen.lay(run, grown);
    this.hands.sayGroup();
    this.scrubber.lay(run);
    this.root.classList.toggle("many", run.servers.length > MANY);
    for (const view of [this.ring, this.grid, this.list, this.strip]) view.lay(run);
    this.settings.layServers();
    // From the first width on, the observers tell.
    if (!this.sheet.width && this.sheet.measure(this.root)) this.sheet.takeTheme(this.root);
    this.overview.draw();
    this.k = -1;
    this.goTo(grown ? this.time : this.news.time);
    if (this.isAtEnd) this.playback.pause();
  }

  /* The run beside the one shown; null for none. */
  layOther(other) {
    this.other = other;
    this.otherK = -1;
    this.root.classList.toggle("comparing", Boolean(other));
    if (!other) return;
    this.otherRing.lay(other);
    this.otherStrip.lay(other);
  }

  /* When the two runs part (µs); -1 if that is not known. */
  layDifference(time) {
    this.difference = time;
    this.repaint();
  }

  /* What folds, and what is named after branches. */
  layPanels({ branches, current, beside, settings, network, code }) {
    const name = (id) => branches.find((branch) => branch.id === id)?.name ?? "";
    this.settings.lay(settings, network);
    this.branches.lay(branches, current, beside);
    this.parts.fill("branches", branches.length > 1);
    this.parts.fill("settings", network.length > 0);
    this.code.lay(code);
    for (const { caption } of [this.ring, this.strip]) put(caption, `shown: ${name(current)}`);
    for (const { caption } of [this.otherRing, this.otherStrip]) put(caption, `beside it: ${name(beside)}`);
    this.hands.lay(this.live);
  }

  hear(message) {
    this.answers.hear(message);
    this.settings.goBack(); // what was refused
  }

  /* ---- The moment shown ---- */

  goTo(time) {
    if (!this.run) return;
    this.time = clamp(Math.round(time), 0, this.run.known);
    this.moveTo(this.run.countAt(this.time));
  }

  /* The moment (µs) up to which the run may be shown. */
  get horizon() {
    return this.seen.of(this.run);
  }

  get seenEvents() {
    return Math.max(this.k, this.run.countAt(this.horizon));
  }

  lookAhead(isAhead) {
    this.seen.isAhead = isAhead;
    this.fit();
  }

  /* The moment up to which time may pass: what is told last, if it is of weight, is read first. */
  untilRead(time) {
    const { run, k, caption } = this, end = run.countAt(time);
    for (let number = k; number < end; number++) {
      if (caption.holdsBack(weightOf(run, number))) return Math.max(this.time, run.events[number].t - 1);
    }
    return time;
  }

  /* To right after an event, even if others share its time. */
  goToEvent(number) {
    this.playback.pause();
    this.time = this.run.events[number].t;
    this.moveTo(number + 1);
  }

  /* To right after the next event. */
  moveOn(event) {
    this.time = event.t;
    this.moveTo(this.k + 1);
  }

  getsReadyToPlay() {
    if (this.isAtEnd) this.goTo(0);
    this.floating.close();
    this.voice.hush();
    this.chosen.chooseFlight(null);
  }

  /* It is read aloud where a run stands still: it could not keep up with one that moves. */
  hasStopped() {
    this.voice.say(this.caption.words);
  }

  moveTo(k) {
    const moved = k !== this.k;
    this.k = k;
    this.seen.reach(this.run, this.time);
    this.chosen.moveTo(this.time);
    if (moved) this.settle();
    this.show();
    if (moved && !this.playback.isPlaying) this.hasStopped();
    if (moved) this.list.settle(k); // last, since scrolling makes the browser lay the page out at once
  }

  step(way) {
    const number = this.k - 1 + way;
    if (number >= this.run.size) return this.goTo(this.run.end);
    if (number < 0) {
      this.playback.pause();
      this.time = 0;
      return this.moveTo(0); // before the servers start, which is at 0 ms as well
    }
    // Going on from between two events, "the event before" is the last one that has happened.
    const between = way < 0 && this.k > 0 && this.time > this.run.events[this.k - 1].t;
    return this.goToEvent(between ? this.k - 1 : number);
  }

  jump() {
    const { jumpKind } = this.bar;
    const number = this.run.nextJump(jumpKind.value, this.k);
    if (number >= 0) this.goToEvent(number);
    else this.answers.say(`No ${jumpKind.selectedOptions[0].text} after this moment.`);
  }

  zoom(span) {
    this.span = span;
    this.repaint();
  }

  /* What changes with an event only. */
  settle() {
    const { run, k } = this;
    this.grid.settle(k);
    this.lamps.settle(run.brokenBefore(k));
    this.settleChosen();
    this.settings.settle();
    this.caption.settle(run, k, this.time, this.playback.isPlaying, this.playback.isShort);
    this.settleLegends();
    this.parts.fill("logs", this.occurred.keys.has("appended"));
  }

  settleLegends() {
    const { run, chosen } = this, keys = this.occurred.upTo(Math.max(this.k, this.seenEvents), this.horizon);
    if (chosen.server) keys.add("chosen");
    if (chosen.group.size) keys.add("group");
    if (run.brokenBefore(this.k).length) keys.add("broken");
    if (this.difference >= 0) keys.add("difference");
    const legends = [this.legend, this.stripLegend, ...(this.parts.shows("logs") ? [this.grid.legend] : [])];
    for (const legend of legends) legend.settle(keys);
  }

  settleChosen() {
    const { run, k, time, chosen: { server } } = this;
    this.ring.settle(k);
    this.parts.fill("details", Boolean(server));
    this.inspector.settle(server, server ? run.stateOf(server, k) : null, run.words.command);
    this.inspector.show(time);
  }

  /* What changes with time. */
  show() {
    this.ring.show(this.time, this.k);
    this.inspector.show(this.time);
    if (this.other) this.showOther();
    this.strip.show(this.time);
    this.overview.show(this.time, this.strip.start, this.strip.end);
    this.bar.show(this.time);
    this.scrubber.show(this.time);
    this.goal.settle(this.time);
  }

  showOther() {
    const k = this.other.countAt(this.time);
    if (k !== this.otherK) {
      this.otherRing.settle(k);
      this.otherLamps.settle(this.other.brokenBefore(k));
    }
    this.otherK = k;
    this.otherRing.show(this.time, k);
    this.otherStrip.show(this.time);
  }

  /* Wherever a hand presses on an area, and moves on it, the moment goes there. */
  scrubsOn(area, timeAt) {
    this.playback.isHeldBy(area);
    const scrub = (event) => this.goTo(timeAt(event.clientX - area.getBoundingClientRect().left));
    area.addEventListener("pointerdown", (event) => {
      area.setPointerCapture(event.pointerId);
      scrub(event);
    });
    area.addEventListener("pointermove", (event) => area.hasPointerCapture(event.pointerId) && scrub(event));
  }
}

/* What anywidget asks of a page: to show a model in an element; returns how to end that. */
export function render({ model, el }) {
  const player = new Player(model, el);
  return () => player.end();
}
