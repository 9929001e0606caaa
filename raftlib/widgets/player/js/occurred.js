/* What has occurred in a run so far, of all that a legend can name. */

/* The key of a kind of message in a legend. */
export function messageKey({ m, g, h }) {
  return `${m} ${g ?? null} ${h}`;
}

/* What it has seen stays: a moment before it is shown with the same legend. */
export class Occurred {
  constructor(run) {
    Object.assign(this, { run, keys: new Set(), held: new Map(), k: 0, sent: 0 });
  }

  /* The keys of all that has occurred in the first `k` events of the run, and up to a time. */
  upTo(k, time) {
    const { run, keys } = this;
    for (; this.k < k; this.k++) this.see(run.events[this.k], run.after[this.k]);
    for (; this.sent < run.flights.length && run.flights[this.sent].s <= time; this.sent++) {
      const flight = run.flights[this.sent];
      keys.add(messageKey(flight));
      if (flight.c && flight.g == null) keys.add("entries");
    }
    return keys;
  }

  see(event, state) {
    const { keys } = this;
    keys.add(event.k);
    if (!state) return;
    keys.add(state.look);
    if (state.look === "leader") keys.add("leads");
    if (state.term > 0) keys.add("term");
    if (event.st?.log && event.st.log.keep < this.held.get(event.s)) keys.add("conflict"); // entries are deleted
    this.held.set(event.s, state.log.length);
    if (state.log.length) keys.add("appended");
    if (state.commit) keys.add("committed");
    if (state.applied) keys.add("applied");
  }
}
