/* A question with a field to type the answer into; Enter is as good as the first button. */
import { answerForm } from "./answer.js";
import { whenTold } from "./model.js";
import { freshId, html } from "./nodes.js";

export function render({ model, el }) {
  const id = freshId(), sample = freshId();
  const field = html("input", { id, type: "text", spellcheck: "false", "aria-describedby": sample, onchange: () => {
    model.set("value", field.value);
    model.save_changes();
  } });
  const lay = () => { field.value = model.get("value"); };
  const [question, ...options] = model.get("asked").split(/\n(?=  \w\) )/);
  const lines = options.map((option) => html("span", { class: "raft-option" }, option.trim()));
  answerForm(model, el, [html("label", { for: id }, question, ...lines),
    html("span", { class: "raft-typed" }, field,
      html("span", { id: sample, class: "raft-sample" }, `such as ${model.get("sample")}`))], () => field.value);
  lay();
  return whenTold(model, ["value"], lay);
}
