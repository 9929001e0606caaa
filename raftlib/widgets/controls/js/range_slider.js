/* A slider with two handles, for the ends of a range: each stops at the other, and a typed number takes it along. */
import { keepLocked } from "./locked.js";
import { whenTold } from "./model.js";
import { html } from "./nodes.js";
import { stopped, takenAlong } from "./ends.js";
import { Handle, share } from "./handle.js";
import { NumberField } from "./number_field.js";
import { keepKeys } from "./own_keys.js";
import { fill, row } from "./row.js";

const ENDS = ["from", "to"];

class RangeSlider {
  constructor(model, element) {
    this.model = model;
    const [name, unit] = [model.get("description"), model.get("unit")];
    const bounds = this.bounds = { min: model.get("min"), max: model.get("max"), step: model.get("step") };
    const words = (value) => unit && `${value} ${unit}`;
    this.handles = ENDS.map((end, place) => new Handle(`${name}, ${end}`, bounds, words,
      (value) => this.take(stopped(this.value, place, value)), { class: `raft-${end}` }));
    this.fields = ENDS.map((end, place) => new NumberField(`${name}, ${end}`, bounds,
      (value) => this.take(takenAlong(this.value, place, value))));
    this.track = html("span", { class: "raft-track raft-two" }, html("span", { class: "raft-line" }),
      ...this.handles.map(({ node }) => node));
    const [low, high] = this.fields.map(({ node }) => node);
    row(element, name, this.track, [low, "–", high], this.fields.map(({ refusal }) => refusal));
    keepKeys(element);
    this.lay();
  }

  get value() {
    return this.model.get("value");
  }

  take(value) {
    this.model.set("value", value);
    this.lay();
    this.model.save_changes();
  }

  lay() {
    for (const parts of [this.handles, this.fields]) parts.forEach((part, place) => part.lay(this.value[place]));
    fill(this.track, ...this.value.map((end) => share(end, this.bounds)));
  }
}

export function render({ model, el }) {
  const slider = new RangeSlider(model, el);
  const endings = [keepLocked(model, el), whenTold(model, ["value"], () => slider.lay())];
  return () => endings.forEach((end) => end());
}
