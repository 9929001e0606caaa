/* Where something stands on the screen, and how it comes there. */
const TYPING = "input, textarea, select, [contenteditable=true], .raft-story, .raft-player"; // here the reader stays

/* Whole if it fits, and else from its top on. */
export function bringIntoSight(node) {
  node.scrollIntoView({ block: fits(node) ? "nearest" : "start" });
}

export function fits(node) {
  const around = node.closest(".jp-WindowedPanel-outer") ?? document.documentElement;
  return node.getBoundingClientRect().height <= around.clientHeight;
}

/* Whether the reader has scrolled away from something, or is at work in something. */
export function isElsewhere(node) {
  const { top, bottom } = node.getBoundingClientRect();
  return bottom < 0 || top > innerHeight || Boolean(document.activeElement?.closest(TYPING));
}
