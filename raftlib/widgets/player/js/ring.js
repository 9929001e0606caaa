/* The ring: the servers, what is under way between them, and the client. */
import { countUpTo } from "./numbers.js";
import { html, set, svg } from "../../controls/js/nodes.js";
import { fitted } from "./words.js";
import { CROSS, HEAD } from "./look.js";
import { LINGER, NOTHING } from "./run.js";
import { shareGone, shareReached } from "./travel.js";
import { clientWay, directionOn, pathOf } from "./client_way.js";
import { AROUND, CLIENT, heightWith, placesIn, placesOfClients, pointOn, radiusAmong } from "./layout.js";
import { roomOfClient, wayBetween, waysBetween, widthWith } from "./layout.js";
import { ClientMark } from "./client_mark.js";
import { MessageMark } from "./message_mark.js";
import { ServerMark } from "./server_mark.js";

const LETTER = 6; // px of width a small letter takes, on average
const NEAR = 16; // px from a message's head within which a click is meant for it

export class Ring {
  constructor(player, hands) {
    Object.assign(this, { player, hands, look: player.look });
    this.caption = html("div", { class: "raft-caption" });
    const groups = ["cuts", "client", "messages", "clients", "servers"]; // from the lowest to the highest
    this.layers = Object.fromEntries(groups.map((name) => [name, svg("g")]));
    this.picture = svg("svg", { class: "raft-picture", role: "group",
      "aria-label": hands ? "the servers" : "the servers of the other branch" }, ...Object.values(this.layers));
    this.frame = html("div", { class: "raft-frame" }, this.picture);
    this.node = html("div", { class: "raft-ring" }, this.caption, this.frame);
    this.keepsClient = true; // also while it has not spoken yet
    this.wider = 0; // px by which a disc is wider, where words are larger
    this.least = 0; // px that words have at the least
    this.idle = [];
    this.busy = new Map(); // from the place of a flight to its mark
    this.found = [];
  }

  lay(run) {
    this.run = run;
    for (const [place, mark] of this.busy) this.release(place, mark);
    this.cutsShown = this.clientShown = null;
    const all = [...run.servers, ...run.clients], hasSubmit = run.clients.length > 0 && run.client.length > 0;
    const key = `${all} ${hasSubmit}`;
    if (this.servers === key) return; // the same servers stay where they are, and keep the focus
    this.servers = key;
    const radius = radiusAmong(run.servers.length, this.wider), places = placesIn(run.places);
    const ofClients = placesOfClients(run.clients.length, places, radius, hasSubmit);
    this.places = Object.fromEntries([...places, ...ofClients].map((place, i) => [all[i], place]));
    // No room is kept where no server is: below, where their number is odd.
    this.height = Math.max(Math.max(...places.map(({ y }) => y)) + radius + AROUND.drawn + 5, heightWith(ofClients));
    this.width = widthWith(run.clients.length);
    set(this.picture, "viewBox", `0 0 ${this.width} ${this.height}`);
    this.marks = run.servers.map((id) => this.newServer(id, radius));
    this.layers.servers.replaceChildren(...this.marks.map((mark) => mark.node));
    this.clientMarks = run.clients.map((id) => new ClientMark(id, this.places[id], this.hands));
    this.layers.clients.replaceChildren(...this.clientMarks.map((mark) => mark.node));
    this.ways = waysBetween(this.places, radius + 21, radius + 11, run.clients);
    this.radius = radius;
    this.clientRoom = roomOfClient(places, radius);
  }

  widen(wider) {
    if (wider === this.wider) return;
    this.wider = wider;
    this.servers = null;
    if (!this.run) return;
    this.lay(this.run);
    if (this.k === undefined) return;
    this.settle(this.k);
    this.show(this.time, this.k);
  }

