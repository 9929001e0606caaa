/* The logs: a row a server, a column an index, as log_grid.py draws it. */
import { clamp } from "./numbers.js";
import { html, put, set, svg } from "../../controls/js/nodes.js";
import { counted, fitted, plainCommand } from "./words.js";
import { CROSS, paintEdge, TRIANGLE } from "./look.js";
import { valuesAfter } from "./run.js";
import { putInto } from "./squeezed.js";
import { gridLegend } from "./legends.js";

const GRID = { left: 106, cell: 39, high: 32, row: 47, top: 20, values: 124 };
const LETTERS = { most: 4, size: 12, room: GRID.cell - 11 }; // of a command in its cell
const COLUMNS = { least: 4, most: 12 };

/* As many columns as there is room for (px), without a change of size. */
function columnsIn(width) {
  return clamp(Math.floor((width - GRID.left - GRID.values) / GRID.cell), COLUMNS.least, COLUMNS.most);
}

export class LogGrid {
  constructor(player) {
    this.player = player;
    this.picture = svg("svg", { class: "raft-picture", role: "img" });
    this.caption = html("div", { class: "raft-caption" });
    this.legend = gridLegend(player.look);
    this.columns = COLUMNS.most;
    this.node = html("div", { class: "raft-grid" }, this.caption, this.picture);
  }

  /* It has so much room now (px). */
  fit(width) {
    const columns = columnsIn(width);
    if (!this.run || columns === this.columns) return;
    this.columns = columns;
    this.servers = null;
    this.lay(this.run);
    this.settle(this.player.k);
  }

  lay(run) {
    this.run = run;
    if (this.servers === String(run.servers)) return; // the cells write only what differs
    this.servers = String(run.servers);
    const { columns } = this, right = cellLeft(columns), width = right + GRID.values;
    const height = GRID.top + GRID.row * run.servers.length + 2;
    set(this.picture, "viewBox", `0 0 ${width} ${height}`);
    this.picture.style.maxWidth = `${1.2 * width}px`;
    this.numbers = Array.from({ length: columns }, (_, place) =>
      svg("text", { x: cellLeft(place) + GRID.cell / 2 - 2, y: 13, class: "raft-small" }));
    this.rows = run.servers.map((server, place) =>
      new GridRow(server, GRID.top + GRID.row * place, columns, this.player.look, run.words.command));
    this.applied = svg("text", { y: 13, class: "raft-small raft-start" }, "applied");
    this.picture.replaceChildren(svg("text", { x: 8, y: 13, class: "raft-small raft-start" }, "index"), this.applied,
      ...this.numbers, ...this.rows.map((row) => row.node));
  }

  settle(k) {
    const { run, columns } = this;
    const states = run.servers.map((server) => run.stateOf(server, k));
    const longest = Math.max(...states.map((state) => state.log.length));
    const committed = Math.max(...states.map((state) => state.commit));
    const isWhole = longest <= columns;
    const first = isWhole ? 1 : Math.max(1, Math.min(committed - (columns >> 1), longest + 2 - columns));
    const last = Math.min(first + columns - 1, longest);
    put(this.caption, isWhole ? "logs" : `logs, indexes ${first} to ${last} of ${longest}`);
    this.numbers.forEach((number, place) => put(number, first + place <= longest + 1 ? String(first + place) : ""));
    const leader = run.leader(k);
    const leads = leader && run.stateOf(leader, k);
    const behind = String(cellLeft(Math.min(columns, longest + 2 - first)) + 12); // the longest log, and one cell more
    set(this.applied, "x", behind);
    this.rows.forEach((row, place) => {
      set(row.values, "x", behind);
      row.settle(states[place], leader === run.servers[place] ? null : leads, first);
    });
    const held = counted(longest, "entry", "entries");
    set(this.picture, "aria-label",
      `The logs: the longest has ${held}, ${committed} ${this.player.look.logs.committed}`);
  }
}

function cellLeft(place) {
  return GRID.left + place * GRID.cell;
}

