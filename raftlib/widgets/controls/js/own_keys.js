/* The keys that are typed into a control are its own.
 *
 * JupyterLab hears every key, wherever the focus is but in its editors: "x" would cut the cell, "m" make it Markdown.
 * What is meant for the notebook as a whole goes on to it: Shift+Enter, and saving it.
 */
import { goOn, ownKeys } from "./next_cell.js";

export function keepKeys(root) {
  for (const kind of ["keydown", "keypress", "keyup"]) {
    root.addEventListener(kind, (event) => isForTheNotebook(event) || event.stopPropagation());
  }
  root.addEventListener("keydown", goOn);
  ownKeys(root, ({ ctrlKey, metaKey }) => ctrlKey || metaKey); // one of them may be for saving
}

function isForTheNotebook({ key, shiftKey, ctrlKey, metaKey }) {
  return (key === "Enter" && shiftKey) || (key === "s" && (ctrlKey || metaKey));
}
