/* What floats over the player: a menu, and bubbles with answers. */
import { clamp } from "./numbers.js";
import { html } from "../../controls/js/nodes.js";

const BESIDE = 52; // px from a spot to what floats beside it
const AROUND = [40, 60]; // px from a spot within which nothing floats, and within which a menu begins
const STEP = 8; // px from one place that a menu may have to the next one
const NEVER = 1e7, FAR = 1e4; // how bad it is to be on the spot, and a px too far away: like so many px² covered
const BUBBLE_SECONDS = 4;

/* Spots are places on the screen, so that whatever is clicked can be answered beside it. */
export class Floating {
  constructor() {
    this.menu = null;
    this.bubbles = html("div", { "aria-live": "polite" });
    this.node = html("div", { class: "raft-floating" }, this.bubbles);
    this.timers = new Set();
  }

  /* `clear` are boxes that should stay in sight; `around` how near to the spot it is, and how far away at the most. */
  open(spot, title, items, back, clear = [], around = AROUND) {
    this.close();
    this.back = back;
    this.menu = html("div", { class: "raft-menu", role: "dialog", "aria-label": title }, html("h4", {}, title),
      ...items);
    this.node.append(this.menu);
    this.putClear(spot, this.menu, clear, around);
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

  /* Beside a spot, and, as far as that leaves a choice, where little of some boxes is covered, and to its right. */
  putClear({ x, y }, box, boxes, [nearest, farthest]) {
    const { offsetWidth: width, offsetHeight: height } = box, room = roomIn(this.node);
    const best = { left: x + BESIDE, top: y - BESIDE / 2 };
    const badness = ({ left, top }) => {
      const at = { left, top, right: left + width, bottom: top + height };
      const away = Math.hypot(Math.max(left - x, x - at.right, 0), Math.max(top - y, y - at.bottom, 0));
      return boxes.reduce((sum, each) => sum + shared(at, each), (away < nearest ? NEVER : 0)
        + FAR * Math.max(0, away - farthest) + Math.hypot(left - best.left, top - best.top));
    };
    const lefts = steps(best.left, room.left, room.right - width);
    const places = steps(best.top, room.top, room.bottom - height)
      .flatMap((top) => lefts.map((left) => ({ left, top, bad: badness({ left, top }) })));
    const { left, top } = places.reduce((one, other) => (other.bad < one.bad ? other : one));
    this.put(box, left, top);
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

/* The part of the player that is on the screen: a menu past its edge would have to be scrolled to. */
function roomIn(node) {
  const screen = node.closest(".jp-WindowedPanel-outer")?.getBoundingClientRect()
    ?? new DOMRect(0, 0, innerWidth, innerHeight);
  const { left, right, top, bottom } = node.getBoundingClientRect();
  return { left: Math.max(left, screen.left), right: Math.min(right, screen.right),
    top: Math.max(top, screen.top), bottom: Math.min(bottom, screen.bottom) };
}

/* Numbers from `low` to `high`, among them the one that is wanted, or the nearest to it. */
function steps(wanted, low, high) {
  const first = clamp(wanted, low, Math.max(low, high)), count = (end) => Math.floor(Math.abs(end - first) / STEP);
  const before = count(low);
  return Array.from({ length: before + count(high) + 1 }, (_, place) => first + (place - before) * STEP);
}

/* The px² that two boxes share. */
function shared(one, other) {
  const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return across > 0 && down > 0 ? across * down : 0;
}

/* Where a part of the page ends; 0 for one that is hidden. */
function bottomOf(node) {
  return node ? node.getBoundingClientRect().bottom : 0;
}
