/* Menus: what can be done with a server, a message, a link. */
import { button, choice, form, html, submitButton } from "../../controls/js/nodes.js";
import { messageName, messageWords } from "./words.js";

const AROUND = [1.2, 1.9]; // radii of a disc from its middle: where its menu may begin
const WORDS = 0.7; // radii: how far its words reach

export class Menus {
  constructor(player, hands) {
    Object.assign(this, { player, hands });
  }

  openServer(server) {
    const { run, ring, floating, parts } = this.player;
    const others = run.servers.filter((other) => other !== server);
    const items = [this.faultButtons(server), ...(parts.areFew ? [] : [this.commandForm(server),
      others.length > 0 && this.linkForm(server, others), others.length > 0 && this.groupButton(server)])];
    const around = AROUND.map((share) => share * ring.radiusOnScreen);
    floating.open(ring.spot(ring.places[server]), server, items.filter(Boolean), ring.nodeOf(server), this.inSight(),
      around);
  }

  faultButtons(server) {
    const { run, k } = this.player;
    const timeOut = button("Time out now (T)", () => this.hands.touch("time_out", server));
    const buttons = run.stateOf(server, k).down
      ? [button("Restart (C)", () => this.hands.touch("restart", server))]
      : [button("Crash (C)", () => this.hands.touch("crash", server)), timeOut];
    return html("div", { class: "raft-pair" }, ...buttons);
  }

  commandForm(server) {
    const command = html("input", { type: "text", value: this.hands.command.value, size: 7, "aria-label": "command" });
    return form(() => this.hands.submit(command.value, server), command, submitButton("Send (M)"));
  }

  linkForm(server, others) {
    const end = choice(others.map((other) => [other, other]), others[0], () => {},
      `the other end of the link of ${server}`);
    const oneWay = html("input", { type: "checkbox" });
    return form(() => this.hands.cutLink(server, end.value, oneWay.checked), html("span", {}, "link to"), end,
      html("label", {}, oneWay, "one way"), submitButton("Cut"));
  }

  groupButton(server) {
    const { chosen, floating } = this.player;
    const words = chosen.group.has(server) ? "Out of the group to cut off (G)" : "Into the group to cut off (G)";
    return button(words, () => {
      this.hands.toggleGroup(server);
      floating.close();
    });
  }

  /* What a menu should leave in sight: the words on the servers, and what has just happened. */
  inSight() {
    const { run, ring, caption } = this.player, half = WORDS * ring.radiusOnScreen;
    const words = run.servers.map((each) => ring.spot(ring.places[each])).map(({ x, y }) =>
      new DOMRect(x - half, y - half, 2 * half, 2 * half));
    return [...words, caption.node.getBoundingClientRect()];
  }

  openClient(client) {
    const { ring, floating } = this.player;
    const action = html("input", { type: "text", value: "x+=1", size: 7, "aria-label": "command or read" });
    const ask = form(() => this.hands.ask(client, action.value), action, submitButton("Ask"));
    floating.open(ring.spot(ring.places[client]), client, [ask, button("Ask x?", () => this.hands.ask(client, "x?"))],
      ring.clientMarks.find(({ id }) => id === client).node, this.inSight());
  }

  openMessage(flight) {
    const { live, ring, floating, time, root } = this.player;
    const items = [html("p", {}, messageWords(this.player.run, flight)),
      ...(live ? [html("div", { class: "raft-pair" }, button("Drop (D)", () => this.hands.touchFlight("drop")),
        button("Double (U)", () => this.hands.touchFlight("duplicate"))), this.holdForm()] : [])];
    floating.open(ring.spot(ring.placeOf(flight, time)), messageName(this.player.run, flight), items, root);
  }

  holdForm() {
    const { hands } = this;
    const time = html("input", { type: "number", value: hands.holdFor, min: 1, step: "any",
      "aria-label": "for how many ms", oninput: () => { hands.holdFor = Number(time.value); } });
    return form(() => hands.holdFlight(), submitButton("Hold back (B)"), html("label", {}, "for", time, "ms"));
  }

  openLink(a, b) {
    const { ring, floating, answers } = this.player;
    const items = [[`Cut ${a} – ${b}`, a, b, false], [`Cut only ${a} to ${b}`, a, b, true],
      [`Cut only ${b} to ${a}`, b, a, true]].map(
      ([words, from, to, oneWay]) => button(words, () => this.hands.cutLink(from, to, oneWay)));
    floating.open(ring.spot(answers.middleOf(a, b)), `Link between ${a} and ${b}`, items, ring.nodeOf(b));
    floating.focus();
  }
}
