/* Coming into sight once a cell has been run: JupyterLab goes on to the next cell, and does not look at what appears
 * above that. */
import { bringIntoSight, isElsewhere } from "./in_sight.js";
import { landLinks } from "./landing.js";
import { showWhatIsRun } from "./what_is_run.js";

const met = new WeakSet();

/* Bring the root of a page into sight, the first time it is asked. Whether it did; the reader may be elsewhere. */
export function meet(root) {
  if (met.has(root)) return false;
  met.add(root);
  landLinks();
  showWhatIsRun(root.closest(".jp-Notebook"));
  if (isElsewhere(root)) return false;
  bringIntoSight(root);
  return true;
}
