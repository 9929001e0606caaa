/* The slider under the overview, which moves the moment; whether what comes is shown, and how much is in sight. */
import { MS, WINDOWS } from "./settings.js";
import { button, choice, html, set } from "../../controls/js/nodes.js";
import { clock } from "./words.js";

export class Scrubber {
  constructor(player) {
    this.player = player;
    this.slider = html("input", { type: "range", class: "raft-scrub", min: 0, step: "any",
      "aria-label": "moment of the run", oninput: () => player.goTo(Number(this.slider.value)) });
    player.playback.isHeldBy(this.slider);
    this.ahead = button("future", () => this.toggle(),
      { class: "raft-ahead", "aria-pressed": "false", title: "show what has not been played yet" });
    this.node = html("div", { class: "raft-scrubber" }, this.ahead, this.slider);
  }

  toggle() {
    const { player } = this;
    player.lookAhead(!player.seen.isAhead);
    set(this.ahead, "aria-pressed", String(player.seen.isAhead));
  }

  lay(run) {
    this.slider.max = run.end;
  }

  show(time) {
    this.slider.value = time;
    this.slider.setAttribute("aria-valuetext", clock(time));
  }
}

/* How much of the run the strip shows; `zoom` gets it in µs. */
export function spanChoice(zoom) {
  return choice(WINDOWS, 300, (value) => zoom(Number(value) * MS), "how much of the run the strip shows");
}
