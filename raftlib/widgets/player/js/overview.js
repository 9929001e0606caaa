/* The whole run in a thin band a server: where in it one is, and which part the strip shows. */
import { MANY } from "./settings.js";
import { grow, html } from "../../controls/js/nodes.js";
import { fresh, outLamp, upright } from "./canvas.js";
import { DIFFERENCE_DASH, STRIP, TimeLine } from "./time_line.js";

export class Overview extends TimeLine {
  constructor(player) {
    super(player, "the whole run, a line for each server");
    this.window = html("div", { class: "raft-window" });
    this.node = grow(this.area, { class: "raft-strip-area raft-overview" }, []);
    this.canvas.after(this.window);
    const how = html("span", { class: "raft-how" }, ": ", html("b", {}, "future"), " shows it");
    this.cover.append(html("span", {}, "not played yet", how));
  }

  draw() {
    const { player: { run }, sheet: { colours, font, width } } = this;
    this.end = run.end || 1;
    const thick = run.servers.length > MANY ? 3 : 5, height = run.servers.length * (thick + 1) + 10;
    const context = fresh(this.canvas, width, height);
    run.servers.forEach((server, place) =>
      this.drawLife(context, run.stretches[server], 5 + place * (thick + 1), thick));
    this.drawLines(context, height);
    context.fillStyle = colours.ink;
    context.font = `11px ${font}`;
    context.fillText("whole run", 2, height / 2 + 4, STRIP.left - 6);
    this.cover.style.height = this.playhead.style.height = this.window.style.height = `${height}px`;
  }

  drawLife(context, stretches, y, thick) {
    const { player: { run }, sheet: { look } } = this;
    stretches.forEach((stretch, i) => {
      const left = this.x(stretch.t), right = this.x(stretches[i + 1]?.t ?? run.known);
      context.fillStyle = look.roles[stretch.look].fill;
      if (stretch.look !== "down") context.fillRect(left, y, Math.max(right - left, 0.5), thick);
      context.fillStyle = look.fault;
      if (stretch.begunBy === "crash" || stretch.begunBy === "restart") context.fillRect(left - 1, y, 2, thick);
    });
  }

  drawLines(context, height) {
    const { player: { run, difference }, sheet: { look, colours } } = this;
    const times = [...run.cuts.map(([number]) => run.events[number].t), ...run.changes.map(({ t }) => t)];
    times.forEach((time) => upright(context, this.x(time), 0, height, look.fault, 1.5));
    if (difference >= 0) upright(context, this.x(difference), 0, height, colours.accent, 2, DIFFERENCE_DASH);
    run.broken.forEach(([, { t }]) => outLamp(context, this.x(t), height / 2, colours));
  }

  show(time, start, end) {
    this.movePlayhead(time);
    this.coverFrom(this.player.horizon);
    this.window.hidden = !this.player.parts.shows("strip");
    this.window.style.transform = `translateX(${this.x(start).toFixed(1)}px)`;
    this.window.style.width = `${(this.x(Math.min(end, this.player.run.end)) - this.x(start)).toFixed(1)}px`;
  }
}
