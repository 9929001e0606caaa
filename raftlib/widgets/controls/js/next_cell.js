/* Shift+Enter within a widget: on to the next cell.
 *
 * The notebook would run the widget's own cell again, and what the reader has done in it would be gone.
 */
import { bringIntoSight } from "./in_sight.js";

const CELL = ".jp-Notebook .jp-Cell", KEPT = "data-lm-suppress-shortcuts";

export function isShiftEnter({ key, shiftKey, ctrlKey, metaKey, altKey }) {
  return key === "Enter" && shiftKey && !ctrlKey && !metaKey && !altKey;
}

/* Keys that are hit within a widget are its own. JupyterLab hears them on their way up the page, Notebook on their way
 * down, before the widget does: an attribute keeps them from both. Those of which `lends` says so are the notebook's,
 * and Shift's where another cell is the one that Shift+Enter runs. */
export function ownKeys(root, lends = () => false) {
  const keep = (event) => root.toggleAttribute(KEPT, !lends(event) && !(event.shiftKey && !isActive(root)));
  root.setAttribute(KEPT, "");
  for (const kind of ["keydown", "keyup", "focusin"]) root.addEventListener(kind, keep);
}

function isActive(node) {
  return Boolean(node.closest(CELL)?.matches(".jp-mod-active"));
}

/* Hears a key. Where there is no JupyterLab, or another cell is the one that it would run, nothing is done. */
export function goOn(event) {
  if (!isShiftEnter(event) || !isActive(event.currentTarget)) return;
  event.preventDefault();
  event.stopPropagation();
  const next = cellAfter(event.currentTarget.closest(CELL));
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
