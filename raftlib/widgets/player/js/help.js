/* The list of keys, over all of the page: a dialog, which keeps the focus, and gives it back when it closes (Esc). */
import { BY_MOUSE, KEYS } from "./settings.js";
import { button, html } from "../../controls/js/nodes.js";

export class Help {
  constructor() {
    const keys = (names) => names.split(", ").flatMap((name) => [html("kbd", {}, name), " "]);
    const rows = KEYS.map(([names, words]) =>
      html("div", {}, html("dt", {}, ...keys(names)), html("dd", {}, words)));
    this.node = html("dialog", { class: "raft-help", "aria-label": "keys of the player" },
      html("h4", {}, "Keys, while the player has the focus"), html("dl", {}, ...rows), html("p", {}, BY_MOUSE),
      button("Close (Esc)", () => this.toggle(), { autofocus: true }));
  }

  get isOpen() {
    return this.node.open;
  }

  toggle() {
    if (this.isOpen) this.node.close();
    else this.node.showModal();
  }
}
