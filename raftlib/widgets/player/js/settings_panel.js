/* The sliders of a run: its servers, its timers, its network. */
import { countUpTo } from "./numbers.js";
import { choice, html, put } from "../../controls/js/nodes.js";

const FROM_THE_START = "start"; // when a change of the network counts
const FROM_NOW_ON = "now";

/* What is so from the start of a run; and of the network, what is so from the moment shown on. */
export class SettingsPanel {
  constructor(player, { sliders, slow }) {
    this.player = player;
    this.sliders = sliders.map((setting) => this.slider(setting, (value) => this.change(setting, value)));
    this.when = choice([[FROM_THE_START, "from the start: a new run"], [FROM_NOW_ON, "from now on: a branch"]],
      FROM_THE_START, () => this.goBack(), "when a change of the network counts");
    this.slow = this.slider(slow, (value) => this.changeSlow(value));
    this.whose = html("select", { "aria-label": "whose messages are slow", onchange: () => this.goBack() });
    this.slow.node.firstElementChild.replaceChildren("slow server ", this.whose);
    const of = (group) => this.sliders.filter(({ setting }) => setting.of === group).map(({ node }) => node);
    this.parts = {
      servers: html("section", {}, html("h4", {}, "Servers and timers: a change begins a new run"),
        html("div", { class: "raft-sliders" }, ...of("servers"))),
      network: html("section", {}, html("h4", {}, "Network, changed ", this.when),
        html("div", { class: "raft-sliders" }, ...of("network")),
        html("details", {}, html("summary", {}, "Messages doubled or overtaken, a slow server"),
          html("div", { class: "raft-sliders" }, ...of("rare"), this.slow.node))),
    };
    this.node = html("details", { class: "raft-panel-settings" }, html("summary", {}, "Settings"),
      ...Object.values(this.parts));
  }

  slider(setting, does) {
    const value = html("output", { "aria-live": "off" });
    const input = html("input",
      { type: "range", min: setting.low, max: setting.high, step: setting.step, "aria-label": setting.words,
      oninput: () => this.say(slider), onchange: () => {
        slider.asked = Number(input.value);
        does(slider.asked / setting.scale);
      } });
    const slider = { setting, input, value, node: html("label", {}, html("span", {}, setting.words), input, value) };
    return slider;
  }

  say({ setting, input, value }) {
    const words = `${setting.sign}${input.value}${setting.unit}`;
    put(value, words);
    input.setAttribute("aria-valuetext", words);
  }

  /* The settings from the start, {} where the servers are of the reader's own; and [since when, network], in order. */
  lay(settings, network) {
    Object.assign(this, { settings, network });
    const begins = "servers" in settings;
    if (!begins) this.when.value = FROM_NOW_ON;
    this.when.disabled = !begins;
    this.parts.servers.style.display = begins ? "" : "none";
    this.parts.network.style.display = network.length ? "" : "none";
    this.node.style.display = network.length ? "" : "none";
    if (begins) this.fill("servers", settings);
    if (network.length) this.layNetwork();
  }

  layNetwork() {
    this.now = this.networkNow();
    for (const group of ["network", "rare"]) this.fill(group, this.now);
    this.laySlow();
  }

  layServers() {
    const { servers } = this.player.run, shown = [...this.whose.options].map(({ value }) => value);
    if (!this.now || String(shown) === String(servers)) return;
    this.whose.replaceChildren(...servers.map((server) => html("option", { value: server }, server)));
    this.whose.value = servers.find((server) => server in this.now.slow) ?? servers[servers.length - 1];
    this.laySlow();
  }

  laySlow() {
    this.write(this.slow, this.now.slow[this.whose.value] ?? 1);
  }

  /* The network from the start, or as it is at the moment shown. */
  networkNow() {
    const { network, player } = this;
    if (this.when.value === FROM_THE_START) return network[0][1];
    return network[countUpTo(network.length, (place) => network[place][0], player.time) - 1][1];
  }

  /* The moment has moved, perhaps over a change. */
  settle() {
    if (this.network?.length && this.networkNow() !== this.now) this.layNetwork();
  }

  fill(group, values) {
    for (const slider of this.sliders) {
      const { name, of, part } = slider.setting;
      if (of === group) this.write(slider, part == null ? values[name] : values[name][part]);
    }
  }

  /* A slider that has moved on since is left where it is: this answers an earlier wish. */
  write(slider, number) {
    const { setting, input, asked } = slider, value = number * setting.scale;
    if (asked !== undefined && Math.abs(asked - value) > 1e-9) return;
    slider.asked = undefined;
    input.max = Math.max(setting.high, value);
    input.min = Math.min(setting.low, value);
    input.step = Number.isInteger(value / setting.step) ? setting.step : "any";
    input.value = value;
    this.say(slider);
  }

  /* The sliders show what is so, whatever was wished. */
  goBack() {
    for (const slider of [...this.sliders, this.slow]) slider.asked = undefined;
    this.lay(this.settings, this.network);
  }

  change({ name, of, part }, value) {
    const whole = (of === "servers" ? this.settings : this.now)[name];
    this.ask(of, name, part == null ? value : pushed(whole, part, value));
  }

  changeSlow(factor) {
    this.ask("rare", "slow", { ...this.now.slow, [this.whose.value]: factor });
  }

  ask(of, name, value) {
    const fromNowOn = of !== "servers" && this.when.value === FROM_NOW_ON;
    this.player.hands.change(fromNowOn ? { do: "change_network", network: { [name]: value } }
      : { do: "settings", settings: { [name]: value } });
  }
}

/* The two ends of a range push each other along, so that it never stands on its head. */
function pushed(range, part, value) {
  const ends = [...range];
  ends[part] = value;
  if (ends[0] > ends[1]) ends[1 - part] = value;
  return ends;
}
