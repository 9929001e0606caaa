/* What a story is seen on: the ring of the player, with marks on what is spoken of. */
import { svg } from "../../widgets/player/js/nodes.js";
import { CLIENT, clientReach, pointOn, wayBetween } from "../../widgets/player/js/layout.js";
import { Ring } from "../../widgets/player/js/ring.js";
import { Disc } from "./disc.js";
import { Parcel } from "./parcel.js";
import { Chips } from "./chips.js";

const HIGH = 462, WIDE = 480; // px, of all rings, so that nothing jumps when another run is told of
const NEARER = [-4, -62, 300, 300 * (HIGH / WIDE)]; // one server alone, and the client
const AT = [0.06, 0.3]; // of the client's arrow: where words stand, in turn, for two may be seen at once

export class Stage extends Ring {
  constructor(look) {
    super({ look }, false);
    this.shown = new Set();
    this.eye = "";
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

  /* What the client says, and hears, stands at the arrow. */
  clientArrow(event) {
    const way = wayBetween(CLIENT, this.places[event.s], clientReach(this.places[event.s]), this.radius, 0);
    const order = this.run.client.findIndex((number) => this.run.events[number] === event);
    const { x, y } = pointOn(way, AT[order % AT.length]);
    return svg("g", {}, super.clientArrow(event), svg("text", { x: x + 5, y: y - 7, class: "raft-start raft-halo" },
      event.k === "command" ? event.x : `done: ${event.x[1]}`));
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
    super.settle(k);
    const { run, radius, marks } = this, told = this.shown.has("log") ? marks : [];
    this.chips.settle(told.map(({ id, place }) => [place, radius, run.stateOf(id, k)]), run.words?.command);
  }

  /* While messages say something, no number stands in their way. */
  showMessages(time) {
    super.showMessages(time);
    this.node.classList.toggle("speaks", [...this.busy.values()].some((mark) => mark.speaks));
  }

  mark({ servers, flights, links }) {
    const spoken = new Set(servers), under = new Set(flights);
    for (const mark of this.marks) mark.node.classList.toggle("spoken", spoken.has(mark.id));
    for (const mark of this.busy.values()) mark.node.classList.toggle("spoken", under.has(mark.flight.n));
    const marksMessages = [...this.busy.values()].some((mark) => under.has(mark.flight.n));
    this.node.classList.toggle("marks-messages", marksMessages);
    this.links.replaceChildren(...links.map(([from, to]) => this.link(from, to)));
  }

  link(from, to) {
    const { x0, y0, x2, y2 } = wayBetween(this.places[from], this.places[to], this.radius, this.radius, 0);
    return svg("line", { x1: x0, y1: y0, x2, y2 });
  }
}