class GridRow {
  constructor(server, top, columns, look, form) {
    Object.assign(this, { server, look, form, right: cellLeft(columns) });
    this.box = svg("rect", { x: 9, y: 1, width: 82, height: GRID.high - 2 });
    this.name = svg("text", { x: 50, y: 14.5, class: "raft-name" }, server);
    this.role = svg("text", { x: 50, y: 27, class: "raft-small" });
    this.values = svg("text", { y: GRID.high / 2 + 4, class: "raft-words raft-start" });
    this.match = svg("path", { d: TRIANGLE, class: "raft-match" });
    this.next = svg("path", { d: TRIANGLE, class: "raft-next" });
    this.cells = Array.from({ length: columns }, (_, place) => new Cell(cellLeft(place), look));
    this.node = svg("g", { transform: `translate(0 ${top})` }, this.box, this.name, this.role, this.values,
      ...this.cells.map((cell) => cell.node), this.match, this.next);
  }

  settle(state, leads, first) {
    if (state === this.state && leads === this.leads && first === this.first) return;
    const style = this.look.roles[state.look];
    Object.assign(this, { leads, first });
    set(this.box, "fill", style.fill);
    paintEdge(this.box, style);
    put(this.role, `${state.look} t${state.term}`);
    this.name.style.fill = this.role.style.fill = style.words;
    if (state.done !== this.state?.done) put(this.values, fitted(valuesAfter(state.done, this.form), 17));
    const conflict = leads ? firstConflict(state.log, leads.log) : 0;
    this.cells.forEach((cell, place) => cell.settle(state, first + place, conflict));
    this.state = state;
    this.believe(leads, first);
  }

  /* Under a follower's cells: up to where the leader knows that it agrees, and from where it sends next. */
  believe(leads, first) {
    const match = leads?.match[this.server], next = leads?.next[this.server];
    this.match.style.display = match === undefined ? "none" : "";
    this.next.style.display = next === undefined ? "none" : "";
    const place = (x) => `translate(${clamp(x, GRID.left - 2, this.right + GRID.cell / 2)} ${GRID.high + 2})`;
    if (match !== undefined) set(this.match, "transform", place(cellLeft(match + 1 - first) - 2));
    if (next !== undefined) set(this.next, "transform", place(cellLeft(next - first) + GRID.cell / 2 - 2));
  }
}

/* The first index at which both logs hold an entry, and not of the same term; 0 if there is none. */
function firstConflict(log, other) {
  const shared = Math.min(log.length, other.length);
  for (let place = 0; place < shared; place++) if (log[place][0] !== other[place][0]) return place + 1;
  return 0;
}

class Cell {
  constructor(left, look) {
    this.look = look;
    this.box = svg("rect", { x: 1, y: 1, width: GRID.cell - 5, height: GRID.high - 2 });
    this.term = svg("text", { class: "raft-small raft-dark" });
    this.command = svg("text", { x: (GRID.cell - 3) / 2, y: 25, class: "raft-small raft-dark" });
    this.applied = svg("rect", { x: GRID.cell - 12, y: 1, width: 8, height: 8, fill: look.black });
    // In the corner, as in log_grid: the term and the command can be read.
    this.crossed = svg("path", { d: CROSS, class: "raft-cross", transform: `translate(${GRID.cell - 11} 8)` });
    this.title = svg("title"); // the whole command, where only its beginning fits
    this.node = svg("g", { transform: `translate(${left} 0)` }, this.box, this.term, this.command, this.applied,
      this.crossed, this.title);
  }

  settle(state, index, conflict) {
    const entry = state.log[index - 1];
    if (!entry) return this.paint("", null);
    const stage = state.hasApplied(index) ? "applied" : index <= state.commit ? "committed" : "appended";
    const crossed = conflict > 0 && index >= conflict;
    return this.paint(`${entry[0]} ${entry[1]} ${stage} ${crossed}`, entry, stage, crossed);
  }

  paint(key, entry, stage, crossed) {
    if (key === this.key) return;
    this.key = key;
    this.node.style.display = entry ? "" : "none";
    if (!entry) return;
    set(this.box, "fill", this.look.term(entry[0]));
    set(this.box, "class", `raft-cell raft-${stage}`);
    put(this.term, String(entry[0]));
    set(this.term, "x", entry[1] ? "9" : String((GRID.cell - 3) / 2));
    set(this.term, "y", entry[1] ? "12" : "20");
    putInto(this.command, fitted(plainCommand(String(entry[1] ?? "")), LETTERS.most), LETTERS.size, LETTERS.room);
    this.title.textContent = `term ${entry[0]}: ${entry[1] || "no command"}`;
    this.applied.style.display = stage === "applied" ? "" : "none";
    this.crossed.style.display = crossed ? "" : "none";
  }
}
