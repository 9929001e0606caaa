/* The signs on buttons. */
import { svg } from "../../controls/js/nodes.js";

const ICONS = {
  play: "M3 2l11 6-11 6z", pause: "M3 2h4v12H3zM9 2h4v12H9z", next: "M2 2l8 6-8 6zM11 2h2.5v12H11z",
  previous: "M14 2L6 8l8 6zM2.5 2H5v12H2.5z", jump: "M1 3l6 5-6 5zM7 3l6 5-6 5zM13 3h2v10h-2z",
};

export function icon(name) {
  return svg("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" },
    svg("path", { d: ICONS[name] }));
}
