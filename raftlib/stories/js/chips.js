/* The logs beside the discs: a box for each command, dashed until it is known to be committed; below, what it makes. */
import { svg } from "../../widgets/controls/js/nodes.js";
import { RING } from "../../widgets/player/js/layout.js";
import { clamp } from "../../widgets/player/js/numbers.js";
import { valuesAfter } from "../../widgets/player/js/run.js";
import { putInto } from "../../widgets/player/js/squeezed.js";
import { plainCommand } from "../../widgets/player/js/words.js";

const SIZE = 11, HIGH = 19, BELOW = 18, MOST = 3, VALUE = 17, HALF_LETTER = 3.6; // px, the last two of what it makes
const PLAIN = { wide: 38, letters: 5 }, NUMBERED = { wide: 60, letters: 9 }; // where commands have numbers

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

  log(place, radius, state) {
    const first = Math.max(0, state.log.length - MOST), shown = state.log.slice(first);
    const { wide, letters } = boxOf(shown), [{ left, top }] = areas(place, radius, state);
    const boxes = shown.map(([term, command], place) => this.box(left + place * wide, top, wide, term,
      command.slice(0, letters), first + place < state.commit));
    return svg("g", {}, ...boxes, svg("text", { x: place.x, y: top + HIGH + 14,
      class: "raft-small raft-halo raft-value" }, inWords(valuesAfter(state.done, this.form))));
  }

  box(x, y, wide, term, words, committed) {
    return svg("g", {}, svg("rect", { x, y, width: wide, height: HIGH, fill: this.look.term(term),
      class: committed ? "raft-chip" : "raft-chip raft-open" }),
      inBox(svg("text", { x: x + wide / 2, y: y + 14, class: "raft-small raft-dark" }), words, wide - 4));
  }
}

function inBox(node, words, room) {
  putInto(node, words, SIZE, room);
  return node;
}

/* How wide each box of these entries is, and how many letters it has room for. */
function boxOf(entries) {
  return entries.some(([, command]) => plainCommand(command) !== command) ? NUMBERED : PLAIN;
}

/* Where the boxes of a log are, within the picture, and what it makes, below them. */
export function areas({ x, y }, radius, state, form) {
  const shown = state.log.slice(-MOST), half = (shown.length * boxOf(shown).wide) / 2;
  const middle = clamp(x, half, RING.width - half), top = y + radius + BELOW, bottom = top + HIGH;
  const wide = inWords(valuesAfter(state.done, form)).length * HALF_LETTER;
  return [{ left: middle - half, right: middle + half, top, bottom },
    { left: x - wide, right: x + wide, top: bottom, bottom: bottom + VALUE }];
}

/* "x is 5, y is 1". */
function inWords(values) {
  return values.replaceAll("=", " is ").replaceAll("  ", ", ");
}
