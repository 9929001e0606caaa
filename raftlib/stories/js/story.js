/* A story: a run that tells itself, one thing at a time, and waits for the reader.
 *
 * Python finds the beats of a run, and tells them anew when a slider moves; this page plays from one to the next. All
 * that it needs of its model are get, on, off and send, as the player's page does: `told`, `look` and `sliders` are
 * the traits of `Page` in Python, and the wishes are { do: "tell", settings }, { do: "turn" } and { do: "close" }.
 */
import { button, html, put, set } from "../../widgets/controls/js/nodes.js";
import { keepReadable } from "../../widgets/player/js/layout.js";
import { goOn, ownKeys } from "../../widgets/controls/js/next_cell.js";
import { meet } from "../../widgets/controls/js/meet.js";
import { clock } from "../../widgets/player/js/words.js";
import { Look } from "../../widgets/player/js/look.js";
import { Run } from "../../widgets/player/js/run.js";
import { unpack } from "../../widgets/player/js/news.js";
import { Stage } from "./story_stage.js";
import { StorySliders } from "./story_sliders.js";
import { Telling } from "./telling.js";

const MARGIN = 16; // px that the page is narrower than its place
const SIDE_BY_SIDE = 700; // px from which on the words stand beside the ring
const RISES = [0, 150, 400, 800]; // ms
const PATIENCE = 300; // ms after which a story that is not told anew yet says so
const HINT = "Space: continue · ←: back · outer ring: what the sentence is about";
const MENDED = "thick line: a link that is healed";
const DASHED = "dashed box: its server does not know yet that it will stay";
const GONE = "This is another run: the player of the one before is gone, with all done in it. Your turn comes again.";

class Story {
  constructor(model, element) {
    Object.assign(this, { model, version: 0, isAsking: false, wanted: null, notice: "", endings: [] });
    this.stage = new Stage(new Look(model.get("look")));
    this.telling = new Telling(this.stage, (news) => this.show(news));
    this.sliders = new StorySliders(model.get("sliders"), (settings) => this.ask(settings), () => !this.opened);
    this.build();
    element.append(this.root);
    this.listen();
    this.take();
  }

  build() {
    this.progress = html("ol", { class: "raft-progress" });
    this.count = html("span", { class: "raft-count" });
    this.said = html("p", { class: "raft-said-now", "aria-live": "polite" });
    this.pace = html("p", { class: "raft-pace" });
    this.hint = html("p", { class: "raft-hint" });
    this.clock = html("span", { class: "raft-when", role: "timer", "aria-label": "time of the run" });
    this.back = button("◀ Back", () => this.goBack(), { title: "the beat before (←)", class: "raft-back" });
    this.onward = button("", () => this.goOn(), { title: "Space, Enter or →", class: "raft-onward" });
    this.root = html("div", { class: "raft-story", tabindex: 0, role: "group",
      "aria-label": "a story: Space, Enter or the right arrow continues, the left arrow goes back" },
      html("div", { class: "raft-seen" }, this.stage.node, this.clock),
      html("div", { class: "raft-told" }, html("div", { class: "raft-where" }, this.count, this.progress), this.said,
        this.pace,
        html("div", { class: "raft-steps" }, this.back, this.onward),
        this.hint,
        this.sliders.node));
  }

  /* ---- Listening ---- */

  listen() {
    this.on("change:told", () => this.take());
    this.on("msg:custom", ({ said }) => this.refused(said));
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    ownKeys(this.root); // first shown, it has the focus, and Shift+Enter is still for the next cell
    for (const kind of ["keyup", "keypress"]) this.root.addEventListener(kind, (event) => event.stopPropagation());
    const sizes = new ResizeObserver(() => this.fit());
    sizes.observe(this.root);
    const themes = new MutationObserver(() => this.takeTheme());
    themes.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
    this.takeTheme();
    this.endings.push(() => sizes.disconnect(), () => themes.disconnect(), () => this.telling.stop());
  }

  on(event, does) {
    this.model.on(event, does);
    this.endings.push(() => this.model.off(event, does));
  }

  end() {
    this.endings.forEach((end) => end());
    this.root.remove();
  }

  fit() {
    this.root.classList.toggle("narrow", this.root.clientWidth - MARGIN < SIDE_BY_SIDE);
    keepReadable(this.root, this.stage);
    this.meet();
  }

  /* Once it is in the page and has its first beat, it comes into sight, and the next key is its own. */
  meet() {
    if (!this.root.dataset.shown || !this.root.clientWidth || !meet(this.root)) return;
    // JupyterLab is not told: for it the next cell stays the active one, which Shift+Enter runs.
    this.root.addEventListener("focusin", (event) => event.stopPropagation(), { once: true });
    this.root.focus({ preventScroll: true });
  }

  takeTheme() {
    this.root.classList.toggle("dark", document.body.dataset.jpThemeLight === "false");
  }

  onKey(event) {
    if (event.shiftKey) return goOn(event);
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const on = (kinds) => event.target.closest(kinds);
    const onButton = on("button, select, [type=checkbox]"), onSlider = on("input, select");
    const goesOn = event.key === "ArrowRight" ? !onSlider : [" ", "Enter"].includes(event.key) && !onButton;
    if (goesOn) {
      event.preventDefault();
      this.goOn();
    } else if (event.key === "ArrowLeft" && !onSlider) {
      event.preventDefault();
      this.goBack();
    }
  }

