/* A server of a story: it shows of itself what the story has explained by then. */
import { ServerMark } from "../../widgets/player/js/server_mark.js";

const NEUTRAL = "follower"; // how a server looks whose role is not yet told

export class Disc extends ServerMark {
  settle(state, servers, flags) {
    const told = [...this.ring.shown].join(" ");
    if (told !== this.told) this.state = null; // what stands on it must be written anew
    this.told = told;
    super.settle(this.seen(state), servers, flags);
  }

  /* The state as it may be seen: without a role that is not told of yet. The same object for the same state. */
  seen(state) {
    if (state !== this.real || this.told !== this.seenTold) {
      this.real = state;
      this.seenTold = this.told;
      this.disguised = this.ring.shown.has("role") || state.down ? state
        : Object.create(state, { look: { value: NEUTRAL } });
    }
    return this.disguised;
  }

  wordsOf({ look, term, down }, votes) {
    const { shown } = this.ring;
    return [this.id, shown.has("role") || down ? look : "", shown.has("term") ? `term ${term}` : "",
      shown.has("votes") ? votes : ""];
  }
}
