/* A line of time across the player, on canvas: where a moment stands on it, and the playhead that moves over it. */
import { MS } from "./settings.js";
import { clamp } from "./numbers.js";
import { html } from "../../controls/js/nodes.js";

export const STRIP = { left: 58, right: 12, top: 19, bottom: 21, band: 6 };
export const DIFFERENCE_DASH = [9, 2, 2, 2];

/* Round times, at most about eight. */
export function ticks(start, end) {
  const span = (end - start) / MS || 1;
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000];
  const step = (steps.find((each) => span / each <= 8) ?? 60000) * MS;
  const times = [];
  for (let time = Math.ceil(start / step) * step; time <= end; time += step) times.push(Math.round(time));
  return times;
}

/* The stretch of the run in sight: pages that overlap, so that the moment always has some of its past beside it. */
export function pageAt(time, span, end) {
  if (span >= end) return [0, Math.max(end, 1)];
  const stride = span * 0.8;
  const start = clamp(Math.floor((time - span * 0.1) / stride) * stride, 0, end - span);
  return [Math.round(start), Math.round(start + span)];
}

/* What the strip and the overview share; `start` and `end` are the stretch of the run that it shows. */
export class TimeLine {
  constructor(player, label) {
    Object.assign(this, { player, start: 0, end: 1 });
    this.canvas = html("canvas", { role: "img", "aria-label": label });
    this.playhead = html("div", { class: "raft-playhead" });
    this.cover = html("div", { class: "raft-cover" }); // over what has not been played yet
    this.area = html("div", { class: "raft-strip-area" }, this.canvas, this.cover, this.playhead);
    player.scrubsOn(this.area, (x) => this.timeAt(x));
  }

  get sheet() {
    return this.player.sheet;
  }

  /* In px: that of the player, unless it stands beside something. */
  get width() {
    return this.fitted ?? this.sheet.width;
  }

  get right() {
    return this.width - STRIP.right;
  }

  x(time) {
    return STRIP.left + ((time - this.start) / (this.end - this.start)) * (this.right - STRIP.left);
  }

  timeAt(x) {
    const share = (x - STRIP.left) / (this.right - STRIP.left);
    return clamp(this.start + share * (this.end - this.start), this.start, this.end);
  }

  /* Hides what comes after a moment, as far as it is in sight. */
  coverFrom(time) {
    const left = clamp(this.x(time), STRIP.left, this.right);
    this.cover.style.transform = `translateX(${left.toFixed(1)}px)`;
    this.cover.style.width = `${(this.width - left).toFixed(1)}px`;
    this.cover.style.display = time < this.end ? "" : "none";
  }

  movePlayhead(time) {
    const x = clamp(this.x(time), STRIP.left, this.right);
    this.playhead.style.transform = `translateX(${x.toFixed(1)}px)`;
  }
}
