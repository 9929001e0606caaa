/* What stands in a box, in narrower type where the box is too narrow for it. */
import { put, set } from "../../controls/js/nodes.js";

// How wide a letter is, for each px of its size; measured in advance, since a page that is hidden has no widths.
const WIDE = { "+": 0.84, "=": 0.84, ".": 0.32, ":": 0.34, " ": 0.32, "…": 1 }, LETTER = 0.63;

/* Writes a text of some size (px) where there is so much room (px). */
export function putInto(node, text, size, room) {
  put(node, text);
  const wide = size * [...text].reduce((sum, letter) => sum + (WIDE[letter] ?? LETTER), 0);
  set(node, "lengthAdjust", "spacingAndGlyphs");
  if (wide > room) set(node, "textLength", String(room));
  else node.removeAttribute("textLength");
}
