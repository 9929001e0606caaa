/* A link to a heading of another notebook leads there.
 *
 * JupyterLab opens the notebook and looks for the heading at once. Where the notebook was closed, no heading is drawn
 * yet, and while it is drawn each of them moves. So it is brought to the top as soon as it is there, and again until it
 * rests; unless the reader does something first.
 */
import { whenTouched } from "./touched.js";

const LINKS = "a[href*='.ipynb'][href*='#']", TAB = ".lm-TabBar-tab.jp-mod-current", LANDS = "raftLands";
const OFTEN = 100, REST = 1500, LONGEST = 20000; // ms: between two looks; at its place; in all, loading included
let leave = () => {};

/* From now on on this page; each widget asks for it, and the first is heard. */
export function landLinks() {
  const { dataset } = document.documentElement;
  if (LANDS in dataset) return;
  dataset[LANDS] = "";
  addEventListener("click", ({ target }) => {
    const link = target.closest?.(LINKS);
    if (link) land(link.pathname.split("/").pop(), link.hash.slice(1));
  }, true);
}

function land(file, id) {
  leave();
  let resting = 0, left = LONGEST;
  const look = () => {
    const heading = headingIn(notebookInFront(file), id);
    resting = heading && !wasBrought(heading) ? resting + OFTEN : 0;
    left -= OFTEN;
    if (resting > REST || left < 0) leave();
  };
  const timer = setInterval(look, OFTEN), end = whenTouched(() => leave());
  leave = () => {
    clearInterval(timer);
    end();
  };
}

/* The panel of a notebook, if that is the one that JupyterLab has in front; its tab's title has the path in a line. */
function notebookInFront(file) {
  const tab = document.querySelector(TAB);
  return tab?.title.split(/[\n/ ]/).includes(file) ? document.getElementById(tab.dataset.id) : null;
}

/* Of a heading that is folded away there is nothing to be seen. */
function headingIn(notebook, id) {
  const name = CSS.escape(id);
  const heading = notebook?.querySelector(`.jp-Cell :is([id="${name}"], [data-jupyter-id="${name}"])`);
  return heading?.getClientRects().length ? heading : null;
}

/* To the top; whether it was elsewhere. Its cell becomes the active one by the focus: else the next key would lead back
 * to where the notebook was. */
function wasBrought(heading) {
  const before = heading.getBoundingClientRect().top, cell = heading.closest(".jp-Cell");
  if (!cell.matches(".jp-mod-active")) cell.focus({ preventScroll: true });
  heading.scrollIntoView();
  return Math.abs(heading.getBoundingClientRect().top - before) > 1;
}
