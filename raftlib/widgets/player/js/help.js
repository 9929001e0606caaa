/* The list of keys, over all of the page: a dialog, which keeps the focus, and gives it back when it closes (Esc). */
import { BY_MOUSE, KEYS } from "./settings.js";
import { button, html } from "../../controls/js/nodes.js";

export class Help {
  constructor(player) {
    this.player = player;
    this.keys = html("dl");
    this.byMouse = html("p");
    this.node = html("dialog", { class: "raft-help", "aria-label": "keys of the player" },
      html("h4", {}, "Keys, while the player has the focus"), this.keys, this.byMouse,
      button("Close (Esc)", () => this.toggle(), { autofocus: true }));
  }

  get isOpen() {
    return this.node.open;
  }

  toggle() {
    if (this.isOpen) return this.node.close();
    this.list();
    return this.node.showModal();
  }

  /* No more than there is just now: parts come under *More*, and a recording can only be watched. */
  list() {
    const keys = (names) => names.split(", ").flatMap((name) => [html("kbd", {}, name), " "]);
    const rows = KEYS.filter(([, , needed]) => this.has(needed)).map(([names, words]) =>
      html("div", {}, html("dt", {}, ...keys(names)), html("dd", {}, words)));
    this.keys.replaceChildren(...rows);
    const ways = BY_MOUSE.filter(([, needed]) => this.has(needed)).map(([words]) => words);
    this.byMouse.textContent = ways.length ? `By mouse: ${ways.join("; ")}.` : "";
  }

  /* Whether the player has a part, or what else a key needs; all have what none names. */
  has(needed) {
    const { parts, live } = this.player;
    if (needed === "live") return live;
    if (needed === "jumps") return !parts.areFew;
    return !needed || (parts.asksFor(needed) && (needed !== "hands" || live));
  }
}
