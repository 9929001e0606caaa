/* All that one server knows. */
import { MS } from "./settings.js";
import { html, put } from "../../controls/js/nodes.js";
import { counted, shown } from "./words.js";
import { valuesAfter } from "./run.js";

const FACTS = {
  role: (state) => state.role,
  term: (state) => state.term,
  "voted for": (state) => state.vote ?? "nobody",
  "knows as leader": (state) => state.leader ?? "nobody",
  "commit index": (state) => state.commit,
  "last applied": (state) => state.applied,
  "votes for it": (state) => state.votes.join(", ") || "none",
};

export class Inspector {
  constructor() {
    this.heading = html("h4");
    this.facts = Object.entries(FACTS).map(([name, of]) => ({ of, ...fact(name) }));
    this.timer = fact("timer", "raft-timer");
    this.values = fact("key values", "raft-long-fact");
    this.log = fact("log", "raft-long-fact");
    this.peers = html("table");
    this.list = html("dl", {}, ...[...this.facts, this.timer, this.values, this.log].map((each) => each.node));
    this.node = html("section", { class: "raft-inspector", "aria-label": "the chosen server" }, this.heading, this.list,
      this.peers);
  }

  settle(id, state, form) {
    const before = this.state;
    this.form = form;
    this.state = state;
    put(this.heading, id ? `${id}${state.down ? ", down: what it knew" : ""}` : "");
    if (id) this.facts.forEach(({ of, value }) => put(value, String(of(state))));
    if (id && (state.log !== before?.log || state.done !== before.done)) this.settleLog(state);
    const leads = id && state.role === "leader" && Object.keys(state.next).length > 0;
    this.peers.style.display = leads ? "" : "none";
    if (leads && (state.next !== before?.next || state.match !== before.match)) this.settlePeers(state);
  }

  settleLog({ log, done }) {
    put(this.values.value, valuesAfter(done, this.form) || "none yet");
    const entries = log.map(([term, command], place) => `${place + 1}: ${command || "no command"} (t${term})`);
    put(this.log.value, entries.length ? `${counted(log.length, "entry", "entries")}  ${entries.join("  ")}` : "empty");
  }

  settlePeers({ next, match }) {
    const row = (name, values) => html("tr", {}, html("th", { scope: "row" }, name),
      ...values.map((value) => html("td", {}, String(value))));
    const peers = Object.keys(next);
    this.peers.replaceChildren(html("caption", {}, "what it believes of the others"),
      html("thead", {}, html("tr", {}, html("td"), ...peers.map((peer) => html("th", { scope: "col" }, peer)))),
      html("tbody", {}, row("next_index", peers.map((peer) => next[peer])),
        row("match_index", peers.map((peer) => match[peer]))));
  }

  show(time) {
    if (!this.state) return;
    const { deadline, setAt, down } = this.state;
    put(this.timer.value, down || deadline == null ? "stopped"
      : `${Math.max(0, Math.round((deadline - time) / MS))} of ${shown(deadline - setAt)} ms left`);
  }
}

/* A name and a value to be written. */
function fact(name, kind = "") {
  const value = html("dd");
  return { value, node: html("div", { class: kind }, html("dt", {}, name), value) };
}
