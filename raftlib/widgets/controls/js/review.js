/* What is shown has links to headings of other notebooks. JupyterLab is asked to open such a notebook there, which an
 * address can't ask of it; in other front ends they are links like any other.
 */
import { landLinks } from "./landing.js";
import { show } from "./shown.js";

export function render({ model, el }) {
  const { node, end } = show(model, el);
  node.addEventListener("click", ({ target }) => askLab(target.closest("a")));
  landLinks();
  return end;
}

/* Notes on a link, before JupyterLab sees the click, the command that it has for links of its own. */
function askLab(link) {
  const here = pathOfNotebook();
  if (!link || !here) return;
  const [file, heading] = link.getAttribute("href").split("#");
  link.dataset.commandlinkerCommand = "rendermime:handle-local-link";
  link.dataset.commandlinkerArgs = JSON.stringify({ path: here.replace(/[^/]*$/, file), id: `#heading=${heading}` });
}

/* As JupyterLab's address has it, or JupyterLite's; nothing elsewhere. */
function pathOfNotebook() {
  const inLab = decodeURIComponent(location.pathname).match(/\/lab\/(?:workspaces\/[^/]*\/)?tree\/(.*)$/)?.[1];
  return inLab ?? new URLSearchParams(location.search).get("path");
}
