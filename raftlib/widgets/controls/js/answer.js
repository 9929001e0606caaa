/* The form in which a question is answered: something to answer with, and buttons; a press tells what is answered. */
import { meet } from "./meet.js";
import { button, form, grow, html, submitButton } from "./nodes.js";
import { hideOutcome } from "./outcomes.js";
import { keepKeys } from "./own_keys.js";

/* `parts` stand above the buttons, of which Enter presses the first; `given()` is the answer as it stands. */
export function answerForm(model, el, parts, given) {
  const press = (place) => model.send({ press: place, value: given() });
  const [first, ...others] = model.get("buttons");
  const buttons = html("div", { class: "raft-buttons" }, submitButton(first),
    ...others.map((words, place) => button(words, () => press(place + 1))));
  el.append(grow(form(() => press(0), ...parts, buttons), { class: "raft-form", autocomplete: "off" }, []));
  keepKeys(el);
  // Only what is laid out can come into sight.
  const sizes = new ResizeObserver(() => {
    if (!el.clientHeight) return;
    sizes.disconnect();
    meet(el.closest(".raft-question") ?? el); // with the room for what is answered
    hideOutcome(el.closest(".raft-prediction"));
  });
  sizes.observe(el);
}
