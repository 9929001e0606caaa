/* What the reader has chosen: a server, a message under way, and the group of servers to cut off. */
import { messageWords } from "./words.js";

export class Chosen {
  constructor(player) {
    Object.assign(this, { player, server: null, flight: null, group: new Set() });
  }

  /* A run is shown from now on; `grown` if it is the same one, told further. */
  lay(run, grown) {
    this.flight = grown && this.flight ? run.flight(this.flight.n) : null;
    if (!run.servers.includes(this.server)) this.server = null;
    this.group = new Set([...this.group].filter((server) => run.servers.includes(server)));
  }

  /* The moment has moved: a message that is no longer under way is given up, together with its menu. */
  moveTo(time) {
    const { flight } = this;
    if (flight && (time < flight.s || time >= flight.e) && this.player.floating.close()) this.chooseFlight(null);
  }

  onClick(event) {
    const { ring, floating } = this.player;
    const server = event.target.closest(".raft-server")?.dataset.server;
    const client = event.target.closest(".raft-named")?.dataset.client;
    const flight = server || client ? null : ring.messageAt(event);
    if (server && event.shiftKey) this.pickForLink(server);
    else if (server) this.choose(server, true);
    else if (client) this.enterClient(client);
    else if (flight) this.chooseFlight(flight, true);
    else if (!floating.close()) this.choose(null);
  }

  choose(server, opens = false) {
    const { player } = this;
    if (!server && this.server) player.voice.say(`${this.server} is not chosen any more.`);
    this.server = server;
    this.chooseFlight(null);
    player.settleChosen();
    player.floating.close();
    if (!server) return;
    player.hands.prepare();
    player.ring.nodeOf(server).focus({ preventScroll: true });
    if (opens && player.live) player.menus.openServer(server);
  }

  /* The focus has come to a server, by Tab: the keys are about this one now. */
  follow(server) {
    if (this.server === server) return;
    this.server = server;
    this.player.settleChosen();
  }

  /* And what can be done with it. */
  enter(server) {
    this.choose(server, true);
    this.player.floating.focus();
  }

  /* What a client can be made to do; no server is chosen then. */
  enterClient(client) {
    this.choose(null);
    if (!this.player.live) return;
    this.player.menus.openClient(client);
    this.player.floating.focus();
  }

  chooseByNumber(number) {
    const { servers } = this.player.run;
    if (number <= servers.length) return this.choose(servers[number - 1]);
    const parts = [number, servers.length > 1 ? "are" : "is", servers.join(", ")];
    return this.player.answers.say(this.player.words.no_server.replaceAll("{}", () => parts.shift()));
  }

  chooseFlight(flight, opens = false) {
    const { ring, playback, menus, voice, run } = this.player;
    ring.markOf(this.flight)?.node.classList.remove("chosen");
    this.flight = flight;
    if (!flight) return;
    playback.pause(); // what moves can't be held
    ring.markOf(flight)?.node.classList.add("chosen");
    voice.say(`Chosen: ${messageWords(run, flight)}`);
    if (opens) menus.openMessage(flight);
  }

  /* The next message under way, in the order of sending, over and over. */
  nextFlight() {
    const { run, ring, time, answers } = this.player;
    const count = run.flightsAt(time, ring.found);
    const flights = ring.found.slice(0, count).map((place) => run.flights[place]).filter((flight) => flight.e > time);
    if (!flights.length) return answers.say("No message is under way at this moment.");
    return this.chooseFlight(flights[(flights.indexOf(this.flight) + 1) % flights.length], true);
  }

  pickForLink(server) {
    const first = this.server;
    if (!first || first === server) return this.choose(server);
    return this.player.live ? this.player.menus.openLink(first, server) : undefined;
  }
}
