/* The parts of the player put together: what each is, and what stands beside what; by width, see player.css. */
import { html } from "../../controls/js/nodes.js";
import { Sheet } from "./sheet.js";
import { Ring } from "./ring.js";
import { Strip } from "./strip.js";
import { Overview } from "./overview.js";
import { ringLegend, stripLegend } from "./legends.js";
import { LogGrid } from "./log_grid.js";
import { Lamps } from "./lamps.js";
import { Inspector } from "./inspector.js";
import { EventList } from "./event_list.js";
import { Caption } from "./caption.js";
import { SettingsPanel } from "./settings_panel.js";
import { BranchPanel } from "./branch_panel.js";
import { CodePanel } from "./code_panel.js";
import { GoalLine } from "./goal_line.js";
import { Scrubber, spanChoice } from "./scrubber.js";

/* What the reader looks at: made once, each part by its name, all of them given to the player. */
export function views(player) {
  const { look, words, news } = player;
  const lamps = (label, goTo) => new Lamps(words.properties, label, goTo);
  Object.assign(player, { sheet: new Sheet(look), ring: new Ring(player, true), otherRing: new Ring(player, false) });
  Object.assign(player, {
    lamps: lamps("the five safety properties", ({ number }) => player.goToEvent(number)),
    otherLamps: lamps("the safety properties of the other branch", ({ t }) => player.goTo(t)),
    inspector: new Inspector(),
    overview: new Overview(player),
    strip: new Strip(player, "space and time: a life line for each server, messages between them"),
    otherStrip: new Strip(player, "the same stretch of the other branch"),
    grid: new LogGrid(player),
    list: new EventList(player),
    settings: new SettingsPanel(player, words),
    branches: new BranchPanel((wish) => news.ask(wish), words.letters),
    code: new CodePanel(),
    caption: new Caption(),
    legend: ringLegend(look),
    stripLegend: stripLegend(look),
    goal: new GoalLine(() => news.ask({ do: "reached" })),
    scrubber: new Scrubber(player),
  });
}

/* What one needs while playing; and the parts that may be there or not, by their names in Python. */
export function stage(player) {
  const safety = html("div", { class: "raft-safety" }, player.lamps.node, player.otherLamps.node);
  const strips = html("div", { class: "raft-strips" }, player.strip.node, player.otherStrip.node,
    html("div", { class: "raft-strip-foot" }, player.stripLegend.node, spanChoice((span) => player.zoom(span))));
  const foot = html("div", { class: "raft-foot" });
  const side = html("div", { class: "raft-side" }, player.hands.node, safety, player.grid.node, player.legend.node);
  const node = html("div", { class: "raft-stage" },
    html("div", { class: "raft-rings" }, player.ring.node, player.otherRing.node), side, player.caption.node,
    html("div", { class: "raft-time" }, player.overview.node, player.scrubber.node), player.inspector.node, foot,
    strips);
  const optional = { hands: player.hands, logs: player.grid, strip: { node: strips }, safety: { node: safety },
    details: player.inspector, events: player.list, settings: player.settings, branches: player.branches,
    code: player.code };
  return { node, side, foot, strips,
    optional: Object.fromEntries(Object.entries(optional).map(([name, part]) => [name, part.node])) };
}

/* Beside the ring there is room for the logs; where none are asked for, for the strip, and for the legend. */
export function arrange({ stage: node, side, foot, strips, parts, root, ...views }) {
  const { legend, grid, strip, otherStrip } = views, hasLogs = parts.shows("logs");
  const isBeside = !parts.asksFor("logs") && !root.matches(".narrow, .comparing");
  (isBeside ? side : node).append(strips);
  (hasLogs ? foot : side).append(legend.node);
  if (hasLogs) foot.append(grid.legend.node);
  else grid.legend.node.remove();
  strip.fitted = isBeside ? side.clientWidth : null;
  otherStrip.fitted = null; // it is there when runs are compared, below
}
