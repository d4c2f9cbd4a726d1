// How many rows of a key the next pages will hold: Poisson counts whose rate differs from key to key
// (gamma), which makes the prediction negative binomial. Pure numbers, no planner types.

/** What is believed of one key's rows per page: gamma with this shape and this exposure in pages. */
export interface Rate {
  readonly shape: number;
  readonly exposure: number;
}

/** Chance that fewer than `need` rows of the key are among the next `pages` pages. */
export function chanceBelow(need: number, pages: number, rate: Rate): number {
  if (need <= 0) return 0;
  if (!Number.isFinite(need)) return 1;
  const hit = pages / (rate.exposure + pages);
  let chance = (1 - hit) ** rate.shape;
  let sum = chance;
  for (let count = 1; count < need; count++) {
    chance *= ((rate.shape + count - 1) / count) * hit;
    sum += chance;
  }
  return Math.min(1, sum);
}

const LEAST_SHAPE = 0.5;
const MOST_SHAPE = 50;
// Weight of the prior belief that keys differ as an exponential distribution does (shape 1), in keys.
const PRIOR_KEYS = 4;

/** Shape of the keys' rates, by moments of the rows seen per key so far. */
export function shapeOf(counts: readonly number[]): number {
  if (counts.length === 0) return 1;
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (mean === 0) return 1;
  const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
  // Excess over Poisson is mean²/shape; the prior contributes a few keys of excess mean².
  const excess = Math.max(0, variance - mean) * counts.length + mean * mean * PRIOR_KEYS;
  const shape = (mean * mean * (counts.length + PRIOR_KEYS)) / excess;
  return Math.min(MOST_SHAPE, Math.max(LEAST_SHAPE, shape));
}
