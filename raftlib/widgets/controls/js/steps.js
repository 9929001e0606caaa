/* Whole numbers on a slider: where its steps are, and how far a key leads. */

const PAGES = 10; // so many strokes of Page Up lead from one end to the other, about

export function clamp(value, min, max) {
  return Math.min(Math.max(value, min), max);
}

/* The step next to a number; the last one may be shorter. */
export function nearestStep(value, { min, max, step }) {
  return clamp(min + Math.round((value - min) / step) * step, min, max);
}

/* The number so many steps further on; from between two steps the first leads to the next of them. */
export function stepped(value, by, { min, max, step }) {
  const from = by > 0 ? Math.floor((value - min) / step) : Math.ceil((value - min) / step);
  return clamp(min + (from + by) * step, min, max);
}

/* How many steps a page has. */
export function stepsOfPage({ min, max, step }) {
  return Math.max(1, Math.round((max - min) / PAGES / step));
}

/* Where a key leads from a number; null for a key that leads nowhere. */
export function ledTo(key, value, bounds) {
  const page = stepsOfPage(bounds);
  const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: page, PageDown: -page };
  if (key in steps) return stepped(value, steps[key], bounds);
  return { Home: bounds.min, End: bounds.max }[key] ?? null;
}
