/* Where the servers and the client stand in the ring, and the ways between them. */
import { clamp } from "./numbers.js";

export const RING = { width: 480, x: 240, y: 216, across: 182, down: 158 };
export const LARGE = 39; // px: the radius of a server among few
const SMALL = 32; // among many
export const AROUND = { arc: 6, offender: 10, chosen: 13, group: 18, drawn: 30 }; // px from a disc to what is round it
export const CLIENT = { x: 38, y: 25, halfWidth: 32, halfHeight: 15, words: 76, top: 13, line: 12, lines: 3 };
// A client in the world: its box, how far below it its words reach, and how far apart clients are in a column.
export const NAMED = { halfWidth: 24, halfHeight: 14, words: 34, apart: 88 };
const SAID = { low: 36, inwards: 62 }; // px from its middle, downwards and inwards: how far a line of its words reaches
const CORNERS = 3; // for so many clients there is a corner
const COLUMN = 90, BESIDE = 62; // px: how wide a column of clients is, and a client with its words, from its middle
const LEAST = 9.2; // px on the screen: words get no smaller where the ring does
const WORDS = 13; // px: they are as large as that where there is room for it
export const MOST = 12; // px by which a disc grows at the most, so as to stay in the picture
const ASIDE = 7; // px that a message keeps to the left, so that requests and replies do not meet

/* Tells the style sheet how large (px of the ring's picture) words must be, to be read on a narrow page, and the ring,
 * whose discs grow with them. */
export function keepReadable(root, ring) {
  const { width } = ring.picture.getBoundingClientRect(), units = ring.picture.viewBox.baseVal?.width;
  if (!width || !units) return;
  const least = (LEAST * units) / width;
  root.style.setProperty("--raft-least", `${least.toFixed(1)}px`);
  ring.least = least;
  ring.widen(clamp(Math.round(3 * (least - WORDS)), 0, MOST));
}

/* The radius of each of so many servers, where it may be so much wider; among many there is no room for that. */
export function radiusAmong(count, wider = 0) {
  return count <= 6 ? LARGE + wider : SMALL;
}

/* Places round a circle of radius 1, where y points up, as places in the ring. */
export function placesIn(circle) {
  return circle.map(([x, y]) => ({ x: RING.x + RING.across * x, y: RING.y - RING.down * y }));
}

/* The straight way from one place to another, clear of both by some px and moved to its left by `aside`. */
export function wayBetween(from, to, leaves, enters, aside) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const alongX = (to.x - from.x) / length, alongY = (to.y - from.y) / length;
  const sideX = alongY * aside, sideY = -alongX * aside; // y points down
  return {
    alongX, alongY, angle: (Math.atan2(alongY, alongX) * 180) / Math.PI,
    x0: from.x + alongX * leaves + sideX, y0: from.y + alongY * leaves + sideY,
    x2: to.x - alongX * enters + sideX, y2: to.y - alongY * enters + sideY,
  };
}

export function pointOn(way, share) {
  return { x: way.x0 + (way.x2 - way.x0) * share, y: way.y0 + (way.y2 - way.y0) * share };
}

/* From each place to each other one; `boxes` are the clients, which are smaller than a server. */
export function waysBetween(places, leaves, enters, boxes = []) {
  const ways = {};
  for (const from in places) {
    ways[from] = {};
    for (const to in places) {
      const reach = (end, other, round) => (boxes.includes(end) ? reachOfNamed(places[end], places[other]) : round);
      ways[from][to] = wayBetween(places[from], places[to], reach(from, to, leaves), reach(to, from, enters), ASIDE);
    }
  }
  return ways;
}

/* Where clients that are in the world stand: in the corners of the ring, but not where the box of `submit` is if a run
 * has that, too; below clear of the servers, and if they are more, at its right. */
export function placesOfClients(count, servers, radius, hasSubmit) {
  const left = NAMED.halfWidth + 4, right = RING.width - left, top = NAMED.halfHeight + 4;
  const low = (x) => Math.max(...servers.map((place) => (Math.abs(place.x - x) < radius + BESIDE
    ? place.y + radius + AROUND.drawn + NAMED.halfHeight + 8 : place.y)), top + NAMED.apart);
  const upper = [{ x: right, y: top }, ...(hasSubmit ? [] : [{ x: left, y: top }])];
  const corners = [...upper, { x: right, y: low(right) }, { x: left, y: low(left) }].slice(0, CORNERS);
  const beside = (i) => ({ x: RING.width + COLUMN / 2, y: top + i * NAMED.apart });
  return Array.from({ length: count }, (_, i) => corners[i] ?? beside(i - corners.length));
}

/* How wide a ring is with so many clients in the world, and how high with clients at these places at the least. */
export function widthWith(clients) {
  return RING.width + (clients > CORNERS ? COLUMN : 0);
}

export function heightWith(places) {
  return Math.max(0, ...places.map(({ y }) => y + NAMED.halfHeight + NAMED.words));
}

/* How wide the client's words may be before they run into a server. */
export function roomOfClient(places, radius) {
  const low = CLIENT.top + (CLIENT.lines - 1) * CLIENT.line + 4, around = radius + AROUND.chosen;
  const near = places.filter(({ x, y }) => y - around < low && x > CLIENT.words);
  return Math.min(RING.width, ...near.map(({ x }) => x - around)) - CLIENT.words;
}

/* How far the client's box reaches from its middle towards a place, and a little on. */
export function clientReach({ x, y }) {
  return reachOf(CLIENT, CLIENT, { x, y });
}

/* How far a client reaches that is in the world: what comes from below, or goes there, ends at its words. */
function reachOfNamed(from, to) {
  const { alongX, alongY } = wayBetween(from, to, 0, 0, 0), box = reachOf(NAMED, from, to);
  const isInwards = alongX * (RING.width / 2 - from.x) > 0, beside = isInwards ? SAID.inwards : NAMED.halfWidth;
  const words = Math.min(beside / Math.abs(alongX), SAID.low / Math.abs(alongY));
  return alongY > 0 && words * alongY > NAMED.halfHeight ? Math.max(box, words) : box;
}

function reachOf({ halfWidth, halfHeight }, from, to) {
  const { alongX, alongY } = wayBetween(from, to, 0, 0, 0);
  return Math.min(halfWidth / Math.abs(alongX), halfHeight / Math.abs(alongY)) + 5;
}
