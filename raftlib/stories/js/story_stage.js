/* What a story is seen on: the ring of the player, with marks on what is spoken of. */
import { svg } from "../../widgets/controls/js/nodes.js";
import { directionOn, pointOnBend } from "../../widgets/player/js/client_way.js";
import { AROUND, CLIENT, NAMED, RING, wayBetween } from "../../widgets/player/js/layout.js";
import { runsThrough } from "../../widgets/player/js/message_mark.js";
import { Ring } from "../../widgets/player/js/ring.js";
import { Disc } from "./disc.js";
import { Parcel } from "./parcel.js";
import { areas, Chips } from "./chips.js";

const HIGH = 462, WIDE = 480; // px, of all rings, so that nothing jumps when another run is told of
const NEARER = [-4, -62, 300, 300 * (HIGH / WIDE)]; // one server alone, and the client
const AT = [0.5, 0.4, 0.6, 0.3, 0.7, 0.8, 0.2, 0.9]; // of the client's arrow: where its words may stand, the best first
const FARTHER = [0, 8, 16]; // px from there
const HALF_LETTER = 3.9, HALF_HIGH = 7, AIR = 4; // px: half a letter's width and height, and what is free round words

export class Stage extends Ring {
  constructor(look) {
    super({ look }, false);
    this.shown = new Set();
    this.eye = "";
    this.spots = [];
    this.chips = new Chips(look);
    this.links = svg("g", { class: "raft-links" });
    this.picture.prepend(this.links);
    this.picture.append(this.chips.node);
    this.picture.setAttribute("aria-label", "the servers of the story");
  }

  newServer(id, radius) {
    return new Disc(this, id, this.places[id], radius);
  }

  newMark() {
    const mark = new Parcel(this);
    this.layers.messages.append(mark.node);
    return mark;
  }

  drawClient(...shown) {
    this.spots = []; // where words stand already
    super.drawClient(...shown);
  }

  /* What the client says, and hears, stands at the arrow: to its left, as the arrow itself, if there is room,
   * and where no message runs. */
  clientArrow(event) {
    const words = atArrow(this.run, event), half = words.length * HALF_LETTER;
    const way = this.clientWay(event);
    const spots = FARTHER.flatMap((far) => [1, -1].flatMap((side) => AT.map((share) =>
      beside(way, share, side, half, far))));
    const free = spots.filter((spot) => this.isFree(spot, half));
    const { x, y } = free.find((spot) => !this.isCrossed(spot, half)) ?? free[0]
      ?? spots.find((spot) => !isOnBox(spot, half)) ?? spots[0];
    this.spots.push({ x, y, half });
    return svg("g", {}, super.clientArrow(event), svg("text", { x, y: y + 4, class: "raft-halo" }, words));
  }

  /* The logs count, too, once they are shown. */
  isOnServer(point, but) {
    return super.isOnServer(point, but) || (this.shown.has("log") && this.run.servers.some((id) => id !== but
      && this.isOnLog(id, point, 0)));
  }

  /* Whether words with this middle, so many px wide to both sides, would be on nothing: inside the picture, on no disc,
   * no log, no client, and on nothing that a client of `submit` says. */
  isFree(spot, half) {
    return isInPicture(spot, half) && !this.isOnDisc(spot, half) && !(this.hasBox && isOnBox(spot, half))
      && this.spots.every((other) => Math.abs(other.y - spot.y) >= 2 * HALF_HIGH
        || Math.abs(other.x - spot.x) >= other.half + half + AIR);
  }

  /* Whether words would be on a disc, or on the log below it. */
  isOnDisc(spot, half) {
    const { run, places } = this;
    return run.servers.some((id) => isNear(spot, half, places[id], 0, 0, this.radius + AROUND.chosen)
      || (this.shown.has("log") && this.isOnLog(id, spot, half)))
      || run.clients.some((id) => isNear(spot, half, places[id], NAMED.halfWidth, NAMED.words / 2,
        NAMED.halfHeight + NAMED.words));
  }

  isOnLog(id, { x, y }, half) {
    return areas(this.places[id], this.radius, this.run.stateOf(id, this.settled), this.run.words?.command)
      .some(({ left, right, top, bottom }) => left < right && left - AIR < x + half && x - half < right + AIR
        && top < y + HALF_HIGH && y - HALF_HIGH < bottom);
  }

