/* A slider over a few things, each named in words; they can be chosen from a list, too. */
import { keepLocked } from "./locked.js";
import { whenTold } from "./model.js";
import { html } from "./nodes.js";
import { Handle, share } from "./handle.js";
import { keepKeys } from "./own_keys.js";
import { fill, row } from "./row.js";

export function render({ model, el }) {
  const [name, words] = [model.get("description"), model.get("words")];
  const bounds = { min: 0, max: words.length - 1, step: 1 };
  const take = (place) => {
    lay(place);
    model.set("index", place);
    model.save_changes();
  };
  const handle = new Handle(name, bounds, (place) => words[place], take);
  const list = html("select", { "aria-label": name, onchange: () => take(list.selectedIndex) },
    ...words.map((each) => html("option", {}, each)));
  const track = html("span", { class: "raft-track" }, html("span", { class: "raft-line" }), handle.node);
  const lay = (place) => {
    handle.lay(place);
    list.selectedIndex = place;
    fill(track, 0, share(place, bounds));
  };
  row(el, name, track, [list], []);
  keepKeys(el);
  lay(model.get("index"));
  const endings = [keepLocked(model, el), whenTold(model, ["index"], () => lay(model.get("index")))];
  return () => endings.forEach((end) => end());
}
