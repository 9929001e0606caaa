/* The run as space and time, on canvas: life lines, messages, marks. */
import { MANY } from "./settings.js";
import { countUpTo } from "./numbers.js";
import { html } from "../../controls/js/nodes.js";
import { networkWords, shown, sides } from "./words.js";
import { fresh, outLamp, strokes, upright } from "./canvas.js";
import { DIFFERENCE_DASH, pageAt, STRIP, ticks, TimeLine } from "./time_line.js";
import { StripLabels } from "./strip_labels.js";
import { StripMessages } from "./strip_messages.js";
import { MARKS } from "./strip_marks.js";

/* A stretch of the run in full; drawn once a page, and then only the playhead moves. */
export class Strip extends TimeLine {
  constructor(player, label) {
    super(player, label);
    this.caption = html("div", { class: "raft-caption" });
    this.node = html("div", { class: "raft-strip" }, this.caption, this.area);
  }

  y(place) {
    return STRIP.top + STRIP.band + 4 + this.gap * place;
  }

  /* A run that is drawn already goes on: what is in sight stays as it is, if all of it had ended. */
  lay(run) {
    const { drawnRun } = this;
    const hasEnded = drawnRun?.number === run.number && this.end + drawnRun.longest <= drawnRun.known;
    if (hasEnded) this.drawnRun = run;
    this.run = run;
  }

  show(time) {
    const { run } = this;
    const [start, end] = pageAt(time, this.player.span, this.player.run.end);
    const seen = this.linesSeen();
    if (run !== this.drawnRun || start !== this.start || end !== this.end || seen !== this.seen || this.stale) {
      this.seen = seen;
      this.draw(run, start, end);
    }
    this.movePlayhead(time);
    this.coverFrom(this.player.horizon);
  }

  /* How many of the lines with words above them have been played: these words reach to both sides of their line. */
  linesSeen() {
    const { player: { horizon }, run } = this, moments = [...run.cuts.map(([number]) => run.events[number].t),
      ...run.changes.map(({ t }) => t), ...run.broken.map(([, { t }]) => t), run.error?.t ?? 0];
    return moments.filter((time) => time <= horizon).length;
  }

  draw(run, start, end) {
    Object.assign(this, { drawnRun: run, start, end, stale: false });
    const { width, sheet: { font, colours } } = this;
    this.rows = [...run.clients, ...run.servers];
    this.gap = this.rows.length > MANY ? 20 : 25;
    this.row = Object.fromEntries(this.rows.map((id, place) => [id, place]));
    const height = this.y(this.rows.length - 1) + STRIP.band + STRIP.bottom;
    this.playhead.style.top = `${STRIP.top - 4}px`; // below the words
    this.playhead.style.height = `${height - STRIP.bottom - STRIP.top + 8}px`;
    this.cover.style.height = `${height - STRIP.bottom + 5}px`;
    const context = fresh(this.canvas, width, height);
    context.font = `11px ${font}`;
    context.textBaseline = "middle";
    this.drawAxis(context, height);
    context.save();
    context.beginPath();
    context.rect(STRIP.left, 0, this.right - STRIP.left, height);
    context.clip();
    const messages = new StripMessages(this);
    messages.drawLines(context);
    this.drawLives(context);
    messages.drawHeads(context);
    context.restore();
    this.drawMarks(context);
    this.drawLines(context, height, new StripLabels(context, width, colours.paper));
  }

  drawAxis(context, height) {
    const { ink, grid } = this.sheet.colours;
    const low = height - STRIP.bottom + 2;
    const times = ticks(this.start, this.end);
    strokes(context, grid, 1, [], () => times.forEach((time) => {
      context.moveTo(this.x(time), STRIP.top - 4);
      context.lineTo(this.x(time), low);
    }));
    context.fillStyle = ink;
    context.textAlign = "center";
    times.forEach((time) => context.fillText(shown(time), Math.min(this.x(time), this.width - 19), low + 9));
    context.textAlign = "left";
    context.fillText("ms", 2, low + 9);
    context.font = `bold 12px ${this.sheet.font}`;
    this.rows.forEach((id, place) => context.fillText(id, 2, this.y(place), STRIP.left - 6));
    context.font = `11px ${this.sheet.font}`;
  }

  drawLives(context) {
    const { clients, servers, stretches } = this.drawnRun;
    clients.forEach((id) => this.drawClient(context, this.y(this.row[id])));
    servers.forEach((server) => this.drawLife(context, stretches[server], this.y(this.row[server])));
  }

  /* A client is there all the time. */
  drawClient(context, y) {
    strokes(context, this.sheet.colours.ink, 1, [], () => {
      context.moveTo(STRIP.left, y);
      context.lineTo(this.right, y);
    });
  }

