/** What there is to say about many numbers in one line. */

export interface Statistics {
  count: number;
  /** Of the finite numbers, as all that follow; NaN where there are none. */
  mean: number;
  /** Standard deviation, of the population. */
  deviation: number;
  least: number;
  greatest: number;
  /** Numbers that are NaN, and that are infinite. */
  nan: number;
  infinite: number;
}

/** Welford's update [Technometrics 1962], so that a mean far from 0 costs the deviation no digits. */
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
