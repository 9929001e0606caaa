/* A client in the world: its box, and below it what it believes. */
import { put, set, svg } from "../../controls/js/nodes.js";
import { NAMED, RING } from "./layout.js";

const LINES = [15, 30]; // px below its box: what it was told, and what it does now

export class ClientMark {
  /* With hands it is a button, too. */
  constructor(id, { x, y }, hands) {
    const { halfWidth, halfHeight } = NAMED, isLeft = x < RING.width / 2;
    const edge = x + (isLeft ? -halfWidth : halfWidth), side = isLeft ? "raft-start" : "raft-end";
    this.id = id;
    this.lines = LINES.map((low) => svg("text", { x: edge, y: y + halfHeight + low,
      class: `raft-halo ${side}` }));
    this.node = svg("g", { class: "raft-client raft-named", "data-client": id,
      ...(hands ? { tabindex: 0, role: "button", "aria-haspopup": "dialog" } : { role: "img" }) },
      svg("rect", { x: x - halfWidth, y: y - halfHeight, width: 2 * halfWidth, height: 2 * halfHeight }),
      svg("text", { x, y: y + 5, class: "raft-name" }, id), ...this.lines);
  }

  /* Null before it has come. */
  settle(belief) {
    this.node.style.display = belief ? "" : "none";
    if (!belief || belief === this.belief) return;
    this.belief = belief;
    const said = belief.filter(Boolean);
    this.lines.forEach((line, place) => put(line, said[place] ?? ""));
    set(this.node, "aria-label", [`${this.id}, a client`, ...said].join(", "));
  }
}
