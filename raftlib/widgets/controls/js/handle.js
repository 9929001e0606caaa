/* A handle on a track: the browser's own slider, whose keys and steps are the same in every browser. */
import { html } from "./nodes.js";
import { ledTo, nearestStep } from "./steps.js";

export class Handle {
  /* `words` tells a value to who can't see it, where the number alone does not; `moves` hears where it is wanted, and
     lays it there. */
  constructor(name, bounds, words, moves, attributes = {}) {
    Object.assign(this, { bounds, words, moves });
    const { min, max } = bounds;
    this.node = html("input", { type: "range", min, max, step: 1, "aria-label": name, ...attributes,
      oninput: () => this.drag(), onkeydown: (event) => this.onKey(event) });
  }

  get value() {
    return Number(this.node.value);
  }

  drag() {
    this.moves(nearestStep(this.value, this.bounds));
  }

  onKey(event) {
    const { key, ctrlKey, metaKey, altKey } = event, to = ledTo(key, this.value, this.bounds);
    if (to == null || ctrlKey || metaKey || altKey) return;
    event.preventDefault();
    this.moves(to);
  }

  lay(value) {
    this.node.value = value;
    const words = this.words(value);
    if (words) this.node.setAttribute("aria-valuetext", words);
  }
}

/* The part of its track that lies below a value, from 0 to 1. */
export function share(value, { min, max }) {
  return max > min ? (value - min) / (max - min) : 0;
}
