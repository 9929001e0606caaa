/* Coming into sight once a cell has been run: JupyterLab goes on to the next cell, and does not look at what appears
 * above that. */
const TYPING = "input, textarea, select, [contenteditable=true], .raft-story, .raft-player"; // here the reader stays
const met = new WeakSet();

/* Bring the root of a page into sight, the first time it is asked. Whether it did; the reader may be elsewhere. */
export function meet(root) {
  if (met.has(root)) return false;
  met.add(root);
  const { top, bottom } = root.getBoundingClientRect();
  if (bottom < 0 || top > innerHeight || document.activeElement?.closest(TYPING)) return false;
  bringIntoSight(root);
  return true;
}

/* Whole if it fits, and else from its top on. */
export function bringIntoSight(node) {
  const around = node.closest(".jp-WindowedPanel-outer") ?? document.documentElement;
  node.scrollIntoView({ block: node.getBoundingClientRect().height > around.clientHeight ? "start" : "nearest" });
}
