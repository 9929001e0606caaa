/* How much an event weighs for whoever watches: what is heavy is told at length, and no lighter one takes its place. */

export const WEIGHTS = { noise: -1, beat: 0, reply: 1, request: 2, vote: 3, turn: 4, broken: 5 };
const TOLD = new Set(["answer", "reply", "ask", "wait over"]);
const TURNS = new Set(["crash", "restart", "cut", "heal", "network", "hold", "hand-over", "command", "error"]);

/* A change of role, a crash, a cut, a commit; a vote; a request; a reply; a heartbeat; a heartbeat that nobody gets. */
export function weightOf(run, number) {
  const event = run.events[number];
  if (run.broken.some(([place]) => place === number)) return WEIGHTS.broken;
  if (TURNS.has(event.k)) return WEIGHTS.turn;
  const after = run.after[number], before = after && run.stateBefore(number);
  return Math.max(before ? changeWeight(before, after) : WEIGHTS.noise, messageWeight(run, event));
}

/* What a server has become, or learnt. */
function changeWeight(before, after) {
  if (before.look !== after.look) return WEIGHTS.turn;
  if (after.commit > before.commit) return after.look === "leader" ? WEIGHTS.turn : WEIGHTS.request;
  if (after.look === "candidate" && after.term > before.term) return WEIGHTS.turn; // it stands again
  const voted = after.vote != null && after.vote !== before.vote;
  return voted || after.votes.length > before.votes.length ? WEIGHTS.vote : WEIGHTS.noise;
}

function messageWeight(run, { k, f }) {
  if (TOLD.has(k)) return WEIGHTS.vote;
  const flight = f === undefined ? null : run.flight(f);
  if (!flight) return WEIGHTS.beat;
  if (flight.w) return WEIGHTS.vote;
  if (flight.h) return k === "lost" ? WEIGHTS.noise : WEIGHTS.beat;
  return flight.g == null ? WEIGHTS.request : WEIGHTS.reply;
}
