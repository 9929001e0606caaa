/* A run: what was true when. */
import { MS } from "./settings.js";
import { countUpTo } from "./numbers.js";

export const LINGER = 12 * MS; // for so long a lost message's cross, or a client's arrow, stays
const FAULTS = new Set(["crash", "restart", "cut", "heal", "network", "command", "duplicate", "hold", "hand-over",
  "error"]);
export const NOTHING = [];

/* What a server knows after one of its events; what an event does not change is shared with the state before. */
class State {
  constructor(before, event) {
    const changes = event.st || {};
    this.role = changes.role ?? before?.role;
    this.term = changes.term ?? before?.term;
    this.vote = "vote" in changes ? changes.vote : before?.vote;
    this.commit = changes.commit ?? before?.commit;
    this.applied = changes.applied ?? before?.applied;
    this.leader = "leader" in changes ? changes.leader : before?.leader;
    this.votes = changes.votes ?? before?.votes ?? [];
    this.next = changes.next ?? before?.next ?? {};
    this.match = changes.match ?? before?.match ?? {};
    this.log = changedLog(before?.log, changes.log);
    this.done = changedLog(before?.done, changes.done);
    this.down = event.k === "crash" || (event.k !== "restart" && (before?.down ?? false));
    this.deadline = event.d ?? null;
    this.setAt = before && before.deadline === this.deadline ? before.setAt : event.t;
  }

  get look() {
    return this.down ? "down" : this.role;
  }

  /* Whether the log's entry at an index has been applied: a broken server may have applied another one there. */
  hasApplied(index) {
    if (index > this.applied) return false;
    const sinceStart = index - (this.applied - this.done.length), entry = this.log[index - 1];
    if (sinceStart < 1) return true;
    const [term, command] = this.done[sinceStart - 1];
    return term === entry[0] && command === entry[1];
  }
}

function changedLog(before = NOTHING, change) {
  return change ? before.slice(0, change.keep).concat(change.add) : before;
}

const NOTHING_YET = new State(null,
  { k: "start", t: 0, st: { role: "follower", term: 0, vote: null, commit: 0, applied: 0, leader: null } });

export class Run {
  constructor(raw) {
    Object.assign(this, raw); // number, servers, places, end, max_timeout, sentences, words, events, flights
    this.clients ??= NOTHING; // whose messages are under way as all others are
    this.beliefs = Object.fromEntries(this.clients.map((client) => [client, []])); // [number of the event, belief]
    this.known ??= this.end; // up to where Python has told it; the rest is on its way
    this.size = this.events.length;
    this.jumps = { role: [], vote: [], commit: [], fault: [], break: [] }; // numbers of the events one can jump to
    this.client = []; // numbers of its events
    this.commands ??= []; // each once: each has a client of its own
    this.cuts = []; // [number of the event, links]
    this.changes = []; // events at which the network changes
    this.holds = new Map(); // from the number of a message that is held back to its [since when, for how long]
    this.error = null; // the event at which a reader's own server raised something
    this.learn([], []);
    this.after = new Array(this.size); // the state of an event's server after it
    this.own = Object.fromEntries(this.servers.map((server) => [server, []])); // numbers of each server's events
    this.stretches = Object.fromEntries(this.servers.map((server) => [server, []])); // of one role and term each
    this.events.forEach((event, number) => this.take(event, number));
    this.longest = this.flights.reduce((most, flight) => Math.max(most, flight.e - flight.s), 0);
  }

  take(event, number) {
    if (event.k === "command" || event.k === "answer") this.client.push(number);
    if (event.k === "command" && !this.commands.includes(event.x)) this.commands.push(event.x);
    if (event.k === "cut" || event.k === "heal") this.cuts.push([number, event.x || []]);
    if (event.k === "network") this.changes.push(event);
    if (event.k === "hold") this.takeHold(event);
    if (event.k === "error") this.error = event;
    if (event.b) this.beliefs[event.s].push([number, event.b]);
    if (FAULTS.has(event.k)) this.jumps.fault.push(number);
    if (event.s != null && event.s in this.own) this.takeState(event, number);
  }

  takeHold({ f, t, x }) {
    const flight = this.flight(f), before = this.holdsOf(flight);
    const due = before.reduce((sum, [, length]) => sum + length, flight.o ?? flight.e);
    this.holds.set(f, [...before, [t, x - due]]);
  }

  holdsOf(flight) {
    return this.holds.get(flight.n) ?? NOTHING;
  }

