/** The Gaussian error linear unit, with the same bits in all builds. [Hendrycks & Gimpel 2016] */
import {
  absolute,
  atLeast,
  atMost,
  divide,
  hornerStep,
  multiply,
  multiplyAdd,
  splat,
  subtract,
} from "./lanes";
import { normalCumulative } from "./normal";

/**
 * x · Φ(x).
 *
 * f64 computes just that. f32 subtracts a correction from a rectifier; e^(−t²/2) is of a rounded t², and of
 * normal numbers only:
 *
 *     gelu(x) = max(x, 0) − t · Φ(−t),   Φ(−t) = e^(−t²/2) · P(t) / Q(t),   t = min(|x|, 13)
 *
 * P and Q are those of normal.ts.
 *
 * Range: all x; gelu(±0) = 0 and NaN stays NaN; f32 −∞ gives −8 · 10⁻³⁸ where f64 gives NaN. Worst error of
 * f32, over every 61st input beside f64: 3.5 ULP for x ≥ 0, 3.8 from −1, 4.8 from −2, 8.0 from −4, 19 from
 * −6; 8.3 · 10⁻¹¹ at most below −4 and 6.4 · 10⁻¹⁵ below −6, where the rounding of t² matters more and more.
 */
@inline
export function gelu<T, V>(x: V): V {
  if (sizeof<T>() == 8) return multiply<T, V>(x, normalCumulative<T, V>(x));
  const t = atMost<T, V>(absolute<T, V>(x), splat<T, V>(13 as T));
  // Horner's rule twice: by pairs too many numbers would wait for too few registers
  let p = splat<T, V>(0.0040823585247915035291 as T);
  p = hornerStep<T, V>(p, t, 0.040429605769184612861);
  p = hornerStep<T, V>(p, t, 0.18267022756395899429);
  p = hornerStep<T, V>(p, t, 0.4375937007939661779);
  p = hornerStep<T, V>(p, t, 0.5);
  let q = splat<T, V>(0.010232834964710952356 as T);
  q = hornerStep<T, V>(q, t, 0.10134849167433183282);
  q = hornerStep<T, V>(q, t, 0.4679680460669195918);
  q = hornerStep<T, V>(q, t, 1.2002550817948419882);
  q = hornerStep<T, V>(q, t, 1.6730722810342094924);
  q = hornerStep<T, V>(q, t, 1);
  const scaled = multiply<T, V>(p, multiply<T, V>(t, bell<T, V>(multiply<T, V>(t, t))));
  return subtract<T, V>(atLeast<T, V>(x, splat<T, V>(0 as T)), divide<T, V>(scaled, q));
}

/** e^(−square/2) for 0 ≤ square ≤ 170, f32; as in exponential.ts, whose coefficients these are. */
@inline
function bell<T, V>(square: V): V {
  const shifter = splat<T, V>(12582912 as T); // 1.5 · 2²³
  const t = multiplyAdd<T, V>(square, splat<T, V>(-0.72134752044448170368 as T), shifter); // −½ log₂ e
  const n = subtract<T, V>(t, shifter);
  const half = multiply<T, V>(square, splat<T, V>(-0.5 as T));
  let r = multiplyAdd<T, V>(n, splat<T, V>(-0.693359375 as T), half);
  r = multiplyAdd<T, V>(n, splat<T, V>(2.12194440054690583e-4 as T), r);
  let p = splat<T, V>(0.00139364452718 as T);
  p = hornerStep<T, V>(p, r, 0.00836656697587);
  p = hornerStep<T, V>(p, r, 0.0416664404143);
  p = hornerStep<T, V>(p, r, 0.166665435297);
  p = hornerStep<T, V>(p, r, 0.5);
  p = hornerStep<T, V>(p, r, 1);
  p = hornerStep<T, V>(p, r, 1);
  if (isVector<V>()) return i32x4.add(i32x4.shl(t, 23), p);
  else return reinterpret<f32>((reinterpret<i32>(t as f32) << 23) + reinterpret<i32>(p as f32)) as V;
}
