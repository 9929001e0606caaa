/* The player: a run of a Raft cluster that moves, and that can be touched.
 *
 * Python computes the history; this page animates it. Playing, scrubbing and stepping never ask Python: only what
 * changes the run does. One run is a `Run` (what was true when), a few views draw it, and the `Player` holds the
 * moment that is shown and hands it to the views. All times are whole microseconds, as in the history; `k` is how many
 * of the run's events have happened at the moment shown, which tells apart events of the same microsecond.
 *
 * What stands here, in this order; each section uses only those above it:
 *   Settings of the page    speeds, jumps, keys, sliders, words
 *   Small tools             making nodes, writing into them, searching, unpacking
 *   Words                   an event, a message, a reason, a cut as sentences
 *   Look                    roles, messages and terms as pictures.style has them
 *   Run                     State, Run: what was true when
 *   Ring                    MessageMark, ServerMark, Ring: servers, messages under way, the client
 *   Strips                  Strip, Overview: space and time, on canvas
 *   Log grid                LogGrid, GridRow, Cell
 *   Legends                 one beside each picture
 *   Beside the ring         Lamps of the safety properties, Inspector of one server
 *   The list of events      EventList
 *   Panels that fold        SettingsPanel, BranchPanel, CodePanel
 *   What floats             Floating: a menu, and bubbles with answers
 *   Playing                 Playback: how time passes, and who holds it
 *   The player              Player: parts, data, moment, choice, menus, wishes, keys
 */

/* ---- Settings of the page ---------------------------------------------------------------------------------------- */

const MS = 1000; // µs
const PADDING = 8; // px round all of the player
const LINGER = 12 * MS; // for so long a lost message's cross, or a client's arrow, stays
const BUBBLE_SECONDS = 4;
const SPEEDS = [500, 200, 100, 50, 20, 10, 4, 1].map((slower) =>
  [1 / slower, slower === 1 ? "real time" : `1/${slower} of real time`]);
const WINDOWS = [[100, "100 ms"], [300, "300 ms"], [1000, "1 s"], [Infinity, "whole run"]];
const JUMPS = [["role", "role change"], ["vote", "vote"], ["commit", "commit"], ["fault", "fault or command"],
  ["break", "safety break"]];
const PROPERTIES = [
  ["Election Safety", "at most one leader in a term"],
  ["Leader Append-Only", "a leader only adds to its log"],
  ["Log Matching", "the same term at an index: the same log up to there"],
  ["Leader Completeness", "what is committed, every later leader holds"],
  ["State Machine Safety", "never two different commands applied at an index"],
];
const SETTINGS = [
  { name: "servers", of: "servers", words: "servers", low: 1, high: 9, step: 1, unit: "" },
  { name: "seed", of: "servers", words: "seed", low: 0, high: 100, step: 1, unit: "" },
  { name: "election_timeout", of: "servers", part: 0, words: "election timeout from", low: 10, high: 1000, step: 10,
    unit: " ms" },
  { name: "election_timeout", of: "servers", part: 1, words: "election timeout to", low: 10, high: 1000, step: 10,
    unit: " ms" },
  { name: "heartbeat", of: "servers", words: "heartbeat each", low: 5, high: 500, step: 5, unit: " ms" },
  { name: "latency", of: "network", part: 0, words: "latency from", low: 0, high: 200, step: 1, unit: " ms" },
  { name: "latency", of: "network", part: 1, words: "latency to", low: 0, high: 200, step: 1, unit: " ms" },
  { name: "loss", of: "network", words: "messages lost", low: 0, high: 50, step: 1, unit: " %", scale: 100 },
  { name: "duplication", of: "rare", words: "messages doubled", low: 0, high: 50, step: 1, unit: " %", scale: 100 },
  { name: "reordering", of: "rare", words: "messages overtaken", low: 0, high: 50, step: 1, unit: " %", scale: 100 },
];
const SLOW = { words: "how many times as long its messages take", low: 1, high: 20, step: 1, sign: "× ", unit: "" };
const FROM_THE_START = "start", FROM_NOW_ON = "now"; // when a change of the network counts
const HOLD = 300; // ms for which a message is held back, unless said otherwise: an election can pass
const HELP = [
  ["Space", "play or pause"],
  ["← →", "the event before, the next one"],
  ["Shift + ← →", "10 ms back, 10 ms on"],
  ["J", "jump to the next role change, vote, commit …"],
  ["1 – 9", "choose a server"],
  ["Enter", "what can be done with it, or with a message"],
  ["C", "crash it, or restart it"],
  ["T", "let its election timeout run out now"],
  ["M", "send a command (to it, or to the leader)"],
  ["G", "put it into the group to cut off, or take it out"],
  ["X", "cut the group off from all others"],
  ["H", "heal all links"],
  ["N", "choose the next message under way"],
  ["D, U", "drop the chosen message, or double it"],
  ["B", "hold it back (Enter, to say for how long)"],
  ["Tab", "on to the parts, the list of events among them"],
  ["↑ ↓", "in that list: the event before, the next one"],
  ["L", "show or fold the code"],
  ["?", "this list"],
  ["Esc", "close what is open"],
];
const RECORDING = "This is a recording: it can be watched, not changed.";
const BY_MOUSE = "By mouse: click a server or a message for what can be done with it; Shift-click a second server "
  + "for the link between the two; drag on the strip to move through the run.";
const ICONS = {
  play: "M3 2l11 6-11 6z", pause: "M3 2h4v12H3zM9 2h4v12H9z", next: "M2 2l8 6-8 6zM11 2h2.5v12H11z",
  previous: "M14 2L6 8l8 6zM2.5 2H5v12H2.5z", jump: "M1 3l6 5-6 5zM7 3l6 5-6 5zM13 3h2v10h-2z",
};

/* ---- Small tools ------------------------------------------------------------------------------------------------- */

const SVG = "http://www.w3.org/2000/svg";

function grow(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function html(tag, attributes = {}, ...children) {
  return grow(document.createElement(tag), attributes, children);
}

function svg(tag, attributes = {}, ...children) {
  return grow(document.createElementNS(SVG, tag), attributes, children);
}

/* Writes into the page only what has changed: a text that stays costs no layout. */
function put(node, text) {
  if (node.written !== text) node.textContent = node.written = text;
}

function set(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

function icon(name) {
  return svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }));
}

function button(words, does, attributes = {}) {
  return html("button", { type: "button", onclick: does, ...attributes }, words);
}

function submitButton(words, attributes = {}) {
  return html("button", { type: "submit", ...attributes }, words);
}

function form(does, ...parts) {
  const submit = (event) => {
    event.preventDefault();
    does();
  };
  return html("form", { onsubmit: submit, novalidate: true }, ...parts); // what is wrong is said in our own words
}

function choice(options, chosen, does, label) {
  const menu = html("select", { "aria-label": label, title: label, onchange: () => does(menu.value) },
    ...options.map(([value, words]) => html("option", { value, selected: value === chosen }, words)));
  return menu;
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/* How many of the sorted values are at most `limit`; of a `size` and a way to get each, so that nothing is copied. */
function countUpTo(size, valueAt, limit) {
  let low = 0, high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueAt(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function unpack(view) {
  const stream = new DecompressionStream("deflate");
  const writer = stream.writable.getWriter();
  writer.write(view).catch(() => {}); // what is wrong with the bytes, the reader below says
  writer.close().catch(() => {});
  // Piece by piece is faster than by way of a Response.
  const reader = stream.readable.getReader(), decoder = new TextDecoder();
  let text = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    text += decoder.decode(piece.value, { stream: true });
  }
  return JSON.parse(text + decoder.decode());
}

/* The parts of a run that goes on in another way than the one shown, of which Python has sent only what is new. */
function goneOn(shown, news) {
  const pieces = (name) => shown[name].slice(0, news[name].keep).concat(news[name].add);
  return { ...news, sentences: shown.sentences, events: pieces("events"), flights: pieces("flights") };
}

/* ---- Words ------------------------------------------------------------------------------------------------------- */

function shown(time) {
  return String(Math.round(time / 100) / 10);
}

function clock(time) {
  return `${(time / MS).toFixed(1)} ms`;
}

function counted(count, noun, more = `${noun}s`) {
  return `${count} ${count === 1 ? noun : more}`;
}

function fitted(text, letters) {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}

/* A value as Python's format would write it into a sentence. */
function worded(value, quoted) {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return value.map((each) => worded(each, false)).join(", ");
  return quoted && typeof value === "string" ? `'${value}'` : String(value);
}

/* What decided at an event, in order: the rule's id ("" for a text of its own) and the sentence. */
function reasons(run, event) {
  return (event.n || []).map(([reason, ...values]) => {
    const template = run.sentences[reason];
    if (template === undefined) return { rule: "", why: reason };
    let place = 0;
    return { rule: reason.split(" ")[0],
      why: template.replace(/\{(!r)?\}/g, (_, quoted) => worded(values[place++], quoted)) };
  });
}

function isHeartbeat(flight) {
  return flight.m.startsWith("AppendEntries") && !flight.c && flight.g !== false;
}

function verdict(flight) {
  if (flight.g === null || flight.g === undefined) return "";
  if (flight.m === "RequestVoteReply") return flight.g ? " (vote granted)" : " (vote refused)";
  return flight.g ? " (success)" : " (refused)";
}

function messageName(flight) {
  if (flight.m !== "AppendEntries") return flight.m + verdict(flight);
  return flight.c ? `AppendEntries with ${counted(flight.c, "entry", "entries")}` : "AppendEntries (heartbeat)";
}

function messageWords(flight) {
  const facts = [`term ${flight.t}`];
  if (flight.m === "AppendEntries") facts.push(`after index ${flight.p}`, `leader's commit index ${flight.ci}`);
  if (flight.o !== undefined && flight.o < flight.e) facts.push(`held back for ${shown(flight.e - flight.o)} ms`);
  return `${messageName(flight)} from ${flight.a} to ${flight.b}, ${facts.join(", ")}, sent at ${clock(flight.s)}`;
}

/* What happened, without why. */
function headline(run, event) {
  const flight = event.f === undefined ? null : run.flight(event.f);
  switch (event.k) {
    case "start": return `${event.s} starts`;
    case "receive": return `${event.s} receives ${messageName(flight)} from ${flight.a}`;
    case "lost": return `${messageName(flight)} from ${flight.a} to ${flight.b} is lost: ${event.x}`;
    case "duplicate": return `${messageName(flight)} from ${flight.a} to ${flight.b} is doubled`;
    case "hold": return `${messageName(flight)} from ${flight.a} to ${flight.b} is held back until ${clock(event.x)}`;
    case "network": return `the network changes: ${networkWords(event)}`;
    case "election timeout": return `${event.s}'s election timeout runs out`;
    case "heartbeat timeout": return `${event.s}'s heartbeat is due`;
    case "command": return `the client sends ${event.x} to ${event.s}`;
    case "answer": return `${event.s} answers the client's ${event.x[0]}: ${event.x[1]}`;
    case "crash": return `${event.s} crashes`;
    case "restart": return `${event.s} restarts`;
    case "cut": return "links are cut";
    case "heal": return "all links are healed";
    case "error": return `${event.x}: here the run ends`;
    default: return event.s ? `${event.k} at ${event.s}` : event.k;
  }
}

function networkWords({ x }) {
  return x.map((setting) => setting.join(" ")).join(", ");
}

/* The groups that a cut makes, if it cuts both ways between whole groups; else only that there is one. */
function sides(links, servers) {
  const cut = new Set(links.flatMap(([from, to]) => [`${from}>${to}`, `${to}>${from}`]));
  const groups = new Map();
  for (const server of servers) {
    const reach = servers.filter((other) => !cut.has(`${server}>${other}`));
    groups.set(reach.join(" "), reach.length);
  }
  const members = [...groups.values()].reduce((sum, size) => sum + size, 0);
  return members === servers.length ? `cut: ${[...groups.keys()].join(" | ")}` : "cut";
}

/* ---- Look: how roles, messages and terms are drawn, as in raftlib.pictures.style --------------------------------- */

const POINT = 1.2; // px for a point of line width

class Look {
  constructor(look) {
    Object.assign(this, look);
  }

  message(flight) {
    return (isHeartbeat(flight) ? this.pale : this.messages)[flight.m];
  }

  term(term) {
    return this.terms[(Math.max(term, 1) - 1) % this.terms.length];
  }
}

/* As in matplotlib, dashes grow with the width of the line. */
function dashes(style) {
  return Array.isArray(style.dash) ? style.dash.map((length) => length * style.width * POINT) : [];
}

/* Black edges would be lost on a dark page: there they take the colour of the words. */
function edgeColour(style) {
  return style.edge === "#000000" ? "currentColor" : style.edge;
}

function paintEdge(node, style) {
  set(node, "stroke", edgeColour(style));
  set(node, "stroke-width", String(style.width * POINT));
  set(node, "stroke-dasharray", dashes(style).join(" ") || "none");
}

function linePath(style, attributes) {
  return svg("path", { fill: "none", stroke: style.colour, "stroke-width": style.width * POINT,
    "stroke-dasharray": dashes(style).join(" ") || "none", ...attributes });
}

/* ---- Run: what was true when ------------------------------------------------------------------------------------- */

const FAULTS = new Set(["crash", "restart", "cut", "heal", "network", "command", "duplicate", "hold", "error"]);
const NOTHING = [];
const COMMAND = /^\s*([A-Za-z_]\w*)\s*(=|\+=|-=)\s*(-?\d+)\s*$/;

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
    this.log = changes.log ? (before?.log ?? []).slice(0, changes.log.keep).concat(changes.log.add) : before?.log ?? [];
    this.down = event.k === "crash" || (event.k !== "restart" && (before?.down ?? false));
    this.deadline = event.d ?? null;
    this.setAt = before && before.deadline === this.deadline ? before.setAt : event.t;
  }

  get look() {
    return this.down ? "down" : this.role;
  }
}

const NOTHING_YET = new State(null,
  { k: "start", t: 0, st: { role: "follower", term: 0, vote: null, commit: 0, applied: 0, leader: null } });

class Run {
  constructor(raw) {
    Object.assign(this, raw); // number, servers, end, min_timeout, max_timeout, sentences, events, flights
    this.known ??= this.end; // up to where Python has told it; the rest is on its way
    this.size = this.events.length;
    this.jumps = { role: [], vote: [], commit: [], fault: [], break: [] }; // numbers of the events one can jump to
    this.client = []; // numbers of its events
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
    if (event.k === "cut" || event.k === "heal") this.cuts.push([number, event.x || []]);
    if (event.k === "network") this.changes.push(event);
    if (event.k === "hold") this.takeHold(event);
    if (event.k === "error") this.error = event;
    if (FAULTS.has(event.k)) this.jumps.fault.push(number);
    if (event.s !== null && event.s in this.own) this.takeState(event, number);
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
    return this.waits.filter(([from, to]) => from <= time && (to === null || time < to)).map(([,, command]) => command);
  }
}

