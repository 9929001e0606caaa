/* A question with options, of which one is chosen. */
import { answerForm } from "./answer.js";
import { whenTold } from "./model.js";
import { html } from "./nodes.js";

export function render({ model, el }) {
  const take = (value) => {
    model.set("value", value);
    model.save_changes();
  };
  const radios = model.get("options").map(([value]) => html("input",
    { type: "radio", name: "answer", value, onchange: () => take(value) }));
  const labels = model.get("options").map(([, words], place) => html("label", {}, radios[place],
    html("span", {}, words)));
  const lay = () => radios.forEach((radio) => { radio.checked = radio.value === model.get("value"); });
  const group = html("fieldset", { role: "radiogroup" }, html("legend", {}, model.get("asked")), ...labels);
  answerForm(model, el, [group], () => radios.find(({ checked }) => checked)?.value ?? null);
  lay();
  return whenTold(model, ["value"], lay);
}
