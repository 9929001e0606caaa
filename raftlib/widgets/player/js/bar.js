/* The bar above the ring: play, step, jump; how fast. */
import { JUMPS, SPEEDS } from "./settings.js";
import { icon } from "./icons.js";
import { button, choice, grow, html, put } from "../../controls/js/nodes.js";
import { clock } from "./words.js";

export class Bar {
  constructor(player, playback, help, more) {
    this.jumpKind = choice(JUMPS, "role", () => {}, "what to jump to");
    this.clock = html("span", { class: "raft-clock", role: "timer", "aria-label": "time shown" });
    const iconButton = (name, words, does) => button(icon(name), does, { "aria-label": words, title: words });
    const speed = choice(SPEEDS, playback.speed, (value) => { playback.speed = Number(value) || value; }, "speed");
    this.node = html("div", { class: "raft-bar", role: "group", "aria-label": "playing" },
      iconButton("previous", "the event before (←)", () => player.step(-1)), playback.button,
      iconButton("next", "the next event (→)", () => player.step(1)),
      html("span", { class: "raft-pair" }, this.jumpKind,
        iconButton("jump", "jump to the next one (J)", () => player.jump())),
      grow(speed, { class: "raft-speed" }, []), this.clock, more,
      button("?", () => help.toggle(), { "aria-label": "help: the keys (?)", title: "the keys (?)" }));
  }

  show(time) {
    put(this.clock, clock(time));
  }
}
