/* Answers in a bubble: at the place in the ring of what they are about, or else where the hand was. */
import { RING } from "./layout.js";

export class Answers {
  constructor(player) {
    this.player = player;
    this.hand = null; // the node that was pressed last, or typed into
  }

  /* Before anything acts on it: an answer is given where the hand was. */
  watchHand(root) {
    root.addEventListener("pointerdown", (event) => { this.hand = event.target; }, true);
    root.addEventListener("keydown", (event) => { this.hand = typesInto(event) ? event.target : null; }, true);
  }

  /* What Python says of a server, a message or a link. */
  hear({ said, ...about }) {
    this.say(said, this.placeOf(about));
  }

  /* At a place in the ring, or else where the hand was: at a button, or at the chosen server. */
  say(words, place = null) {
    const { ring, floating, chosen } = this.player;
    const control = this.hand?.closest("button, input, select, .raft-event");
    const spot = place ?? ring.places?.[chosen.server] ?? { x: RING.x - 60, y: RING.y };
    if (!place && control?.isConnected) floating.sayAbove(control, words);
    else floating.sayBeside(ring.spot(spot), words);
  }

  placeOf({ server, flight, link }) {
    if (link) return this.middleOf(...link);
    return this.player.ring.places?.[server] ?? (flight === undefined ? null : this.placeOfFlight(flight));
  }

  placeOfFlight(n) {
    const { run, ring, time } = this.player;
    const flight = run?.flight(n);
    return flight ? ring.placeOf(flight, time) : null;
  }

  middleOf(a, b) {
    const { [a]: one, [b]: other } = this.player.ring.places;
    return one && other ? { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 } : null;
  }
}

/* Whether a key belongs to what has the focus: a text being typed, a slider being moved, a button being pressed. */
export function typesInto({ target, key }) {
  if (target.matches("input[type=text], input[type=number], select, textarea")) return true;
  if (target.matches("input[type=range]")) return !target.matches(".raft-scrub") && key.startsWith("Arrow");
  return target.matches("button, summary, input") && (key === " " || key === "Enter");
}
