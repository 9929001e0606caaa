/* A message of a story: it bears a word for what it says. */
import { clamp } from "../../widgets/player/js/numbers.js";
import { pointOn } from "../../widgets/player/js/layout.js";
import { put } from "../../widgets/player/js/nodes.js";
import { MessageMark } from "../../widgets/player/js/message_mark.js";
import { shareGone } from "../../widgets/player/js/travel.js";

const SEEN_FROM = 0.03, SPEAKS_FROM = 0.2; // of its way
const WORDS = [0.25, 0.62]; // where its words stand: nearer to a disc they would be on it
const HALF_LETTER = 3.6; // px

export class Parcel extends MessageMark {
  lend(flight) {
    super.lend(flight);
    this.counts = true; // its words move along with its head
    this.words = saying(flight, this.ring.run);
    this.saying = this.words;
  }

  get speaks() {
    return this.words !== "";
  }

  /* On its first steps it has nothing on it yet: there stand all messages that were sent with it. */
  show(time) {
    const { flight, holds } = this, gone = shareGone(flight, time, holds);
    this.words = gone < SPEAKS_FROM ? "" : this.saying;
    put(this.label, this.words);
    this.node.style.visibility = gone < SEEN_FROM ? "hidden" : "visible";
    super.show(time);
    // To the left of its way, where neither its own line is nor that of the answer.
    const { alongX, alongY } = this.way, { x, y } = pointOn(this.way, clamp(this.reach * gone, ...WORDS));
    const aside = 12 + Math.abs(alongY) * this.words.length * HALF_LETTER;
    this.label.setAttribute("x", (x + alongY * aside).toFixed(1));
    this.label.setAttribute("y", (y - alongX * aside + 4).toFixed(1));
  }
}

/* What a message says, in a word or two. */
function saying(flight, run) {
  switch (flight.m) {
    case "RequestVote": return "your vote?";
    case "RequestVoteReply": return flight.g ? "yes" : "no";
    case "AppendEntries":
      if (flight.c) return entriesOf(flight, run);
      return tellsOfCommit(flight, run) ? "committed" : "I lead";
    default:
      if (!flight.g) return "no";
      return flight.c ? "written" : "";
  }
}

/* Whether it tells its receiver that more is committed than that knows. */
function tellsOfCommit(flight, run) {
  return flight.ci > run.stateOf(flight.b, run.countAt(flight.s)).commit;
}

/* The commands that it brings, as its sender's log has them. */
function entriesOf(flight, run) {
  const log = run.stateOf(flight.a, run.countAt(flight.s)).log;
  return log.slice(flight.p, flight.p + flight.c).map(([, command]) => command).join(", ");
}
