/* What just happened and why, in words. */
import { html, put } from "./nodes.js";
import { clock, headline, reasons } from "./words.js";

export class Caption {
  constructor() {
    this.node = html("p", { class: "raft-line", "aria-label": "what just happened", "aria-live": "polite" });
  }

  say(words) {
    put(this.node, words);
  }

  /* The last of the first `k` events of a run. */
  settle(run, k) {
    const event = run.events[k - 1];
    if (!event) return this.say("Nothing has happened yet.");
    // A reason without a rule ("S2 crashes") says no more than the headline.
    const parts = reasons(run, event).filter(({ rule }) => rule).flatMap(({ rule, why }) =>
      [html("span", { class: "raft-rule" }, rule), ` ${why}. `]);
    const breaks = run.broken.filter(([number]) => number === k - 1).map(([, { property, sentence }]) =>
      html("strong", { class: "raft-breaks" }, `${property} is broken: ${sentence}. `));
    const what = html("b", {}, `${clock(event.t)}: ${headline(run, event)}`);
    this.node.replaceChildren(what, ". ", ...parts, ...breaks);
    this.node.written = null;
    this.node.classList.toggle("error", event.k === "error");
    return undefined;
  }

  /* Read aloud, it could not keep up with a run that moves. */
  isReadAloud(reads) {
    this.node.setAttribute("aria-live", reads ? "polite" : "off");
  }
}
