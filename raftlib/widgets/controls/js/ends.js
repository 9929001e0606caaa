/* The two ends of a range, when one of them (0 or 1) is wanted elsewhere. */

/* It stops at the other. */
export function stopped([low, high], place, value) {
  return place ? [low, Math.max(value, low)] : [Math.min(value, high), high];
}

/* It takes the other along. */
export function takenAlong([low, high], place, value) {
  return place ? [Math.min(low, value), value] : [value, Math.max(high, value)];
}