  settle(k) {
    const { run, player } = this;
    this.k = k;
    const offenders = new Set(run.brokenBefore(k).flatMap((evidence) => evidence.servers));
    for (const mark of this.marks) {
      mark.settle(run.stateOf(mark.id, k), run.servers.length, { chosen: this.hands && player.chosen.server === mark.id,
        grouped: this.hands && player.chosen.group.has(mark.id), offends: offenders.has(mark.id) });
    }
    for (const mark of this.clientMarks) mark.settle(run.beliefOf(mark.id, k));
    this.settleCuts(run.cutLinks(k));
  }

  settleCuts(links) {
    if (links === this.cutsShown) return;
    this.cutsShown = links;
    const cut = new Set(links.map(String)), { clients } = this.run;
    const shown = links.filter((link) => link.some((id) => !clients.includes(id))); // clients have none with each other
    const once = shown.filter(([from, to]) => from < to || !cut.has(`${to},${from}`));
    this.layers.cuts.replaceChildren(...once.map(([from, to]) => this.cutMark(from, to, cut.has(`${to},${from}`))));
  }

  cutMark(from, to, both) {
    const way = wayBetween(this.places[from], this.places[to], this.radius + 10, this.radius + 10, 0);
    const { x, y } = pointOn(way, both ? 0.5 : 0.6);
    const end = both ? pointOn(way, 1) : { x, y };
    return svg("g", { class: "raft-cut" },
      svg("line", { x1: way.x0, y1: way.y0, x2: end.x, y2: end.y, class: "raft-cut-line" }),
      svg("path", { d: CROSS, class: "raft-cross", transform: `translate(${x} ${y}) scale(0.9)` }),
      svg("title", {}, `the link ${both ? "between" : "from"} ${from} ${both ? "and" : "to"} ${to} is cut`));
  }

  show(time, k) {
    this.time = time;
    for (const mark of this.marks) mark.show(time, this.run.max_timeout || 1);
    this.showClient(time, k);
    this.showMessages(time);
  }

  showMessages(time) {
    const { run, found, busy } = this;
    const count = run.flightsAt(time, found);
    this.frameNumber = (this.frameNumber || 0) + 1;
    for (let i = 0; i < count; i++) {
      let mark = busy.get(found[i]);
      if (!mark) {
        mark = this.idle.pop() ?? this.newMark();
        mark.lend(run.flights[found[i]]);
        busy.set(found[i], mark);
      }
      mark.seen = this.frameNumber;
    }
    if (busy.size > count) busy.forEach((mark, place) => mark.seen !== this.frameNumber && this.release(place, mark));
    const messages = [...busy.values()]; // what is gone stands in nobody's way
    for (const isLost of [false, true]) { // what gets lost gives way, and those sent later do
      for (let i = 0; i < count; i++) {
        const mark = busy.get(found[i]);
        if (Boolean(mark.flight.l) === isLost) mark.show(time);
      }
    }
    for (const mark of this.marks) mark.giveWay(messages);
  }

  newServer(id, radius) {
    return new ServerMark(this, id, this.places[id], radius);
  }

  newMark() {
    const mark = new MessageMark(this);
    this.layers.messages.append(mark.node);
    return mark;
  }

  release(place, mark) {
    mark.give();
    this.busy.delete(place);
    this.idle.push(mark);
  }

  nodeOf(server) {
    return this.marks.find((mark) => mark.id === server).node;
  }

  markOf(flight) {
    for (const mark of this.busy.values()) if (mark.flight === flight) return mark;
    return null;
  }

  /* What the client and the servers said to each other lately, as arrows while it is fresh and in words; and what the
   * client still has to say. */
  showClient(time, k) {
    const { run } = this;
    const waiting = run.waits.length ? run.waitingAt(time) : NOTHING;
    const count = countUpTo(run.client.length, (place) => run.client[place], k - 1);
    const lately = run.client.slice(Math.max(0, count - CLIENT.lines), count);
    const fresh = lately.filter((number) => time - run.events[number].t < LINGER);
    // Where clients are in the world, its corner is theirs until it has spoken.
    const isThere = run.clients.length ? count > 0 : count > 0 || waiting.length > 0 || this.keepsClient;
    const key = `${lately}|${fresh}|${waiting}|${isThere}|${run.commands.length}`;
    if (key === this.clientShown) return;
    this.clientShown = key;
    this.drawClient(lately, fresh, waiting, isThere);
  }

