/* What a slider looks like: its label, and beside it, or below where there is no room, its track and its fields. */
import { html } from "./nodes.js";

export function row(element, label, track, fields, refusals) {
  element.append(html("div", { class: "raft-row" },
    html("span", { class: "raft-label", "aria-hidden": "true", title: label }, label),
    html("span", { class: "raft-set" }, track, html("span", { class: "raft-fields" }, ...fields))), ...refusals);
}

/* The line under the handles, filled between two places of it, from 0 to 1; the middle parts what is tapped on. */
export function fill(track, from, to) {
  track.style.setProperty("--from", from);
  track.style.setProperty("--to", to);
}
