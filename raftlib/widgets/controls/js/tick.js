/* A box to tick. */
import { keepLocked } from "./locked.js";
import { whenTold } from "./model.js";
import { html } from "./nodes.js";
import { keepKeys } from "./own_keys.js";

export function render({ model, el }) {
  const box = html("input", { type: "checkbox", onchange: () => {
    model.set("value", box.checked);
    model.save_changes();
  } });
  const lay = () => { box.checked = model.get("value"); };
  el.append(html("label", { class: "raft-tick" }, box, model.get("description")));
  keepKeys(el);
  lay();
  const endings = [keepLocked(model, el), whenTold(model, ["value"], lay)];
  return () => endings.forEach((end) => end());
}