  drawClient(lately, fresh, waiting, isThere) {
    const { run } = this, areMany = run.commands.length > 1;
    const words = lately.map((number) => clientWords(run, run.events[number]));
    const named = waiting.map((command) => run.ofClient(command, command));
    if (waiting.length) words.push(`${named.join(", ")} ${waiting.length > 1 ? "wait" : "waits"}`);
    this.layers.client.replaceChildren(...fresh.map((number) => this.clientArrow(run.events[number])),
      ...(isThere ? [clientBox(areMany)] : []),
      ...words.slice(-CLIENT.lines).map((text, line) => this.clientLine(text, line)));
  }

  clientLine(text, line) {
    return svg("text", { x: CLIENT.words, y: CLIENT.top + line * CLIENT.line,
      class: "raft-small raft-start raft-halo" }, fitted(text, Math.floor(this.clientRoom / LETTER)),
      svg("title", {}, text));
  }

  clientArrow(event) {
    const asks = event.k === "command", way = this.clientWay(event), { x, y } = directionOn(way, 1);
    const turned = (Math.atan2(y, x) * 180) / Math.PI;
    const head = `translate(${way.to.x} ${way.to.y}) rotate(${turned})`;
    return svg("g", { class: "raft-client-arrow" },
      svg("path", { d: pathOf(way), class: asks ? "raft-asks" : "raft-answers" }),
      svg("path", { d: HEAD, transform: head, fill: "currentColor" }));
  }

  /* Which way it goes, clear of all servers but the one that is told, or that answers. */
  clientWay({ k, s }) {
    const places = this.run.servers.map((id) => this.places[id]), mean = (name) =>
      places.reduce((sum, place) => sum + place[name], 0) / places.length;
    return clientWay(this.places[s], { x: mean("x"), y: mean("y") }, this.radius + AROUND.chosen, k === "answer",
      (point) => !this.isOnServer(point, s));
  }

  /* Whether a point is on a server, or on the rings round it; `but` is one that does not count. */
  isOnServer({ x, y }, but) {
    return this.run.servers.some((id) => id !== but
      && Math.hypot(x - this.places[id].x, y - this.places[id].y) < this.radius + AROUND.chosen + 1);
  }

  /* The message whose head is under the pointer, or nearly so, if there is one. */
  messageAt(event) {
    const box = this.picture.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * this.width;
    const y = ((event.clientY - box.top) / box.height) * this.height;
    const distance = (mark) => Math.hypot(mark.x - x, mark.y - y);
    const marks = [...this.busy.values()].filter((mark) => distance(mark) < NEAR);
    return marks.reduce((best, mark) => (best && distance(best) <= distance(mark) ? best : mark), null)?.flight;
  }

  /* Where the head of a message is at a time, or would be. */
  placeOf(flight, time) {
    return pointOn(this.ways[flight.a][flight.b],
      shareReached(flight) * shareGone(flight, time, this.run.holdsOf(flight)));
  }

  /* The radius of a disc, in px of the screen. */
  get radiusOnScreen() {
    return (this.radius / this.width) * this.picture.getBoundingClientRect().width;
  }

  /* Where on the screen a place of the picture is. */
  spot({ x, y }) {
    const box = this.picture.getBoundingClientRect();
    return { x: box.left + (x / this.width) * box.width, y: box.top + (y / this.height) * box.height };
  }
}

function clientBox(areMany) {
  const { x, y, halfWidth, halfHeight } = CLIENT;
  return svg("g", { class: "raft-client" },
    svg("rect", { x: x - halfWidth, y: y - halfHeight, width: 2 * halfWidth, height: 2 * halfHeight }),
    svg("text", { x, y: y + 4, class: "raft-name" }, areMany ? "clients" : "client"));
}

function clientWords(run, { k, x, s }) {
  return k === "command" ? run.ofClient(x, `${x} to ${s}`) : run.ofClient(x[0], `done: ${x[1]}`);
}
