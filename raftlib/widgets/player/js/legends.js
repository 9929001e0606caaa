/* Legends: each stays beside its picture, and names what has occurred so far. */
import { html, svg } from "../../controls/js/nodes.js";
import { CROSS, HEAD, headCorners, headPoints, linePath, paintEdge, TRIANGLE } from "./look.js";
import { messageKey } from "./occurred.js";

/* A list of samples, each with the key of what must have occurred; none is needed for one without a key. */
class Legend {
  constructor(label, kind, samples) {
    Object.assign(this, { samples, named: [] });
    this.node = html("ul", { class: `raft-legend ${kind}`, "aria-label": label, hidden: true });
  }

  /* What occurs for the first time comes last, so that all that is named already keeps its place. */
  settle(keys) {
    if (keys.size === this.shown && keys === this.keys) return;
    Object.assign(this, { keys, shown: keys.size });
    const occurs = ({ when }) => when.length === 0 || when.some((each) => keys.has(each));
    const named = this.named.filter(occurs);
    this.named = [...named, ...this.samples.filter((each) => occurs(each) && !named.includes(each))];
    this.node.replaceChildren(...this.named.map(({ node }) => node));
    this.node.hidden = this.named.length === 0;
  }
}

/* `when` are keys of which one must have occurred. */
function sample(when, words, ...marks) {
  const node = html("li", {}, svg("svg", { viewBox: "0 0 34 16", width: 34, height: 16, "aria-hidden": "true" },
    ...marks), words);
  return { when, node };
}

/* Words for whoever knows the names of messages, and for whoever does not. */
function twoWays(exact, plain) {
  return plain === exact ? exact : html("span", {}, html("span", { class: "raft-exact" }, exact),
    html("span", { class: "raft-simple" }, plain));
}

function message(look, told) {
  const style = (told.h ? look.pale : look.messages)[told.m];
  const fill = told.g === false ? "var(--raft-paper)" : style.colour;
  const end = svg("polygon", { points: headPoints(33, 8, headCorners(1, 0, style.barbs)), stroke: style.colour, fill });
  const line = linePath(style, { d: `M1 8H${style.barbs > 1 ? 20 : 26}` });
  const made = sample([messageKey(told)], twoWays(told.words, told.plain), line, end);
  made.node.classList.toggle("raft-pale", told.h);
  return made;
}

function lost() {
  return sample(["lost"], "lost", svg("path", { d: "M1 8H26", stroke: "currentColor", fill: "none" }),
    svg("path", { d: CROSS, class: "raft-cross", transform: "translate(27 8) scale(0.8)" }));
}

function role(look, name) {
  const disc = svg("circle", { cx: 17, cy: 8, r: 6.5, fill: look.roles[name].fill });
  paintEdge(disc, look.roles[name]);
  return sample([name], name, disc);
}

function ring(when, words, kind, flag) {
  return sample(when, words, svg("g", { class: `raft-server ${flag}` },
    svg("circle", { cx: 17, cy: 8, r: 4, fill: "var(--raft-line)" }),
    svg("circle", { cx: 17, cy: 8, r: 7, class: kind })));
}

/* A disc with its timer. */
function timer(fill) {
  const ring = { cx: 17, cy: 8, r: 6 };
  return [svg("circle", { ...ring, r: 4, fill }), svg("circle", { ...ring, class: "raft-track" }),
    svg("circle", { ...ring, class: "raft-arc", pathLength: 1, "stroke-dasharray": "0.6 2",
      transform: "rotate(-90 17 8)" })];
}

function client(when, words, kind) {
  return sample(when, words, svg("g", { class: "raft-client-arrow" }, svg("path", { d: "M1 8H26", class: kind }),
    svg("path", { d: HEAD, transform: "translate(33 8)", fill: "currentColor" })));
}

function small(text) {
  return svg("text", { x: 17, y: 12, class: "raft-small" }, text);
}

export function ringLegend(look) {
  return new Legend("legend of the servers and messages", "raft-ring-legend", [
    ...Object.keys(look.roles).map((name) => role(look, name)),
    sample([], "timer left", ...timer("var(--raft-paper)")),
    // One sentence, since beside the words there is no room for what stands on a disc.
    sample(["candidate"], "2 more votes", svg("text", { x: 17, y: 12, class: "raft-votes" },
      look.needs.replace(" {}", ""))),
    sample(["leads"], "next heartbeat", ...timer(look.roles.leader.fill)),
    ...look.legend.map((told) => message(look, told)),
    sample(["entries"], twoWays("with entries", "commands"), small("+2")),
    client(["command"], "command", "raft-asks"), client(["answer"], "answer", "raft-answers"), lost(),
    sample(["cut"], "cut link", svg("path", { d: "M1 8H33", class: "raft-cut-line" }),
      svg("path", { d: CROSS, class: "raft-cross", transform: "translate(17 8) scale(0.8)" })),
    ring(["chosen"], "chosen", "raft-chosen-ring", "chosen"),
    ring(["group"], "to be cut off", "raft-group-ring", "grouped"),
    ring(["broken"], "breaks safety", "raft-offender", "offends")]);
}

export function outLampIcon(size) {
  return svg("svg", { viewBox: "0 0 14 14", width: size, height: size, "aria-hidden": "true" },
    svg("circle", { cx: 7, cy: 7, r: 5.5 }), svg("path", { d: "M3 3L11 11M3 11L11 3", class: "raft-cross" }));
}

export function stripLegend(look) {
  const upright = (kind) => svg("path", { d: "M17 0V16", class: kind });
  return new Legend("legend of the strip", "raft-wide", [
    sample(["election timeout"], "election timeout",
      svg("path", { d: "M17 1L24 8L17 15L10 8Z", fill: look.timeout, stroke: look.black })),
    sample(["term"], "a term begins", svg("path", { d: "M17 1V15", stroke: "currentColor", "stroke-width": 2 })),
    sample(["crash"], "crash", svg("path", { d: CROSS, class: "raft-cross", transform: "translate(17 8) scale(1.2)" })),
    sample(["restart"], "restart",
      svg("circle", { cx: 17, cy: 8, r: 5.5, fill: "var(--raft-paper)", stroke: look.fault, "stroke-width": 2.2 })),
    sample(["network", "cut", "heal"], "network changed", upright("raft-cut-line")),
    sample(["broken"], "a property is broken", upright("raft-break-line"),
      svg("g", { class: "out", transform: "translate(11.5 2.5) scale(0.8)" }, outLampIcon(14))),
    sample(["difference"], "first difference", upright("raft-difference-line"))]);
}

export function gridLegend(look) {
  const box = { x: 9, y: 1, width: 16, height: 14, fill: "var(--raft-sample)" };
  const cell = (stage, ...more) => [svg("rect", { ...box, class: `raft-cell raft-${stage}` }), ...more];
  const triangle = (kind) => svg("path", { d: TRIANGLE, class: kind, transform: "translate(17 3)" });
  return new Legend("legend of the logs", "raft-wide", [
    sample(["appended"], look.logs.appended, ...cell("appended")),
    sample(["committed"], look.logs.committed, ...cell("committed")),
    sample(["applied"], look.logs.applied, ...cell("applied", svg("rect",
      { x: 20, y: 1, width: 5, height: 5, fill: look.black }))),
    sample(["conflict"], look.logs.conflict,
      ...cell("appended", svg("path", { d: CROSS, class: "raft-cross", transform: "translate(21 6) scale(0.6)" }))),
    sample(["leads"], look.logs.match, triangle("raft-match")),
    sample(["leads"], look.logs.next, triangle("raft-next"))]);
}