/* The key-value state after the first `count` entries of a log, in words. */
function valuesAfter(log, count) {
  const values = new Map();
  for (let place = 0; place < count && place < log.length; place++) {
    const parts = COMMAND.exec(log[place][1]);
    if (!parts) continue;
    const old = parts[2] === "=" ? 0 : values.get(parts[1]) ?? 0;
    values.set(parts[1], parts[2] === "-=" ? old - Number(parts[3]) : old + Number(parts[3]));
  }
  return [...values].map(([name, value]) => `${name}=${value}`).join("  ");
}

/* ---- Ring: the servers, what is under way between them, and the client ------------------------------------------- */

const RING = { width: 480, x: 240, y: 216, across: 182, down: 158 };
const LARGE = 39, SMALL = 32; // radius of a server among few, or among many
const AROUND = { arc: 6, offender: 10, chosen: 13, group: 18, drawn: 30 }; // px from a disc to what is round it
const LINES = { large: [-16, -2, 12, 25], small: [-11, 3, 17] }; // where the words of a disc stand
const CLIENT = { x: 38, y: 25, halfWidth: 32, halfHeight: 15, words: 76, top: 13, line: 12, lines: 3 };
const LETTER = 6; // px of width a small letter takes, on average
const ASIDE = 7; // px that a message keeps to the left, so that requests and replies do not meet
const NEAR = 16; // px from a message's head within which a click is meant for it
const LOST_SHARE = 0.62; // of its way, where the network loses a message

/* The first server on top, clockwise, as shapes.round_places does. */
function roundPlaces(count) {
  return Array.from({ length: count }, (_, place) => {
    const angle = Math.PI / 2 - (2 * Math.PI * place) / count;
    return { x: RING.x + RING.across * Math.cos(angle), y: RING.y - RING.down * Math.sin(angle) };
  });
}

/* The straight way from one place to another, clear of both by some px and moved to its left by `aside`. */
function wayBetween(from, to, leaves, enters, aside) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const alongX = (to.x - from.x) / length, alongY = (to.y - from.y) / length;
  const sideX = alongY * aside, sideY = -alongX * aside; // y points down
  return {
    alongX, alongY, angle: (Math.atan2(alongY, alongX) * 180) / Math.PI,
    x0: from.x + alongX * leaves + sideX, y0: from.y + alongY * leaves + sideY,
    x2: to.x - alongX * enters + sideX, y2: to.y - alongY * enters + sideY,
  };
}

function pointOn(way, share) {
  return { x: way.x0 + (way.x2 - way.x0) * share, y: way.y0 + (way.y2 - way.y0) * share };
}

const HEAD = "M0 0L-11 -5L-11 5Z";
const CROSS = "M-5 -5L5 5M-5 5L5 -5";

/* One message of the pool: made once, lent to one flight after another. What changes in each frame are the attributes
 * x2, y2 and points: unlike d and transform they are no matter of style to the browser, which is much faster. */
class MessageMark {
  constructor(ring) {
    this.ring = ring;
    this.line = svg("line");
    this.title = svg("title");
    this.head = svg("polygon", { "stroke-width": 1.3 }, this.title);
    this.cross = svg("path", { class: "raft-cross" });
    this.label = svg("text", { class: "raft-small raft-halo" });
    this.node = svg("g", { class: "raft-message" }, this.line, this.head, this.cross, this.label);
    this.x = this.y = 0;
  }

  /* From now on this is the mark of a flight. */
  lend(flight) {
    const style = this.ring.look.message(flight);
    this.flight = flight;
    this.way = this.ring.ways[flight.a][flight.b];
    this.reach = shareReached(flight);
    this.holds = this.ring.run.holdsOf(flight);
    set(this.line, "x1", this.way.x0.toFixed(1));
    set(this.line, "y1", this.way.y0.toFixed(1));
    set(this.line, "stroke", style.colour);
    set(this.line, "stroke-width", String(style.width * POINT));
    set(this.line, "stroke-dasharray", dashes(style).join(" ") || "none");
    set(this.head, "stroke", style.colour);
    set(this.head, "fill", flight.g === false ? "var(--raft-paper)" : style.colour);
    this.counts = flight.m === "AppendEntries" && flight.c > 0;
    set(this.node, "class", isHeartbeat(flight) ? "raft-message raft-pale" : "raft-message");
    set(this.node, "data-flight", String(flight.n));
    this.words = this.counts ? `+${flight.c}` : "";
    put(this.label, this.words);
    put(this.title, messageWords(flight));
    this.lost = null;
    this.node.style.display = "";
  }

  show(time) {
    const { flight, way, holds } = this;
    const share = this.reach * shareGone(flight, time, holds);
    const x = this.x = way.x0 + (way.x2 - way.x0) * share, y = this.y = way.y0 + (way.y2 - way.y0) * share;
    this.line.setAttribute("x2", x.toFixed(1));
    this.line.setAttribute("y2", y.toFixed(1));
    this.head.setAttribute("points", headPoints(x, y, way));
    if (holds.length) put(this.label, isHeld(holds, time) ? "held" : this.words);
    if (this.counts || holds.length) {
      this.label.setAttribute("x", (x - 5).toFixed(1));
      this.label.setAttribute("y", (y - 8).toFixed(1));
    }
    const lost = Boolean(flight.l) && time >= flight.e;
    if (lost !== this.lost) this.showLost(lost);
  }

  showLost(lost) {
    this.lost = lost;
    this.head.style.display = lost ? "none" : "";
    this.label.style.display = lost ? "none" : "";
    this.cross.style.display = lost ? "" : "none";
    if (lost) set(this.cross, "d", `M${this.x - 5} ${this.y - 5}l10 10m-10 0l10 -10`);
  }

  give() {
    this.node.style.display = "none";
    this.node.classList.remove("chosen");
  }
}

/* How much of its way a message has come, or would have: one that is held back stands still for so long. */
function shareGone(flight, time, holds) {
  const length = flight.e - flight.s - held(holds, flight.e);
  return length > 0 ? clamp((time - flight.s - held(holds, time)) / length, 0, 1) : 1;
}

