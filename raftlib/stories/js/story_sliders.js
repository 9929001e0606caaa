/* A story's settings: a slider moves, a box is ticked, another line of a menu is chosen: the story is told anew. */
import { takenAlong } from "../../widgets/controls/js/ends.js";
import { html, put } from "../../widgets/controls/js/nodes.js";

export class StorySliders {
  /* `tell` hears the settings that a slider asks for: at once while `follows()`, else when the hand lets go, since the
   * slider leaves its place when the reader's turn is over. */
  constructor(holds, tell, follows) {
    this.holds = holds.map((hold) => new (kindOf(hold))(hold));
    Object.assign(this, { tell, follows });
    this.node = html("div", { class: "raft-sliders", role: "group", "aria-label": "settings of the story" },
      ...this.holds.map(({ node }) => node));
    for (const hold of this.holds) {
      hold.input.addEventListener("input", () => this.moved(hold, this.follows()));
      hold.input.addEventListener("change", () => !this.follows() && this.moved(hold, true));
    }
  }

  lay(settings) {
    this.settings = settings;
    for (const hold of this.holds) hold.lay(settings[hold.name]);
  }

  moved(hold, tells) {
    const value = hold.read(this.settings[hold.name]);
    this.lay({ ...this.settings, [hold.name]: value });
    if (tells) this.tell({ [hold.name]: value });
  }
}

class Slider {
  constructor({ name, words, low, high, step, unit, part, scale }) {
    this.input = html("input", { type: "range", min: low, max: high, step, "aria-label": words });
    this.output = html("output", { "aria-live": "off" });
    this.node = html("label", {}, html("span", {}, words), this.input, this.output);
    Object.assign(this, { name, high, unit, part, scale });
  }

  lay(value) {
    const number = (this.part == null ? value : value[this.part]) * this.scale;
    this.input.max = Math.max(this.high, number);
    this.input.value = number;
    put(this.output, `${Math.round(this.input.value * 10) / 10}${this.unit}`);
    this.input.setAttribute("aria-valuetext", this.output.textContent);
  }

  read(before) {
    const number = Number(this.input.value) / this.scale;
    return this.part == null ? number : takenAlong(before, this.part, number);
  }
}

class Menu {
  constructor({ name, words, options }) {
    this.input = html("select", { "aria-label": words },
      ...Object.entries(options).map(([value, said]) => html("option", { value }, said)));
    this.node = html("label", { class: "raft-choosing" }, html("span", {}, words), this.input);
    this.name = name;
  }

  lay(value) {
    this.input.value = value;
  }

  read() {
    return this.input.value;
  }
}

class Tick {
  constructor({ name, words }) {
    this.input = html("input", { type: "checkbox" });
    this.node = html("label", { class: "raft-ticking" }, this.input, html("span", {}, words));
    this.name = name;
  }

  lay(value) {
    this.input.checked = value;
  }

  read() {
    return this.input.checked;
  }
}

function kindOf({ options, is_tick: isTick }) {
  return options ? Menu : isTick ? Tick : Slider;
}
