/* Legends: each stays beside its picture. */
import { grow, html, svg } from "./nodes.js";
import { CROSS, HEAD, linePath, paintEdge, TRIANGLE } from "./look.js";

function legendEntry(words, ...marks) {
  return html("li", {}, svg("svg", { viewBox: "0 0 34 16", width: 34, height: 16, "aria-hidden": "true" }, ...marks),
    words);
}

function legendMessage(look, kind, words, { pale = false, hollow = false, lost = false } = {}) {
  const style = (pale ? look.pale : look.messages)[kind];
  const fill = hollow ? "var(--raft-paper)" : style.colour;
  const end = lost ? svg("path", { d: CROSS, class: "raft-cross", transform: "translate(27 8) scale(0.8)" })
    : svg("path", { d: HEAD, transform: "translate(33 8)", stroke: style.colour, fill });
  return grow(legendEntry(words, linePath(style, { d: "M1 8H26" }), end), pale ? { class: "raft-pale" } : {}, []);
}

function legendRole(look, role) {
  const disc = svg("circle", { cx: 17, cy: 8, r: 6.5, fill: look.roles[role].fill });
  paintEdge(disc, look.roles[role]);
  return legendEntry(role, disc);
}

function legendRing(words, kind, flag) {
  return legendEntry(words, svg("g", { class: `raft-server ${flag}` },
    svg("circle", { cx: 17, cy: 8, r: 4, fill: "var(--raft-line)" }),
    svg("circle", { cx: 17, cy: 8, r: 7, class: kind })));
}

function legendClient(words, kind) {
  return legendEntry(words, svg("g", { class: "raft-client-arrow" }, svg("path", { d: "M1 8H26", class: kind }),
    svg("path", { d: HEAD, transform: "translate(33 8)", fill: "currentColor" })));
}

export function ringLegend(look) {
  return html("ul", { class: "raft-legend raft-ring-legend", "aria-label": "legend of the servers and messages" },
    ...Object.keys(look.roles).map((role) => legendRole(look, role)),
    legendMessage(look, "RequestVote", "RequestVote"), legendMessage(look, "RequestVoteReply", "reply: yes"),
    legendEntry("votes / needed", svg("text", { x: 17, y: 12, class: "raft-small" }, "2/3")),
    legendMessage(look, "RequestVoteReply", "reply: no", { hollow: true }),
    legendMessage(look, "AppendEntries", "AppendEntries"), legendMessage(look, "AppendEntriesReply", "reply: ok"),
    legendEntry("with entries", svg("text", { x: 17, y: 12, class: "raft-small" }, "+2")),
    legendMessage(look, "AppendEntriesReply", "reply: no", { hollow: true }),
    legendMessage(look, "AppendEntries", "heartbeat", { pale: true }),
    legendMessage(look, "AppendEntriesReply", "its reply", { pale: true }),
    legendClient("command", "raft-asks"), legendClient("answer", "raft-answers"),
    legendMessage(look, "AppendEntries", "lost", { lost: true }),
    legendEntry("cut link", svg("path", { d: "M1 8H33", class: "raft-cut-line" }),
      svg("path", { d: CROSS, class: "raft-cross", transform: "translate(17 8) scale(0.8)" })),
    legendEntry("timer left", svg("circle", { cx: 17, cy: 8, r: 6, class: "raft-track" }),
      svg("circle", { cx: 17, cy: 8, r: 6, class: "raft-arc", pathLength: 1, "stroke-dasharray": "0.6 2",
        transform: "rotate(-90 17 8)" })),
    legendRing("chosen", "raft-chosen-ring", "chosen"), legendRing("to be cut off", "raft-group-ring", "grouped"),
    legendRing("breaks safety", "raft-offender", "offends"));
}

export function outLampIcon(size) {
  return svg("svg", { viewBox: "0 0 14 14", width: size, height: size, "aria-hidden": "true" },
    svg("circle", { cx: 7, cy: 7, r: 5.5 }), svg("path", { d: "M3 3L11 11M3 11L11 3", class: "raft-cross" }));
}

export function stripLegend(look) {
  return html("ul", { class: "raft-legend raft-wide", "aria-label": "legend of the strip" },
    legendEntry("sent", svg("circle", { cx: 17, cy: 8, r: 2.5, fill: "currentColor" })),
    legendEntry("election timeout",
      svg("path", { d: "M17 1L24 8L17 15L10 8Z", fill: look.timeout, stroke: look.black })),
    legendEntry("crash", svg("path", { d: CROSS, class: "raft-cross", transform: "translate(17 8) scale(1.2)" })),
    legendEntry("restart",
      svg("circle", { cx: 17, cy: 8, r: 5.5, fill: "var(--raft-paper)", stroke: look.fault, "stroke-width": 2.2 })),
    legendEntry("a term begins", svg("path", { d: "M17 1V15", stroke: "currentColor", "stroke-width": 2 })),
    legendEntry("network changed", svg("path", { d: "M17 0V16", class: "raft-cut-line" })),
    legendEntry("moment shown", svg("path", { d: "M12 0H22L17 6ZM16 4H18V16H16Z", fill: "currentColor" })),
    legendEntry("a property is broken", svg("path", { d: "M17 0V16", class: "raft-break-line" }),
      svg("g", { class: "out", transform: "translate(11.5 2.5) scale(0.8)" }, outLampIcon(14))),
    grow(legendEntry("first difference", svg("path", { d: "M17 0V16", class: "raft-difference-line" })),
      { class: "raft-only-comparing" }, []));
}

export function gridLegend(look) {
  const sample = { x: 9, y: 1, width: 16, height: 14, fill: "var(--raft-sample)" };
  const cell = (stage, ...more) => [svg("rect", { ...sample, class: `raft-cell raft-${stage}` }), ...more];
  return html("ul", { class: "raft-legend raft-wide", "aria-label": "legend of the logs" },
    legendEntry("not known to be committed", ...cell("appended")),
    legendEntry("known to be committed", ...cell("committed")),
    legendEntry("applied", ...cell("applied", svg("rect", { x: 20, y: 1, width: 5, height: 5, fill: look.black }))),
    legendEntry("from a conflict on",
      ...cell("appended", svg("path", { d: "M9 1L25 15M9 15L25 1", class: "raft-cross" }))),
    legendEntry("match_index: agrees up to here",
      svg("path", { d: TRIANGLE, class: "raft-match", transform: "translate(17 3)" })),
    legendEntry("next_index: sent next",
      svg("path", { d: TRIANGLE, class: "raft-next", transform: "translate(17 3)" })),
    html("li", {}, "number and tint: term"));
}
