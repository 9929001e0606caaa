/* An event, a message, a reason, a cut as sentences. */
import { MS } from "./settings.js";

export function shown(time) {
  return String(Math.round(time / 100) / 10);
}

export function clock(time) {
  return `${(time / MS).toFixed(1)} ms`;
}

export function counted(count, noun, more = `${noun}s`) {
  return `${count} ${count === 1 ? noun : more}`;
}

export function fitted(text, letters) {
  return text.length > letters ? `${text.slice(0, letters - 1)}…` : text;
}

/* A command without the number that it has in its session. */
export function plainCommand(command) {
  return command.replace(/^\d+\.\d+: /, "");
}

/* A value as Python's format would write it into a sentence. */
function worded(value, quoted) {
  if (value == null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return value.map((each) => worded(each, false)).join(", ");
  return quoted && typeof value === "string" ? `'${value}'` : String(value);
}

/* What decided at an event, in order: the rule's id ("" for a text of its own) and the sentence; some reasons may have
 * another one `instead`, or none (""). */
export function reasons(run, event, instead = {}) {
  return (event.n || []).map(([reason, ...values]) => {
    const template = instead[reason] ?? run.sentences[reason];
    if (template === undefined) return { rule: "", why: reason };
    let place = 0;
    return { rule: reason.split(" ")[0],
      why: template.replace(/\{(!r)?\}/g, (_, quoted) => worded(values[place++], quoted)) };
  });
}

export function isHeartbeat(flight) {
  return flight.h;
}

export function messageName({ words: { names, plain } }, flight) {
  const name = names[flight.m] ?? flight.m;
  if (flight.w) return `${name} (${flight.w})`;
  if (isHeartbeat(flight)) return flight.g == null ? plain.heartbeat : plain.quiet;
  if (flight.g != null) return `${name} (${flight.g ? plain.yes : plain.no})`;
  return flight.c ? `${name} with ${counted(flight.c, "entry", "entries")}` : name;
}

/* The same for whoever knows no AppendEntries yet. */
export function plainName({ words: { plain } }, flight) {
  if (flight.w) return flight.w;
  if (flight.g != null) return `a ${flight.h ? plain.quiet : flight.g ? plain.yes : plain.no}`;
  if (flight.c > 1) return `${flight.c} ${plain.several}`;
  return `a ${isHeartbeat(flight) ? plain.heartbeat : plain[flight.m] ?? flight.m}`;
}

export function messageWords(run, flight) {
  const facts = flight.t == null ? [] : [`term ${flight.t}`];
  if (flight.ci != null) facts.push(`after index ${flight.p}`, `leader's commit index ${flight.ci}`);
  if (flight.o !== undefined && flight.o < flight.e) facts.push(`held back for ${shown(flight.e - flight.o)} ms`);
  facts.push(`sent at ${clock(flight.s)}`);
  return `${messageName(run, flight)} from ${flight.a} to ${flight.b}, ${facts.join(", ")}`;
}

/* A sentence of Python's: {name} stands for a value. */
export function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/* What happened, without why; `nameOf` gives a message its name. */
export function headline(run, event, nameOf = messageName) {
  const flight = event.f === undefined ? null : run.flight(event.f);
  if (event.k === "receive" && run.clients.includes(event.s)) return hears(run, flight);
  const template = run.words.headlines[event.k];
  if (template === undefined) return event.s ? `${event.k} at ${event.s}` : event.k;
  return filled(template, { s: event.s, x: detailWords(event.x), answer: event.x?.[1], c: event.x?.[2],
    at: clock(event.x), ...(flight && { m: nameOf(run, flight), a: flight.a, b: flight.b }) });
}

/* What a client is told. */
function hears({ words: { headlines } }, flight) {
  return filled(headlines.hear, { a: flight.a, b: flight.b, m: flight.w });
}

/* Settings with their values, the command of a command and its answer, or what is a text already. */
function detailWords(x) {
  if (!Array.isArray(x)) return x;
  return Array.isArray(x[0]) ? networkWords({ x }) : x[0];
}

export function networkWords({ x }) {
  return x.map((setting) => setting.join(" ")).join(", ");
}

/* The groups that a cut makes, if it cuts both ways between whole groups; else only that there is one. */
export function sides(links, servers) {
  const cut = new Set(links.flatMap(([from, to]) => [`${from}>${to}`, `${to}>${from}`]));
  const groups = new Map();
  for (const server of servers) {
    const reach = servers.filter((other) => !cut.has(`${server}>${other}`));
    groups.set(reach.join(" "), reach.length);
  }
  const members = [...groups.values()].reduce((sum, size) => sum + size, 0);
  return members === servers.length ? `cut: ${[...groups.keys()].join(" | ")}` : "cut";
}
