/* What all wait for, while no message is under way. */
import { filled, shown } from "./words.js";

/* "S1 is down; the four others wait for their timers: S3's is the next, at 549 ms." "" while messages are under way. */
export function waitingWords(run, time, k) {
  const found = [], count = run.flightsAt(time, found);
  if (k === 0 || found.slice(0, count).some((place) => run.flights[place].e > time)) return "";
  const states = run.servers.map((id) => ({ id, state: run.stateOf(id, k) }));
  const down = states.filter(({ state }) => state.down).map(({ id }) => id);
  const { down: template } = run.words.waiting;
  const clauses = down.length
    ? [filled(template, { servers: down.join(" and "), are: down.length > 1 ? "are" : "is" })] : [];
  clauses.push(nextTimer(run, states, down));
  const words = clauses.join("; ");
  return `${words[0].toUpperCase()}${words.slice(1)}.`;
}

function nextTimer({ words: { waiting, numbers } }, states, down) {
  const timed = states.filter(({ state }) => !state.down && state.deadline != null);
  if (!timed.length) return waiting.nobody;
  const next = timed.reduce((best, each) => (each.state.deadline < best.state.deadline ? each : best));
  const values = { server: next.id, at: `${shown(next.state.deadline)} ms` };
  if (next.state.role === "leader") return filled(waiting.heartbeat, values);
  const waits = timed.filter(({ state }) => state.role !== "leader");
  if (waits.length === 1) return filled(waiting.alone, values);
  const number = numbers[waits.length] ?? waits.length;
  const who = filled(down.length || waits.length < timed.length ? waiting.others : waiting.all, { count: number });
  return filled(waiting.timers, { ...values, count: who });
}
