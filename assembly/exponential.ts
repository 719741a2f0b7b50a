/**
 * exp of a non-positive number, and exp − 1, for f32 and f64, scalar and SIMD, with the same bits in all
 * builds: only IEEE additions, multiplications and integer shifts.
 */
import { add, atLeast, hornerStep, line, multiply, multiplyAdd, splat, subtract } from "./lanes";

/**
 * eˣ for x ≤ 0.
 *
 *     n = nearest(x / ln 2),  r = x − n·ln 2,  eˣ = 2ⁿ · (1 + r + r²/2! + r³/3! + …)
 *
 * ln 2 is split into two parts, the upper with few enough bits that n times it is exact (Cody & Waite 1980).
 * The series stops at r¹³ (f64), where the next term is below 2⁻⁵⁷ of the sum for |r| ≤ ln 2 / 2, or at r⁶
 * (f32), with coefficients by scripts/coefficients.py, within 2⁻²⁷. n is added to the exponent, together with
 * 64 (f32) or 192 (f64); a multiplication then removes that factor. So results round into the subnormal range
 * instead of jumping to 0.
 *
 * Range: −∞ … 0; e⁰ = 1 and e^−∞ = 0 exactly; NaN stays NaN; below −104 (f32) and −746 (f64) the result is 0.
 * Worst error: f32 1.03 ULP, over every input; f64 0.95 ULP, over 1.25 million random inputs against integer
 * arithmetic of 256 bits. Measured by bench/accuracy.mjs.
 */
@inline
export function exponential<T, V>(x: V): V {
  x = atLeast<T, V>(x, splat<T, V>((sizeof<T>() == 8 ? -746 : -104) as T));
  const t = nearestPower<T, V>(x);
  const p = series<T, V>(remainder<T, V>(x, t));
  return scaleByPower<T, V>(add<T, V>(p, splat<T, V>(1 as T)), t);
}

/**
 * e^(x + rest), where x + rest is a number of more digits than T has, |rest| ≤ 0.2 and x + rest ≤ 0 is not
 * below −120 (f32) or −800 (f64). The rest goes where r is small already, so that its digits count.
 */
@inline
export function exponentialOfSum<T, V>(x: V, rest: V): V {
  const t = nearestPower<T, V>(add<T, V>(x, rest));
  const p = series<T, V>(add<T, V>(remainder<T, V>(x, t), rest));
  return scaleByPower<T, V>(add<T, V>(p, splat<T, V>(1 as T)), t);
}

/**
 * eˣ − 1 for x ≤ 0.
 *
 *     2ⁿ · (r + r²/2! + …) + (2ⁿ − 1)
 *
 * with n and r as above. The parentheses on the right are exact; where n = 0 they are nothing, so no digits
 * cancel near 0.
 *
 * Range: −∞ … 0; −0 and 0 give 0, −∞ gives −1; NaN stays NaN.
 * Worst error: f32 1.16 ULP, over every input; f64 1.09 ULP, over a million random inputs
 * against integer arithmetic of 160 bits. Measured by bench/accuracy.mjs.
 */
@inline
export function exponentialLessOne<T, V>(x: V): V {
  // below, the result rounds to −1
  x = atLeast<T, V>(x, splat<T, V>((sizeof<T>() == 8 ? -38 : -18) as T));
  const t = nearestPower<T, V>(x);
  const p = series<T, V>(remainder<T, V>(x, t));
  const power = powerOfTwo<T, V>(t);
  return multiplyAdd<T, V>(p, power, subtract<T, V>(power, splat<T, V>(1 as T)));
}

/**
 * 1.5 · 2²³ + 64 or 1.5 · 2⁵² + 192: adding it leaves the nearest integer, plus 64 or 192, in the low bits.
 */
@inline
function shifter<T, V>(): V {
  return splat<T, V>((sizeof<T>() == 8 ? 6755399441055744.0 + 192.0 : 12582912.0 + 64.0) as T);
}

