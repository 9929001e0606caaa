/* What the reader is to bring about, and whether it has been seen to happen. */
import { html, put } from "../../controls/js/nodes.js";
import { clock } from "./words.js";

export class GoalLine {
  /* `reached` follows when the reader has seen the moment: once, also where other branches have it in common. */
  constructor(reached) {
    this.reached = reached;
    this.mark = html("b");
    this.words = html("span");
    this.node = html("div", { class: "raft-goal", role: "status", "aria-label": "goal", hidden: true }, this.mark,
      this.words);
  }

  /* What Python tells of it: { words, at, said }, {} for none; `at` (µs) is null where the run does not get there. */
  lay(goal) {
    this.goal = goal;
    this.node.hidden = !goal.words;
    this.isReached = false;
    this.write();
  }

  settle(time) {
    const { at } = this.goal;
    if (this.isReached || at == null || time < at) return;
    this.isReached = true;
    this.write();
    if (this.kept !== `${at} ${this.goal.said}`) this.reached();
    this.kept = `${at} ${this.goal.said}`;
  }

  write() {
    put(this.mark, this.isReached ? "✓" : "○");
    const { words, at, said } = this.goal; // the run goes on, and soon the picture shows a later moment
    put(this.words, ` ${this.isReached ? `${clock(at)}: ${said}` : words}`);
    this.node.classList.toggle("reached", this.isReached);
  }
}