  takeState(event, number) {
    const own = this.own[event.s];
    const before = own.length ? this.after[own[own.length - 1]] : null;
    const after = this.after[number] = new State(before, event);
    own.push(number);
    if (!before || before.look !== after.look || before.term !== after.term) {
      this.stretches[event.s].push({ t: event.t, look: after.look, term: after.term, begunBy: event.k });
    }
    if (!before) return;
    if (before.look !== after.look) this.jumps.role.push(number);
    if (event.st?.vote) this.jumps.vote.push(number);
    if (after.commit > before.commit) this.jumps.commit.push(number);
  }

  /* What Python finds out once it has sent the run: [number of the event, what shows that a safety property is broken
   * there], and [from, to or null, a command with which the client waits]. */
  learn(broken, waits) {
    Object.assign(this, { broken, waits });
    this.jumps.break = broken.map(([number]) => number).sort((a, b) => a - b);
  }

  flight(n) {
    this.byNumber ??= new Map(this.flights.map((flight) => [flight.n, flight]));
    return this.byNumber.get(n);
  }

  /* How many events have happened at a time, all of that microsecond included. */
  countAt(time) {
    return countUpTo(this.size, (place) => this.events[place].t, time);
  }

  stateOf(server, k) {
    const own = this.own[server];
    const count = countUpTo(own.length, (place) => own[place], k - 1);
    return this.after[own[Math.max(0, count - 1)]] ?? NOTHING_YET; // one that has not started looks as it will start
  }

  /* What a client says or hears; where there are several, after its letter (or the next number), as in Python. */
  ofClient(command, words, named = words) {
    const place = this.commands.indexOf(command), isAlone = this.commands.length < 2 || place < 0;
    return isAlone ? words : `${place < 26 ? String.fromCharCode(65 + place) : place + 1}: ${named}`;
  }

  /* What a client was told, and what it does now, in words; null before it has come. */
  beliefOf(client, k) {
    const own = this.beliefs[client], count = countUpTo(own.length, (place) => own[place][0], k - 1);
    return count ? own[count - 1][1] : null;
  }

  /* What an event's server knew before it; null if it had not started. */
  stateBefore(number) {
    const own = this.own[this.events[number].s], count = countUpTo(own.length, (place) => own[place], number - 1);
    return count ? this.after[own[count - 1]] : null;
  }

  cutLinks(k) {
    const count = countUpTo(this.cuts.length, (place) => this.cuts[place][0], k - 1);
    return count ? this.cuts[count - 1][1] : NOTHING;
  }

  cutLinksAt(time) {
    return this.cutLinks(this.countAt(time));
  }

  /* The live leader of the highest term. */
  leader(k) {
    const leaders = this.servers.filter((server) => this.stateOf(server, k).look === "leader");
    return leaders.reduce((best, each) =>
      (best && this.stateOf(best, k).term > this.stateOf(each, k).term ? best : each), null);
  }

  /* Fills `found` with the places of the flights under way at a time, lost ones a little longer; returns how many. */
  flightsAt(time, found) {
    const sent = (place) => this.flights[place].s;
    let count = 0;
    const last = countUpTo(this.flights.length, sent, time);
    for (let place = countUpTo(last, sent, time - this.longest - LINGER - 1); place < last; place++) {
      const flight = this.flights[place];
      if (flight.e > time || (flight.l && flight.e + LINGER > time)) found[count++] = place;
    }
    return count;
  }

  /* The number of the next event of a kind to jump to, or -1. */
  nextJump(kind, k) {
    const places = this.jumps[kind];
    return places[countUpTo(places.length, (place) => places[place], k - 1)] ?? -1;
  }

  brokenBefore(k) {
    return this.broken.filter(([number]) => number < k).map(([number, evidence]) => ({ number, ...evidence }));
  }

  waitingAt(time) {
    return this.waits.filter(([from, to]) => from <= time && (to == null || time < to)).map(([,, command]) => command);
  }
}

/* A command without its session and number, "" if that number, or a later one, was there before: `last` has them. */
function once(command, last) {
  const [start, session, number] = /^(\d+)\.(\d+): /.exec(command) ?? ["", "", 0];
  if (start && Number(number) <= (last.get(session) ?? 0)) return "";
  if (start) last.set(session, Number(number));
  return command.slice(start.length);
}

/* The key-value state after these entries, in words; `form` is that of a command. */
export function valuesAfter(entries, form) {
  const pattern = new RegExp(`^${form}$`);
  const values = new Map(), last = new Map();
  for (const [, command] of entries) {
    const parts = pattern.exec(once(command, last));
    if (!parts) continue;
    const old = parts[2] === "=" ? 0n : values.get(parts[1]) ?? 0n, number = BigInt(parts[3]); // as large as Python's
    values.set(parts[1], parts[2] === "-=" ? old - number : old + number);
  }
  return [...values].map(([name, value]) => `${name}=${value}`).join("  ");
}
