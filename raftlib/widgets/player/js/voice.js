/* What is read aloud to whoever is in the player: the newest sentence, once nothing newer has come for a moment. */
import { html } from "../../controls/js/nodes.js";

const RESTS = 250; // ms: of the events that one steps through quickly only the last is said

export class Voice {
  constructor() {
    this.node = html("div", { class: "raft-hidden", role: "status" });
  }

  say(words) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.speak(words), RESTS);
  }

  speak(words) {
    const hears = this.node.parentNode?.contains(this.node.getRootNode().activeElement);
    if (hears) this.node.replaceChildren(words);
  }

  /* What waits to be said is not said any more. */
  hush() {
    clearTimeout(this.timer);
  }
}