/* From when to when a message stands still; what holds it while it stands makes it stand longer. */
function stops(holds) {
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

function isHeld(holds, time) {
  return stops(holds).some(([from, to]) => from <= time && time < to);
}

/* How far a message comes: a lost one breaks off on its way, unless its receiver is down. */
function shareReached(flight) {
  return !flight.l || flight.l === `${flight.b} is down` ? 1 : LOST_SHARE;
}

function headPoints(x, y, { alongX, alongY }) {
  const backX = x - 11 * alongX, backY = y - 11 * alongY;
  return `${x.toFixed(1)},${y.toFixed(1)} ${(backX - 5 * alongY).toFixed(1)},${(backY + 5 * alongX).toFixed(1)} `
    + `${(backX + 5 * alongY).toFixed(1)},${(backY - 5 * alongX).toFixed(1)}`;
}

/* One server's disc, its timer round it, and what is written on it. */
class ServerMark {
  constructor(ring, id, place, radius) {
    Object.assign(this, { ring, id, place, radius });
    const around = (more, kind, attributes = {}) => svg("circle", { r: radius + more, class: kind, ...attributes });
    this.track = around(AROUND.arc, "raft-track");
    this.arc = around(AROUND.arc, "raft-arc", { pathLength: 1, transform: "rotate(-90)" });
    this.disc = svg("circle", { r: radius });
    this.large = radius === LARGE;
    const words = this.large ? "raft-words" : "raft-tight";
    const kinds = [id.length > 3 ? "raft-name raft-tight" : "raft-name", words, words, "raft-small"];
    this.texts = (this.large ? LINES.large : LINES.small).map((y, line) => svg("text", { y, class: kinds[line] }));
    this.drawn = svg("text", { y: radius + AROUND.drawn, class: "raft-small raft-halo raft-drawn" });
    this.title = svg("title");
    this.node = svg("g", { class: "raft-server", transform: `translate(${place.x} ${place.y})`, "data-server": id },
      around(AROUND.chosen, "raft-chosen-ring"), around(AROUND.group, "raft-group-ring"),
      around(AROUND.offender, "raft-offender"), this.track, this.arc, this.disc, ...this.texts, this.drawn, this.title);
    if (!ring.hands) return;
    grow(this.node, { tabindex: 0, role: "button", "aria-haspopup": "dialog" }, []);
    // A key acts on the chosen server: it must be the one that has the focus.
    this.node.addEventListener("focus", () => ring.player.follow(id));
  }

  settle(state, servers, flags) {
    const key = `${flags.chosen}${flags.grouped}${flags.offends}`;
    if (state === this.state && key === this.key) return;
    Object.assign(this, { state, key });
    const style = this.ring.look.roles[state.look];
    set(this.disc, "fill", style.fill);
    paintEdge(this.disc, style);
    const votes = state.look === "candidate" ? `${state.votes.length}/${(servers >> 1) + 1}` : "";
    this.write(this.wordsOf(state, votes), style.words);
    const timed = !state.down && state.deadline !== null;
    put(this.drawn, timed ? `${shown(state.deadline - state.setAt)} ms` : "");
    this.track.style.display = this.arc.style.display = timed ? "" : "none";
    for (const flag of ["chosen", "grouped", "offends"]) this.node.classList.toggle(flag, flags[flag]);
    const also = [votes && `${votes} votes`, flags.grouped && "in the group to cut off",
      flags.offends && "breaks a safety property"];
    set(this.node, "aria-label", [this.id, state.look, `term ${state.term}`, ...also].filter(Boolean).join(", "));
    this.title.textContent = timed ? `${this.id}: its timer was set to ${shown(state.deadline - state.setAt)} ms`
      : `${this.id} is down`;
  }

  /* A small disc has no room for a line of votes. */
  wordsOf({ look, term }, votes) {
    if (this.large) return [this.id, look, `term ${term}`, votes && `${votes} votes`];
    return [this.id, look, votes ? `t${term}: ${votes}` : `term ${term}`];
  }

  write(words, colour) {
    words.forEach((text, line) => {
      put(this.texts[line], text);
      this.texts[line].style.fill = colour;
    });
  }

  show(time, scale) {
    if (this.state.down || this.state.deadline === null) return;
    const share = clamp((this.state.deadline - time) / scale, 0, 1);
    this.arc.setAttribute("stroke-dasharray", `${share.toFixed(4)} 2`);
  }
}

class Ring {
  constructor(player, hands) {
    Object.assign(this, { player, hands, look: player.look });
    this.caption = html("div", { class: "raft-caption" });
    this.layers = { cuts: svg("g"), client: svg("g"), messages: svg("g"), servers: svg("g") };
    this.picture = svg("svg", { class: "raft-picture", role: "group",
      "aria-label": hands ? "the servers" : "the servers of the other branch" }, ...Object.values(this.layers));
    this.frame = html("div", { class: "raft-frame" }, this.picture);
    this.node = html("div", { class: "raft-ring" }, this.caption, this.frame);
    this.idle = [];
    this.busy = new Map(); // from the place of a flight to its mark
    this.found = [];
  }

  lay(run) {
    this.run = run;
    for (const [place, mark] of this.busy) this.release(place, mark);
    this.cutsShown = this.clientShown = null;
    if (this.servers === String(run.servers)) return; // the same servers stay where they are, and keep the focus
    this.servers = String(run.servers);
    const radius = run.servers.length <= 6 ? LARGE : SMALL, places = roundPlaces(run.servers.length);
    this.places = Object.fromEntries(places.map((place, i) => [run.servers[i], place]));
    // No room is kept where no server is: below, where their number is odd.
    this.height = Math.max(...places.map(({ y }) => y)) + radius + AROUND.drawn + 5;
    set(this.picture, "viewBox", `0 0 ${RING.width} ${this.height}`);
    this.marks = run.servers.map((id) => new ServerMark(this, id, this.places[id], radius));
    this.layers.servers.replaceChildren(...this.marks.map((mark) => mark.node));
    this.ways = waysBetween(this.places, radius + 21, radius + 11);
    this.radius = radius;
    this.clientRoom = roomOfClient(places, radius);
  }

  settle(k) {
    const { run, player } = this;
    const offenders = new Set(run.brokenBefore(k).flatMap((evidence) => evidence.servers));
    for (const mark of this.marks) {
      mark.settle(run.stateOf(mark.id, k), run.servers.length, { chosen: this.hands && player.chosen === mark.id,
        grouped: this.hands && player.group.has(mark.id), offends: offenders.has(mark.id) });
    }
    this.settleCuts(run.cutLinks(k));
  }

  settleCuts(links) {
    if (links === this.cutsShown) return;
    this.cutsShown = links;
    const cut = new Set(links.map(String));
    const once = links.filter(([from, to]) => from < to || !cut.has(`${to},${from}`));
    this.layers.cuts.replaceChildren(...once.map(([from, to]) => this.cutMark(from, to, cut.has(`${to},${from}`))));
  }

  cutMark(from, to, both) {
    const way = wayBetween(this.places[from], this.places[to], this.radius + 10, this.radius + 10, 0);
    const { x, y } = pointOn(way, both ? 0.5 : 0.6);
    const end = both ? pointOn(way, 1) : { x, y };
    return svg("g", { class: "raft-cut" },
      svg("line", { x1: way.x0, y1: way.y0, x2: end.x, y2: end.y, class: "raft-cut-line" }),
      svg("path", { d: CROSS, class: "raft-cross", transform: `translate(${x} ${y}) scale(0.9)` }),
      svg("title", {}, `the link ${both ? "between" : "from"} ${from} ${both ? "and" : "to"} ${to} is cut`));
  }

  show(time, k) {
    for (const mark of this.marks) mark.show(time, this.run.max_timeout || 1);
    this.showMessages(time);
    this.showClient(time, k);
  }

  showMessages(time) {
    const { run, found, busy } = this;
    const count = run.flightsAt(time, found);
    this.frameNumber = (this.frameNumber || 0) + 1;
    for (let i = 0; i < count; i++) {
      let mark = busy.get(found[i]);
      if (!mark) {
        mark = this.idle.pop() ?? this.newMark();
        mark.lend(run.flights[found[i]]);
        busy.set(found[i], mark);
      }
      mark.seen = this.frameNumber;
      mark.show(time);
    }
    if (busy.size > count) busy.forEach((mark, place) => mark.seen !== this.frameNumber && this.release(place, mark));
  }

  newMark() {
    const mark = new MessageMark(this);
    this.layers.messages.append(mark.node);
    return mark;
  }

  release(place, mark) {
    mark.give();
    this.busy.delete(place);
    this.idle.push(mark);
  }

  markOf(flight) {
    for (const mark of this.busy.values()) if (mark.flight === flight) return mark;
    return null;
  }

  /* What the client and the servers said to each other lately, as arrows while it is fresh and in words; and what the
   * client still has to say. */
  showClient(time, k) {
    const { run } = this;
    const waiting = run.waits.length ? run.waitingAt(time) : NOTHING;
    const count = countUpTo(run.client.length, (place) => run.client[place], k - 1);
    const lately = run.client.slice(Math.max(0, count - CLIENT.lines), count);
    const fresh = lately.filter((number) => time - run.events[number].t < LINGER);
    const key = `${lately}|${fresh}|${waiting}`;
    if (key === this.clientShown) return;
    this.clientShown = key;
    const words = lately.map((number) => clientWords(run.events[number]));
    if (waiting.length) words.push(`${waiting.join(", ")} ${waiting.length > 1 ? "wait" : "waits"}`);
    this.layers.client.replaceChildren(...fresh.map((number) => this.clientArrow(run.events[number])), clientBox(),
      ...words.slice(-CLIENT.lines).map((text, line) => this.clientLine(text, line)));
  }

  clientLine(text, line) {
    return svg("text", { x: CLIENT.words, y: CLIENT.top + line * CLIENT.line,
      class: "raft-small raft-start raft-halo" }, fitted(text, Math.floor(this.clientRoom / LETTER)),
      svg("title", {}, text));
  }

  clientArrow(event) {
    const asks = event.k === "command";
    const way = wayBetween(CLIENT, this.places[event.s], clientReach(this.places[event.s]), this.radius + 12, 0);
    const head = asks ? `translate(${way.x2} ${way.y2}) rotate(${way.angle})`
      : `translate(${way.x0} ${way.y0}) rotate(${way.angle + 180})`;
    return svg("g", { class: "raft-client-arrow" },
      svg("line", { x1: way.x0, y1: way.y0, x2: way.x2, y2: way.y2, class: asks ? "raft-asks" : "raft-answers" }),
      svg("path", { d: HEAD, transform: head, fill: "currentColor" }));
  }

  /* The message whose head is under the pointer, or nearly so, if there is one. */
  messageAt(event) {
    const box = this.picture.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * RING.width;
    const y = ((event.clientY - box.top) / box.height) * this.height;
    const distance = (mark) => Math.hypot(mark.x - x, mark.y - y);
    const marks = [...this.busy.values()].filter((mark) => distance(mark) < NEAR);
    return marks.reduce((best, mark) => (best && distance(best) <= distance(mark) ? best : mark), null)?.flight;
  }

  /* Where on the screen a place of the picture is. */
  spot({ x, y }) {
    const box = this.picture.getBoundingClientRect();
    return { x: box.left + (x / RING.width) * box.width, y: box.top + (y / this.height) * box.height };
  }
}

function waysBetween(places, leaves, enters) {
  const ways = {};
  for (const from in places) {
    ways[from] = {};
    for (const to in places) ways[from][to] = wayBetween(places[from], places[to], leaves, enters, ASIDE);
  }
  return ways;
}

/* How wide the client's words may be before they run into a server. */
function roomOfClient(places, radius) {
  const low = CLIENT.top + (CLIENT.lines - 1) * CLIENT.line + 4, around = radius + AROUND.chosen;
  const near = places.filter(({ x, y }) => y - around < low && x > CLIENT.words);
  return Math.min(RING.width, ...near.map(({ x }) => x - around)) - CLIENT.words;
}

/* How far the client's box reaches from its middle towards a place, and a little on. */
function clientReach({ x, y }) {
  const { alongX, alongY } = wayBetween(CLIENT, { x, y }, 0, 0, 0);
  return Math.min(CLIENT.halfWidth / Math.abs(alongX), CLIENT.halfHeight / Math.abs(alongY)) + 5;
}

function clientBox() {
  const { x, y, halfWidth, halfHeight } = CLIENT;
  return svg("g", { class: "raft-client" },
    svg("rect", { x: x - halfWidth, y: y - halfHeight, width: 2 * halfWidth, height: 2 * halfHeight }),
    svg("text", { x, y: y + 4, class: "raft-name" }, "client"));
}

function clientWords(event) {
  return event.k === "command" ? `${event.x} to ${event.s}` : `answer ${event.x[1]}`;
}

/* ---- Strips: the run as space and time, on canvas ---------------------------------------------------------------- */

const STRIP = { left: 58, right: 12, top: 19, bottom: 21, band: 6 };
const MANY = 5; // servers: more of them share the room more tightly
const DIFFERENCE_DASH = [9, 2, 2, 2];

/* A canvas as sharp as the screen, and cleared; its context counts in CSS px. A canvas that keeps its size is kept. */
function fresh(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  const context = canvas.getContext("2d");
  const size = `${width} ${height} ${ratio}`;
  if (canvas.size !== size) {
    canvas.size = size;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.height = `${height}px`;
    context.scale(ratio, ratio);
  }
  context.clearRect(0, 0, width, height);
  return context;
}

function strokes(context, colour, width, dash, draw) {
  context.beginPath();
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  draw(context);
  context.stroke();
}

function upright(context, x, top, bottom, colour, width, dash = []) {
  strokes(context, colour, width, dash, () => {
    context.moveTo(x, top);
    context.lineTo(x, bottom);
  });
}

function crossAt(context, x, y, size) {
  context.moveTo(x - size, y - size);
  context.lineTo(x + size, y + size);
  context.moveTo(x - size, y + size);
  context.lineTo(x + size, y - size);
}

/* Round times, at most about eight. */
function ticks(start, end) {
  const span = (end - start) / MS || 1;
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
  const step = (steps.find((each) => span / each <= 8) ?? 60000) * MS;
  const times = [];
  for (let time = Math.ceil(start / step) * step; time <= end; time += step) times.push(Math.round(time));
  return times;
}

/* The stretch of the run in sight: pages that overlap, so that the moment always has some of its past beside it. */
function pageAt(time, span, end) {
  if (span >= end) return [0, Math.max(end, 1)];
  const stride = span * 0.8;
  const start = clamp(Math.floor((time - span * 0.1) / stride) * stride, 0, end - span);
  return [Math.round(start), Math.round(start + span)];
}

/* A stretch of the run in full: life lines, messages, marks; drawn once a page, and then only the playhead moves. */
class Strip {
  constructor(player, label) {
    this.player = player;
    this.canvas = html("canvas", { role: "img", "aria-label": label });
    this.playhead = html("div", { class: "raft-playhead" });
    this.caption = html("div", { class: "raft-caption" });
    this.area = html("div", { class: "raft-strip-area" }, this.canvas, this.playhead);
    this.node = html("div", { class: "raft-strip" }, this.caption, this.area);
    player.scrubsOn(this.area, (x) => this.timeAt(x));
  }

  x(time) {
    return STRIP.left + ((time - this.start) / (this.end - this.start)) * (this.width - STRIP.left - STRIP.right);
  }

  y(place) {
    return STRIP.top + STRIP.band + 4 + this.gap * place;
  }

  timeAt(x) {
    const share = (x - STRIP.left) / (this.width - STRIP.left - STRIP.right);
    return clamp(this.start + share * (this.end - this.start), this.start, this.end);
  }

  show(time) {
    const { run } = this;
    const [start, end] = pageAt(time, this.player.span, this.player.run.end);
    if (run !== this.drawnRun || start !== this.start || end !== this.end || this.stale) this.draw(run, start, end);
    const x = clamp(this.x(time), STRIP.left, this.width - STRIP.right);
    this.playhead.style.transform = `translateX(${x.toFixed(1)}px)`;
  }

  draw(run, start, end) {
    Object.assign(this, { drawnRun: run, start, end, stale: false, width: this.player.width });
    this.gap = run.servers.length > MANY ? 21 : 34;
    this.row = Object.fromEntries(run.servers.map((server, place) => [server, place]));
    const height = this.y(run.servers.length - 1) + STRIP.band + STRIP.bottom;
    this.playhead.style.top = `${STRIP.top - 4}px`; // below the words
    this.playhead.style.height = `${height - STRIP.bottom - STRIP.top + 8}px`;
    const context = fresh(this.canvas, this.width, height);
    context.font = `11px ${this.player.font}`;
    context.textBaseline = "middle";
    this.drawAxis(context, height);
    context.save();
    context.beginPath();
    context.rect(STRIP.left, 0, this.width - STRIP.left - STRIP.right, height);
    context.clip();
    const heads = this.drawMessages(context);
    this.drawLives(context);
    this.drawHeads(context, heads);
    context.restore();
    this.drawMarks(context);
    this.drawLines(context, height);
  }

  drawAxis(context, height) {
    const { ink, grid } = this.player.colours;
    const low = height - STRIP.bottom + 2;
    const times = ticks(this.start, this.end);
    strokes(context, grid, 1, [], () => times.forEach((time) => {
      context.moveTo(this.x(time), STRIP.top - 4);
      context.lineTo(this.x(time), low);
    }));
    context.fillStyle = ink;
    context.textAlign = "center";
    times.forEach((time) => context.fillText(shown(time), Math.min(this.x(time), this.width - 19), low + 9));
    context.textAlign = "left";
    context.fillText("ms", 2, low + 9);
    context.font = `bold 12px ${this.player.font}`;
    this.drawnRun.servers.forEach((server, place) => context.fillText(server, 2, this.y(place), STRIP.left - 6));
    context.font = `11px ${this.player.font}`;
  }

  drawLives(context) {
    const { servers, stretches } = this.drawnRun;
    servers.forEach((server, place) => this.drawLife(context, stretches[server], this.y(place)));
  }

  /* A server's stretches of one role and term in sight; a term is written once, where it first has room. */
  drawLife(context, stretches, y) {
    let written = "";
    const first = Math.max(0, countUpTo(stretches.length, (i) => stretches[i].t, this.start) - 1);
    for (let i = first; i < stretches.length && stretches[i].t < this.end; i++) {
      const stretch = stretches[i], left = this.x(Math.max(stretch.t, this.start));
      const right = this.x(Math.min(stretches[i + 1]?.t ?? this.drawnRun.known, this.end));
      if (stretch.look === "down") {
        this.drawDown(context, left, right, y);
        continue;
      }
      this.drawBar(context, stretch, left, right, y);
      const begunHere = stretch.t >= this.start;
      if (begunHere && i > 0 && stretches[i - 1].term !== stretch.term) this.drawNewTerm(context, left, y);
      const term = `t${stretch.term}`, from = left + (begunHere && stretch.begunBy in MARKS ? 11 : 4);
      if (term === written || from + 8 * term.length > right) continue;
      context.fillStyle = this.player.look.roles[stretch.look].words;
      context.fillText(term, from, y + 0.5);
      written = term;
    }
  }

  drawDown(context, left, right, y) {
    strokes(context, this.player.colours.ink, 1.3, [2, 2], () => {
      context.moveTo(left, y);
      context.lineTo(right, y);
    });
  }

  drawBar(context, stretch, left, right, y) {
    context.fillStyle = this.player.look.roles[stretch.look].fill;
    context.fillRect(left, y - STRIP.band, right - left, 2 * STRIP.band);
    strokes(context, "#555555", 0.7, [], () => context.rect(left, y - STRIP.band, right - left, 2 * STRIP.band));
  }

  /* Ink alone would be lost on the bar in one theme, and beside it in the other. */
  drawNewTerm(context, x, y) {
    const { ink, paper } = this.player.colours, reach = STRIP.band + 4;
    upright(context, x, y - reach, y + reach, paper, 5);
    upright(context, x, y - reach, y + reach, ink, 2.2);
  }

  flightsInSight() {
    if (this.end - this.start > 5000 * MS) return []; // a blur, and slow
    const { flights, longest } = this.drawnRun, sent = (place) => flights[place].s;
    const last = countUpTo(flights.length, sent, this.end);
    const first = countUpTo(last, sent, this.start - longest - 1);
    return flights.slice(first, last).filter((flight) => flight.e >= this.start);
  }

  /* All lines, those that look alike in one stroke; returns the ends to be drawn above the life lines. */
  drawMessages(context) {
    const { look, dark } = this.player;
    const kinds = new Map(), ends = [];
    for (const flight of this.flightsInSight()) {
      const line = this.lineOf(flight), style = look.message(flight);
      if (!kinds.has(style)) kinds.set(style, []);
      kinds.get(style).push(line);
      ends.push({ flight, line, colour: style.colour });
    }
    const byPaleness = [...kinds].sort(([a], [b]) => a.width - b.width);
    for (const [style, lines] of byPaleness) {
      context.globalAlpha = dark && style.width < 1 ? 0.55 : 1;
      strokes(context, style.colour, style.width * POINT, dashes(style), () => lines.forEach((line) => {
        context.moveTo(line.x0, line.y0);
        line.bends.forEach(([x, y]) => context.lineTo(x, y));
        context.lineTo(line.x1, line.y1);
      }));
    }
    context.globalAlpha = 1;
    return ends;
  }

  lineOf(flight) {
    const from = this.row[flight.a], to = this.row[flight.b], way = Math.sign(to - from);
    const line = {
      x0: this.x(flight.s), y0: this.y(from) + way * STRIP.band,
      x1: this.x(flight.e), y1: this.y(to) - way * STRIP.band, bends: NOTHING,
    };
    if (!flight.l) return { ...line, bends: this.bendsOf(flight, line) };
    const share = flight.l === `${flight.b} is down` ? 1 : this.shareLost(flight, from, to, way);
    return { ...line, x1: line.x0 + (line.x1 - line.x0) * share, y1: line.y0 + (line.y1 - line.y0) * share };
  }

  /* Where a message that is held back stands still, and where it goes on. */
  bendsOf(flight, { y0, y1 }) {
    const holds = this.drawnRun.holdsOf(flight);
    return stops(holds).flatMap(([from, to]) => {
      const y = y0 + (y1 - y0) * shareGone(flight, from, holds);
      return [[this.x(from), y], [this.x(to), y]];
    });
  }

  /* A message is lost in the gap where its link is cut, or half-way. */
  shareLost(flight, from, to, way) {
    const gaps = Math.abs(to - from);
    const cut = new Set(this.drawnRun.cutLinksAt(flight.e).map(String));
    let gap = gaps >> 1;
    for (let place = gaps - 1; place >= 0; place--) {
      if (cut.has(`${flight.a},${this.drawnRun.servers[from + way * (place + 1)]}`)) gap = place;
    }
    return ((gap + 0.5) * this.gap - STRIP.band) / (gaps * this.gap - 2 * STRIP.band);
  }

  drawHeads(context, ends) {
    const { look, colours } = this.player;
    for (const { flight, line, colour } of ends) {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(line.x0, line.y0, 2, 0, 2 * Math.PI);
      context.fill();
      if (flight.l) {
        const size = isHeartbeat(flight) ? 2.6 : 3.2;
        strokes(context, look.fault, 1.5, [], () => crossAt(context, line.x1, line.y1, size));
      } else drawHead(context, line, colour, flight.g === false ? colours.paper : colour);
    }
  }

  drawMarks(context) {
    const { events } = this.drawnRun;
    const at = (place) => events[place].t;
    for (let k = countUpTo(events.length, at, this.start - 1); k < events.length && events[k].t <= this.end; k++) {
      const mark = MARKS[events[k].k];
      if (mark && events[k].s) mark(context, this.x(events[k].t), this.y(this.row[events[k].s]), this.player);
    }
  }

  /* What concerns the whole cluster: lines over all life lines, and words above; what is drawn first has its place. */
  drawLines(context, height) {
    this.labels = [];
    this.drawBreaks(context, height);
    this.drawDifference(context, height);
    this.drawCuts(context, height);
  }

  /* At a moment in sight. */
  line(context, time, height, colour, width, dash = []) {
    upright(context, this.x(time), STRIP.top - 5, height - STRIP.bottom, colour, width, dash);
  }

  isInSight(time) {
    return time >= this.start && time <= this.end;
  }

  /* Words that must be read: as a flag at their line, on the side where there is room. */
  flag(context, time, colour, text) {
    const width = context.measureText(text).width + 8, x = this.x(time);
    const left = [x, x - width, ...this.labels.map((label) => label.right + 3)].find((each) =>
      this.isFree(each, each + width)) ?? clamp(x, STRIP.left, this.width - width);
    this.labels.push({ left, right: left + width });
    context.fillStyle = colour;
    context.fillRect(left, 0, width, 14);
    context.fillStyle = this.player.colours.paper;
    context.fillText(text, left + 4, 7.5);
  }

  /* Words that may be missing where there is no room. */
  note(context, x, colour, text) {
    const half = context.measureText(text).width / 2;
    const middle = clamp(x, STRIP.left + half, this.width - STRIP.right - half);
    if (!this.isFree(middle - half, middle + half)) return;
    this.labels.push({ left: middle - half - 5, right: middle + half + 5 });
    context.fillStyle = colour;
    context.fillText(text, middle - half, 8);
  }

  isFree(left, right) {
    return left >= STRIP.left - 1 && right <= this.width
      && this.labels.every((label) => right <= label.left || left >= label.right);
  }

  drawBreaks(context, height) {
    const { fault } = this.player.colours;
    const seen = this.drawnRun.broken.filter(([, { t }]) => this.isInSight(t));
    for (const time of new Set(seen.map(([, { t }]) => t))) {
      const here = seen.filter(([, { t }]) => t === time).map(([, evidence]) => evidence);
      this.line(context, time, height, fault, 2.5);
      for (const server of new Set(here.flatMap(({ servers }) => servers))) {
        outLamp(context, this.x(time), this.y(this.row[server]), this.player.colours);
      }
      this.flag(context, time, fault, `${here.map(({ property }) => property).join(", ")} broken`);
    }
  }

  drawDifference(context, height) {
    const { player: { difference, colours } } = this;
    if (difference < 0 || !this.isInSight(difference)) return;
    this.line(context, difference, height, colours.accent, 2, DIFFERENCE_DASH);
    this.flag(context, difference, colours.accent, "first difference");
  }

  drawCuts(context, height) {
    const { drawnRun: run, player: { look, colours } } = this;
    const before = run.cutLinksAt(this.start - 1);
    if (before.length) this.note(context, STRIP.left, colours.fault, sides(before, run.servers));
    const mark = (time, width, dash, text) => {
      if (!this.isInSight(time)) return;
      this.line(context, time, height, look.fault, width, dash);
      this.note(context, this.x(time), colours.fault, text);
    };
    for (const [number, links] of run.cuts) {
      mark(run.events[number].t, 1.4, [5, 3], links.length ? sides(links, run.servers) : "healed");
    }
    for (const change of run.changes) mark(change.t, 1.4, [5, 3], `network: ${networkWords(change)}`);
    if (run.error) mark(run.error.t, 3, [], "an error ends the run");
  }
}

/* A lamp that has gone out, as beside the ring: what is there breaks a safety property. */
function outLamp(context, x, y, { fault, paper }) {
  context.beginPath();
  context.arc(x, y, 6.5, 0, 2 * Math.PI);
  context.fillStyle = paper;
  context.fill();
  strokes(context, fault, 2, [], () => {
    context.arc(x, y, 6.5, 0, 2 * Math.PI);
    crossAt(context, x, y, 4);
  });
}

function drawHead(context, line, colour, fill) {
  const [fromX, fromY] = line.bends[line.bends.length - 1] ?? [line.x0, line.y0];
  const angle = Math.atan2(line.y1 - fromY, line.x1 - fromX);
  const x = line.x1 - 8 * Math.cos(angle), y = line.y1 - 8 * Math.sin(angle);
  const sideX = -3.6 * Math.sin(angle), sideY = 3.6 * Math.cos(angle);
  strokes(context, colour, 1, [], () => {
    context.moveTo(line.x1, line.y1);
    context.lineTo(x + sideX, y + sideY);
    context.lineTo(x - sideX, y - sideY);
    context.closePath();
    context.fillStyle = fill;
    context.fill();
  });
}

const MARKS = {
  "election timeout"(context, x, y, { look }) {
    context.beginPath();
    [[0, -7], [7, 0], [0, 7], [-7, 0]].forEach(([right, down]) => context.lineTo(x + right, y + down));
    context.closePath();
    context.fillStyle = look.timeout;
    context.fill();
    context.setLineDash([]);
    context.strokeStyle = "#000000";
    context.lineWidth = 1.1;
    context.stroke();
  },
  crash(context, x, y, { look }) {
    strokes(context, look.fault, 2.8, [], () => crossAt(context, x, y, 7));
  },
  restart(context, x, y, { look, colours }) {
    context.beginPath();
    context.arc(x, y, 6, 0, 2 * Math.PI);
    context.fillStyle = colours.paper;
    context.fill();
    strokes(context, look.fault, 2.2, [], () => context.arc(x, y, 6, 0, 2 * Math.PI));
  },
};

/* The whole run in a thin band a server: where in it one is, and which part the strip shows. */
class Overview {
  constructor(player) {
    this.player = player;
    this.canvas = html("canvas", { role: "img", "aria-label": "the whole run, a line for each server" });
    this.playhead = html("div", { class: "raft-playhead" });
    this.window = html("div", { class: "raft-window" });
    this.node = html("div", { class: "raft-strip-area raft-overview" }, this.canvas, this.window, this.playhead);
    player.scrubsOn(this.node, (x) => clamp((x - STRIP.left) / this.room, 0, 1) * player.run.end);
  }

  get room() {
    return this.player.width - STRIP.left - STRIP.right;
  }

  x(time) {
    return STRIP.left + (time / (this.player.run.end || 1)) * this.room;
  }

  draw() {
    const { run, colours, font, width } = this.player;
    const thick = run.servers.length > MANY ? 3 : 5, height = run.servers.length * (thick + 1) + 10;
    const context = fresh(this.canvas, width, height);
    run.servers.forEach((server, place) =>
      this.drawLife(context, run.stretches[server], 5 + place * (thick + 1), thick));
    this.drawLines(context, height);
    context.fillStyle = colours.ink;
    context.font = `11px ${font}`;
    context.fillText("whole run", 2, height / 2 + 4, STRIP.left - 6);
    this.playhead.style.height = this.window.style.height = `${height}px`;
  }

  drawLife(context, stretches, y, thick) {
    const { run, look } = this.player;
    stretches.forEach((stretch, i) => {
      const left = this.x(stretch.t), right = this.x(stretches[i + 1]?.t ?? run.known);
      context.fillStyle = look.roles[stretch.look].fill;
      if (stretch.look !== "down") context.fillRect(left, y, Math.max(right - left, 0.5), thick);
      context.fillStyle = look.fault;
      if (stretch.begunBy === "crash" || stretch.begunBy === "restart") context.fillRect(left - 1, y, 2, thick);
    });
  }

  drawLines(context, height) {
    const { run, look, colours, difference } = this.player;
    const times = [...run.cuts.map(([number]) => run.events[number].t), ...run.changes.map(({ t }) => t)];
    times.forEach((time) => upright(context, this.x(time), 0, height, look.fault, 1.5));
    if (difference >= 0) upright(context, this.x(difference), 0, height, colours.accent, 2, DIFFERENCE_DASH);
    run.broken.forEach(([, { t }]) => outLamp(context, this.x(t), height / 2, colours));
  }

  show(time, start, end) {
    this.playhead.style.transform = `translateX(${this.x(time).toFixed(1)}px)`;
    this.window.style.transform = `translateX(${this.x(start).toFixed(1)}px)`;
    this.window.style.width = `${(this.x(Math.min(end, this.player.run.end)) - this.x(start)).toFixed(1)}px`;
  }
}

/* ---- Log grid: a row a server, a column an index, as log_grid.py draws it ---------------------------------------- */

const GRID = { width: 700, columns: 12, left: 106, cell: 39, high: 32, row: 47, top: 20 };
const GRID_RIGHT = GRID.left + GRID.columns * GRID.cell;
const TRIANGLE = "M0 0L-6 10L6 10Z";

class LogGrid {
  constructor(player) {
    this.player = player;
    this.picture = svg("svg", { class: "raft-picture", role: "img" });
    this.caption = html("div", { class: "raft-caption" });
    this.node = html("div", { class: "raft-grid" }, this.caption, this.picture, gridLegend());
  }

  lay(run) {
    this.run = run;
    if (this.servers === String(run.servers)) return; // the cells write only what differs
    this.servers = String(run.servers);
    const height = GRID.top + GRID.row * run.servers.length + 2;
    set(this.picture, "viewBox", `0 0 ${GRID.width} ${height}`);
    this.numbers = Array.from({ length: GRID.columns }, (_, place) =>
      svg("text", { x: cellLeft(place) + GRID.cell / 2 - 2, y: 13, class: "raft-small" }));
    this.rows = run.servers.map((server, place) => new GridRow(server, GRID.top + GRID.row * place, this.player.look));
    this.picture.replaceChildren(svg("text", { x: 8, y: 13, class: "raft-small raft-start" }, "index"),
      svg("text", { x: GRID_RIGHT + 12, y: 13, class: "raft-small raft-start" }, "applied"),
      ...this.numbers, ...this.rows.map((row) => row.node));
  }

  settle(k) {
    const { run } = this;
    const states = run.servers.map((server) => run.stateOf(server, k));
    const longest = Math.max(...states.map((state) => state.log.length));
    const committed = Math.max(...states.map((state) => state.commit));
    const first = Math.max(1, Math.min(committed - GRID.columns / 2, longest + 2 - GRID.columns));
    const last = Math.min(first + GRID.columns - 1, longest);
    const whole = first === 1 && longest <= GRID.columns;
    put(this.caption, whole ? "logs" : `logs, indexes ${first} to ${last} of ${longest}`);
    this.numbers.forEach((number, place) => put(number, first + place <= longest + 1 ? String(first + place) : ""));
    const leader = run.leader(k);
    const leads = leader && run.stateOf(leader, k);
    this.rows.forEach((row, place) => row.settle(states[place], leader === run.servers[place] ? null : leads, first));
    set(this.picture, "aria-label",
      `The logs: the longest has ${counted(longest, "entry", "entries")}, ${committed} known to be committed`);
  }
}

function cellLeft(place) {
  return GRID.left + place * GRID.cell;
}

/* A cross in the corners of a cell, as in log_grid: the words in its middle can be read. */
function cornerCross(width, height) {
  const left = `M1 1L11 9M1 ${height - 1}L11 ${height - 9}`;
  return `${left}M${width} 1L${width - 10} 9M${width} ${height - 1}L${width - 10} ${height - 9}`;
}

class GridRow {
  constructor(server, top, look) {
    Object.assign(this, { server, look });
    this.box = svg("rect", { x: 9, y: 1, width: 82, height: GRID.high - 2 });
    this.name = svg("text", { x: 50, y: 14.5, class: "raft-name" }, server);
    this.role = svg("text", { x: 50, y: 27, class: "raft-small" });
    this.values = svg("text", { x: GRID_RIGHT + 12, y: GRID.high / 2 + 4, class: "raft-words raft-start" });
    this.match = svg("path", { d: TRIANGLE, class: "raft-match" });
    this.next = svg("path", { d: TRIANGLE, class: "raft-next" });
    this.cells = Array.from({ length: GRID.columns }, (_, place) => new Cell(cellLeft(place), look));
    this.node = svg("g", { transform: `translate(0 ${top})` }, this.box, this.name, this.role, this.values,
      ...this.cells.map((cell) => cell.node), this.match, this.next);
  }

  settle(state, leads, first) {
    if (state === this.state && leads === this.leads && first === this.first) return;
    const style = this.look.roles[state.look];
    Object.assign(this, { leads, first });
    set(this.box, "fill", style.fill);
    paintEdge(this.box, style);
    put(this.role, `${state.look} t${state.term}`);
    this.name.style.fill = this.role.style.fill = style.words;
    if (state.log !== this.state?.log || state.applied !== this.state?.applied) {
      put(this.values, fitted(valuesAfter(state.log, state.applied), 17));
    }
    const conflict = leads ? firstConflict(state.log, leads.log) : 0;
    this.cells.forEach((cell, place) => cell.settle(state, first + place, conflict));
    this.state = state;
    this.believe(leads, first);
  }

  /* Under a follower's cells: up to where the leader knows that it agrees, and from where it sends next. */
  believe(leads, first) {
    const match = leads?.match[this.server], next = leads?.next[this.server];
    this.match.style.display = match === undefined ? "none" : "";
    this.next.style.display = next === undefined ? "none" : "";
    const place = (x) => `translate(${clamp(x, GRID.left - 2, GRID_RIGHT + GRID.cell / 2)} ${GRID.high + 2})`;
    if (match !== undefined) set(this.match, "transform", place(cellLeft(match + 1 - first) - 2));
    if (next !== undefined) set(this.next, "transform", place(cellLeft(next - first) + GRID.cell / 2 - 2));
  }
}

/* The first index at which both logs hold an entry, and not of the same term; 0 if there is none. */
function firstConflict(log, other) {
  const shared = Math.min(log.length, other.length);
  for (let place = 0; place < shared; place++) if (log[place][0] !== other[place][0]) return place + 1;
  return 0;
}

class Cell {
  constructor(left, look) {
    this.look = look;
    this.box = svg("rect", { x: 1, y: 1, width: GRID.cell - 5, height: GRID.high - 2 });
    this.term = svg("text", { class: "raft-small raft-dark" });
    this.command = svg("text", { x: (GRID.cell - 3) / 2, y: 25, class: "raft-small raft-dark" });
    this.applied = svg("rect", { x: GRID.cell - 12, y: 1, width: 8, height: 8, fill: "#000000" });
    this.crossed = svg("path",
      { d: cornerCross(GRID.cell - 4, GRID.high), class: "raft-cross" });
    this.title = svg("title"); // the whole command, where only its beginning fits
    this.node = svg("g", { transform: `translate(${left} 0)` }, this.box, this.term, this.command, this.applied,
      this.crossed, this.title);
  }

  settle(state, index, conflict) {
    const entry = state.log[index - 1];
    if (!entry) return this.paint("", null);
    const stage = index <= state.applied ? "applied" : index <= state.commit ? "committed" : "appended";
    const crossed = conflict > 0 && index >= conflict;
    return this.paint(`${entry[0]} ${entry[1]} ${stage} ${crossed}`, entry, stage, crossed);
  }

  paint(key, entry, stage, crossed) {
    if (key === this.key) return;
    this.key = key;
    this.node.style.display = entry ? "" : "none";
    if (!entry) return;
    set(this.box, "fill", this.look.term(entry[0]));
    set(this.box, "class", `raft-cell raft-${stage}`);
    put(this.term, String(entry[0]));
    set(this.term, "x", entry[1] ? "9" : String((GRID.cell - 3) / 2));
    set(this.term, "y", entry[1] ? "12" : "20");
    put(this.command, fitted(String(entry[1] ?? ""), 4));
    this.title.textContent = `term ${entry[0]}: ${entry[1] || "no command"}`;
    this.applied.style.display = stage === "applied" ? "" : "none";
    this.crossed.style.display = crossed ? "" : "none";
  }
}

/* ---- Legends: each stays beside its picture ---------------------------------------------------------------------- */

function legendEntry(words, ...marks) {
  return html("li", {}, svg("svg", { viewBox: "0 0 34 16", width: 34, height: 16, "aria-hidden": "true" }, ...marks),
    words);
}

function legendMessage(look, kind, words, { pale = false, hollow = false, lost = false } = {}) {
  const style = (pale ? look.pale : look.messages)[kind];
  const fill = hollow ? "var(--raft-paper)" : style.colour;
  const end = lost ? svg("path", { d: CROSS, class: "raft-cross", transform: "translate(27 8) scale(0.8)" })
    : svg("path", { d: HEAD, transform: "translate(33 8)", stroke: style.colour, fill });
  return grow(legendEntry(words, linePath(style, { d: "M1 8H26" }), end), pale ? { class: "raft-pale" } : {}, []);
}

function legendRole(look, role) {
  const disc = svg("circle", { cx: 17, cy: 8, r: 6.5, fill: look.roles[role].fill });
  paintEdge(disc, look.roles[role]);
  return legendEntry(role, disc);
}

function legendRing(words, kind, flag) {
  return legendEntry(words, svg("g", { class: `raft-server ${flag}` },
    svg("circle", { cx: 17, cy: 8, r: 4, fill: "var(--raft-line)" }),
    svg("circle", { cx: 17, cy: 8, r: 7, class: kind })));
}

function legendClient(words, kind) {
  return legendEntry(words, svg("g", { class: "raft-client-arrow" }, svg("path", { d: "M1 8H26", class: kind }),
    svg("path", { d: HEAD, transform: "translate(33 8)", fill: "currentColor" })));
}

function ringLegend(look) {
  return html("ul", { class: "raft-legend raft-ring-legend", "aria-label": "legend of the servers and messages" },
    ...Object.keys(look.roles).map((role) => legendRole(look, role)),
    legendMessage(look, "RequestVote", "RequestVote"), legendMessage(look, "RequestVoteReply", "reply: yes"),
    legendEntry("votes / needed", svg("text", { x: 17, y: 12, class: "raft-small" }, "2/3")),
    legendMessage(look, "RequestVoteReply", "reply: no", { hollow: true }),
    legendMessage(look, "AppendEntries", "AppendEntries"), legendMessage(look, "AppendEntriesReply", "reply: ok"),
    legendEntry("with entries", svg("text", { x: 17, y: 12, class: "raft-small" }, "+2")),
    legendMessage(look, "AppendEntriesReply", "reply: no", { hollow: true }),
    legendMessage(look, "AppendEntries", "heartbeat", { pale: true }),
    legendMessage(look, "AppendEntriesReply", "its reply", { pale: true }),
    legendClient("command", "raft-asks"), legendClient("answer", "raft-answers"),
    legendMessage(look, "AppendEntries", "lost", { lost: true }),
    legendEntry("cut link", svg("path", { d: "M1 8H33", class: "raft-cut-line" }),
      svg("path", { d: CROSS, class: "raft-cross", transform: "translate(17 8) scale(0.8)" })),
    legendEntry("timer left", svg("circle", { cx: 17, cy: 8, r: 6, class: "raft-track" }),
      svg("circle", { cx: 17, cy: 8, r: 6, class: "raft-arc", pathLength: 1, "stroke-dasharray": "0.6 2",
        transform: "rotate(-90 17 8)" })),
    legendRing("chosen", "raft-chosen-ring", "chosen"), legendRing("to be cut off", "raft-group-ring", "grouped"),
    legendRing("breaks safety", "raft-offender", "offends"));
}

function outLampIcon(size) {
  return svg("svg", { viewBox: "0 0 14 14", width: size, height: size, "aria-hidden": "true" },
    svg("circle", { cx: 7, cy: 7, r: 5.5 }), svg("path", { d: "M3 3L11 11M3 11L11 3", class: "raft-cross" }));
}

function stripLegend(look) {
  return html("ul", { class: "raft-legend raft-wide", "aria-label": "legend of the strip" },
    legendEntry("sent", svg("circle", { cx: 17, cy: 8, r: 2.5, fill: "currentColor" })),
    legendEntry("election timeout",
      svg("path", { d: "M17 1L24 8L17 15L10 8Z", fill: look.timeout, stroke: "#000000" })),
    legendEntry("crash", svg("path", { d: CROSS, class: "raft-cross", transform: "translate(17 8) scale(1.2)" })),
    legendEntry("restart",
      svg("circle", { cx: 17, cy: 8, r: 5.5, fill: "var(--raft-paper)", stroke: look.fault, "stroke-width": 2.2 })),
    legendEntry("a term begins", svg("path", { d: "M17 1V15", stroke: "currentColor", "stroke-width": 2 })),
    legendEntry("network changed", svg("path", { d: "M17 0V16", class: "raft-cut-line" })),
    legendEntry("moment shown", svg("path", { d: "M12 0H22L17 6ZM16 4H18V16H16Z", fill: "currentColor" })),
    legendEntry("a property is broken", svg("path", { d: "M17 0V16", class: "raft-break-line" }),
      svg("g", { class: "out", transform: "translate(11.5 2.5) scale(0.8)" }, outLampIcon(14))),
    grow(legendEntry("first difference", svg("path", { d: "M17 0V16", class: "raft-difference-line" })),
      { class: "raft-only-comparing" }, []));
}

function gridLegend() {
  const sample = { x: 9, y: 1, width: 16, height: 14, fill: "var(--raft-sample)" };
  const cell = (stage, ...more) => [svg("rect", { ...sample, class: `raft-cell raft-${stage}` }), ...more];
  return html("ul", { class: "raft-legend raft-wide", "aria-label": "legend of the logs" },
    legendEntry("not known to be committed", ...cell("appended")),
    legendEntry("known to be committed", ...cell("committed")),
    legendEntry("applied", ...cell("applied", svg("rect", { x: 20, y: 1, width: 5, height: 5, fill: "#000000" }))),
    legendEntry("from a conflict on",
      ...cell("appended", svg("path", { d: "M9 1L25 15M9 15L25 1", class: "raft-cross" }))),
    legendEntry("match_index: agrees up to here",
      svg("path", { d: TRIANGLE, class: "raft-match", transform: "translate(17 3)" })),
    legendEntry("next_index: sent next",
      svg("path", { d: TRIANGLE, class: "raft-next", transform: "translate(17 3)" })),
    html("li", {}, "number and tint: term"));
}

/* ---- Beside the ring: safety, and all that one server knows ------------------------------------------------------ */

class Lamps {
  /* `goTo` leads to the moment of an evidence. */
  constructor(label, goTo) {
    this.goTo = goTo;
    this.lamps = PROPERTIES.map(([name, rule]) => this.lamp(name, rule));
    this.node = html("ul", { class: "raft-lamps", "aria-label": label },
      ...this.lamps.map((lamp) => lamp.node));
  }

  lamp(name, rule) {
    const lamp = { name, rule, said: html("span", { class: "raft-said" }, rule),
      state: html("span", { class: "raft-hidden" }), node: html("li", { title: rule }) };
    lamp.go = button("go there", () => this.goTo(lamp.broken), { hidden: true,
      "aria-label": `go to where ${name} is broken` });
    lamp.node.append(outLampIcon(14), html("div", {}, html("b", {}, name), lamp.state, lamp.said, lamp.go));
    return lamp;
  }

  settle(evidence) {
    for (const lamp of this.lamps) {
      const broken = lamp.broken = evidence.find((each) => each.property === lamp.name);
      lamp.node.classList.toggle("out", Boolean(broken));
      lamp.go.hidden = !broken;
      put(lamp.state, broken ? " is broken: " : " holds: ");
      put(lamp.said, broken ? `at ${clock(broken.t)} ${broken.sentence} ` : lamp.rule);
    }
  }
}

const FACTS = {
  role: (state) => state.role,
  term: (state) => state.term,
  "voted for": (state) => state.vote ?? "nobody",
  "knows as leader": (state) => state.leader ?? "nobody",
  "commit index": (state) => state.commit,
  "last applied": (state) => state.applied,
  "votes for it": (state) => state.votes.join(", ") || "none",
};

class Inspector {
  constructor() {
    this.heading = html("h4");
    this.facts = Object.entries(FACTS).map(([name, of]) => ({ of, ...fact(name) }));
    this.timer = fact("timer", "raft-timer");
    this.values = fact("key values", "raft-long-fact");
    this.log = fact("log", "raft-long-fact");
    this.peers = html("table");
    this.list = html("dl", {}, ...[...this.facts, this.timer, this.values, this.log].map((each) => each.node));
    this.node = html("section", { class: "raft-inspector", "aria-label": "the chosen server" }, this.heading, this.list,
      this.peers);
  }

  settle(id, state) {
    const before = this.state;
    this.state = state;
    put(this.heading, id ? `${id}${state.down ? ", down: what it knew" : ""}`
      : "Choose a server: click it, or press 1 – 9");
    this.list.style.display = id ? "" : "none";
    if (id) this.facts.forEach(({ of, value }) => put(value, String(of(state))));
    if (id && (state.log !== before?.log || state.applied !== before.applied)) this.settleLog(state);
    const leads = id && state.role === "leader" && Object.keys(state.next).length > 0;
    this.peers.style.display = leads ? "" : "none";
    if (leads && (state.next !== before?.next || state.match !== before.match)) this.settlePeers(state);
  }

  settleLog({ log, applied }) {
    put(this.values.value, valuesAfter(log, applied) || "none yet");
    const entries = log.map(([term, command], place) => `${place + 1}: ${command || "no command"} (t${term})`);
    put(this.log.value, entries.length ? `${counted(log.length, "entry", "entries")}  ${entries.join("  ")}` : "empty");
  }

  settlePeers({ next, match }) {
    const row = (name, values) => html("tr", {}, html("th", { scope: "row" }, name),
      ...values.map((value) => html("td", {}, String(value))));
    const peers = Object.keys(next);
    this.peers.replaceChildren(html("caption", {}, "what it believes of the others"),
      html("thead", {}, html("tr", {}, html("td"), ...peers.map((peer) => html("th", { scope: "col" }, peer)))),
      html("tbody", {}, row("next_index", peers.map((peer) => next[peer])),
        row("match_index", peers.map((peer) => match[peer]))));
  }

  show(time) {
    if (!this.state) return;
    const { deadline, setAt, down } = this.state;
    put(this.timer.value, down || deadline === null ? "stopped"
      : `${Math.max(0, Math.round((deadline - time) / MS))} of ${shown(deadline - setAt)} ms left`);
  }
}

/* A name and a value to be written. */
function fact(name, kind = "") {
  const value = html("dd");
  return { value, node: html("div", { class: kind }, html("dt", {}, name), value) };
}

/* ---- The list of events: only the rows in sight are in the page -------------------------------------------------- */

const EVENT_ROW = 22, EVENT_ROWS = 7;
let lists = 0; // so far, in this page: each names its rows

/* A list box of one tab stop: the event that is shown is the chosen one, and the arrow keys choose another. */
class EventList {
  constructor(player) {
    this.player = player;
    this.name = `raft-events-${++lists}`;
    this.space = html("div", { class: "raft-space", role: "presentation" });
    this.rows = Array.from({ length: EVENT_ROWS + 2 }, (_, place) => this.row(place));
    this.space.append(...this.rows.map((row) => row.node));
    this.window = html("div", { class: "raft-events-window", role: "listbox", tabindex: 0,
      "aria-label": "events; ↑ ↓ go from one to the next", onscroll: () => this.fill(),
      onkeydown: (event) => this.onKey(event) }, this.space);
    this.window.style.height = `${EVENT_ROW * EVENT_ROWS + 2}px`;
    this.summary = html("summary", {}, "Events");
    this.node = html("details", { class: "raft-events", open: true, ontoggle: () => this.settle(this.k ?? 0) },
      this.summary, this.window);
  }

  row(place) {
    const parts = ["time", "what", "rule"].map((kind) => html("span", { class: `raft-event-${kind}` }));
    const row = { parts, number: -1 };
    row.node = html("div", { id: `${this.name}-${place}`, class: "raft-event", role: "option", "aria-selected": "false",
      onclick: () => this.player.goToEvent(row.number) }, ...parts);
    return row;
  }

  rowOf(number) {
    return this.rows[number % this.rows.length];
  }

  lay(run) {
    this.run = run;
    this.top = 0;
    this.space.style.height = `${run.size * EVENT_ROW}px`;
    this.rows.forEach((row) => { row.number = -1; });
    put(this.summary, `Events (${run.size})`);
  }

  onKey(event) {
    const wanted = this.wanted(event.key);
    if (!this.run || wanted === null || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.player.goToEvent(clamp(wanted, 0, this.run.size - 1));
  }

  /* The number of the event to which a key leads. */
  wanted(key) {
    const current = this.k - 1;
    switch (key) {
      case "ArrowUp": return current - 1;
      case "ArrowDown": return current + 1;
      case "PageUp": return current - EVENT_ROWS;
      case "PageDown": return current + EVENT_ROWS;
      case "Home": return 0;
      case "End": return this.run.size - 1;
      default: return null;
    }
  }

  /* Brings the last event that has happened into sight. */
  settle(k) {
    this.k = k;
    if (!this.node.open || !this.run) return;
    const wanted = clamp((k - Math.ceil(EVENT_ROWS / 2)) * EVENT_ROW, 0,
      Math.max(0, (this.run.size - EVENT_ROWS) * EVENT_ROW));
    if (wanted !== this.top) this.window.scrollTop = this.top = wanted;
    this.paint(this.top);
    if (k > 0) set(this.window, "aria-activedescendant", this.rowOf(k - 1).node.id);
    else this.window.removeAttribute("aria-activedescendant");
  }

  fill() {
    this.top = this.window.scrollTop;
    this.paint(this.top);
  }

  paint(top) {
    const first = Math.floor(top / EVENT_ROW);
    for (let number = first; number < first + this.rows.length; number++) {
      const row = this.rowOf(number);
      if (row.number !== number) this.write(row, number);
      set(row.node, "aria-selected", String(number === this.k - 1));
    }
  }

  write(row, number) {
    row.number = number;
    const event = this.run.events[number];
    row.node.style.display = event ? "" : "none";
    if (!event) return;
    row.node.style.transform = `translateY(${number * EVENT_ROW}px)`;
    set(row.node, "aria-posinset", String(number + 1));
    set(row.node, "aria-setsize", String(this.run.size));
    put(row.parts[0], (event.t / MS).toFixed(1));
    put(row.parts[1], headline(this.run, event));
    put(row.parts[2], [...new Set(reasons(this.run, event).map(({ rule }) => rule))].filter(Boolean).join(" "));
  }
}

/* ---- Panels that fold: settings, branches, code ------------------------------------------------------------------ */

/* What is so from the start of a run; and of the network, what is so from the moment shown on. */
class SettingsPanel {
  constructor(player) {
    this.player = player;
    this.sliders = SETTINGS.map((setting) => this.slider(setting, (value) => this.change(setting, value)));
    this.when = choice([[FROM_THE_START, "from the start: a new run"], [FROM_NOW_ON, "from now on: a branch"]],
      FROM_THE_START, () => this.goBack(), "when a change of the network counts");
    this.slow = this.slider(SLOW, (value) => this.changeSlow(value));
    this.whose = html("select", { "aria-label": "whose messages are slow", onchange: () => this.goBack() });
    this.slow.node.firstElementChild.replaceChildren("slow server ", this.whose);
    const of = (group) => this.sliders.filter(({ setting }) => setting.of === group).map(({ node }) => node);
    this.parts = {
      servers: html("section", {}, html("h4", {}, "Servers and timers: a change begins a new run"),
        html("div", { class: "raft-sliders" }, ...of("servers"))),
      network: html("section", {}, html("h4", {}, "Network, changed ", this.when),
        html("div", { class: "raft-sliders" }, ...of("network")),
        html("details", {}, html("summary", {}, "Messages doubled or overtaken, a slow server"),
          html("div", { class: "raft-sliders" }, ...of("rare"), this.slow.node))),
    };
    this.node = html("details", { class: "raft-panel-settings" }, html("summary", {}, "Settings"),
      ...Object.values(this.parts));
  }

  slider(setting, does) {
    const value = html("output");
    const input = html("input",
      { type: "range", min: setting.low, max: setting.high, step: setting.step, "aria-label": setting.words,
      oninput: () => this.say(slider), onchange: () => {
        slider.asked = Number(input.value);
        does(slider.asked / (setting.scale ?? 1));
      } });
    const slider = { setting, input, value, node: html("label", {}, html("span", {}, setting.words), input, value) };
    return slider;
  }

  say({ setting, input, value }) {
    const words = `${setting.sign ?? ""}${input.value}${setting.unit}`;
    put(value, words);
    input.setAttribute("aria-valuetext", words);
  }

  /* The settings from the start, {} where the servers are of the reader's own; and [since when, network], in order. */
  lay(settings, network) {
    Object.assign(this, { settings, network });
    const begins = "servers" in settings;
    if (!begins) this.when.value = FROM_NOW_ON;
    this.when.disabled = !begins;
    this.parts.servers.style.display = begins ? "" : "none";
    this.parts.network.style.display = network.length ? "" : "none";
    this.node.style.display = network.length ? "" : "none";
    if (begins) this.fill("servers", settings);
    if (network.length) this.layNetwork();
  }

  layNetwork() {
    this.now = this.networkNow();
    for (const group of ["network", "rare"]) this.fill(group, this.now);
    this.laySlow();
  }

  layServers() {
    const { servers } = this.player.run, shown = [...this.whose.options].map(({ value }) => value);
    if (!this.now || String(shown) === String(servers)) return;
    this.whose.replaceChildren(...servers.map((server) => html("option", { value: server }, server)));
    this.whose.value = servers.find((server) => server in this.now.slow) ?? servers[servers.length - 1];
    this.laySlow();
  }

  laySlow() {
    this.write(this.slow, this.now.slow[this.whose.value] ?? 1);
  }

  /* The network from the start, or as it is at the moment shown. */
  networkNow() {
    const { network, player } = this;
    if (this.when.value === FROM_THE_START) return network[0][1];
    return network[countUpTo(network.length, (place) => network[place][0], player.time) - 1][1];
  }

  /* The moment has moved, perhaps over a change. */
  settle() {
    if (this.network?.length && this.networkNow() !== this.now) this.layNetwork();
  }

  fill(group, values) {
    for (const slider of this.sliders) {
      const { name, of, part } = slider.setting;
      if (of === group) this.write(slider, part === undefined ? values[name] : values[name][part]);
    }
  }

  /* A slider that has moved on since is left where it is: this answers an earlier wish. */
  write(slider, number) {
    const { setting, input, asked } = slider, value = number * (setting.scale ?? 1);
    if (asked !== undefined && Math.abs(asked - value) > 1e-9) return;
    slider.asked = undefined;
    input.max = Math.max(setting.high, value);
    input.min = Math.min(setting.low, value);
    input.step = Number.isInteger(value / setting.step) ? setting.step : "any";
    input.value = value;
    this.say(slider);
  }

  /* The sliders show what is so, whatever was wished. */
  goBack() {
    for (const slider of [...this.sliders, this.slow]) slider.asked = undefined;
    this.lay(this.settings, this.network);
  }

  change({ name, of, part }, value) {
    const whole = (of === "servers" ? this.settings : this.now)[name];
    this.ask(of, name, part === undefined ? value : pushed(whole, part, value));
  }

  changeSlow(factor) {
    this.ask("rare", "slow", { ...this.now.slow, [this.whose.value]: factor });
  }

  ask(of, name, value) {
    const fromNowOn = of !== "servers" && this.when.value === FROM_NOW_ON;
    this.player.change(fromNowOn ? { do: "change_network", network: { [name]: value } }
      : { do: "settings", settings: { [name]: value } });
  }
}

/* The two ends of a range push each other along, so that it never stands on its head. */
function pushed(range, part, value) {
  const ends = [...range];
  ends[part] = value;
  if (ends[0] > ends[1]) ends[1 - part] = value;
  return ends;
}

class BranchPanel {
  constructor(ask) {
    this.ask = ask;
    this.rows = html("ul", { class: "raft-branches" });
    this.summary = html("summary", {}, "Branches");
    this.node = html("details", {}, this.summary, this.rows);
  }

  lay(branches, current, beside) {
    put(this.summary, `Branches (${branches.length})`);
    const depths = new Map();
    branches.forEach(({ id, parent }) => depths.set(id, parent === null ? 0 : (depths.get(parent) ?? 0) + 1));
    const rows = branches.map((branch) =>
      this.row(branch, depths.get(branch.id), branch.id === current, branch.id === beside));
    const buttons = () => [...this.rows.querySelectorAll("button")];
    const focused = buttons().indexOf(this.rows.getRootNode().activeElement);
    this.rows.replaceChildren(...rows);
    // The keys must not go to JupyterLab because a button was made anew.
    if (focused >= 0) buttons().slice(focused).find((each) => !each.disabled)?.focus({ preventScroll: true });
    const place = branches.findIndex((branch) => branch.id === current);
    if (this.node.open && place > 3) this.rows.scrollTop = rows[place].offsetTop - rows[0].offsetTop - 60;
  }

  row(branch, depth, isCurrent, isBeside) {
    const said = branch.name.endsWith(branch.said) ? "" : branch.said;
    const begun = branch.parent === null ? said : `from ${clock(branch.at)} on${said && `: ${said}`}`;
    const compares = isBeside ? "end comparing" : `compare with branch ${branch.name}`;
    const name = html("span", { class: "raft-branch-name" }, html("b", {}, branch.name),
      html("span", { class: "raft-said" }, begun));
    const row = html("li", { style: `margin-left: ${Math.min(depth, 8) * 14}px`, "aria-current": isCurrent && "true" },
      name,
      button(isCurrent ? "shown" : "show", () => this.ask({ do: "switch", branch: branch.id }),
        { disabled: isCurrent, "aria-label": `show branch ${branch.name}` }),
      button(isBeside ? "end comparing" : "compare", () =>
        this.ask({ do: "compare", branch: isBeside ? -1 : branch.id }),
        { disabled: isCurrent, "aria-pressed": String(isBeside), "aria-label": compares }),
      button("rename", () => this.rename(row, name, branch), { "aria-label": `rename branch ${branch.name}` }));
    return row;
  }

  rename(row, name, branch) {
    const input = html("input",
      { type: "text", value: branch.name, maxlength: 60, "aria-label": "new name of the branch" });
    const asked = form(() => {
      this.ask({ do: "rename", branch: branch.id, name: input.value.trim() || branch.name });
      asked.replaceWith(name);
      row.lastElementChild.focus({ preventScroll: true });
    }, input, submitButton("rename"));
    name.replaceWith(asked);
    input.select();
  }
}

class CodePanel {
  constructor() {
    this.text = html("pre", { tabindex: 0, "aria-label": "Python code that makes this branch" });
    this.copy = button("Copy", () => this.copyText());
    this.node = html("details", {}, html("summary", {}, "Show as code (L)"),
      html("div", { class: "raft-code" }, this.copy, this.text));
  }

  lay(code) {
    put(this.text, code);
    put(this.copy, "Copy");
  }

  async copyText() {
    try {
      await navigator.clipboard.writeText(this.text.textContent);
      put(this.copy, "Copied");
    } catch { // without https there is no clipboard: the text is marked, to be copied by key
      getSelection().selectAllChildren(this.text);
      put(this.copy, "Marked: press Ctrl+C");
    }
  }
}

/* ---- What floats: a menu, and bubbles with answers --------------------------------------------------------------- */

const BESIDE = 52; // px from a spot to what floats beside it

/* Spots are places on the screen, so that whatever is clicked can be answered beside it. */
class Floating {
  constructor() {
    this.menu = null;
    this.bubbles = html("div", { "aria-live": "polite" });
    this.node = html("div", { class: "raft-floating" }, this.bubbles);
    this.timers = new Set();
  }

  open(spot, title, items, back) {
    this.close();
    this.back = back;
    this.menu = html("div", { class: "raft-menu", role: "dialog", "aria-label": title }, html("h4", {}, title),
      ...items);
    this.node.append(this.menu);
    this.putBeside(spot, this.menu);
  }

  focus() {
    this.menu?.querySelector("button, input")?.focus();
  }

  close() {
    if (!this.menu) return false;
    const hadFocus = this.menu.contains(this.menu.getRootNode().activeElement);
    this.menu.remove();
    this.menu = null;
    if (hadFocus) this.back?.focus({ preventScroll: true });
    return true;
  }

  sayBeside(spot, words) {
    this.putBeside(spot, this.bubble(words));
  }

  /* Below it where there is no room. */
  sayAbove(element, words) {
    const { left, top, bottom } = element.getBoundingClientRect(), bubble = this.bubble(words);
    const above = top - bubble.offsetHeight - 4;
    this.put(bubble, left, above > this.node.getBoundingClientRect().top ? above : bottom + 4);
  }

  bubble(words) {
    const bubble = html("div", { class: "raft-bubble" }, words);
    this.bubbles.replaceChildren(bubble);
    const timer = setTimeout(() => { bubble.remove(); this.timers.delete(timer); }, BUBBLE_SECONDS * 1000);
    this.timers.add(timer);
    return bubble;
  }

  hush() {
    this.bubbles.replaceChildren();
  }

  /* To the right of a spot, or to its left where there is no room. */
  putBeside({ x, y }, box) {
    const room = this.node.getBoundingClientRect().right - box.offsetWidth;
    const right = x + BESIDE;
    this.put(box, right <= room ? right : x - BESIDE - box.offsetWidth, y - BESIDE / 2);
  }

  /* Never outside the player. */
  put(box, left, top) {
    const { x, y, width, height } = this.node.getBoundingClientRect();
    box.style.left = `${clamp(left - x, 0, Math.max(0, width - box.offsetWidth))}px`;
    box.style.top = `${clamp(top - y, 0, Math.max(0, height - box.offsetHeight))}px`;
  }

  end() {
    this.timers.forEach(clearTimeout);
  }
}

/* ---- Playing ----------------------------------------------------------------------------------------------------- */

class Playback {
  constructor(player) {
    this.player = player;
    this.speed = 1 / 50;
    this.button = button("", () => this.toggle(), { class: "raft-play" });
    this.wantsNoMotion = matchMedia("(prefers-reduced-motion: reduce)");
    this.isHeld = false;
    this.setPlaying(false);
  }

  setPlaying(playing) {
    const words = playing ? "pause (Space)" : "play (Space)";
    this.isPlaying = playing;
    this.button.replaceChildren(icon(playing ? "pause" : "play"));
    this.button.setAttribute("aria-label", words);
    this.button.title = words;
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  play() {
    if (!this.player.run) return;
    this.player.getsReadyToPlay();
    this.setPlaying(true);
    this.last = performance.now();
    if (this.wantsNoMotion.matches) this.hop();
    else this.nextFrame();
  }

  pause() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    if (!this.isPlaying) return;
    this.setPlaying(false);
    this.player.hasStopped();
  }

  nextFrame() {
    this.frame = requestAnimationFrame((now) => this.onFrame(now));
  }

  onFrame(now) {
    if (!this.player.isOnPage) return this.pause(); // its output was hidden
    const passed = clamp(now - this.last, 0, 100); // a page that was hidden does not leap
    this.last = now;
    if (this.isHeld) return this.nextFrame();
    this.player.goTo(this.player.time + passed * MS * this.speed);
    return this.player.isAtEnd ? this.pause() : this.nextFrame();
  }

  /* Where motion is not wanted: from event to event, as fast as it would have come to them, but slow enough to read. */
  hop() {
    const { run, k, time } = this.player, event = run.events[k];
    if (!event || !this.player.isOnPage) return this.pause();
    const wait = clamp((event.t - time) / MS / this.speed, 500, 2000);
    this.timer = setTimeout(() => {
      // Meanwhile the moment may have been moved by hand.
      if (!this.isHeld && this.player.k === k && this.player.run === run) this.player.moveOn(event);
      this.hop();
    }, wait);
    return undefined;
  }

  /* While a hand presses on an area that moves the moment, time waits for it. */
  isHeldBy(area) {
    area.addEventListener("pointerdown", () => {
      const pressed = new AbortController();
      const release = () => {
        this.isHeld = false;
        pressed.abort();
      };
      this.isHeld = true;
      for (const end of ["pointerup", "pointercancel"]) {
        window.addEventListener(end, release, { signal: pressed.signal });
      }
    });
  }
}

/* ---- The player -------------------------------------------------------------------------------------------------- */

class Player {
  constructor(model, element) {
    Object.assign(this, { model, element, look: new Look(model.get("look")), endings: [] });
    Object.assign(this, { time: 0, k: 0, span: 300 * MS, width: 0 });
    Object.assign(this, { chosen: null, chosenFlight: null, group: new Set(), difference: -1, version: 0 });
    this.holdFor = HOLD;
    this.ask = (message) => model.send({ at: this.time ?? 0, ...message });
    this.build();
    this.listen();
    this.layPanels();
    this.takeData();
    this.takeBeginning();
    this.takeOther();
  }

  get isOnPage() {
    return this.root.isConnected;
  }

  get isAtEnd() {
    return this.time >= this.run.end;
  }

  get live() {
    return this.model.get("live");
  }

  /* ---- Putting the parts together ---- */

  build() {
    this.playback = new Playback(this);
    this.ring = new Ring(this, true);
    this.otherRing = new Ring(this, false);
    this.floating = new Floating();
    this.lamps = new Lamps("the five safety properties", ({ number }) => this.goToEvent(number));
    this.otherLamps = new Lamps("the safety properties of the other branch", ({ t }) => this.goTo(t));
    this.inspector = new Inspector();
    this.overview = new Overview(this);
    this.strip = new Strip(this, "space and time: a life line for each server, messages between them");
    this.otherStrip = new Strip(this, "the same stretch of the other branch");
    this.grid = new LogGrid(this);
    this.list = new EventList(this);
    this.settings = new SettingsPanel(this);
    this.branches = new BranchPanel(this.ask);
    this.code = new CodePanel();
    this.line = html("p", { class: "raft-line", "aria-label": "what just happened", "aria-live": "polite" });
    this.slider = html("input", { type: "range", class: "raft-scrub", min: 0, step: "any",
      "aria-label": "moment of the run", oninput: () => this.goTo(Number(this.slider.value)) });
    this.playback.isHeldBy(this.slider);
    this.help = this.buildHelp();
    this.root = html("div", { class: "raft-player", tabindex: 0, role: "group", "data-lm-suppress-shortcuts": "true",
      "aria-label": "player of a Raft cluster; ? lists the keys" },
      this.buildBar(), this.buildStage(), this.grid.node, this.list.node, this.settings.node, this.branches.node,
      this.code.node, this.floating.node, this.help);
    this.element.append(this.root);
  }

  /* What one needs while playing; where each part stands, and beside what, depends on the width: see player.css. */
  buildStage() {
    return html("div", { class: "raft-stage" },
      html("div", { class: "raft-rings" }, this.ring.node, this.otherRing.node),
      html("div", { class: "raft-safety" }, this.lamps.node, this.otherLamps.node), ringLegend(this.look),
      this.inspector.node, this.buildHands(), this.line,
      html("div", { class: "raft-time" },
        html("div", { class: "raft-strips" }, this.overview.node, this.strip.node, this.otherStrip.node), this.slider,
        stripLegend(this.look)));
  }

  buildBar() {
    this.jumpKind = choice(JUMPS, "role", () => {}, "what to jump to");
    this.clock = html("output", { class: "raft-clock", "aria-label": "time shown" });
    const iconButton = (name, words, does) => button(icon(name), does, { "aria-label": words, title: words });
    const speed = choice(SPEEDS, this.playback.speed, (value) => { this.playback.speed = Number(value); }, "speed");
    const span = choice(WINDOWS, 300, (value) => this.zoom(Number(value) * MS),
      "how much of the run the strip shows");
    return html("div", { class: "raft-bar", role: "group", "aria-label": "playing" },
      iconButton("previous", "the event before (←)", () => this.step(-1)), this.playback.button,
      iconButton("next", "the next event (→)", () => this.step(1)),
      html("span", { class: "raft-pair" }, this.jumpKind,
        iconButton("jump", "jump to the next one (J)", () => this.jump())),
      grow(speed, { class: "raft-speed" }, []), grow(span, { class: "raft-span" }, []), this.clock,
      button("?", () => this.toggleHelp(), { "aria-label": "help: all keys (?)", title: "all keys (?)" }));
  }

  buildHands() {
    this.command = html("input", { type: "text", value: "x=5", size: 7, "aria-label": "command of the client" });
    const send = form(() => this.submit(this.command.value, null), this.command,
      submitButton("Send to the leader", { title: "send it to whoever leads (M)" }));
    this.cutButton = button("Cut off the group", () => this.cutGroup());
    this.hands = html("div", { class: "raft-hands", role: "group", "aria-label": "changing the run" }, send,
      this.cutButton, button("Heal all", () => this.heal(), { title: "mend all links (H)" }),
      html("span", { class: "raft-said" }, "Click a server or a message."));
    this.recording = html("p", {}, RECORDING);
    return html("div", { class: "raft-hands-row" }, this.hands, this.recording);
  }

  buildHelp() {
    const keys = (names) => names.split(", ").flatMap((name) => [html("kbd", {}, name), " "]);
    const rows = HELP.map(([names, words]) =>
      html("div", {}, html("dt", {}, ...keys(names)), html("dd", {}, words)));
    return html("div", { class: "raft-help", role: "dialog", "aria-label": "keys of the player", hidden: true },
      html("div", {}, html("h4", {}, "Keys, while the player has the focus"), html("dl", {}, ...rows),
        html("p", {}, BY_MOUSE), button("Close (Esc)", () => this.toggleHelp())));
  }

  /* ---- Listening: to the model, the keys, the page; all of it is ended by end() ---- */

  listen() {
    const on = (event, does) => {
      this.model.on(event, does);
      this.endings.push(() => this.model.off(event, does));
    };
    on("change:data", () => this.takeData());
    on("change:beginning", () => this.takeBeginning());
    on("change:other", () => this.takeOther());
    on("change:difference", () => this.takeDifference());
    for (const trait of ["broken", "waits", "other_broken", "other_waits"]) on(`change:${trait}`, () =>
      this.takeFindingsSoon());
    on("change:time", () => this.run && !this.loading && this.goTo(this.model.get("time")));
    for (const trait of ["branches", "current", "beside", "settings", "network", "code", "live"]) {
      on(`change:${trait}`, () => this.layPanelsSoon());
    }
    on("msg:custom", (message) => this.hear(message));
    // Before anything acts on it: an answer is given where the hand was.
    this.root.addEventListener("pointerdown", (event) => { this.hand = event.target; }, true);
    this.root.addEventListener("keydown", (event) => { this.hand = typesInto(event) ? event.target : null; }, true);
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    // JupyterLab must not see our keys at all: "M" or "D D" would change its cells.
    for (const kind of ["keyup", "keypress"]) this.root.addEventListener(kind, (event) => event.stopPropagation());
    this.ring.picture.addEventListener("click", (event) => this.onClick(event));
    for (const part of [this.ring.frame, this.hands, this.settings.node]) part.addEventListener("pointerdown", () =>
      this.prepare());
    this.watchPage();
  }

  watchPage() {
    // The first size also tells that the player is in the page now: before, it has neither width nor colours.
    const sizes = new ResizeObserver(() => this.measure() && this.repaint());
    sizes.observe(this.root);
    const themes = new MutationObserver(() => this.repaint());
    themes.observe(document.body,
      { attributes: true, attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "class"] });
    this.endings.push(() => sizes.disconnect(), () => themes.disconnect(), () => this.floating.end());
  }

  end() {
    this.playback.pause();
    this.endings.forEach((end) => end());
    this.root.remove();
  }

  measure() {
    const width = Math.round(this.root.clientWidth - 2 * PADDING);
    if (width <= 0 || width === this.width) return false;
    this.width = width;
    this.root.classList.toggle("narrow", width < 660);
    this.root.classList.toggle("wide", width >= 900);
    return true;
  }

  /* The canvases can't read style sheets: they get the theme's colours from here. */
  takeLook() {
    const style = getComputedStyle(this.root);
    const colour = (name) => style.getPropertyValue(`--raft-${name}`).trim();
    this.dark = document.body.dataset.jpThemeLight === "false";
    this.root.classList.toggle("dark", this.dark);
    this.colours = { ink: style.color, paper: colour("paper"), grid: colour("grid"), accent: colour("accent"),
      fault: colour("fault") };
    this.font = style.fontFamily || "sans-serif";
  }

  repaint() {
    this.takeLook();
    if (!this.run) return;
    this.strip.stale = this.otherStrip.stale = true;
    this.overview.draw();
    this.show();
  }

  /* ---- What Python sends ---- */

  async takeData() {
    const view = this.model.get("data");
    if (!view?.byteLength) return put(this.line, "No run yet.");
    const raw = await this.newest(view);
    return raw && this.layRun(new Run(raw));
  }

  /* The answer to a change comes in two parts: here is the first, on top of the run that is shown. */
  async takeBeginning() {
    const view = this.model.get("beginning");
    const news = view?.byteLength ? await this.newest(view) : null;
    if (!news) return undefined;
    const askForMore = () => this.ask({ do: "more" });
    // If it goes on from another run than is shown, only the whole is of use.
    if (news.of !== null && news.of !== this.run?.number) return askForMore();
    this.layRun(new Run(goneOn(this.run, news)));
    requestAnimationFrame(() => setTimeout(askForMore)); // after the painting, which it would slow down
    return undefined;
  }

  /* What Python has sent, null if something newer has come meanwhile. */
  async newest(view) {
    const version = ++this.version;
    this.loading = true;
    set(this.root, "aria-busy", "true");
    const raw = await unpack(view);
    if (version !== this.version) return null;
    this.loading = false;
    return raw;
  }

  /* Once for all that are told together. */
  takeFindingsSoon() {
    this.findingsWait ??= Promise.resolve().then(() => this.takeFindings());
  }

  takeFindings() {
    this.findingsWait = null;
    this.other?.learn(this.model.get("other_broken"), this.model.get("other_waits"));
    this.otherK = -1;
    if (!this.run || this.loading) return;
    this.run.learn(this.model.get("broken"), this.model.get("waits"));
    this.settle();
    this.repaint();
  }

  layRun(run) {
    const grown = run.number === this.run?.number; // its rest has come: what is open stays, and the moment
    this.run = run;
    if (!grown) this.floating.close();
    this.chosenFlight = grown && this.chosenFlight ? run.flight(this.chosenFlight.n) : null;
    this.otherK = -1;
    if (!run.servers.includes(this.chosen)) this.chosen = null;
    this.group = new Set([...this.group].filter((server) => run.servers.includes(server)));
    this.sayGroup();
    run.learn(this.model.get("broken"), this.model.get("waits")); // empty until Python has looked
    this.slider.max = run.end;
    this.root.classList.toggle("many", run.servers.length > MANY);
    for (const view of [this.ring, this.grid, this.list]) view.lay(run);
    this.settings.layServers();
    this.strip.run = run;
    if (!this.width && this.measure()) this.takeLook(); // from then on the observers tell
    this.overview.draw();
    this.k = -1;
    this.goTo(grown ? this.time : this.model.get("time"));
    if (this.isAtEnd) this.playback.pause();
    this.root.dataset.shown = String(this.version); // which answer is on screen, for whoever waits for it
    set(this.root, "aria-busy", String(run.known < run.end));
  }

  async takeOther() {
    const view = this.model.get("other");
    const version = this.otherVersion = (this.otherVersion || 0) + 1;
    const other = view?.byteLength ? new Run(await unpack(view)) : null;
    if (version !== this.otherVersion) return;
    this.other = other;
    this.root.classList.toggle("comparing", Boolean(other));
    if (other) {
      other.learn(this.model.get("other_broken"), this.model.get("other_waits"));
      this.otherRing.lay(other);
      this.otherStrip.run = other;
    }
    this.otherK = -1;
    this.takeDifference();
  }

  takeDifference() {
    this.difference = this.other ? this.model.get("difference") : -1;
    this.repaint();
  }

  /* Once for all the traits that change together. */
  layPanelsSoon() {
    this.panelsWait ??= Promise.resolve().then(() => this.layPanels());
  }

  layPanels() {
    this.panelsWait = null;
    const { model } = this;
    const branches = model.get("branches") || [];
    const name = (id) => branches.find((branch) => branch.id === id)?.name ?? "";
    this.settings.lay(model.get("settings"), model.get("network"));
    this.branches.lay(branches, model.get("current"), model.get("beside"));
    this.code.lay(model.get("code") || "");
    for (const { caption } of [this.ring, this.strip]) put(caption, `shown: ${name(model.get("current"))}`);
    for (const { caption } of [this.otherRing, this.otherStrip]) {
      put(caption, `beside it: ${name(model.get("beside"))}`);
    }
    this.hands.style.display = this.live ? "" : "none";
    this.recording.style.display = this.live ? "none" : "";
    this.sayGroup();
  }

  hear({ said, ...about }) {
    this.answer(said, this.placeOf(about));
    this.settings.goBack(); // what was refused
  }

  /* The place in the ring of what Python's answer is about, if it is there. */
  placeOf({ server, flight, link }) {
    const { places } = this.ring;
    if (link) return this.middleOf(...link);
    return places?.[server] ?? (flight === undefined ? null : this.placeOfFlight(flight));
  }

  /* Says something at a place in the ring, or else where the hand was: at a button, or at the chosen server. */
  answer(words, place = null) {
    const control = this.hand?.closest("button, input, select, .raft-event");
    const spot = place ?? this.ring.places?.[this.chosen] ?? { x: RING.x - 60, y: RING.y };
    if (!place && control?.isConnected) this.floating.sayAbove(control, words);
    else this.floating.sayBeside(this.ring.spot(spot), words);
  }

  placeOfFlight(n) {
    const flight = this.run?.flight(n);
    if (!flight) return null;
    const share = shareReached(flight) * shareGone(flight, this.time, this.run.holdsOf(flight));
    return pointOn(this.ring.ways[flight.a][flight.b], share);
  }

  middleOf(a, b) {
    const { [a]: one, [b]: other } = this.ring.places;
    return one && other ? { x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 } : null;
  }

  /* ---- The moment shown ---- */

  goTo(time) {
    if (!this.run) return;
    this.time = clamp(Math.round(time), 0, this.run.known);
    this.moveTo(this.run.countAt(this.time));
  }

  /* To right after an event, even if others share its time. */
  goToEvent(number) {
    this.playback.pause();
    this.time = this.run.events[number].t;
    this.moveTo(number + 1);
  }

  /* To right after the next event. */
  moveOn(event) {
    this.time = event.t;
    this.moveTo(this.k + 1);
  }

  getsReadyToPlay() {
    if (this.isAtEnd) this.goTo(0);
    this.floating.close();
    this.chooseFlight(null);
    this.line.setAttribute("aria-live", "off"); // read aloud, it could not keep up with a run that moves
  }

  hasStopped() {
    this.line.setAttribute("aria-live", "polite");
  }

  moveTo(k) {
    const moved = k !== this.k;
    this.k = k;
    const flight = this.chosenFlight;
    if (flight && (this.time < flight.s || this.time >= flight.e) && this.floating.close()) this.chooseFlight(null);
    if (moved) this.settle();
    this.show();
    if (moved) this.list.settle(k); // last, since scrolling makes the browser lay the page out at once
  }

  step(way) {
    const number = this.k - 1 + way;
    if (number >= this.run.size) return this.goTo(this.run.end);
    if (number < 0) {
      this.playback.pause();
      this.time = 0;
      return this.moveTo(0); // before the servers start, which is at 0 ms as well
    }
    // Going on from between two events, "the event before" is the last one that has happened.
    const between = way < 0 && this.k > 0 && this.time > this.run.events[this.k - 1].t;
    return this.goToEvent(between ? this.k - 1 : number);
  }

  jump() {
    const number = this.run.nextJump(this.jumpKind.value, this.k);
    if (number >= 0) this.goToEvent(number);
    else this.answer(`No ${this.jumpKind.selectedOptions[0].text} after this moment.`);
  }

  zoom(span) {
    this.span = span;
    this.repaint();
  }

  /* What changes with an event only. */
  settle() {
    const { run, k } = this;
    this.ring.settle(k);
    this.grid.settle(k);
    this.lamps.settle(run.brokenBefore(k));
    this.settleChosen();
    this.settings.settle();
    this.sayWhatHappened(run.events[k - 1]);
  }

  settleChosen() {
    this.inspector.settle(this.chosen, this.chosen ? this.run.stateOf(this.chosen, this.k) : null);
    this.inspector.show(this.time);
  }

  sayWhatHappened(event) {
    if (!event) return put(this.line, "Nothing has happened yet.");
    // A reason without a rule ("S2 crashes") says no more than the headline.
    const parts = reasons(this.run, event).filter(({ rule }) => rule).flatMap(({ rule, why }) =>
      [html("span", { class: "raft-rule" }, rule), ` ${why}. `]);
    const breaks = this.run.broken.filter(([number]) => number === this.k - 1).map(([, { property, sentence }]) =>
      html("strong", { class: "raft-breaks" }, `${property} is broken: ${sentence}. `));
    const what = html("b", {}, `${clock(event.t)}: ${headline(this.run, event)}`);
    this.line.replaceChildren(what, ". ", ...parts, ...breaks);
    this.line.written = null;
    this.line.classList.toggle("error", event.k === "error");
    return undefined;
  }

  /* What changes with time. */
  show() {
    this.ring.show(this.time, this.k);
    this.inspector.show(this.time);
    if (this.other) this.showOther();
    this.strip.show(this.time);
    this.overview.show(this.time, this.strip.start, this.strip.end);
    put(this.clock, clock(this.time));
    this.slider.value = this.time;
    this.slider.setAttribute("aria-valuetext", clock(this.time));
  }

  showOther() {
    const k = this.other.countAt(this.time);
    if (k !== this.otherK) {
      this.otherRing.settle(k);
      this.otherLamps.settle(this.other.brokenBefore(k));
    }
    this.otherK = k;
    this.otherRing.show(this.time, k);
    this.otherStrip.show(this.time);
  }

  /* Wherever a hand presses on an area, and moves on it, the moment goes there. */
  scrubsOn(area, timeAt) {
    this.playback.isHeldBy(area);
    const scrub = (event) => this.goTo(timeAt(event.clientX - area.getBoundingClientRect().left));
    area.addEventListener("pointerdown", (event) => {
      area.setPointerCapture(event.pointerId);
      scrub(event);
    });
    area.addEventListener("pointermove", (event) => area.hasPointerCapture(event.pointerId) && scrub(event));
  }

  /* ---- Choosing ---- */

  onClick(event) {
    const server = event.target.closest(".raft-server")?.dataset.server;
    const flight = server ? null : this.ring.messageAt(event);
    if (server && event.shiftKey) this.pickForLink(server);
    else if (server) this.choose(server, true);
    else if (flight) this.chooseFlight(flight, true);
    else if (!this.floating.close()) this.choose(null);
  }

  choose(server, opens = false) {
    this.chosen = server;
    this.chooseFlight(null);
    this.ring.settle(this.k);
    this.settleChosen();
    this.floating.close();
    if (!server) return;
    this.prepare();
    this.markOf(server).node.focus({ preventScroll: true });
    if (opens && this.live) this.openServerMenu(server);
  }

  /* The focus has come to a server, by Tab: the keys are about this one now. */
  follow(server) {
    if (this.chosen === server) return;
    this.chosen = server;
    this.ring.settle(this.k);
    this.settleChosen();
  }

  markOf(server) {
    return this.ring.marks.find((mark) => mark.id === server);
  }

  chooseFlight(flight, opens = false) {
    this.ring.markOf(this.chosenFlight)?.node.classList.remove("chosen");
    this.chosenFlight = flight;
    if (!flight) return;
    this.playback.pause(); // what moves can't be held
    this.ring.markOf(flight)?.node.classList.add("chosen");
    if (opens) this.openMessageMenu(flight);
  }

  /* The next message under way, in the order of sending, over and over. */
  nextFlight() {
    const count = this.run.flightsAt(this.time, this.ring.found);
    const flights = this.ring.found.slice(0, count).map((place) => this.run.flights[place]).filter((flight) =>
      flight.e > this.time);
    if (!flights.length) return this.answer("No message is under way at this moment.");
    return this.chooseFlight(flights[(flights.indexOf(this.chosenFlight) + 1) % flights.length], true);
  }

  pickForLink(server) {
    const first = this.chosen;
    if (!first || first === server) return this.choose(server);
    return this.live ? this.openLinkMenu(first, server) : undefined;
  }

  /* ---- Menus ---- */

  openServerMenu(server) {
    const others = this.run.servers.filter((other) => other !== server);
    const items = [this.faultButtons(server), this.commandForm(server),
      others.length > 0 && this.linkForm(server, others), others.length > 0 && this.groupButton(server)];
    this.floating.open(this.ring.spot(this.ring.places[server]), server, items.filter(Boolean),
      this.markOf(server).node);
  }

  faultButtons(server) {
    const timeOut = button("Time out now (T)", () => this.touch("time_out", server));
    const buttons = this.run.stateOf(server, this.k).down
      ? [button("Restart (C)", () => this.touch("restart", server))]
      : [button("Crash (C)", () => this.touch("crash", server)), timeOut];
    return html("div", { class: "raft-pair" }, ...buttons);
  }

  commandForm(server) {
    const command = html("input", { type: "text", value: this.command.value, size: 7, "aria-label": "command" });
    return form(() => this.submit(command.value, server), command, submitButton("Send (M)"));
  }

  linkForm(server, others) {
    const end = choice(others.map((other) => [other, other]), others[0], () => {},
      `the other end of the link of ${server}`);
    const oneWay = html("input", { type: "checkbox" });
    return form(() => this.cutLink(server, end.value, oneWay.checked), html("span", {}, "link to"), end,
      html("label", {}, oneWay, "one way"), submitButton("Cut"));
  }

  groupButton(server) {
    const words = this.group.has(server) ? "Out of the group to cut off (G)" : "Into the group to cut off (G)";
    return button(words, () => {
      this.toggleGroup(server);
      this.floating.close();
    });
  }

  openMessageMenu(flight) {
    const items = [html("p", {}, messageWords(flight)),
      ...(this.live ? [html("div", { class: "raft-pair" }, button("Drop (D)", () => this.touchFlight("drop")),
        button("Double (U)", () => this.touchFlight("duplicate"))), this.holdForm()] : [])];
    this.floating.open(this.ring.spot(this.placeOfFlight(flight.n)), messageName(flight), items, this.root);
  }

  holdForm() {
    const time = html("input", { type: "number", value: this.holdFor, min: 1, step: "any",
      "aria-label": "for how many ms", oninput: () => { this.holdFor = Number(time.value); } });
    return form(() => this.holdFlight(), submitButton("Hold back (B)"), html("label", {}, "for", time, "ms"));
  }

  openLinkMenu(a, b) {
    const items = [[`Cut ${a} – ${b}`, a, b, false], [`Cut only ${a} to ${b}`, a, b, true],
      [`Cut only ${b} to ${a}`, b, a, true]].map(
      ([words, from, to, oneWay]) => button(words, () => this.cutLink(from, to, oneWay)));
    this.floating.open(this.ring.spot(this.middleOf(a, b)), `Link between ${a} and ${b}`, items, this.markOf(b).node);
    this.floating.focus();
  }

  /* ---- Putting a hand in: all of it asks Python ---- */

  /* The reader reaches for something: Python makes the run up to this moment, so that a change need not wait for it. */
  prepare() {
    const moment = `${this.run?.number} ${this.time}`;
    if (!this.run || !this.live || moment === this.prepared) return;
    this.prepared = moment;
    this.model.send({ do: "ready", at: this.time });
  }

  change(message) {
    if (!this.live) return this.answer(RECORDING);
    this.floating.close();
    this.floating.hush(); // what was said before this may be true no longer
    return this.ask(message);
  }

  touch(what, server) {
    this.change({ do: what, server });
  }

  crashOrRestart(server) {
    this.touch(this.run.stateOf(server, this.k).down ? "restart" : "crash", server);
  }

  submit(command, to) {
    this.command.value = command;
    this.change({ do: "submit", command, to });
  }

  touchFlight(what, more = {}) {
    if (!this.chosenFlight) return this.answer("No message is chosen: press N for one that is under way, or click it.");
    return this.change({ do: what, flight: this.chosenFlight.n, ...more });
  }

  holdFlight() {
    return this.touchFlight("hold", { for: this.holdFor });
  }

  cutLink(sender, receiver, oneWay) {
    this.change({ do: "cut_link", sender, receiver, one_way: oneWay });
  }

  toggleGroup(server) {
    if (!this.group.delete(server)) this.group.add(server);
    this.ring.settle(this.k);
    this.sayGroup();
  }

  sayGroup() {
    const members = [...this.group].join(" ");
    put(this.cutButton, members ? `Cut off ${members}` : "Cut off a group");
    this.cutButton.title = "choose servers and press G to put them into the group; X cuts it off";
  }

  cutGroup() {
    const inside = this.run.servers.filter((server) => this.group.has(server));
    const outside = this.run.servers.filter((server) => !this.group.has(server));
    if (!inside.length || !outside.length) {
      return this.answer("Put some servers into the group first (G), but not all of them.");
    }
    this.group.clear();
    this.ring.settle(this.k);
    this.sayGroup();
    return this.change({ do: "cut", groups: [inside, outside] });
  }

  heal() {
    this.change({ do: "heal" });
  }

  /* ---- Keys ---- */

  onKey(event) {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return this.escape();
    if (!this.help.hidden && event.key !== "?") return; // under the help nothing may happen unseen
    if (!this.run || typesInto(event)) return;
    const does = this.actionOf(event);
    if (!does) return;
    event.preventDefault();
    does();
  }

  actionOf({ key, shiftKey, target }) {
    const server = this.chosen;
    if (/^[1-9]$/.test(key)) return () => this.chooseByNumber(Number(key));
    const needsServer = (does) => () => (server ? does(server) : this.answer("Choose a server first (1 – 9)."));
    switch (key.toLowerCase()) {
      case " ": return () => this.playback.toggle();
      case "arrowleft": return shiftKey ? () => this.goTo(this.time - 10 * MS) : () => this.step(-1);
      case "arrowright": return shiftKey ? () => this.goTo(this.time + 10 * MS) : () => this.step(1);
      case "enter": return this.entered(target);
      case "j": return () => this.jump();
      case "c": return needsServer((id) => this.crashOrRestart(id));
      case "t": return needsServer((id) => this.touch("time_out", id));
      case "g": return needsServer((id) => this.toggleGroup(id));
      case "m": return () => this.startCommand();
      case "x": return () => this.cutGroup();
      case "h": return () => this.heal();
      case "n": return () => this.nextFlight();
      case "d": return () => this.touchFlight("drop");
      case "u": return () => this.touchFlight("duplicate");
      case "b": return () => this.holdFlight();
      case "l": return () => { this.code.node.open = !this.code.node.open; };
      case "?": return () => this.toggleHelp();
      default: return null;
    }
  }

  /* What Enter does: it leads into the menu of what is chosen. */
  entered(target) {
    if (this.chosenFlight && this.floating.menu) return () => this.floating.focus();
    const server = target.closest(".raft-server");
    return server && (() => this.enter(server.dataset.server));
  }

  chooseByNumber(number) {
    const { servers } = this.run;
    if (number <= servers.length) return this.choose(servers[number - 1]);
    const are = servers.length > 1 ? "are" : "is";
    return this.answer(`There is no server ${number}: there ${are} ${servers.join(", ")}.`);
  }

  enter(server) {
    this.choose(server, true);
    this.floating.focus();
  }

  startCommand() {
    if (!this.live) return this.answer(RECORDING);
    if (!this.chosen) return this.command.select();
    this.openServerMenu(this.chosen);
    this.floating.menu.querySelector("input[type=text]").select();
  }

  toggleHelp() {
    this.help.hidden = !this.help.hidden;
    if (this.help.hidden) this.root.focus({ preventScroll: true });
    else this.help.querySelector("button").focus();
  }

  escape() {
    if (!this.help.hidden) return this.toggleHelp();
    if (this.floating.close()) return this.chooseFlight(null);
    return this.choose(null);
  }
}

/* Whether a key belongs to what has the focus: a text being typed, a slider being moved, a button being pressed. */
function typesInto({ target, key }) {
  if (target.matches("input[type=text], input[type=number], select, textarea")) return true;
  if (target.matches("input[type=range]")) return !target.matches(".raft-scrub") && key.startsWith("Arrow");
  return target.matches("button, summary, input") && (key === " " || key === "Enter");
}

export default {
  render({ model, el }) {
    const player = new Player(model, el);
    return () => player.end();
  },
};
