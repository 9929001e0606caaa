/* The keys: what each does while the player has the focus. */
import { CHOOSE_FIRST, MS } from "./settings.js";
import { goOn, isShiftEnter } from "../../controls/js/next_cell.js";
import { typesInto } from "./answers.js";

export class Keys {
  constructor(player) {
    this.player = player;
  }

  listen(root) {
    root.addEventListener("keydown", (event) => this.onKey(event));
    // JupyterLab must not see our keys at all: "M" or "D D" would change its cells.
    for (const kind of ["keyup", "keypress"]) root.addEventListener(kind, (event) => event.stopPropagation());
  }

  onKey(event) {
    const { help, run } = this.player;
    event.stopPropagation();
    if (isShiftEnter(event)) return goOn(event);
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return this.escape();
    if (help.isOpen && event.key !== "?") return; // under the help nothing may happen unseen
    if (!run || typesInto(event)) return;
    const does = this.actionOf(event);
    if (!does) return;
    event.preventDefault();
    does();
  }

  actionOf({ key, shiftKey, target }) {
    const { player, player: { chosen, hands } } = this;
    if (/^[1-9]$/.test(key)) return () => chosen.chooseByNumber(Number(key));
    switch (key.toLowerCase()) {
      case " ": return () => player.playback.toggle();
      case "arrowleft": return shiftKey ? () => player.goTo(player.time - 10 * MS) : () => player.step(-1);
      case "arrowright": return shiftKey ? () => player.goTo(player.time + 10 * MS) : () => player.step(1);
      case "enter": return this.entered(target);
      case "j": return () => player.jump();
      case "c": return this.toServer((server) => hands.crashOrRestart(server));
      case "t": return this.toServer((server) => hands.touch("time_out", server));
      case "g": return this.toServer((server) => hands.toggleGroup(server));
      case "m": return () => hands.startCommand();
      case "x": return () => hands.cutGroup();
      case "h": return () => hands.heal();
      case "n": return () => chosen.nextFlight();
      case "d": return () => hands.touchFlight("drop");
      case "u": return () => hands.touchFlight("duplicate");
      case "b": return () => hands.holdFlight();
      case "l": return () => this.toggleCode();
      case "?": return () => player.help.toggle();
      default: return null;
    }
  }

  /* What is done to the chosen server. */
  toServer(does) {
    const { chosen: { server }, answers } = this.player;
    return () => (server ? does(server) : answers.say(CHOOSE_FIRST));
  }

  /* What Enter does: it leads into the menu of what is chosen. */
  entered(target) {
    const { chosen, floating } = this.player;
    if (chosen.flight && floating.menu) return () => floating.focus();
    const server = target.closest(".raft-server"), client = target.closest(".raft-named");
    if (client) return () => chosen.enterClient(client.dataset.client);
    return server && (() => chosen.enter(server.dataset.server));
  }

  toggleCode() {
    const { parts, code, voice } = this.player;
    if (!parts.shows("code")) parts.ask("code");
    code.toggle();
    voice.say(code.node.open ? `The code is shown: ${code.text.textContent}` : "The code is folded.");
  }

  escape() {
    const { help, floating, chosen } = this.player;
    if (help.isOpen) return undefined; // the dialog closes by itself
    if (floating.close()) return chosen.chooseFlight(null);
    return chosen.choose(null);
  }
}
