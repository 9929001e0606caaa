/* A server of a story: it shows of itself what the story has explained by then, if it is one that is seen. */
import { set } from "../../widgets/controls/js/nodes.js";
import { ServerMark } from "../../widgets/player/js/server_mark.js";

const NEUTRAL = "follower"; // whose edge and words a server has whose role is not yet told
const BLANK = "#ffffff"; // and this fill

export class Disc extends ServerMark {
  settle(state, servers, flags) {
    const told = `${this.ring.eye} ${[...this.ring.shown].join(" ")}`;
    if (told !== this.told) this.state = null; // what stands on it must be written anew
    this.told = told;
    super.settle(this.seen(state), servers, flags);
    if (this.disguised !== this.real) set(this.disc, "fill", BLANK);
    this.node.classList.toggle("unseen", !this.isSeen);
    this.node.classList.toggle("untimed", !this.isSeen || state.look === "leader"); // its timer is another one
    if (this.isSeen) return;
    this.node.setAttribute("aria-label", `${this.id}, unseen`);
    this.title.textContent = "";
  }

  get isSeen() {
    return this.ring.sees(this.id);
  }

  /* The state as it may be seen: without a role that is not told of yet. The same object for the same state. */
  seen(state) {
    if (state !== this.real || this.told !== this.seenTold) {
      this.real = state;
      this.seenTold = this.told;
      this.disguised = this.isSeen && (this.ring.shown.has("role") || state.down) ? state
        : Object.create(state, { look: { value: NEUTRAL } });
    }
    return this.disguised;
  }

  wordsOf({ look, term, down }, votes) {
    const { shown } = this.ring;
    if (!this.isSeen) return this.inLines("", "", "");
    return this.inLines(shown.has("role") || down ? look : "", shown.has("term") && term ? term : "",
      shown.has("votes") ? votes : "");
  }
}
