/**
 * The normal distribution as `assembly/normal.ts` computes it in f64, for formats without an error function of that
 * precision. The coefficients are the same.
 *
 *     Φ(−t) = e^(−t²/2) · P(t) / Q(t),   Φ(t) = 1 − Φ(−t),   t ≥ 0
 */

/** Coefficients of P, the one of t⁰ first. */
export const numerator = [
  0.5, 0.8264390116762824, 0.677233305206694, 0.3554710849740133, 0.1311071375110668, 0.03534107463999677,
  0.007041273528835195, 0.001025071569350438, 0.00010474310614534726, 0.0000068301227250702235,
  2.1841939157224647e-7,
];

/** Coefficients of Q, the one of t⁰ first. */
export const denominator = [
  1, 2.4507625841554304, 2.8098922385043354, 1.9934920327604, 0.97465321348953, 0.3457670766572471,
  0.09112216947098654, 0.017911312346517043, 0.00258659395820462, 0.0002630995276560322,
  0.000017120578741890866, 5.474962226425645e-7,
];

/** For this t and all greater ones e^(−t²/2) is 0. */
export const farthest = 39;
