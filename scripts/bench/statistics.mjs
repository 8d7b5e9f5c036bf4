/**
 * @param {number[]} values at least one
 * @returns {number}
 */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * The middle of several rounds and how far they lie apart.
 *
 * @param {number[]} values at least one
 */
export function summary(values) {
  return { value: median(values), low: Math.min(...values), high: Math.max(...values), rounds: values.length };
}

/**
 * The value that the given share of all lies at or below.
 *
 * @param {number[]} values at least one
 * @param {number} share from 0 to 1
 * @returns {number}
 */
export function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}
