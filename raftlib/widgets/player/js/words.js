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

/* A value as Python's format would write it into a sentence. */
function worded(value, quoted) {
  if (value === null || value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return value.map((each) => worded(each, false)).join(", ");
  return quoted && typeof value === "string" ? `'${value}'` : String(value);
}

/* What decided at an event, in order: the rule's id ("" for a text of its own) and the sentence. */
export function reasons(run, event) {
  return (event.n || []).map(([reason, ...values]) => {
    const template = run.sentences[reason];
    if (template === undefined) return { rule: "", why: reason };
    let place = 0;
    return { rule: reason.split(" ")[0],
      why: template.replace(/\{(!r)?\}/g, (_, quoted) => worded(values[place++], quoted)) };
  });
}

export function isHeartbeat(flight) {
  return flight.m.startsWith("AppendEntries") && !flight.c && flight.g !== false;
}

function verdict(flight) {
  if (flight.g === null || flight.g === undefined) return "";
  if (flight.m === "RequestVoteReply") return flight.g ? " (vote granted)" : " (vote refused)";
  return flight.g ? " (success)" : " (refused)";
}

export function messageName(flight) {
  if (flight.m !== "AppendEntries") return flight.m + verdict(flight);
  return flight.c ? `AppendEntries with ${counted(flight.c, "entry", "entries")}` : "AppendEntries (heartbeat)";
}

export function messageWords(flight) {
  const facts = [`term ${flight.t}`];
  if (flight.m === "AppendEntries") facts.push(`after index ${flight.p}`, `leader's commit index ${flight.ci}`);
  if (flight.o !== undefined && flight.o < flight.e) facts.push(`held back for ${shown(flight.e - flight.o)} ms`);
  return `${messageName(flight)} from ${flight.a} to ${flight.b}, ${facts.join(", ")}, sent at ${clock(flight.s)}`;
}

/* What happened, without why. */
export function headline(run, event) {
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