  /* ---- What Python has told, and is asked ---- */

  async take() {
    const told = this.model.get("told"), version = ++this.version;
    if (!told?.scenes) return;
    const runs = await Promise.all(told.scenes.map(async ({ run, commands }) =>
      new Run({ ...await unpack(run), commands })));
    if (version !== this.version) return;
    const beats = told.scenes.flatMap((scene, place) => scene.beats.map((beat) => ({ ...beat, run: runs[place] })));
    if (told.turn) beats.push({ ...told.turn, run: runs[runs.length - 1], turn: true });
    if (!this.wanted) this.sliders.lay(told.settings); // else a hand is moving one on
    this.layProgress(beats);
    // Told anew, it does not open the reader's turn by itself, not even if it has fewer beats now.
    this.telling.place = Math.min(this.telling.place, beats.findLastIndex((beat) => !beat.turn));
    if (told.riddle) this.telling.place = 0; // nobody wants its end first
    this.notice = this.opened ? GONE : "";
    Object.assign(this, { opened: false, isRiddle: told.riddle, furthest: 0 });
    this.telling.lay(beats);
    this.root.dataset.shown = String(told.number);
    this.meet();
    this.answered();
  }

  /* One question at a time: of the settings asked for meanwhile only the last ones count. */
  ask(settings) {
    this.wanted = { ...this.wanted, ...settings };
    if (this.isAsking) return;
    this.isAsking = true;
    this.model.send({ do: "tell", settings: this.wanted });
    this.wanted = null;
    this.waiting = setTimeout(() => put(this.said, "The story is being told anew …"), PATIENCE);
  }

  answered() {
    this.isAsking = false;
    clearTimeout(this.waiting);
    if (this.wanted) this.ask({});
  }

  refused(said) {
    this.answered();
    put(this.said, this.telling.beat.said);
    put(this.pace, said);
    this.sliders.lay(this.model.get("told").settings);
  }

  /* ---- Going on and back ---- */

  goOn() {
    if (this.telling.isLast && !this.telling.isPlaying) return this.telling.goTo(0);
    return this.telling.goOn();
  }

  goBack() {
    this.telling.goBack();
  }

  /* ---- Showing ---- */

  layProgress(beats) {
    this.dots = beats.map((beat, place) => html("li", {}, button(beat.turn ? "your turn" : String(place + 1),
      () => this.telling.goTo(place), { "aria-label": `beat ${place + 1}` })));
    this.progress.replaceChildren(...this.dots);
    this.wasPlace = -1; // none of the new ones is marked yet
  }

  show({ place, count, said, isOld, pace, time, turn, isPlaying }) {
    put(this.clock, (!isPlaying && this.telling.beginsRun ? "another run: " : "") + clock(time));
    if (isPlaying || (this.wasPlace >= 0 && place !== this.wasPlace)) this.notice = "";
    put(this.pace, isPlaying ? pace : this.notice);
    if (isPlaying !== this.wasPlaying || place !== this.wasPlace) this.showPlace(place, count, turn, isPlaying);
    put(this.said, said);
    this.said.classList.toggle("old", isOld);
    const { hasLinks, hasOpenBoxes } = this.stage;
    put(this.hint, [HINT, hasLinks && MENDED, hasOpenBoxes && DASHED].filter(Boolean).join(" · "));
    Object.assign(this, { wasPlaying: isPlaying, wasPlace: place });
    if (turn && !isPlaying) this.openTurn();
    else this.closeTurn();
  }

  showPlace(place, count, turn, isPlaying) {
    this.furthest = Math.max(this.furthest, place);
    put(this.count, this.isRiddle ? String(place + 1) : `${place + 1} of ${count}`);
    keepReadable(this.root, this.stage);
    this.dots.forEach((dot, each) => {
      dot.classList.toggle("here", each === place);
      dot.hidden = this.isRiddle && each > this.furthest;
      set(dot.firstChild, "aria-current", each === place ? "step" : "false");
    });
    this.root.classList.toggle("playing", isPlaying);
    this.root.classList.toggle("with-clients", this.stage.run.clients.length > 0);
    this.root.classList.toggle("your-turn", Boolean(turn) && !isPlaying); // the player's ring takes this one's place
    this.back.disabled = place === 0 && !isPlaying;
    put(this.onward, isPlaying ? "Skip ▸▸" : place === count - 1 ? "From the beginning" : "Continue ▸");
  }

  /* To the top of the screen, and so again while the player comes below and JupyterLab scrolls for that. */
  rise() {
    const top = () => this.root.scrollIntoView({ block: "start" });
    for (const after of RISES) setTimeout(top, after);
  }

  openTurn() {
    if (this.opened) return;
    this.opened = true;
    this.model.send({ do: "turn" });
    this.rise();
  }

  /* What is told and what the player shows must not differ. */
  closeTurn() {
    if (!this.opened) return;
    this.opened = false;
    this.model.send({ do: "close" });
  }
}

/* What anywidget asks of a page: to show a model in an element; returns how to end that. */
export function render({ model, el }) {
  const story = new Story(model, el);
  return () => story.end();
}