  /* A server's stretches of one role and term in sight; a term is written once, where it first has room. */
  drawLife(context, stretches, y) {
    let written = "";
    const first = Math.max(0, countUpTo(stretches.length, (i) => stretches[i].t, this.start) - 1);
    for (let i = first; i < stretches.length && stretches[i].t < this.end; i++) {
      const stretch = stretches[i], left = this.x(Math.max(stretch.t, this.start));
      const right = this.x(Math.min(stretches[i + 1]?.t ?? this.drawnRun.known, this.end));
      if (stretch.look === "down") {
        this.drawDown(context, left, right, y);
        continue;
      }
      this.drawBar(context, stretch, left, right, y);
      const begunHere = stretch.t >= this.start;
      if (begunHere && i > 0 && stretches[i - 1].term !== stretch.term) this.drawNewTerm(context, left, y);
      const term = `t${stretch.term}`, from = left + (begunHere && stretch.begunBy in MARKS ? 11 : 4);
      if (term === written || from + 8 * term.length > right) continue;
      context.fillStyle = this.sheet.look.roles[stretch.look].words;
      context.fillText(term, from, y + 0.5);
      written = term;
    }
  }

  drawDown(context, left, right, y) {
    strokes(context, this.sheet.colours.ink, 1.3, [2, 2], () => {
      context.moveTo(left, y);
      context.lineTo(right, y);
    });
  }

  drawBar(context, stretch, left, right, y) {
    const { look } = this.sheet, bar = [left, y - STRIP.band, right - left, 2 * STRIP.band];
    context.fillStyle = look.roles[stretch.look].fill;
    context.fillRect(...bar);
    strokes(context, look.edge, 0.7, [], () => context.rect(...bar));
  }

  /* Ink alone would be lost on the bar in one theme, and beside it in the other. */
  drawNewTerm(context, x, y) {
    const { ink, paper } = this.sheet.colours, reach = STRIP.band + 4;
    upright(context, x, y - reach, y + reach, paper, 5);
    upright(context, x, y - reach, y + reach, ink, 2.2);
  }

  drawMarks(context) {
    const { events } = this.drawnRun;
    const at = (place) => events[place].t;
    for (let k = countUpTo(events.length, at, this.start - 1); k < events.length && events[k].t <= this.end; k++) {
      const mark = MARKS[events[k].k];
      if (mark && events[k].s) mark(context, this.x(events[k].t), this.y(this.row[events[k].s]), this.sheet);
    }
  }

  /* What concerns the whole cluster: lines over all life lines, and words above; what is drawn first has its place. */
  drawLines(context, height, labels) {
    this.drawBreaks(context, height, labels);
    this.drawDifference(context, height, labels);
    this.drawCuts(context, height, labels);
  }

  /* At a moment in sight. */
  line(context, time, height, colour, width, dash = []) {
    upright(context, this.x(time), STRIP.top - 5, height - STRIP.bottom, colour, width, dash);
  }

  isInSight(time) {
    return time >= this.start && time <= Math.min(this.end, this.player.horizon);
  }

  drawBreaks(context, height, labels) {
    const { fault } = this.sheet.colours;
    const seen = this.drawnRun.broken.filter(([, { t }]) => this.isInSight(t));
    for (const time of new Set(seen.map(([, { t }]) => t))) {
      const here = seen.filter(([, { t }]) => t === time).map(([, evidence]) => evidence);
      this.line(context, time, height, fault, 2.5);
      for (const server of new Set(here.flatMap(({ servers }) => servers))) {
        outLamp(context, this.x(time), this.y(this.row[server]), this.sheet.colours);
      }
      labels.flag(this.x(time), fault, `${here.map(({ property }) => property).join(", ")} broken`);
    }
  }

  drawDifference(context, height, labels) {
    const { player: { difference }, sheet: { colours } } = this;
    if (difference < 0 || !this.isInSight(difference)) return;
    this.line(context, difference, height, colours.accent, 2, DIFFERENCE_DASH);
    labels.flag(this.x(difference), colours.accent, "first difference");
  }

  drawCuts(context, height, labels) {
    const { drawnRun: run, sheet: { look, colours } } = this;
    const before = run.cutLinksAt(this.start - 1);
    if (before.length) labels.note(STRIP.left, colours.fault, sides(before, run.servers));
    const mark = (time, width, dash, text) => {
      if (!this.isInSight(time)) return;
      this.line(context, time, height, look.fault, width, dash);
      labels.note(this.x(time), colours.fault, text);
    };
    for (const [number, links] of run.cuts) {
      mark(run.events[number].t, 1.4, [5, 3], links.length ? sides(links, run.servers) : "healed");
    }
    for (const change of run.changes) mark(change.t, 1.4, [5, 3], `network: ${networkWords(change)}`);
    if (run.error) mark(run.error.t, 3, [], "an error ends the run");
  }
}
