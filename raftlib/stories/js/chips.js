/* The logs beside the discs: a box for each command, dashed until it is known to be committed; below, what it makes. */
import { svg } from "../../widgets/controls/js/nodes.js";
import { valuesAfter } from "../../widgets/player/js/run.js";

const WIDE = 38, HIGH = 19, BELOW = 18, LETTERS = 5, MOST = 3;

export class Chips {
  constructor(look) {
    this.look = look;
    this.node = svg("g", { class: "raft-chips" });
  }

  /* Those of all servers: [place, radius, state] for each; `form` is how Python reads a command. */
  settle(servers, form) {
    this.form = form;
    this.node.replaceChildren(...servers.map(([place, radius, state]) => this.log(place, radius, state)));
  }

  log({ x, y }, radius, state) {
    const first = Math.max(0, state.log.length - MOST), shown = state.log.slice(first);
    const left = x - (shown.length * WIDE) / 2, top = y + radius + BELOW;
    const boxes = shown.map(([term, command], place) => this.box(left + place * WIDE, top, term, command,
      first + place < state.commit));
    const values = valuesAfter(state.done, this.form);
    return svg("g", {}, ...boxes,
      svg("text", { x, y: top + HIGH + 14, class: "raft-small raft-halo raft-value" }, inWords(values)));
  }

  box(x, y, term, command, committed) {
    return svg("g", {}, svg("rect", { x, y, width: WIDE, height: HIGH, fill: this.look.term(term),
      class: committed ? "raft-chip" : "raft-chip raft-open" }),
      svg("text", { x: x + WIDE / 2, y: y + 14, class: "raft-small raft-dark" }, command.slice(0, LETTERS)));
  }
}

/* How many px the boxes of a log reach farther to both sides than a single one. */
export function besideMiddle(state) {
  return (Math.max(0, Math.min(state.log.length, MOST) - 1) * WIDE) / 2;
}

/* "x is 5, y is 1". */
function inWords(values) {
  return values.replaceAll("=", " is ").replaceAll("  ", ", ");
}
