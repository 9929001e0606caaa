/* The messages on a strip: lines from life line to life line, and where they end. */
import { MS } from "./settings.js";
import { countUpTo } from "./numbers.js";
import { isHeartbeat } from "./words.js";
import { dashes, POINT } from "./look.js";
import { NOTHING } from "./run.js";
import { comesAllTheWay, shareGone, stops } from "./travel.js";
import { crossAt, strokes } from "./canvas.js";
import { STRIP } from "./time_line.js";

const TOO_LONG = 5000 * MS; // of a run in sight: its messages would be a blur, and slow

export class StripMessages {
  /* Those of a strip that is being drawn. */
  constructor(strip) {
    Object.assign(this, { strip, run: strip.drawnRun, sheet: strip.sheet });
    this.ends = this.inSight().map((flight) =>
      ({ flight, line: this.lineOf(flight), style: this.sheet.look.message(flight) }));
  }

  inSight() {
    const { start, end } = this.strip;
    if (end - start > TOO_LONG) return [];
    const { flights, longest } = this.run, sent = (place) => flights[place].s;
    const last = countUpTo(flights.length, sent, end);
    const first = countUpTo(last, sent, start - longest - 1);
    return flights.slice(first, last).filter((flight) => flight.e >= start);
  }

  /* All lines, those that look alike in one stroke. */
  drawLines(context) {
    const kinds = new Map();
    for (const { style, line } of this.ends) {
      if (!kinds.has(style)) kinds.set(style, []);
      kinds.get(style).push(line);
    }
    const byPaleness = [...kinds].sort(([a], [b]) => a.width - b.width);
    for (const [style, lines] of byPaleness) {
      strokes(context, this.colourOf(style), style.width * POINT, dashes(style), () => lines.forEach((line) => {
        context.moveTo(line.x0, line.y0);
        line.bends.forEach(([x, y]) => context.lineTo(x, y));
        context.lineTo(line.x1, line.y1);
      }));
    }
  }

  /* A canvas does not know the colour of the words around it by itself. */
  colourOf({ colour }) {
    return colour === "currentColor" ? this.sheet.colours.ink : colour;
  }

  lineOf(flight) {
    const { strip } = this;
    const from = strip.row[flight.a], to = strip.row[flight.b], way = Math.sign(to - from);
    const line = {
      x0: strip.x(flight.s), y0: strip.y(from) + way * STRIP.band,
      x1: strip.x(flight.e), y1: strip.y(to) - way * STRIP.band, bends: NOTHING,
    };
    if (!flight.l) return { ...line, bends: this.bendsOf(flight, line) };
    const share = comesAllTheWay(flight) ? 1 : this.shareLost(flight, from, to, way);
    return { ...line, x1: line.x0 + (line.x1 - line.x0) * share, y1: line.y0 + (line.y1 - line.y0) * share };
  }

  /* Where a message that is held back stands still, and where it goes on. */
  bendsOf(flight, { y0, y1 }) {
    const holds = this.run.holdsOf(flight);
    return stops(holds).flatMap(([from, to]) => {
      const y = y0 + (y1 - y0) * shareGone(flight, from, holds);
      return [[this.strip.x(from), y], [this.strip.x(to), y]];
    });
  }

  /* A message is lost in the gap where its link is cut, or half-way. */
  shareLost(flight, from, to, way) {
    const { strip } = this, gaps = Math.abs(to - from), high = strip.gap;
    const cut = new Set(this.run.cutLinksAt(flight.e).map(String));
    let gap = gaps >> 1;
    for (let place = gaps - 1; place >= 0; place--) {
      if (cut.has(`${flight.a},${strip.rows[from + way * (place + 1)]}`)) gap = place;
    }
    return ((gap + 0.5) * high - STRIP.band) / (gaps * high - 2 * STRIP.band);
  }

  /* Where they were sent and where they come, above the life lines. */
  drawHeads(context) {
    const { look, colours } = this.sheet;
    for (const { flight, line, style } of this.ends) {
      const colour = this.colourOf(style), { barbs } = style;
      context.fillStyle = colour;
      context.beginPath();
      context.arc(line.x0, line.y0, 2, 0, 2 * Math.PI);
      context.fill();
      if (flight.l) {
        const size = isHeartbeat(flight) ? 2.6 : 3.2;
        strokes(context, look.fault, 1.5, [], () => crossAt(context, line.x1, line.y1, size));
      } else drawHead(context, line, barbs, colour, flight.g === false ? colours.paper : colour);
    }
  }
}

/* So many barbs, one behind the other. */
function drawHead(context, line, barbs, colour, fill) {
  const [fromX, fromY] = line.bends[line.bends.length - 1] ?? [line.x0, line.y0];
  const angle = Math.atan2(line.y1 - fromY, line.x1 - fromX), long = barbs === 1 ? 8 : 5;
  const alongX = Math.cos(angle), alongY = Math.sin(angle), sideX = -3.6 * alongY, sideY = 3.6 * alongX;
  strokes(context, colour, 1, [], () => {
    for (let barb = 0; barb < barbs; barb++) {
      const tipX = line.x1 - barb * long * alongX, tipY = line.y1 - barb * long * alongY;
      const x = tipX - long * alongX, y = tipY - long * alongY;
      context.moveTo(tipX, tipY);
      context.lineTo(x + sideX, y + sideY);
      context.lineTo(x - sideX, y - sideY);
      context.closePath();
    }
    context.fillStyle = fill;
    context.fill();
  });
}
