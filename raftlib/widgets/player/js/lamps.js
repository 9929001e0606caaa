/* A lamp for each safety property, which goes out when it is broken. */
import { button, html, put } from "../../controls/js/nodes.js";
import { clock } from "./words.js";
import { outLampIcon } from "./legends.js";

export class Lamps {
  /* `properties` are [name, what it says]; `goTo` leads to the moment of an evidence. */
  constructor(properties, label, goTo) {
    this.goTo = goTo;
    this.lamps = properties.map(([name, rule]) => this.lamp(name, rule));
    this.node = html("ul", { class: "raft-lamps", "aria-label": label },
      ...this.lamps.map((lamp) => lamp.node));
  }

  lamp(name, rule) {
    const lamp = { name, rule, said: html("span", { class: "raft-said" }, rule),
      state: html("span", { class: "raft-hidden" }), node: html("li", { title: rule }) };
    lamp.go = button("go there", () => this.goTo(lamp.broken), { hidden: true,
      "aria-label": `go to where ${name} is broken` });
    lamp.node.append(outLampIcon(14), html("div", {}, html("b", {}, name), lamp.state, lamp.said, lamp.go));
    return lamp;
  }

  settle(evidence) {
    for (const lamp of this.lamps) {
      const broken = lamp.broken = evidence.find((each) => each.property === lamp.name);
      lamp.node.classList.toggle("out", Boolean(broken));
      lamp.go.hidden = !broken;
      put(lamp.state, broken ? " is broken: " : " holds: ");
      put(lamp.said, broken ? `broken at ${clock(broken.t)}: ${broken.sentence} ` : lamp.rule);
    }
  }
}
