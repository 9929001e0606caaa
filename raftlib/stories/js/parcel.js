/* A message of a story: it bears a word for what it says. */
import { clamp } from "../../widgets/player/js/numbers.js";
import { pointOn } from "../../widgets/player/js/layout.js";
import { isHeartbeat } from "../../widgets/player/js/words.js";
import { MessageMark } from "../../widgets/player/js/message_mark.js";
import { shareGone } from "../../widgets/player/js/travel.js";

const SEEN_FROM = 0.03, SPEAKS_FROM = 0.08; // of its way
const FROM = 0.25, TO = 0.62; // where its words stand: nearer to a disc they would be on it
const SHIFTS = [0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3]; // of its way: where else they may be
const NEAREST = 0.1; // to its ends, but no nearer
const LETTER = { size: 13, half: 3.9, high: 13 }; // px
const EDGE = 0.5; // of the way from the ring's middle to a server: what runs farther out is between neighbours

export class Parcel extends MessageMark {
  lend(flight) {
    super.lend(flight);
    this.counts = true; // its words move along with its head
    this.saying = saying(flight, this.ring.run);
    this.words = ""; // until it is shown
    const { x0, y0, x2, y2, alongX } = this.way;
    this.from = Math.min(TO, Math.max(FROM, (Math.abs(alongX) * this.half) / Math.hypot(x2 - x0, y2 - y0)));
    // To the left of its way, where neither its own line is nor that of the answer, or, between neighbours, outside of
    // the ring, where no other way is.
    this.side = this.outside() || 1;
  }

  get speaks() {
    return this.words !== "";
  }

  /* On its first steps it has nothing on it yet: there stand all messages that were sent with it. */
  show(time) {
    const { flight, holds } = this, gone = shareGone(flight, time, holds), isSeen = this.ring.sees(flight.a, flight.b);
    this.words = isSeen && gone >= SPEAKS_FROM ? this.saying : "";
    this.node.style.visibility = isSeen && gone >= SEEN_FROM ? "visible" : "hidden";
    super.show(time);
  }

  /* They stay on their side as long as there is room; where there is none on either, nothing is said. */
  showWords(time) {
    const { flight, holds, from } = this, gone = clamp(this.reach * shareGone(flight, time, holds), from, TO);
    const spots = [this.side, -this.side].flatMap((side) => SHIFTS.map((shift) =>
      ({ side, ...this.besides(clamp(gone + shift, NEAREST, 1 - NEAREST), side) })));
    const spot = spots.find((each) => this.ring.isFree(each, this.half) && this.isApart(each));
    if (spot) this.side = spot.side;
    else this.words = "";
    this.writeAt(spot ?? spots[0]);
  }

  isApart(spot) {
    this.spot = spot;
    return !this.givesWay();
  }

  /* That of all it will say, also before it says it. */
  get half() {
    return this.saying.length * this.letter.half * this.grown;
  }

  get letter() {
    return LETTER;
  }

  /* The place of its words at a share of its way, on its left (1) or right (-1). */
  besides(share, side) {
    const { alongX, alongY } = this.way, { x, y } = pointOn(this.way, share);
    const aside = side * (12 + Math.abs(alongY) * this.half);
    return { x: x + alongY * aside, y: y - alongX * aside };
  }

  /* Which side of its way is outside of the ring, 0 where its way does not run along the edge. */
  outside() {
    const { places: all, run: { servers } } = this.ring, places = servers.map((id) => all[id]);
    const middle = pointOn(this.way, 0.5), { alongX, alongY } = this.way;
    const mean = (name) => places.reduce((sum, place) => sum + place[name], 0) / places.length;
    const x = middle.x - mean("x"), y = middle.y - mean("y");
    const widest = Math.max(...places.map((place) => Math.hypot(place.x - mean("x"), place.y - mean("y"))));
    return Math.hypot(x, y) > EDGE * widest ? Math.sign(x * alongY - y * alongX) : 0;
  }
}

/* What a message says, in a word or two. */
function saying(flight, run) {
  const { plain } = run.words;
  if (flight.w) return flight.w;
  if (flight.g != null) return flight.h ? "" : flight.g ? plain.yes : plain.no;
  if (flight.c) return entriesOf(flight, run);
  if (!isHeartbeat(flight)) return plain[flight.m] ?? flight.m;
  return tellsOfCommit(flight, run) ? "committed" : plain.heartbeat;
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
