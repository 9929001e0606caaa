/* What the reader does with any hand: whatever was to come into sight by itself does so no more. */

const HANDS = ["wheel", "pointerdown", "touchstart", "keydown"];

/* Calls a function whenever a hand does something, until the function that it gives is called. */
export function whenTouched(does) {
  for (const hand of HANDS) addEventListener(hand, does, { capture: true, passive: true });
  return () => HANDS.forEach((hand) => removeEventListener(hand, does, true));
}
