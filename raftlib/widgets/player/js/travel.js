/* How far a message has come: one that is held back stands still for so long, and a lost one breaks off. */
import { clamp } from "./numbers.js";

const LOST_SHARE = 0.62; // of its way, where the network loses a message

/* How much of its way a message has come, or would have: one that is held back stands still for so long. */
export function shareGone(flight, time, holds) {
  const length = flight.e - flight.s - held(holds, flight.e);
  return length > 0 ? clamp((time - flight.s - held(holds, time)) / length, 0, 1) : 1;
}

/* From when to when a message stands still; what holds it while it stands makes it stand longer. */
export function stops(holds) {
  let until = 0;
  return holds.map(([since, length]) => {
    const from = Math.max(since, until);
    until = from + length;
    return [from, until];
  });
}

/* For how long a message has stood still by a time. */
function held(holds, time) {
  return holds.length === 0 ? 0 : stops(holds).reduce((sum, [from, to]) => sum + clamp(time - from, 0, to - from), 0);
}

export function isHeld(holds, time) {
  return stops(holds).some(([from, to]) => from <= time && time < to);
}

/* A message that is lost because its receiver is down breaks off nowhere. */
export function comesAllTheWay(flight) {
  return !flight.l || flight.l === `${flight.b} is down`;
}

/* How far it comes. */
export function shareReached(flight) {
  return comesAllTheWay(flight) ? 1 : LOST_SHARE;
}
