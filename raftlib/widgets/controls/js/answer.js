/* The form in which a question is answered: something to answer with, and buttons; a press tells what is answered. */
import { html } from "./element.js";
import { meet } from "./meet.js";
import { keepKeys } from "./own_keys.js";

/* `parts` stand above the buttons, of which Enter presses the first; `given()` is the answer as it stands. */
export function answerForm(model, el, parts, given) {
  const press = (place) => model.send({ press: place, value: given() });
  const buttons = model.get("buttons").map((words, place) => html("button",
    place ? { type: "button", onclick: () => press(place) } : { type: "submit" }, words));
  const submit = (event) => {
    event.preventDefault();
    press(0);
  };
  el.append(html("form", { class: "raft-form", onsubmit: submit, autocomplete: "off" }, ...parts,
    html("div", { class: "raft-buttons" }, ...buttons)));
  keepKeys(el);
  // Only what is laid out can come into sight.
  const sizes = new ResizeObserver(() => {
    if (!el.clientHeight) return;
    sizes.disconnect();
    meet(el.closest(".raft-question") ?? el); // with the room for what is answered
  });
  sizes.observe(el);
}
