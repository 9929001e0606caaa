/* The player: a run of a Raft cluster that moves, and that can be touched.
 *
 * Python computes the history; this page animates it. Playing, scrubbing and stepping never ask Python: only what
 * changes the run does. One run is a `Run` (what was true when), a few views draw it, and the `Player` holds the
 * moment that is shown and hands it to the views. All times are whole microseconds, as in the history; `k` is how many
 * of the run's events have happened at the moment shown, which tells apart events of the same microsecond.
 *
 * Each module imports only from those above it in the list of imports below: words and numbers, the run, the ring, the
 * strips, what stands beside and below them, and at last what the reader does and what Python says.
 */
import { MANY, MS } from "./settings.js";
import { clamp } from "./numbers.js";
import { html, put } from "./nodes.js";
import { clock } from "./words.js";
import { Look } from "./look.js";
import { Ring } from "./ring.js";
import { Sheet } from "./sheet.js";
import { Strip } from "./strip.js";
import { Overview } from "./overview.js";
import { ringLegend, stripLegend } from "./legends.js";
import { LogGrid } from "./log_grid.js";
import { Lamps } from "./lamps.js";
import { Inspector } from "./inspector.js";
import { EventList } from "./event_list.js";
import { Caption } from "./caption.js";
import { SettingsPanel } from "./settings_panel.js";
import { BranchPanel } from "./branch_panel.js";
import { CodePanel } from "./code_panel.js";
import { Floating } from "./floating.js";
import { Playback } from "./playback.js";
import { Answers } from "./answers.js";
import { Chosen } from "./chosen.js";
import { Hands } from "./hands.js";
import { Menus } from "./menus.js";
import { Help } from "./help.js";
import { Keys } from "./keys.js";
import { Bar } from "./bar.js";
import { News } from "./news.js";

class Player {
  constructor(model, element) {
    Object.assign(this, { look: new Look(model.get("look")), endings: [] });
    Object.assign(this, { time: 0, k: 0, span: 300 * MS, difference: -1 });
    this.news = new News(this, model);
    this.build(model.get("words"));
    element.append(this.root);
    this.listen();
    this.news.takeAll();
  }

  get isOnPage() {
    return this.root.isConnected;
  }

  get isAtEnd() {
    return this.time >= this.run.end;
  }

  get live() {
    return this.news.live;
  }

  /* ---- Putting the parts together ---- */

  build(words) {
    this.sheet = new Sheet(this.look);
    this.playback = new Playback(this);
    this.floating = new Floating();
    this.answers = new Answers(this);
    this.chosen = new Chosen(this);
    this.hands = new Hands(this, words.hold);
    this.menus = new Menus(this, this.hands);
    this.keys = new Keys(this);
    this.ring = new Ring(this, true);
    this.otherRing = new Ring(this, false);
    this.lamps = new Lamps(words.properties, "the five safety properties", ({ number }) => this.goToEvent(number));
    this.otherLamps = new Lamps(words.properties, "the safety properties of the other branch", ({ t }) => this.goTo(t));
    this.inspector = new Inspector();
    this.overview = new Overview(this);
    this.strip = new Strip(this, "space and time: a life line for each server, messages between them");
    this.otherStrip = new Strip(this, "the same stretch of the other branch");
    this.grid = new LogGrid(this);
    this.list = new EventList(this);
    this.settings = new SettingsPanel(this, words);
    this.branches = new BranchPanel((wish) => this.news.ask(wish), words.letters);
    this.code = new CodePanel();
    this.caption = new Caption();
    this.slider = html("input", { type: "range", class: "raft-scrub", min: 0, step: "any",
      "aria-label": "moment of the run", oninput: () => this.goTo(Number(this.slider.value)) });
    this.playback.isHeldBy(this.slider);
    this.help = new Help(() => this.root.focus({ preventScroll: true }));
    this.bar = new Bar(this, this.playback, this.help);
    this.root = html("div", { class: "raft-player", tabindex: 0, role: "group", "data-lm-suppress-shortcuts": "true",
      "aria-label": "player of a Raft cluster; ? lists the keys" },
      this.bar.node, this.buildStage(), this.grid.node, this.list.node, this.settings.node, this.branches.node,
      this.code.node, this.floating.node, this.help.node);
  }

  /* What one needs while playing; where each part stands, and beside what, depends on the width: see player.css. */
  buildStage() {
    return html("div", { class: "raft-stage" },
      html("div", { class: "raft-rings" }, this.ring.node, this.otherRing.node),
      html("div", { class: "raft-safety" }, this.lamps.node, this.otherLamps.node), ringLegend(this.look),
      this.inspector.node, this.hands.node, this.caption.node,
      html("div", { class: "raft-time" },
        html("div", { class: "raft-strips" }, this.overview.node, this.strip.node, this.otherStrip.node), this.slider,
        stripLegend(this.look)));
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
    const themes = new MutationObserver(() => this.repaint());
    themes.observe(document.body,
      { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"] });
    this.endings.push(() => this.news.end(), () => this.floating.end(),
      () => sizes.disconnect(), () => themes.disconnect());
  }

  end() {
    this.playback.pause();
    this.endings.forEach((end) => end());
    this.root.remove();
  }

  repaint() {
    this.sheet.takeTheme(this.root);
    if (!this.run) return;
    this.strip.stale = this.otherStrip.stale = true;
    this.overview.draw();
    this.show();
  }

  /* ---- What Python has told ---- */

  layRun(run) {
    const grown = run.number === this.run?.number; // its rest has come: what is open stays, and the moment
    this.run = run;
    if (!grown) this.floating.close();
    this.otherK = -1;
    this.chosen.lay(run, grown);
    this.hands.sayGroup();
    this.slider.max = run.end;
    this.root.classList.toggle("many", run.servers.length > MANY);
    for (const view of [this.ring, this.grid, this.list]) view.lay(run);
    this.settings.layServers();
    this.strip.run = run;
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
    this.otherStrip.run = other;
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
    this.chosen.chooseFlight(null);
    this.caption.isReadAloud(false);
  }

  hasStopped() {
    this.caption.isReadAloud(true);
  }

  moveTo(k) {
    const moved = k !== this.k;
    this.k = k;
    this.chosen.moveTo(this.time);
    if (moved) this.settle();
    this.show();
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
    this.caption.settle(run, k);
  }

  settleChosen() {
    const { run, k, time, chosen: { server } } = this;
    this.ring.settle(k);
    this.inspector.settle(server, server ? run.stateOf(server, k) : null);
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
    this.slider.value = this.time;
    this.slider.setAttribute("aria-valuetext", clock(this.time));
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
