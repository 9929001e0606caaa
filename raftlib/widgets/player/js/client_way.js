/* The way between the client's box and a server: straight, or, where another server is in between, bent round it. */
import { CLIENT, clientReach } from "./layout.js";

const BENDS = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]; // px off the straight line, half-way
const ASIDE = 5; // px that it keeps to its left, so that a command and its answer do not meet
const STEPS = 24; // of a bent way, when it is asked whether it is free
const MARGINS = { left: 1, top: -14 }; // px: farther out it would leave the picture

/* From the client to a place, or, for an answer, back: the first that is free at all its points of the straight one,
 * those that are bent outwards, and those that are bent inwards. */
export function clientWay(place, middle, enters, isAnswer, isFree) {
  const ways = [...BENDS, ...BENDS.slice(1).map((bend) => -bend)].map((bend) =>
    bentWay(place, outwards(place, middle, bend), enters, isAnswer));
  return ways.find((way) => pointsOf(way).every((point) => isInside(point) && isFree(point))) ?? ways[0];
}

/* Where it is after a share of its way. */
export function pointOnBend({ from, bend, to }, share) {
  const at = (name) => (1 - share) ** 2 * from[name] + 2 * share * (1 - share) * bend[name] + share ** 2 * to[name];
  return { x: at("x"), y: at("y") };
}

/* In which direction it leads there, of length 1. */
export function directionOn({ from, bend, to }, share) {
  const along = (name) => (1 - share) * (bend[name] - from[name]) + share * (to[name] - bend[name]);
  return unit({ x: along("x"), y: along("y") });
}

export function pathOf({ from, bend, to }) {
  return `M${from.x} ${from.y}Q${bend.x} ${bend.y} ${to.x} ${to.y}`;
}

/* The place towards which a way sets out, and from which it comes in, for it to be so far from the straight line. */
function outwards(place, middle, bend) {
  const half = { x: (CLIENT.x + place.x) / 2, y: (CLIENT.y + place.y) / 2 };
  const along = unit({ x: place.x - CLIENT.x, y: place.y - CLIENT.y });
  const side = (half.x - middle.x) * along.y - (half.y - middle.y) * along.x < 0 ? -1 : 1;
  return { x: half.x + 2 * bend * side * along.y, y: half.y - 2 * bend * side * along.x };
}

function bentWay(place, bend, enters, isAnswer) {
  const start = beyond(CLIENT, bend, clientReach(bend)), end = beyond(place, bend, enters);
  const [from, to] = isAnswer ? [end, start] : [start, end], along = unit({ x: to.x - from.x, y: to.y - from.y });
  const moved = ({ x, y }) => ({ x: x + along.y * ASIDE, y: y - along.x * ASIDE }); // y points down
  return { from: moved(from), bend: moved(bend), to: moved(to) };
}

function beyond(place, towards, reach) {
  const along = unit({ x: towards.x - place.x, y: towards.y - place.y });
  return { x: place.x + along.x * reach, y: place.y + along.y * reach };
}

function unit({ x, y }) {
  const length = Math.hypot(x, y) || 1;
  return { x: x / length, y: y / length };
}

function pointsOf(way) {
  return Array.from({ length: STEPS + 1 }, (_, step) => pointOnBend(way, step / STEPS));
}

function isInside({ x, y }) {
  return x >= MARGINS.left && y >= MARGINS.top;
}
