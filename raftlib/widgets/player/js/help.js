/* The list of keys, over all of the player. */
import { BY_MOUSE, KEYS } from "./settings.js";
import { button, html } from "./nodes.js";

export class Help {
  /* `leave` is what follows when it is closed. */
  constructor(leave) {
    this.leave = leave;
    const keys = (names) => names.split(", ").flatMap((name) => [html("kbd", {}, name), " "]);
    const rows = KEYS.map(([names, words]) =>
      html("div", {}, html("dt", {}, ...keys(names)), html("dd", {}, words)));
    this.close = button("Close (Esc)", () => this.toggle());
    this.node = html("div", { class: "raft-help", role: "dialog", "aria-label": "keys of the player", hidden: true },
      html("div", {}, html("h4", {}, "Keys, while the player has the focus"), html("dl", {}, ...rows),
        html("p", {}, BY_MOUSE), this.close));
  }

  get isOpen() {
    return !this.node.hidden;
  }

  toggle() {
    this.node.hidden = this.isOpen;
    if (this.isOpen) this.close.focus();
    else this.leave();
  }
}
