/* Which parts are there: those that were asked for, those on offer under *More*, and none that is empty. */
import { button, put, set } from "../../controls/js/nodes.js";

const NAMING = ["strip", "safety", "details", "events", "code"];

export class Parts {
  /* `nodes` are each part's by its name; `changed` follows when some come or go. */
  constructor(wanted, offered, nodes, changed) {
    Object.assign(this, { wanted: new Set(wanted), offered: new Set(offered), nodes, changed, empty: new Set() });
    this.all = false;
    this.button = button("More", () => this.toggle());
    this.button.hidden = offered.every((name) => this.wanted.has(name));
    this.settle();
  }

  /* Whether it is to be there once it has something to show. */
  asksFor(name) {
    return this.wanted.has(name) || (this.all && this.offered.has(name));
  }

  /* The reader asks for one by its key. */
  ask(name) {
    this.wanted.add(name);
    this.settle();
  }

  shows(name) {
    return this.asksFor(name) && !this.empty.has(name);
  }

  /* Whether nothing is shown that names rules and kinds of messages. */
  get arePlain() {
    return !NAMING.some((name) => this.shows(name));
  }

  /* Whether there is nothing but the ring. */
  get areFew() {
    return !this.all && !this.wanted.size;
  }

  dress(root) {
    root.classList.toggle("plain", this.arePlain);
    root.classList.toggle("few", this.areFew);
  }

  toggle() {
    this.all = !this.all;
    put(this.button, this.all ? "Less" : "More");
    this.button.title = this.all ? "only what this run is about" : "more parts of the player";
    this.settle();
  }

  /* A part has something to show, or nothing any more. */
  fill(name, isFilled) {
    if (isFilled !== this.empty.has(name)) return;
    if (isFilled) this.empty.delete(name);
    else this.empty.add(name);
    this.settle();
  }

  settle() {
    for (const [name, node] of Object.entries(this.nodes)) node.hidden = !this.shows(name);
    set(this.button, "aria-expanded", String(this.all));
    this.changed?.();
  }
}
