/* How fast a story plays from one moment of its run to the next: what is told of slowly, waiting shortened. */
import { MS } from "../../widgets/player/js/settings.js";
import { clamp } from "../../widgets/player/js/numbers.js";

const SLOW = 180; // ms on the page for each ms of the run while messages that matter are under way
const QUICK = 14; // while nothing happens, or only a leader's heartbeats
const TELLING = [1200, 6000]; // ms on the page, at the least and most, for all that matters between two beats
const WAITING = [300, 2200]; // and for all the waiting

/* The stretches from one time of a run to another (µs), each { from, to, lasts (ms on the page), matters }; `matters`
 * says which messages do. */
export function stretches(run, from, to, matters) {
  const flights = run.flights.filter((flight) => flight.s < to && flight.e > from && matters(flight));
  const ends = new Set([from, to]);
  for (const { s, e } of flights) for (const time of [s, e]) if (time > from && time < to) ends.add(time);
  const times = [...ends].sort((a, b) => a - b);
  const found = [];
  for (let i = 0; i + 1 < times.length; i++) {
    const busy = flights.some(({ s, e }) => s < times[i + 1] && e > times[i]), last = found[found.length - 1];
    if (last && last.matters === busy) last.to = times[i + 1];
    else found.push({ from: times[i], to: times[i + 1], matters: busy });
  }
  lastFor(found.filter((each) => each.matters), SLOW, TELLING);
  lastFor(found.filter((each) => !each.matters), QUICK, WAITING);
  return found;
}

/* Gives each stretch its time on the page: so many times its own, kept within bounds all together. */
function lastFor(found, slower, [least, most]) {
  const length = found.reduce((sum, { from, to }) => sum + (to - from) / MS, 0) * slower;
  const scale = length ? clamp(length, least, most) / length : 0;
  for (const each of found) each.lasts = ((each.to - each.from) / MS) * slower * scale;
}

/* Where a run is after so many ms on the page: the time (µs), and the stretch; null at the end. */
export function placeAfter(found, passed) {
  let left = passed;
  for (const stretch of found) {
    if (left < stretch.lasts) {
      return { time: stretch.from + ((stretch.to - stretch.from) * left) / stretch.lasts, stretch };
    }
    left -= stretch.lasts;
  }
  return null;
}

/* What is said of a stretch while it plays. */
export function paceWords({ from, to, lasts }) {
  const length = (to - from) / MS, slower = Math.round(lasts / length);
  const words = `${rounded(length)} ms take ${rounded(lasts / 1000)} s.`;
  return slower > 1 ? `Slowed down ${slower} times: ${words}` : words;
}

function rounded(number) {
  return number < 10 ? String(Math.round(number * 10) / 10) : String(Math.round(number));
}
