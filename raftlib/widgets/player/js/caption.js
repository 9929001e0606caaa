/* What just happened and why, in words; and what all wait for. */
import { html, put } from "../../controls/js/nodes.js";
import { clock, headline, messageName, plainName, reasons } from "./words.js";
import { WEIGHTS, weightOf } from "./weights.js";
import { waitingWords } from "./waiting.js";

const STAYS = 2000; // ms of the watcher's that what is heavy stays, whatever lighter comes
const STAYS_LIGHT = 700; // any other
const STAYS_OVER_NOISE = 8000; // so long after a crash what is lost for it is not told
const OF_HEARTBEATS = new Set(["AE4", "L6"]); // rules that say of a heartbeat only what it does not do to logs

export class Caption {
  constructor() {
    this.what = html("p");
    this.waiting = html("p", { class: "raft-waiting" });
    this.node = html("div", { class: "raft-line", role: "group", "aria-label": "what just happened" }, this.what,
      this.waiting);
    this.k = -1;
    this.isPlain = false; // whether it does without the ids of rules and the names of messages
    this.hidesLogs = false; // and says nothing of logs
  }

  say(words) {
    put(this.what, words);
    put(this.waiting, "");
  }

  /* The first `k` events of a run have happened. While it plays, the heaviest of the new ones is told, once what is
   * told has been there long enough; else the last one. */
  settle(run, k, time, plays, shortens) {
    const from = this.k, isNext = plays && run === this.run && k > from;
    Object.assign(this, { run, k });
    put(this.waiting, waitingLine(run, waitingWords(run, time, k), shortens));
    if (!k) return this.say("Nothing has happened yet.");
    const number = isNext ? heaviest(run, from, k) : k - 1, weight = weightOf(run, number);
    return !isNext || weight >= this.weight || this.isRead(weight) ? this.tell(run, number, weight) : undefined;
  }

  get age() {
    return performance.now() - this.saidAt;
  }

  /* Whether what is told has been there long enough for something of another weight. */
  isRead(weight) {
    if (this.weight < WEIGHTS.turn) return this.age >= STAYS_LIGHT;
    return this.age >= (weight === WEIGHTS.noise ? STAYS_OVER_NOISE : STAYS);
  }

  /* Whether time should wait before an event of such weight. */
  holdsBack(weight) {
    return weight >= WEIGHTS.turn && this.weight >= WEIGHTS.turn && !this.isRead(weight);
  }

  tell(run, number, weight) {
    const event = run.events[number];
    Object.assign(this, { weight, saidAt: performance.now() });
    const saysNothing = weight <= WEIGHTS.beat && (this.isPlain || !run.after[number]?.log.length);
    // A reason without a rule ("S2 crashes") says no more than the headline.
    const isTold = ({ rule, why }) => rule && why && !(saysNothing && OF_HEARTBEATS.has(rule));
    const found = reasons(run, event, this.hidesLogs ? run.words.without_logs : {}).filter(isTold);
    const badge = (rule) => (this.isPlain ? [] : [html("span", { class: "raft-rule" }, rule)]);
    const parts = found.flatMap(({ rule, why }) => [...badge(rule), ` ${why}. `]);
    const breaks = run.broken.filter(([place]) => place === number).map(([, { property, sentence }]) =>
      html("strong", { class: "raft-breaks" }, `${property} is broken: ${sentence}. `));
    const nameOf = this.isPlain ? plainName : messageName;
    const what = html("b", {}, `${clock(event.t)}: ${headline(run, event, nameOf)}`);
    this.what.replaceChildren(what, ". ", ...parts, ...breaks);
    this.what.written = null;
    this.node.classList.toggle("error", event.k === "error");
  }

  get words() {
    return `${this.what.textContent} ${this.waiting.textContent}`;
  }
}

/* The last of the heaviest events of those from number `from` to `to`. */
function heaviest(run, from, to) {
  let best = from, most = -1;
  for (let number = from; number < to; number++) {
    const weight = weightOf(run, number);
    if (weight >= most) [best, most] = [number, weight];
  }
  return best;
}

function waitingLine({ words: { waiting } }, words, shortens) {
  return words && shortens ? `${words.slice(0, -1)} (${waiting.shortened}).` : words;
}
