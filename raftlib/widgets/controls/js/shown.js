/* What Python has put into HTML: shown as it is. */
import { whenTold } from "./model.js";
import { html } from "./nodes.js";
import { keepKeys } from "./own_keys.js";

export function show(model, el) {
  const node = html("div", { class: "raft-shown" });
  const lay = () => { node.innerHTML = model.get("value"); };
  el.append(node);
  keepKeys(el);
  lay();
  return { node, end: whenTold(model, ["value"], lay) };
}

export function render({ model, el }) {
  return show(model, el).end;
}
