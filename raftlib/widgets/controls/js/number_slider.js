/* A slider for one number, which can be typed, too. */
import { keepLocked } from "./locked.js";
import { whenTold } from "./model.js";
import { html } from "./nodes.js";
import { Handle, share } from "./handle.js";
import { NumberField } from "./number_field.js";
import { keepKeys } from "./own_keys.js";
import { fill, row } from "./row.js";

export function render({ model, el }) {
  const [name, unit] = [model.get("description"), model.get("unit")];
  const bounds = { min: model.get("min"), max: model.get("max"), step: model.get("step") };
  const take = (value) => {
    lay(value);
    model.set("value", value);
    model.save_changes();
  };
  const handle = new Handle(name, bounds, (value) => unit && `${value} ${unit}`, take);
  const field = new NumberField(name, bounds, take);
  const track = html("span", { class: "raft-track" }, html("span", { class: "raft-line" }), handle.node);
  const lay = (value) => {
    handle.lay(value);
    field.lay(value);
    fill(track, 0, share(value, bounds));
  };
  row(el, name, track, [field.node], [field.refusal]);
  keepKeys(el);
  lay(model.get("value"));
  const bound = () => {
    bounds.max = handle.node.max = field.node.max = model.get("max");
    lay(model.get("value"));
  };
  const endings = [keepLocked(model, el), whenTold(model, ["value"], () => lay(model.get("value"))),
    whenTold(model, ["max"], bound)];
  return () => endings.forEach((end) => end());
}
