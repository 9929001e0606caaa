/* Up to where each run has been shown: what comes after that is hidden, unless it is asked for. */

export class Horizon {
  constructor() {
    Object.assign(this, { seen: new Map(), isAhead: false });
  }

  /* A run has been shown up to a moment (µs). */
  reach(run, time) {
    this.seen.set(run.number, Math.max(time, this.seen.get(run.number) ?? 0));
  }

  /* The moment (µs) up to which a run may be shown. */
  of(run) {
    return this.isAhead ? Infinity : this.seen.get(run?.number) ?? 0;
  }
}
