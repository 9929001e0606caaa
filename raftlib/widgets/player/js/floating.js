/* What floats over the player: a menu, and bubbles with answers. */
import { clamp } from "./numbers.js";
import { html } from "./nodes.js";

const BESIDE = 52; // px from a spot to what floats beside it
const BUBBLE_SECONDS = 4;

/* Spots are places on the screen, so that whatever is clicked can be answered beside it. */
export class Floating {
  constructor() {
    this.menu = null;
    this.bubbles = html("div", { "aria-live": "polite" });
    this.node = html("div", { class: "raft-floating" }, this.bubbles);
    this.timers = new Set();
  }

  open(spot, title, items, back) {
    this.close();
    this.back = back;
    this.menu = html("div", { class: "raft-menu", role: "dialog", "aria-label": title }, html("h4", {}, title),
      ...items);
    this.node.append(this.menu);
    this.putBeside(spot, this.menu);
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

  /* Below it where there is no room. */
  sayAbove(element, words) {
    const { left, top, bottom } = element.getBoundingClientRect(), bubble = this.bubble(words);
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
