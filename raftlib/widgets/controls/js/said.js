/* A sentence that is shown at once, and told to who can't see it as soon as it rests: while one drags, it changes with
 * each pixel.
 */
import { bringIntoSight } from "./in_sight.js";
import { whenTold } from "./model.js";
import { html } from "./nodes.js";
import { show } from "./shown.js";

const REST = 600; // ms without a change
const LEFT = 5000; // ms until it is taken away again, lest it be met twice; and the same words are news once more

export function render({ model, el }) {
  const { node, end } = show(model, el), status = html("div", { class: "raft-hidden", role: "status" });
  let timer;
  const tell = () => {
    status.textContent = node.innerText;
    timer = setTimeout(() => status.replaceChildren(), LEFT);
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(tell, REST);
    // A verdict may be longer than the room that the question had for it when it came into sight.
    if (model.get("value") && el.closest(".raft-question, .raft-quiz")) requestAnimationFrame(() => bringIntoSight(el));
  };
  const endWaiting = whenTold(model, ["value"], wait);
  el.append(status);
  return () => {
    clearTimeout(timer);
    endWaiting();
    end();
  };
}
