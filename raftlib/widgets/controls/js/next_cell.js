/* Shift+Enter within a widget: on to the next cell.
 *
 * JupyterLab would run the widget's own cell again, and what the reader has done in it would be gone.
 */
import { bringIntoSight } from "./meet.js";

const CELL = ".jp-Notebook .jp-Cell";

export function isShiftEnter({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  return key === "Enter" && shiftKey && !ctrlKey && !metaKey && !altKey;
}

/* Hears a key. Where there is no JupyterLab, or another cell is the one that it would run, nothing is done. */
export function goOn(event) {
  const cell = event.currentTarget.closest(CELL);
  if (!isShiftEnter(event) || !cell?.matches(".jp-mod-active")) return;
  event.preventDefault();
  event.stopPropagation();
  const next = cellAfter(cell);
  if (next == null) return;
  next.focus({ preventScroll: true }); // so JupyterLab makes it the active one
  bringIntoSight(next);
}

/* The next one that is not folded away under a heading. */
function cellAfter(cell) {
  let next = cell.nextElementSibling;
  while (next != null && !(next.matches(CELL) && next.clientHeight)) next = next.nextElementSibling;
  return next;
}
