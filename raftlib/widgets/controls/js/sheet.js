/* A sheet of questions: in each part one option is chosen; nothing is handed in but by the button. Then
 * each part has a mark. */
import { whenTold } from "./model.js";
import { button, freshId, html, put } from "./nodes.js";
import { keepKeys } from "./own_keys.js";

export function render({ model, el }) {
  const radios = [], marks = [];
  const chosen = () => Object.fromEntries(radios.filter(({ node }) => node.checked).map(({ key, node }) =>
    [key, node.value]));
  const take = () => {
    model.set("value", chosen());
    model.save_changes();
  };
  const option = (key, name) => ([value, words]) => {
    const node = html("input", { type: "radio", name, value, onchange: take });
    radios.push({ key, node });
    return html("label", {}, node, html("span", {}, words));
  };
  // A part is a group of its own, named by what it asks; a question's only part by the question.
  const part = (question) => ({ key, asked, options }) => {
    const id = freshId(), mark = html("span", { id: `${id}-mark`, class: "raft-mark" });
    marks.push({ key, node: mark });
    return html("div", { class: "raft-part", role: "radiogroup", "aria-describedby": mark.id,
      "aria-labelledby": asked ? `${question} ${id}` : `${question} ${question}-asked` },
    html("span", { id, class: "raft-part-asked" }, asked),
    html("span", { class: "raft-options" }, ...options.map(option(key, id))), mark);
  };
  const questions = model.get("questions").map(({ name, asked, parts }) => {
    const id = freshId();
    return html("fieldset", {}, html("legend", { id }, name),
      html("p", { id: `${id}-asked`, class: "raft-asked" }, asked), ...parts.map(part(id)));
  });
  const press = button("", () => model.send({ value: chosen() }));
  const lay = () => {
    const value = model.get("value"), done = model.get("done");
    for (const { key, node } of radios) {
      node.checked = value[key] === node.value;
      node.disabled = done;
    }
    for (const { key, node } of marks) node.innerHTML = model.get("marks")[key] ?? "";
    put(press, model.get("button"));
  };
  el.append(html("div", { class: "raft-sheet" }, ...questions, html("div", { class: "raft-buttons" }, press)));
  keepKeys(el);
  lay();
  return whenTold(model, ["value", "marks", "done", "button"], lay);
}
