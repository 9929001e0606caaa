/* The pace at which a run can be followed: slowly while there is something to see, and without long waiting.
 *
 * A stretch of the run takes the watcher so much time: an election 8 to 15 seconds, entries and heartbeats less,
 * silence a few seconds at the most, and what only repeats itself is shortened. Times of the run are in µs, of the
 * watcher in ms.
 */
import { clamp, countUpTo } from "./numbers.js";

const SILENCE = 0, BEATS = 1, ENTRIES = 2, ELECTION = 3; // what is to be seen, the most telling last
const FOR_A_MESSAGE = [450, 900, 2200, 4800]; // ms of the watcher's for as long as a message usually takes
const ELECTION_AT_LEAST = 8500, ELECTION_AT_MOST = 14000, SILENCE_AT_MOST = 3500;
const CALM = 8000; // ms after which what only repeats itself is shortened
const SHORTER = 4; // times
const USUAL = 10000; // µs that a message takes, where there is none
const LATE = 3; // times as long: a message that is held back is not waited for

export class Pace {
  /* `begun` is the moment (µs) from which it is watched: what came before repeats nothing. */
  constructor(run, begun = 0) {
    this.usual = usualTime(run);
    this.from = [0]; // when each stretch begins, in µs
    this.until = [0]; // and when for the watcher, in ms
    this.shortened = [];
    this.calm = 0;
    const active = [Infinity, 0, 0, 0];
    let rank = SILENCE;
    for (const mark of marksOf(run, this.usual, begun)) {
      if (mark.rank != null) active[mark.rank] += mark.more;
      const now = active.findLastIndex((count) => count > 0), isNews = mark.rank == null && rank < ELECTION;
      if (now !== rank || isNews) this.add(mark.at, rank);
      if (isNews) this.calm = 0; // something happens that was not so before
      rank = now;
    }
    this.add(Math.max(run.known, 1), rank);
  }

  /* The stretch up to a moment. */
  add(to, rank) {
    const from = this.from[this.from.length - 1];
    if (to <= from) return;
    const plain = ((to - from) / this.usual) * FOR_A_MESSAGE[rank];
    let takes = plain;
    if (rank === ELECTION) takes = clamp(plain, Math.min(ELECTION_AT_LEAST, plain * 3), ELECTION_AT_MOST);
    if (rank === SILENCE) takes = Math.min(plain, SILENCE_AT_MOST);
    if (rank > BEATS) this.calm = 0;
    else if (this.calm > CALM) takes /= SHORTER;
    this.calm += takes;
    this.from.push(to);
    this.until.push(this.until[this.until.length - 1] + takes);
    this.shortened.push(rank <= BEATS && takes < plain);
  }

  /* The stretch of a moment. */
  place(values, value) {
    return clamp(countUpTo(values.length, (i) => values[i], value) - 1, 0, this.shortened.length - 1);
  }

  /* How long (ms) one watches from the run's start to a moment. */
  watched(time) {
    return between(time, this.from, this.until, this.place(this.from, time));
  }

  /* The moment at which one is after watching for so long. */
  timeAt(watched) {
    return between(watched, this.until, this.from, this.place(this.until, watched));
  }

  isShortened(time) {
    return this.shortened[this.place(this.from, time)];
  }
}

function between(x, xs, ys, i) {
  const width = xs[i + 1] - xs[i];
  return ys[i] + (width ? clamp((x - xs[i]) / width, 0, 1) : 0) * (ys[i + 1] - ys[i]);
}

/* How long a message usually takes: the middle of all that came. */
function usualTime(run) {
  const times = run.flights.filter((flight) => !flight.l && flight.o === undefined).map(({ s, e }) => e - s)
    .filter((time) => time > 0).sort((a, b) => a - b);
  return times[times.length >> 1] ?? USUAL;
}

/* Where stretches begin and end, in order; and where (rank null) something happens that ends the calm. */
function marksOf(run, usual, begun) {
  const marks = [{ at: begun, rank: null }];
  const add = (from, to, rank) => to > from && marks.push({ at: from, rank, more: 1 }, { at: to, rank, more: -1 });
  for (const flight of run.flights) {
    const rank = (flight.c && flight.g !== false && !flight.l) || flight.w ? ENTRIES : BEATS;
    add(flight.s, Math.min(flight.e, flight.s + LATE * usual), rank);
  }
  for (const server of run.servers) elections(run, server).forEach(([from, to]) => add(from, to, ELECTION));
  const { role, fault, commit } = run.jumps;
  for (const number of [...role, ...fault, ...commit]) marks.push({ at: run.events[number].t, rank: null });
  return marks.sort((a, b) => a.at - b.at || (b.more ?? 0) - (a.more ?? 0)); // what begins comes first
}

/* From when to when a server stood for election, as long as somebody might still answer. */
function elections({ stretches, flights, known }, server) {
  const found = [];
  stretches[server].forEach(({ t, look, term }, place) => {
    if (look !== "candidate") return;
    const next = stretches[server][place + 1];
    const first = countUpTo(flights.length, (i) => flights[i].s, t - 1);
    let end = t;
    for (let i = first; i < flights.length && flights[i].s <= (next?.t ?? known); i++) {
      const { a, b, h, e, t: of } = flights[i];
      if (!h && of === term && (a === server || b === server)) end = Math.max(end, e);
    }
    found.push([t, next ? Math.min(next.t, next.look === "leader" ? next.t : end) : Math.min(end, known)]);
  });
  return found;
}
