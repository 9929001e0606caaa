/* What floats over the player: a menu, and bubbles with answers. */
import { clamp } from "./numbers.js";
import { html } from "../../controls/js/nodes.js";

const BESIDE = 52; // px from a spot to what floats beside it
const NEAR = 6; // px between a menu and what it does not cover
const RIM = 14; // px that may be covered of what should stay in sight
const BUBBLE_SECONDS = 4;

/* Spots are places on the screen, so that whatever is clicked can be answered beside it. */
export class Floating {
  constructor() {
    this.menu = null;
    this.bubbles = html("div", { "aria-live": "polite" });
    this.node = html("div", { class: "raft-floating" }, this.bubbles);
    this.timers = new Set();
  }

  /* `clear` are nodes that should stay in sight. */
  open(spot, title, items, back, clear = []) {
    this.close();
    this.back = back;
    this.menu = html("div", { class: "raft-menu", role: "dialog", "aria-label": title }, html("h4", {}, title),
      ...items);
    this.node.append(this.menu);
    this.putClear(spot, this.menu, clear.map(inner));
  }

  focus() {
    this.menu?.querySelector("button, input")?.focus();
  }

  close() {
    if (!this.menu) return false;
    const hadFocus = this.menu.contains(this.menu.getRootNode().activeElement);
    this.menu.remove();
    this.menu = null;
    if (hadFocus) this.back?.focus({ preventScroll: true });
    return true;
  }

  sayBeside(spot, words) {
    this.putBeside(spot, this.bubble(words));
  }

  /* Below it where there is no room, and below the goal: what is answered may be that it is reached. */
  sayAbove(element, words) {
    const { left, top, bottom: end } = element.getBoundingClientRect(), bubble = this.bubble(words);
    const goal = this.node.parentNode.querySelector(".raft-goal"), bottom = Math.max(end, bottomOf(goal));
    const above = top - bubble.offsetHeight - 4;
    this.put(bubble, left, above > this.node.getBoundingClientRect().top ? above : bottom + 4);
  }

  bubble(words) {
    const bubble = html("div", { class: "raft-bubble" }, words);
    this.bubbles.replaceChildren(bubble);
    const timer = setTimeout(() => { bubble.remove(); this.timers.delete(timer); }, BUBBLE_SECONDS * 1000);
    this.timers.add(timer);
    return bubble;
  }

  hush() {
    this.bubbles.replaceChildren();
  }

  /* Beside a spot, where the fewest of some boxes are covered: right, left, further out, below, above. */
  putClear({ x, y }, box, boxes) {
    const { offsetWidth: width, offsetHeight: height } = box, top = y - BESIDE / 2;
    const places = [[x + BESIDE, top], [x - BESIDE - width, top], [x + BESIDE, y - height], [x - BESIDE - width, y],
      [Math.max(x, ...boxes.map(({ right }) => right + RIM + NEAR)), top],
      [Math.min(x, ...boxes.map(({ left }) => left - RIM - NEAR)) - width, top], [x - width / 2, y + BESIDE]];
    const room = this.node.getBoundingClientRect();
    const covered = ([left, up]) => {
      const at = { left: clamp(left, room.left, room.right - width), top: clamp(up, room.top, room.bottom - height) };
      return boxes.filter(({ left: l, right, top: t, bottom }) => l < at.left + width && right > at.left
        && t < at.top + height && bottom > at.top).length;
    };
    const best = places.reduce((one, other) => (covered(other) < covered(one) ? other : one));
    this.put(box, ...best);
  }

  /* To the right of a spot, or to its left where there is no room. */
  putBeside({ x, y }, box) {
    const room = this.node.getBoundingClientRect().right - box.offsetWidth;
    const right = x + BESIDE;
    this.put(box, right <= room ? right : x - BESIDE - box.offsetWidth, y - BESIDE / 2);
  }

  /* Never outside the player. */
  put(box, left, top) {
    const { x, y, width, height } = this.node.getBoundingClientRect();
    box.style.left = `${clamp(left - x, 0, Math.max(0, width - box.offsetWidth))}px`;
    box.style.top = `${clamp(top - y, 0, Math.max(0, height - box.offsetHeight))}px`;
  }

  end() {
    this.timers.forEach(clearTimeout);
  }
}

/* The box of a node without its rim. */
function inner(node) {
  const { left, right, top, bottom } = node.getBoundingClientRect();
  return { left: left + RIM, right: right - RIM, top: top + RIM, bottom: bottom - RIM };
}

/* Where a part of the page ends; 0 for one that is hidden. */
function bottomOf(node) {
  return node ? node.getBoundingClientRect().bottom : 0;
}
