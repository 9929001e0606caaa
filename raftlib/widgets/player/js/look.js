/* How roles, messages and terms are drawn, as in raftlib.pictures.style; and the shapes that stand for them. */
import { set, svg } from "../../controls/js/nodes.js";
import { isHeartbeat } from "./words.js";

export const POINT = 1.2; // px for a point of line width
export const HEAD = "M0 0L-11 -5L-11 5Z";
export const CROSS = "M-5 -5L5 5M-5 5L5 -5";
export const TRIANGLE = "M0 0L-6 10L6 10Z";

export class Look {
  constructor(look) {
    Object.assign(this, look);
    this.roles = Object.fromEntries(Object.entries(look.roles).map(([role, style]) =>
      [role, { ...style, edge: this.inked(style.edge) }]));
    this.messages = Object.fromEntries(Object.entries(look.messages).map(([kind, style]) =>
      [kind, { ...style, colour: this.inked(style.colour) }]));
  }

  /* Black would be lost on a dark page: there it takes the colour of the words. */
  inked(colour) {
    return colour === this.black ? "currentColor" : colour;
  }

  message(flight) {
    return (isHeartbeat(flight) ? this.pale : this.messages)[flight.m];
  }

  term(term) {
    return this.terms[(Math.max(term, 1) - 1) % this.terms.length];
  }
}

/* The corners of an arrow head, from its tip, along a direction: so many barbs, one behind the other. */
export function headCorners(alongX, alongY, barbs) {
  const long = barbs === 1 ? 11 : 7, there = [[0, 0]], back = [];
  for (let barb = 1; barb <= barbs; barb++) {
    const x = -long * barb * alongX, y = -long * barb * alongY, middle = barb < barbs ? [[x, y]] : [];
    there.push([x - 5 * alongY, y + 5 * alongX], ...middle);
    back.unshift(...middle, [x + 5 * alongY, y - 5 * alongX]);
  }
  return [...there, ...back];
}

/* The same with its tip at a place, as SVG has it. */
export function headPoints(x, y, corners) {
  return corners.map(([right, down]) => `${(x + right).toFixed(1)},${(y + down).toFixed(1)}`).join(" ");
}

/* As in matplotlib, dashes grow with the width of the line. */
export function dashes(style) {
  return Array.isArray(style.dash) ? style.dash.map((length) => length * style.width * POINT) : [];
}

export function paintEdge(node, style) {
  set(node, "stroke", style.edge);
  set(node, "stroke-width", String(style.width * POINT));
  set(node, "stroke-dasharray", dashes(style).join(" ") || "none");
}

export function linePath(style, attributes) {
  return svg("path", { fill: "none", stroke: style.colour, "stroke-width": style.width * POINT,
    "stroke-dasharray": dashes(style).join(" ") || "none", ...attributes });
}
