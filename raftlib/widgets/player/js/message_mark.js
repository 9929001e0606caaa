/* A message under way between two servers. */
import { put, set, svg } from "../../controls/js/nodes.js";
import { isHeartbeat, messageWords } from "./words.js";
import { dashes, headCorners, headPoints, POINT } from "./look.js";
import { isHeld, shareGone, shareReached } from "./travel.js";

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
    this.words = flight.w ?? (this.counts ? `+${flight.c}` : "");
    put(this.label, this.words);
    put(this.title, messageWords(this.ring.run, flight));
    this.lost = null;
    this.node.style.display = "";
  }

  show(time) {
    const { flight, way, holds } = this;
    const share = this.reach * shareGone(flight, time, holds);
    const x = this.x = way.x0 + (way.x2 - way.x0) * share, y = this.y = way.y0 + (way.y2 - way.y0) * share;
    this.line.setAttribute("x2", x.toFixed(1));
    this.line.setAttribute("y2", y.toFixed(1));
    this.head.setAttribute("points", headPoints(x, y, this.corners));
    if (holds.length) put(this.label, isHeld(holds, time) ? "held" : this.words);
    if (this.counts || holds.length) {
      this.label.setAttribute("x", (x - 5).toFixed(1));
      this.label.setAttribute("y", (y - 8).toFixed(1));
    }
    const lost = Boolean(flight.l) && time >= flight.e;
    if (lost !== this.lost) this.showLost(lost);
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
