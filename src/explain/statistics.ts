/** Statistics of many numbers, for a summary line. */

export interface Statistics {
  count: number;
  /** Mean of the finite numbers, as all following fields; NaN if there are none. */
  mean: number;
  /** Standard deviation (divided by n). */
  deviation: number;
  least: number;
  greatest: number;
  /** Numbers that are NaN, and that are infinite. */
  nan: number;
  infinite: number;
}

/** Welford's update [Technometrics 1962], so that the deviation stays precise if the mean is far from 0. */
export function statisticsOf(values: ArrayLike<number>): Statistics {
  let [finite, nan, mean, squares] = [0, 0, 0, 0];
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (Number.isNaN(x)) nan++;
    if (!Number.isFinite(x)) continue;
    const before = x - mean;
    finite++;
    mean += before / finite;
    squares += before * (x - mean);
    if (x < least) least = x;
    if (x > greatest) greatest = x;
  }
  const infinite = values.length - finite - nan;
  if (finite === 0) {
    return { count: values.length, mean: NaN, deviation: NaN, least: NaN, greatest: NaN, nan, infinite };
  }
  return {
    count: values.length,
    mean,
    deviation: Math.sqrt(squares / finite),
    least,
    greatest,
    nan,
    infinite,
  };
}