/** n + shifter, where n = nearest(x / ln 2). */
@inline
function nearestPower<T, V>(x: V): V {
  return multiplyAdd<T, V>(x, splat<T, V>(1.44269504088896340736 as T), shifter<T, V>()); // log₂ e
}

/** r = x − n·ln 2, where t = n + shifter. */
@inline
function remainder<T, V>(x: V, t: V): V {
  const wide = sizeof<T>() == 8;
  const n = subtract<T, V>(t, shifter<T, V>());
  // ln 2: its upper 32 or 10 bits, then the rest
  const r = multiplyAdd<T, V>(n, splat<T, V>((wide ? -6.9314718036912381649e-1 : -0.693359375) as T), x);
  const rest = wide ? -1.90821492927058770002e-10 : 2.12194440054690583e-4;
  return multiplyAdd<T, V>(n, splat<T, V>(rest as T), r);
}

/** eʳ − 1 for |r| ≤ ln 2 / 2: r + r² · P(r). */
@inline
function series<T, V>(r: V): V {
  let p: V;
  if (sizeof<T>() == 8) {
    p = splat<T, V>((1.0 / 6227020800.0) as T); // 1 / 13!
    p = hornerStep<T, V>(p, r, 1.0 / 479001600.0);
    p = hornerStep<T, V>(p, r, 1.0 / 39916800.0);
    p = hornerStep<T, V>(p, r, 1.0 / 3628800.0);
    p = hornerStep<T, V>(p, r, 1.0 / 362880.0);
    p = hornerStep<T, V>(p, r, 1.0 / 40320.0);
    p = hornerStep<T, V>(p, r, 1.0 / 5040.0);
    p = hornerStep<T, V>(p, r, 1.0 / 720.0);
    p = hornerStep<T, V>(p, r, 1.0 / 120.0);
    p = hornerStep<T, V>(p, r, 1.0 / 24.0);
    p = hornerStep<T, V>(p, r, 1.0 / 6.0);
    p = hornerStep<T, V>(p, r, 0.5);
  } else {
    // by pairs: a shorter chain of operations that wait for each other than Horner's
    const r2 = multiply<T, V>(r, r);
    const upper = line<T, V>(r, 0.0416664404143, 0.00836656697587);
    p = multiplyAdd<T, V>(splat<T, V>(0.00139364452718 as T), r2, upper);
    p = multiplyAdd<T, V>(p, r2, line<T, V>(r, 0.5, 0.166665435297));
  }
  return multiplyAdd<T, V>(multiply<T, V>(r, r), p, r);
}

/**
 * 2ⁿ of −126 ≤ n ≤ 127 (f32) or −1022 ≤ n ≤ 1023 (f64), where t = n + shifter: its upper bits all fall off.
 */
@inline
function powerOfTwo<T, V>(t: V): V {
  return raised<T, V>(lowering<T, V>(), t);
}

/** 2⁻⁶⁴ (f32) or 2⁻¹⁹² (f64): by how much `raised` is too high. */
@inline
function lowering<T, V>(): V {
  return splat<T, V>((sizeof<T>() == 8 ? 1.5930919111324523e-58 : 5.421010862427522e-20) as T);
}

/** p · 2ⁿ⁺⁶⁴ (f32) or p · 2ⁿ⁺¹⁹² (f64), where t = n + shifter and that is in range. */
@inline
function raised<T, V>(p: V, t: V): V {
  if (sizeof<T>() == 4) {
    if (isVector<V>()) return i32x4.add(i32x4.shl(t, 23), p);
    else return reinterpret<f32>((reinterpret<i32>(t) << 23) + reinterpret<i32>(p)) as V;
  } else {
    if (isVector<V>()) return i64x2.add(i64x2.shl(t, 52), p);
    else return reinterpret<f64>((reinterpret<i64>(t) << 52) + reinterpret<i64>(p)) as V;
  }
}

/** p · 2ⁿ for ½ ≤ p < 2, where t = n + shifter and n ≤ 63; rounded once where that is subnormal. */
@inline
function scaleByPower<T, V>(p: V, t: V): V {
  return multiply<T, V>(raised<T, V>(p, t), lowering<T, V>());
}
