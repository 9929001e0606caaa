/* A story's settings: a slider moves, and the story is told anew. */
import { grow, html, put } from "../../widgets/controls/js/nodes.js";

export class StorySliders {
  /* `tell` hears the settings that a slider asks for: at once while `follows()`, else when the hand lets go, since the
   * slider leaves its place when the reader's turn is over. */
  constructor(sliders, tell, follows) {
    this.sliders = sliders.map((slider) => ({ ...slider, ...controlOf(slider) }));
    Object.assign(this, { tell, follows });
    this.node = html("div", { class: "raft-sliders", role: "group", "aria-label": "settings of the story" },
      ...this.sliders.map(({ label }) => label));
    for (const slider of this.sliders) {
      slider.input.addEventListener("input", () => this.moved(slider, this.follows()));
      slider.input.addEventListener("change", () => !this.follows() && this.moved(slider, true));
    }
  }

  lay(settings) {
    this.settings = settings;
    for (const slider of this.sliders) {
      const value = settings[slider.name], number = (slider.part == null ? value : value[slider.part]) * slider.scale;
      slider.input.max = Math.max(slider.high, number);
      slider.input.value = number;
      this.say(slider);
    }
  }

  moved(slider, tells) {
    const number = Number(slider.input.value) / slider.scale;
    const value = slider.part == null ? number : pairWith(this.settings[slider.name], slider.part, number);
    this.lay({ ...this.settings, [slider.name]: value });
    if (tells) this.tell({ [slider.name]: value });
  }

  say({ output, input, unit }) {
    put(output, `${Math.round(input.value * 10) / 10}${unit}`);
    input.setAttribute("aria-valuetext", output.textContent);
  }
}

/* The ends of a range with one of them moved; the other one gives way. */
function pairWith([low, high], part, number) {
  return part ? [Math.min(low, number), number] : [number, Math.max(high, number)];
}

function controlOf({ words, low, high, step }) {
  const input = html("input", { type: "range", min: low, max: high, step, "aria-label": words });
  const output = html("output", { "aria-live": "off" });
  return { input, output, label: grow(html("label"), {}, [html("span", {}, words), input, output]) };
}
