/* A number that can be typed beside a track: Enter, or leaving the field, takes it.
 *
 * What is no number that the slider has is told in a sentence, and stays to be mended; Escape takes it back.
 */
import { freshId, html } from "./nodes.js";

export class NumberField {
  /* `types` hears each new value. */
  constructor(name, bounds, types) {
    Object.assign(this, { bounds, types });
    const id = freshId(), { min, max, step } = bounds;
    this.refusal = html("p", { id, class: "raft-refusal", role: "alert", hidden: true });
    this.node = html("input", { type: "number", inputmode: "numeric", autocomplete: "off", min, max, step,
      "aria-label": name, "aria-describedby": id,
      onchange: () => this.take(), onkeydown: (event) => this.onKey(event) });
    this.node.style.width = `calc(${Math.max(...[min, max].map((end) => String(end).length))}ch + 20px)`;
  }

  onKey({ key }) {
    if (key === "Escape") this.lay(this.value);
  }

  take() {
    const typed = this.node.valueAsNumber, { min, max } = this.bounds;
    if (!Number.isInteger(typed) || typed < min || typed > max) return this.refuse();
    this.accept();
    return this.types(typed);
  }

  refuse() {
    const { min, max } = this.bounds;
    this.node.setAttribute("aria-invalid", "true");
    this.refusal.textContent = `Type a whole number from ${min} to ${max}: until then it is ${this.value}.`;
    this.refusal.hidden = false;
  }

  accept() {
    this.node.removeAttribute("aria-invalid");
    this.refusal.hidden = true;
  }

  lay(value) {
    this.accept();
    this.value = value;
    this.node.value = value;
  }
}
