/* What Python sends, unpacked: the run that is shown, the one beside it, and what is found out about both.
 *
 * All that the page needs of its model are four methods, so that a plain object which has them, and what Python would
 * have sent of a recording, plays it without Jupyter:
 *   get(name)                what Python has sent by that name: the traits of `Player` in Python
 *   on(event, does)          hear "change:NAME" of them, and "msg:custom" with { said, server | flight | link }
 *   off(event, does)         hear it no longer
 *   send(wish)               { do, at, … }: only Python can change a run; while `live` is false, none is changed.
 *                            With `seen`, the moment meant is right after so many events, before others of that time
 */
import { set } from "../../controls/js/nodes.js";
import { Run } from "./run.js";

const FINDINGS = ["broken", "waits", "other_broken", "other_waits"];
const PANELS = ["branches", "current", "beside", "settings", "network", "code"];

export class News {
  constructor(player, model) {
    Object.assign(this, { player, model, endings: [], version: 0, otherVersion: 0, isLoading: false });
  }

  get live() {
    return this.model.get("live");
  }

  get time() {
    return this.model.get("time");
  }

  ask(wish) {
    const { run, time, k } = this.player;
    this.model.send({ at: time, ...(run && k < run.countAt(time) && { seen: k }), ...wish });
  }

  on(event, does) {
    this.model.on(event, does);
    this.endings.push(() => this.model.off(event, does));
  }

  listen() {
    this.on("change:data", () => this.takeData());
    this.on("change:rest", () => this.takeRest());
    this.on("change:beginning", () => { this.begun = this.takeBeginning(); });
    this.on("change:other", () => this.takeOther());
    this.on("change:difference", () => this.takeDifference());
    this.on("change:goal", () => this.takeGoal());
    for (const trait of FINDINGS) this.on(`change:${trait}`, () => this.takeFindingsSoon());
    this.on("change:time", () => this.player.run && !this.isLoading && this.player.goTo(this.time));
    for (const trait of [...PANELS, "live"]) this.on(`change:${trait}`, () => this.takePanelsSoon());
    this.on("msg:custom", (message) => this.player.hear(message));
  }

  end() {
    this.endings.forEach((end) => end());
  }

  takeAll() {
    this.takeGoal();
    this.takePanels();
    this.takeData();
    this.begun = this.takeBeginning();
    this.takeRest();
    this.takeOther();
  }

  /* Once for all the traits that change together. */
  takePanelsSoon() {
    this.panelsWait ??= Promise.resolve().then(() => this.takePanels());
  }

  takePanels() {
    this.panelsWait = null;
    this.player.layPanels(Object.fromEntries(PANELS.map((name) => [name, this.model.get(name)])));
  }

  async takeData() {
    const view = this.model.get("data");
    if (this.grown === this.model.get("whole")) return undefined; // it is on the page, or on its way
    this.grown = null;
    if (!view?.byteLength) return this.player.caption.say("No run yet.");
    const raw = await this.newest(view);
    return raw && this.lay(new Run(raw));
  }

  /* The answer to a change comes in two parts: here is the first, on top of the run that is shown. */
  async takeBeginning() {
    const view = this.model.get("beginning"), { player } = this;
    const news = view?.byteLength ? await this.newest(view) : null;
    if (!news) return undefined;
    // If it goes on from another run than is shown, only the whole is of use.
    if (news.of != null && news.of !== player.run?.number) return this.ask({ do: "more" });
    this.lay(new Run(goneOn(player.run, news)));
    return painted();
  }

  /* The second, on top of the first, once that is painted. */
  async takeRest() {
    const view = this.model.get("rest"), number = this.model.get("whole"), { player } = this;
    if (!view?.byteLength) return;
    await this.begun;
    if (player.run?.number !== number || this.model.get("rest") !== view) return;
    this.grown = number;
    const news = await this.newest(view);
    if (!news) return;
    this.lay(new Run(goneOn(player.run, news)));
    painted().then(() => this.ask({ do: "more" }));
  }

  /* What Python has sent, null if something newer has come meanwhile. */
  async newest(view) {
    const version = ++this.version;
    this.isLoading = true;
    set(this.player.root, "aria-busy", "true");
    const raw = await unpack(view);
    if (version !== this.version) return null;
    this.isLoading = false;
    return raw;
  }

  lay(run) {
    const { root } = this.player;
    this.learn(run); // nothing until Python has looked
    this.player.layRun(run);
    root.dataset.shown = String(this.version); // which answer is on screen, for whoever waits for it
    set(root, "aria-busy", String(run.known < run.end));
  }

  /* The moment may be past already, as on the way back to a branch. */
  takeGoal() {
    const { goal, run, time } = this.player;
    goal.lay(this.model.get("goal"));
    if (run && !this.isLoading) goal.settle(time);
  }

  async takeOther() {
    const view = this.model.get("other"), version = ++this.otherVersion;
    const other = view?.byteLength ? new Run(await unpack(view)) : null;
    if (version !== this.otherVersion) return;
    if (other) this.learnOther(other);
    this.player.layOther(other);
    this.takeDifference();
  }

  takeDifference() {
    this.player.layDifference(this.player.other ? this.model.get("difference") : -1);
  }

  /* Once for all that are told together. */
  takeFindingsSoon() {
    this.findingsWait ??= Promise.resolve().then(() => this.takeFindings());
  }

  takeFindings() {
    const { run, other } = this.player;
    this.findingsWait = null;
    if (other) this.learnOther(other);
    this.player.otherK = -1; // what is shown of it may not be true any more
    if (!run || this.isLoading) return;
    this.learn(run);
    this.player.settle();
    this.player.repaint();
  }

  learn(run) {
    run.learn(this.model.get("broken"), this.model.get("waits"));
  }

  learnOther(other) {
    other.learn(this.model.get("other_broken"), this.model.get("other_waits"));
  }
}

/* What follows a change is painted now. */
function painted() {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

export async function unpack(view) {
  const stream = new DecompressionStream("deflate");
  const writer = stream.writable.getWriter();
  writer.write(view).catch(() => {}); // what is wrong with the bytes, the reader below says
  writer.close().catch(() => {});
  // Piece by piece is faster than by way of a Response.
  const reader = stream.readable.getReader(), decoder = new TextDecoder();
  let text = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += decoder.decode(piece.value, { stream: true });
  }
  return JSON.parse(text + decoder.decode());
}

/* The parts of a run that goes on in another way than the one shown, of which Python has sent only what is new. */
function goneOn(shown, news) {
  const pieces = (name) => shown[name].slice(0, news[name].keep).concat(news[name].add);
  const { sentences, words } = shown;
  return { ...news, sentences, words, events: pieces("events"), flights: pieces("flights") };
}
