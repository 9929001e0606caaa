/* Numbers: kept within bounds, and looked up where they stand sorted. */

export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

/* How many of the sorted values are at most `limit`; of a `size` and a way to get each, so that nothing is copied. */
export function countUpTo(size, valueAt, limit) {
  let low = 0, high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueAt(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
