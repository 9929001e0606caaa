/* Where the servers and the client stand in the ring, and the ways between them. */
import { clamp } from "./numbers.js";

export const RING = { width: 480, x: 240, y: 216, across: 182, down: 158 };
export const LARGE = 39; // px: the radius of a server among few
const SMALL = 32; // among many
export const AROUND = { arc: 6, offender: 10, chosen: 13, group: 18, drawn: 30 }; // px from a disc to what is round it
export const CLIENT = { x: 38, y: 25, halfWidth: 32, halfHeight: 15, words: 76, top: 13, line: 12, lines: 3 };
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

/* From each place to each other one; those of `boxes` are clients', which are smaller than a server. */
export function waysBetween(places, leaves, enters, boxes = []) {
  const ways = {}, near = CLIENT.halfWidth + 5;
  for (const from in places) {
    ways[from] = {};
    for (const to in places) {
      ways[from][to] = wayBetween(places[from], places[to], boxes.includes(from) ? near : leaves,
        boxes.includes(to) ? near : enters, ASIDE);
    }
  }
  return ways;
}

/* Where clients stand that have a name: in the upper corners, in turn, and further in the more they are. */
export function placesOfClients(count) {
  return Array.from({ length: count }, (_, i) => {
    const inwards = CLIENT.x + (i >> 1) * (2 * CLIENT.halfWidth + 8);
    return { x: i % 2 ? RING.width - inwards : inwards, y: CLIENT.y };
  });
}

/* How wide the client's words may be before they run into a server. */
export function roomOfClient(places, radius) {
  const low = CLIENT.top + (CLIENT.lines - 1) * CLIENT.line + 4, around = radius + AROUND.chosen;
  const near = places.filter(({ x, y }) => y - around < low && x > CLIENT.words);
  return Math.min(RING.width, ...near.map(({ x }) => x - around)) - CLIENT.words;
}

/* How far the client's box reaches from its middle towards a place, and a little on. */
export function clientReach({ x, y }) {
  const { alongX, alongY } = wayBetween(CLIENT, { x, y }, 0, 0, 0);
  return Math.min(CLIENT.halfWidth / Math.abs(alongX), CLIENT.halfHeight / Math.abs(alongY)) + 5;
}
