/* A server in the ring. */
import { MS } from "./settings.js";
import { clamp } from "./numbers.js";
import { grow, put, set, svg } from "../../controls/js/nodes.js";
import { shown } from "./words.js";
import { paintEdge } from "./look.js";
import { AROUND, LARGE } from "./layout.js";
import { putInto } from "./squeezed.js";

const LINES = { large: [-16, -2, 12, 25], small: [-11, 3, 17] }; // where the words of a disc stand

const SIZE = 12; // px of the words below the name
const ROOM = { large: [], small: [undefined, undefined, 50] }; // px in which they have to be, where that is little

const NUMBER = { halfWidth: 20, halfHeight: 6 }; // px, of what stands below its timer

const RAISED = 5; // px that they stand higher where the fourth line is there: so low, the disc is not as wide

/* One server's disc, its timer round it, and what is written on it. */
export class ServerMark {
  constructor(ring, id, place, radius) {
    Object.assign(this, { ring, id, place, radius });
    const around = (more, kind, attributes = {}) => svg("circle", { r: radius + more, class: kind, ...attributes });
    this.track = around(AROUND.arc, "raft-track");
    this.arc = around(AROUND.arc, "raft-arc", { pathLength: 1, transform: "rotate(-90)" });
    this.disc = svg("circle", { r: radius });
    this.large = radius >= LARGE;
    const words = this.large ? "raft-words" : "raft-tight";
    const kinds = [id.length > 3 ? "raft-name raft-tight" : "raft-name", words, words, "raft-votes"];
    this.texts = (this.large ? LINES.large : LINES.small).map((y, line) => svg("text", { y, class: kinds[line] }));
    this.drawn = svg("text", { y: radius + AROUND.drawn, class: "raft-small raft-halo raft-drawn" });
    this.title = svg("title");
    this.node = svg("g", { class: "raft-server", transform: `translate(${place.x} ${place.y})`, "data-server": id },
      around(AROUND.chosen, "raft-chosen-ring"), around(AROUND.group, "raft-group-ring"),
      around(AROUND.offender, "raft-offender"), this.track, this.arc, this.disc, ...this.texts, this.drawn, this.title);
    if (!ring.hands) return;
    grow(this.node, { tabindex: 0, role: "button", "aria-haspopup": "dialog" }, []);
    // A key acts on the chosen server: it must be the one that has the focus.
    this.node.addEventListener("focus", () => ring.player.chosen.follow(id));
  }

  settle(state, servers, flags) {
    const key = `${flags.chosen}${flags.grouped}${flags.offends}`;
    if (state === this.state && key === this.key) return;
    Object.assign(this, { state, key });
    const style = this.ring.look.roles[state.look];
    set(this.disc, "fill", style.fill);
    paintEdge(this.disc, style);
    const needed = (servers >> 1) + 1, missing = Math.max(0, needed - state.votes.length);
    const votes = state.look === "candidate" ? this.ring.look.needs.replace("{}", missing) : "";
    this.write(this.wordsOf(state, votes), style.words);
    const timed = !state.down && state.deadline != null;
    if (!timed) put(this.drawn, "");
    this.track.style.display = this.arc.style.display = timed ? "" : "none";
    for (const flag of ["chosen", "grouped", "offends"]) this.node.classList.toggle(flag, flags[flag]);
    const also = [
      votes && `${state.votes.length} of the ${needed} votes it needs`,
      flags.grouped && "in the group to cut off",
      flags.offends && "breaks a safety property"];
    set(this.node, "aria-label", [this.id, state.look, `term ${state.term}`, ...also].filter(Boolean).join(", "));
    this.title.textContent = timed ? this.timerWords(state) : `${this.id} is down`;
  }

  timerWords({ look, deadline, setAt }) {
    const length = shown(deadline - setAt);
    return look === "leader" ? `${this.id} leads: its next heartbeat comes ${length} ms after the last one`
      : `${this.id}: its timer was set to ${length} ms`;
  }

  wordsOf({ look, term }, votes) {
    return this.inLines(look, term, votes);
  }

  /* A role, a term and votes as the lines of a disc, each "" where it is not to be seen. A small disc has no room for a
   * line of votes. */
  inLines(look, term, votes) {
    const [full, short] = term === "" ? ["", ""] : [`term ${term}`, `t${term} `];
    return this.large ? [this.id, look, full, votes] : [this.id, look, votes ? short + votes : full];
  }

  write(words, colour) {
    const [lines, rooms] = [LINES, ROOM].map((each) => (this.large ? each.large : each.small));
    const raised = this.large && words[3] ? RAISED : 0;
    words.forEach((text, line) => {
      set(this.texts[line], "y", lines[line] - raised);
      putInto(this.texts[line], text, SIZE, rooms[line]);
      this.texts[line].style.fill = colour;
    });
  }

  show(time, scale) {
    if (this.state.down || this.state.deadline == null) return;
    const left = Math.max(0, this.state.deadline - time), share = clamp(left / scale, 0, 1);
    put(this.drawn, `${Math.round(left / MS)} ms`);
    this.arc.setAttribute("stroke-dasharray", `${share.toFixed(4)} 2`);
  }

  /* The number at its timer gives way to what comes there. */
  giveWay(messages) {
    const { place: { x, y }, radius } = this, { halfWidth, halfHeight } = NUMBER;
    const middle = y + radius + AROUND.drawn - halfHeight;
    const isHit = messages.some((mark) => mark.comesInto(x, middle, halfWidth, halfHeight));
    this.drawn.classList.toggle("hit", isHit);
  }
}
