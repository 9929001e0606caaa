/* Putting a hand in: the reader's wishes, all of which ask Python, and the row below the ring that has some of them. */
import { CHOOSE_FIRST } from "./settings.js";
import { button, form, html, put, submitButton } from "../../controls/js/nodes.js";

export class Hands {
  constructor(player, hold) {
    this.player = player;
    this.holdFor = hold; // ms for which a message is held back
    this.command = html("input", { type: "text", value: "x=5", size: 7, "aria-label": "command of the client" });
    const send = form(() => this.submit(this.command.value, null), this.command,
      submitButton("Send to the leader", { title: "send it to whoever leads (M)" }));
    this.cutButton = button("Cut off the group", () => this.cutGroup());
    this.row = html("div", { class: "raft-hands", role: "group", "aria-label": "changing the run" }, send,
      this.cutButton, button("Heal all", () => this.heal(), { title: "mend all links (H)" }),
      html("span", { class: "raft-said" }, "Click a server or a message."));
    this.recording = html("p", {}, player.words.recording);
    this.node = html("div", { class: "raft-hands-row" }, this.row, this.recording);
  }

  /* Whether the run can be changed at all. */
  lay(live) {
    this.row.style.display = live ? "" : "none";
    this.recording.style.display = live ? "none" : "";
    this.sayGroup();
  }

  /* The reader reaches for something: Python makes the run up to this moment, so that a change need not wait for it. */
  prepare() {
    const { run, time, live } = this.player, moment = `${run?.number} ${time}`;
    if (!run || !live || moment === this.prepared) return;
    this.prepared = moment;
    this.player.news.ask({ do: "ready" });
  }

  change(message) {
    const { live, answers, floating } = this.player;
    if (!live) return answers.say(this.player.words.recording);
    floating.close();
    floating.hush(); // what was said before this may be true no longer
    return this.player.news.ask(message);
  }

  touch(what, server) {
    this.change({ do: what, server });
  }

  crashOrRestart(server) {
    const { run, k } = this.player;
    this.touch(run.stateOf(server, k).down ? "restart" : "crash", server);
  }

  submit(command, to) {
    this.command.value = command;
    this.change({ do: "submit", command, to });
  }

  ask(client, action) {
    this.change({ do: "ask", client, action });
  }

  startCommand() {
    const { live, answers, chosen, menus, floating, parts } = this.player;
    if (!live) return answers.say(this.player.words.recording);
    if (!chosen.server) return parts.shows("hands") ? this.command.select() : answers.say(CHOOSE_FIRST);
    menus.openServer(chosen.server);
    return floating.menu.querySelector("input[type=text]")?.select();
  }

  touchFlight(what, more = {}) {
    const { flight } = this.player.chosen;
    if (!flight) {
      return this.player.answers.say("No message is chosen: press N for one that is under way, or click it.");
    }
    return this.change({ do: what, flight: flight.n, ...more });
  }

  holdFlight() {
    return this.touchFlight("hold", { for: this.holdFor });
  }

  cutLink(sender, receiver, oneWay) {
    this.change({ do: "cut_link", sender, receiver, one_way: oneWay });
  }

  toggleGroup(server) {
    const { group } = this.player.chosen;
    if (!group.delete(server)) group.add(server);
    this.settleGroup();
    this.player.voice.say(`${server} is ${group.has(server) ? "in" : "out of"} the group to cut off. In it: `
      + `${[...group].join(" ") || "nobody"}.`);
  }

  settleGroup() {
    this.player.ring.settle(this.player.k);
    this.sayGroup();
  }

  sayGroup() {
    const members = [...this.player.chosen.group].join(" ");
    put(this.cutButton, members ? `Cut off ${members}` : "Cut off a group");
    this.cutButton.title = "choose servers and press G to put them into the group; X cuts it off";
  }

  cutGroup() {
    const { run, chosen: { group } } = this.player;
    const inside = run.servers.filter((server) => group.has(server));
    const outside = run.servers.filter((server) => !group.has(server));
    if (!inside.length || !outside.length) {
      return this.player.answers.say("Put some servers into the group first (G), but not all of them.");
    }
    group.clear();
    this.settleGroup();
    return this.change({ do: "cut", groups: [inside, outside] });
  }

  heal() {
    this.change({ do: "heal" });
  }
}
