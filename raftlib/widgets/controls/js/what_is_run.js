/* Whatever a cell puts out comes into sight, a picture too, which has no page of its own to see to that. */
import { whenTouched } from "./touched.js";
import { bringIntoSight, fits, isElsewhere } from "./in_sight.js";

const OUTPUTS = ".jp-Cell-outputArea", CELL = ".jp-Cell", WATCHED = "raftWatched";
let leave = () => {};

/* From now on in this notebook; each widget asks for it, and the first is heard. */
export function showWhatIsRun(notebook) {
  if (notebook == null || WATCHED in notebook.dataset) return;
  notebook.dataset[WATCHED] = "";
  new MutationObserver((changes) => {
    const filled = changes.findLast(({ target, addedNodes }) => addedNodes.length && target.matches(OUTPUTS));
    if (filled && wasJustRun(filled.target.closest(CELL))) stayWith(filled.target);
  }).observe(notebook, { childList: true, subtree: true });
}

/* Shift+Enter has made the next cell the active one, Ctrl+Enter none. */
function wasJustRun(cell) {
  return [cell, cell.nextElementSibling].some((each) => each?.matches(".jp-mod-active"));
}

/* While it grows, until the reader does something. */
function stayWith(outputs) {
  leave();
  const cell = outputs.closest(CELL);
  const growth = new ResizeObserver(() => isElsewhere(cell) || bringIntoSight(fits(cell) ? cell : outputs));
  const end = whenTouched(() => leave());
  leave = () => {
    growth.disconnect();
    end();
  };
  growth.observe(outputs);
}