  /* Whether the way of a message leads through words there, or a link that is cut. */
  isCrossed({ x, y }, half) {
    return Object.values(this.ways).some((ways) => Object.values(ways).some((way) =>
      runsThrough(way.x0, way.x2, x, half + AIR, way.y0, way.y2, y, HALF_HIGH)));
  }

  /* Whether the box of those clients is there. */
  get hasBox() {
    return this.layers.client.querySelector(".raft-client") != null;
  }

  clientLine() {
    return svg("g");
  }

  lay(run) {
    super.lay(run);
    this.keepsClient = run.client.length > 0; // a client that the run has is there from the start
    const alone = run.servers.length === 1;
    this.picture.setAttribute("viewBox", (alone ? NEARER : [0, -8, WIDE, HIGH]).join(" "));
  }

  /* What the discs show of themselves from now on; with an `eye`, this server's alone. */
  shows(names, eye) {
    this.shown = new Set(names);
    this.eye = eye;
    for (const name of ["timer", "log"]) this.node.classList.toggle(`shows-${name}`, this.shown.has(name));
  }

  /* Whether what these servers do is seen. */
  sees(...servers) {
    return !this.eye || servers.includes(this.eye);
  }

  settle(k) {
    this.settled = k;
    this.clientShown = null; // a log may be now where the client's words were
    super.settle(k);
    const { run, radius, marks } = this, told = this.shown.has("log") ? marks : [];
    this.chips.settle(told.map(({ id, place }) => [place, radius, run.stateOf(id, k)]), run.words?.command);
  }

  /* Whether links are marked. */
  get hasLinks() {
    return this.links.childElementCount > 0;
  }

  /* Whether a log shows an entry that its server does not know to be committed. */
  get hasOpenBoxes() {
    return this.chips.node.querySelector(".raft-open") != null;
  }

  /* While messages say something, no number stands in their way. */
  showMessages(time) {
    super.showMessages(time);
    this.node.classList.toggle("speaks", [...this.busy.values()].some((mark) => mark.speaks));
  }

  /* All is drawn anew then, and marked. */
  widen(wider) {
    super.widen(wider);
    if (this.marked) this.mark(this.marked);
  }

  mark(marked) {
    const { servers, flights, links } = this.marked = marked;
    const spoken = new Set(servers), under = new Set(flights);
    for (const mark of [...this.marks, ...this.clientMarks]) mark.node.classList.toggle("spoken", spoken.has(mark.id));
    for (const mark of this.busy.values()) mark.node.classList.toggle("spoken", under.has(mark.flight.n));
    const marksMessages = [...this.busy.values()].some((mark) => under.has(mark.flight.n));
    this.node.classList.toggle("marks-messages", marksMessages);
    const cut = new Set((this.cutsShown ?? []).map(String)); // these have a look of their own
    const whole = links.filter((link) => !cut.has(String(link)));
    this.links.replaceChildren(...whole.map(([from, to]) => this.link(from, to)));
  }

  link(from, to) {
    const { x0, y0, x2, y2 } = wayBetween(this.places[from], this.places[to], this.radius, this.radius, 0);
    return svg("line", { x1: x0, y1: y0, x2, y2 });
  }
}

/* What a client sends, or is answered: of one among several it is known for which command. */
function atArrow(run, { k, x }) {
  return k === "command" ? run.ofClient(x, x) : run.ofClient(x[0], `done: ${x[1]}`, "done");
}

/* The middle of words beside a bent way, to its left (1) or right (-1), so much farther away. */
function beside(way, share, side, half, far) {
  const { x, y } = pointOnBend(way, share), along = directionOn(way, share);
  const aside = side * (HALF_HIGH + AIR + far + Math.abs(along.y) * half);
  return { x: x + along.y * aside, y: y - along.x * aside };
}

/* Whether words with this middle are nearer to what is round a place than `around`. */
function isNear({ x, y }, half, place, wide, low, around) {
  return Math.hypot(Math.max(0, Math.abs(x - place.x) - half - wide), y - place.y - low) < around;
}

/* Whether words would be on the client's box, which hides them. */
function isOnBox({ x, y }, half) {
  return x - half < CLIENT.x + CLIENT.halfWidth + AIR && y - HALF_HIGH < CLIENT.y + CLIENT.halfHeight;
}

function isInPicture({ x, y }, half) {
  return x - half >= 0 && x + half <= RING.width && y >= HALF_HIGH;
}
