/* A message under way between two servers. */
import { put, set, svg } from "../../controls/js/nodes.js";
import { isHeartbeat, messageWords } from "./words.js";
import { dashes, headCorners, headPoints, POINT } from "./look.js";
import { isHeld, shareGone, shareReached } from "./travel.js";

const LETTER = { size: 11, half: 3.5, high: 11 }; // px, of its words
const AIR = 2, ASIDE = 8; // px between words; from its line to its words
const NOWHERE = { x: -999, y: -999 };

/* One message of the pool: made once, lent to one flight after another. What changes in each frame are the attributes
 * x2, y2 and points: unlike d and transform they are no matter of style to the browser, which is much faster. */
export class MessageMark {
  constructor(ring) {
    this.ring = ring;
    this.line = svg("line");
    this.title = svg("title");
    this.head = svg("polygon", { "stroke-width": 1.3 }, this.title);
    this.cross = svg("path", { class: "raft-cross" });
    this.label = svg("text", { class: "raft-small raft-halo" });
    this.node = svg("g", { class: "raft-message" }, this.line, this.head, this.cross, this.label);
    this.x = this.y = 0;
  }

  get letter() {
    return LETTER;
  }

  /* From now on this is the mark of a flight. */
  lend(flight) {
    const style = this.ring.look.message(flight);
    this.flight = flight;
    this.way = this.ring.ways[flight.a][flight.b];
    this.corners = headCorners(this.way.alongX, this.way.alongY, style.barbs);
    this.reach = shareReached(flight);
    this.holds = this.ring.run.holdsOf(flight);
    set(this.line, "x1", this.way.x0.toFixed(1));
    set(this.line, "y1", this.way.y0.toFixed(1));
    set(this.line, "stroke", style.colour);
    set(this.line, "stroke-width", String(style.width * POINT));
    set(this.line, "stroke-dasharray", dashes(style).join(" ") || "none");
    set(this.head, "stroke", style.colour);
    set(this.head, "fill", flight.g === false ? "var(--raft-paper)" : style.colour);
    this.counts = Boolean(flight.w) || (flight.g == null && flight.c > 0);
    set(this.node, "class", isHeartbeat(flight) ? "raft-message raft-pale" : "raft-message");
    set(this.node, "data-flight", String(flight.n));
    this.words = this.ownWords = flight.w ?? (this.counts ? `+${flight.c}` : "");
    put(this.label, this.words);
    put(this.title, messageWords(this.ring.run, flight));
    this.lost = null;
    this.spot = NOWHERE; // until it is shown
    this.node.style.display = "";
  }

  show(time) {
    const { flight, way, holds } = this;
    const share = this.reach * shareGone(flight, time, holds);
    const x = this.x = way.x0 + (way.x2 - way.x0) * share, y = this.y = way.y0 + (way.y2 - way.y0) * share;
    this.line.setAttribute("x2", x.toFixed(1));
    this.line.setAttribute("y2", y.toFixed(1));
    this.head.setAttribute("points", headPoints(x, y, this.corners));
    const lost = Boolean(flight.l) && time >= flight.e;
    if (lost) this.words = "";
    else if (this.counts || holds.length) this.showWords(time);
    if (lost !== this.lost) this.showLost(lost);
  }

  /* To the left of its head, where neither its own line is nor that of the answer. */
  showWords(time) {
    const { holds, way } = this;
    this.words = isHeld(holds, time) ? "held" : this.ownWords;
    const aside = ASIDE + Math.abs(way.alongY) * this.half;
    this.writeAt({ x: this.x + way.alongY * aside, y: this.y - way.alongX * aside });
  }

  /* Its words there, unless they would stand on others. */
  writeAt(spot) {
    this.spot = spot;
    this.label.setAttribute("x", spot.x.toFixed(1));
    this.label.setAttribute("y", (spot.y + 4).toFixed(1));
    put(this.label, this.givesWay() ? "" : this.words);
  }

  get half() {
    return this.words.length * this.letter.half * this.grown;
  }

  get high() {
    return this.letter.high * this.grown;
  }

  /* How many times larger its words are where the ring is small. */
  get grown() {
    return Math.max(1, this.ring.least / this.letter.size);
  }

  /* Whether its words would stand on others: on those of a message sent before it, or that arrives, if it gets lost. */
  givesWay() {
    const { n, l } = this.flight;
    return [...this.ring.busy.values()].some((other) => other.words && this.touches(other)
      && (Boolean(l) === Boolean(other.flight.l) ? other.flight.n < n : l));
  }

  touches({ spot, half }) {
    return Math.abs(spot.x - this.spot.x) < half + this.half + AIR
      && Math.abs(spot.y - this.spot.y) < this.high;
  }

  /* Whether its line, its head or its words come into a box with this middle. */
  comesInto(x, y, halfWidth, halfHeight) {
    const { way, spot, half, high } = this;
    const isNear = Math.abs(spot.x - x) < half + halfWidth && Math.abs(spot.y - y) < high / 2 + halfHeight;
    return (this.words && isNear) || runsThrough(way.x0, this.x, x, halfWidth, way.y0, this.y, y, halfHeight);
  }

  showLost(lost) {
    this.lost = lost;
    this.head.style.display = lost ? "none" : "";
    this.label.style.display = lost ? "none" : "";
    this.cross.style.display = lost ? "" : "none";
    if (lost) set(this.cross, "d", `M${this.x - 5} ${this.y - 5}l10 10m-10 0l10 -10`);
  }

  give() {
    this.node.style.display = "none";
    this.node.classList.remove("chosen");
  }
}

/* Whether a straight line runs through a box: is between its sides while it is between its top and its bottom. */
export function runsThrough(x0, x1, x, halfWidth, y0, y1, y, halfHeight) {
  const [over, on] = [within(x0, x1, x, halfWidth), within(y0, y1, y, halfHeight)];
  return Math.max(over[0], on[0], 0) <= Math.min(over[1], on[1], 1);
}

/* From which share of its way to which something is so near to a middle. */
function within(from, to, middle, half) {
  if (Math.abs(to - from) < 0.01) return Math.abs(from - middle) < half ? [0, 1] : [1, 0];
  const ends = [middle - half, middle + half].map((end) => (end - from) / (to - from));
  return [Math.min(...ends), Math.max(...ends)];
}
