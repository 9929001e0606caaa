/* The list of events: only the rows in sight are in the page. */
import { MS } from "./settings.js";
import { clamp } from "./numbers.js";
import { html, put, set } from "../../controls/js/nodes.js";
import { headline, reasons } from "./words.js";

const EVENT_ROW = 24, EVENT_ROWS = 7;
let lists = 0; // so far, in this page: each names its rows

/* A list box of one tab stop: the event that is shown is the chosen one, and the arrow keys choose another. */
export class EventList {
  constructor(player) {
    this.player = player;
    this.name = `raft-events-${++lists}`;
    this.space = html("div", { class: "raft-space", role: "presentation" });
    this.rows = Array.from({ length: EVENT_ROWS + 2 }, (_, place) => this.row(place));
    this.space.append(...this.rows.map((row) => row.node));
    this.window = html("div", { class: "raft-events-window", role: "listbox", tabindex: 0,
      "aria-label": "events; ↑ ↓ go from one to the next", onscroll: () => this.fill(),
      onkeydown: (event) => this.onKey(event) }, this.space);
    this.window.style.height = `${EVENT_ROW * EVENT_ROWS + 2}px`;
    this.summary = html("summary", {}, "Events");
    this.node = html("details", { class: "raft-events", ontoggle: () => this.settle(this.k ?? 0) },
      this.summary, this.window);
  }

  row(place) {
    const parts = ["time", "what", "rule"].map((kind) => html("span", { class: `raft-event-${kind}` }));
    const row = { parts, number: -1 };
    row.node = html("div", { id: `${this.name}-${place}`, class: "raft-event", role: "option", "aria-selected": "false",
      onclick: () => this.player.goToEvent(row.number) }, ...parts);
    return row;
  }

  rowOf(number) {
    return this.rows[number % this.rows.length];
  }

  lay(run) {
    this.run = run;
    this.top = 0;
    this.size = -1;
    this.rows.forEach((row) => { row.number = -1; });
  }

  /* So many of the run's events are in the list: those that have been played, unless all are asked for. */
  layEvents(size) {
    if (size === this.size) return;
    this.rows.forEach((row) => { row.number = -1; });
    this.size = size;
    this.space.style.height = `${size * EVENT_ROW}px`;
    put(this.summary, `Events (${size})`);
  }

  onKey(event) {
    const wanted = this.wanted(event.key);
    if (!this.run || wanted == null || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.player.goToEvent(clamp(wanted, 0, this.run.size - 1));
  }

  /* The number of the event to which a key leads. */
  wanted(key) {
    const current = this.k - 1;
    switch (key) {
      case "ArrowUp": return current - 1;
      case "ArrowDown": return current + 1;
      case "PageUp": return current - EVENT_ROWS;
      case "PageDown": return current + EVENT_ROWS;
      case "Home": return 0;
      case "End": return this.size - 1;
      default: return null;
    }
  }

  /* Brings the last event that has happened into sight. */
  settle(k) {
    this.k = k;
    if (!this.run) return;
    this.layEvents(this.player.seenEvents);
    if (!this.node.open) return;
    const wanted = clamp((k - Math.ceil(EVENT_ROWS / 2)) * EVENT_ROW, 0,
      Math.max(0, (this.size - EVENT_ROWS) * EVENT_ROW));
    if (wanted !== this.top) this.window.scrollTop = this.top = wanted;
    this.paint(this.top);
    if (k > 0) set(this.window, "aria-activedescendant", this.rowOf(k - 1).node.id);
    else this.window.removeAttribute("aria-activedescendant");
  }

  fill() {
    this.top = this.window.scrollTop;
    this.paint(this.top);
  }

  paint(top) {
    const first = Math.floor(top / EVENT_ROW);
    for (let number = first; number < first + this.rows.length; number++) {
      const row = this.rowOf(number);
      if (row.number !== number) this.write(row, number);
      set(row.node, "aria-selected", String(number === this.k - 1));
    }
  }

  write(row, number) {
    row.number = number;
    const event = number < this.size ? this.run.events[number] : undefined;
    row.node.style.display = event ? "" : "none";
    if (!event) return;
    row.node.style.transform = `translateY(${number * EVENT_ROW}px)`;
    set(row.node, "aria-posinset", String(number + 1));
    set(row.node, "aria-setsize", String(this.size));
    put(row.parts[0], (event.t / MS).toFixed(1));
    put(row.parts[1], headline(this.run, event));
    put(row.parts[2], [...new Set(reasons(this.run, event).map(({ rule }) => rule))].filter(Boolean).join(" "));
  }
}
