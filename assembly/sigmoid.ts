/**
 * exp of a non-positive number and the logistic function, for f32 and f64, scalar and SIMD, with the same
 * bits in all builds: only IEEE additions, multiplications, one division and integer shifts.
 */
import {
  add,
  atLeast,
  bySign,
  divide,
  multiply,
  multiplyAdd,
  negativeAbsolute,
  splat,
  subtract,
} from "./lanes";

/**
 * eˣ for x ≤ 0.
 *
 *     n = nearest(x / ln 2),  r = x − n·ln 2,  eˣ = 2ⁿ · (1 + r + r²/2! + r³/3! + …)
 *
 * ln 2 is taken in two parts, the upper with so few bits that n times it is exact (Cody & Waite 1980). The
 * series stops at r⁷ (f32) or r¹³ (f64): the next term is below 2⁻²⁷ and 2⁻⁵⁷ of the sum for |r| ≤ ln 2 / 2.
 * 2ⁿ is multiplied in two halves, so that results round into the subnormal range instead of jumping to 0.
 *
 * Range: −∞ … 0; e⁰ = 1 and e^−∞ = 0 exactly; NaN stays NaN; below −104 (f32) and −746 (f64) the result is 0.
 * Worst error: f32 1.03 ULP, over every input; f64 0.94 ULP, over 1.25 million random inputs against integer
 * arithmetic of 256 bits. Measured by bench/accuracy.mjs.
 */
@inline
export function exponential<T, V>(x: V): V {
  const wide = sizeof<T>() == 8;
  x = atLeast<T, V>(x, splat<T, V>((wide ? -746 : -104) as T));
  // 1.5 · 2⁵² or 1.5 · 2²³: adding it leaves the nearest integer in the low bits
  const shifter = splat<T, V>((wide ? 6755399441055744.0 : 12582912.0) as T);
  const t = multiplyAdd<T, V>(x, splat<T, V>(1.44269504088896340736 as T), shifter); // log₂ e
  const n = subtract<T, V>(t, shifter);
  // ln 2: its upper 32 or 10 bits, then the rest
  let r = multiplyAdd<T, V>(n, splat<T, V>((wide ? -6.9314718036912381649e-1 : -0.693359375) as T), x);
  const rest = wide ? -1.90821492927058770002e-10 : 2.12194440054690583e-4;
  r = multiplyAdd<T, V>(n, splat<T, V>(rest as T), r);
  let p = splat<T, V>((1.0 / 5040.0) as T); // 1 / 7!
  if (wide) {
    p = splat<T, V>((1.0 / 6227020800.0) as T); // 1 / 13!
    p = next<T, V>(p, r, 1.0 / 479001600.0);
    p = next<T, V>(p, r, 1.0 / 39916800.0);
    p = next<T, V>(p, r, 1.0 / 3628800.0);
    p = next<T, V>(p, r, 1.0 / 362880.0);
    p = next<T, V>(p, r, 1.0 / 40320.0);
    p = next<T, V>(p, r, 1.0 / 5040.0);
  }
  p = next<T, V>(p, r, 1.0 / 720.0);
  p = next<T, V>(p, r, 1.0 / 120.0);
  p = next<T, V>(p, r, 1.0 / 24.0);
  p = next<T, V>(p, r, 1.0 / 6.0);
  p = next<T, V>(p, r, 0.5);
  p = multiplyAdd<T, V>(multiply<T, V>(r, r), p, r);
  return scaleByPower<T, V>(add<T, V>(p, splat<T, V>(1 as T)), t);
}

/** One step of Horner's rule: p · r + coefficient. */
@inline
function next<T, V>(p: V, r: V, coefficient: f64): V {
  return multiplyAdd<T, V>(p, r, splat<T, V>(<T>coefficient));
}

/**
 * p · 2ⁿ, where t = n + shifter holds n in its low bits. With m = n + 2·bias, the two exponents m >> 1 and
 * m − (m >> 1) are both in range for every n that `exponential` makes.
 */
@inline
function scaleByPower<T, V>(p: V, t: V): V {
  if (sizeof<T>() == 4) {
    const offset: i32 = 0x4b400000 - 254; // bits of the shifter, less 2 · 127
    if (isVector<V>()) {
      const m = i32x4.sub(t, i32x4.splat(offset));
      const half = i32x4.shr_u(m, 1);
      p = f32x4.mul(p, i32x4.shl(half, 23));
      return f32x4.mul(p, i32x4.shl(i32x4.sub(m, half), 23));
    } else {
      const m = reinterpret<i32>(t) - offset;
      const half = m >>> 1;
      return (p * reinterpret<f32>(half << 23) * reinterpret<f32>((m - half) << 23)) as V;
    }
  } else {
    const offset: i64 = 0x4338000000000000 - 2046; // bits of the shifter, less 2 · 1023
    if (isVector<V>()) {
      const m = i64x2.sub(t, i64x2.splat(offset));
      const half = i64x2.shr_u(m, 1);
      p = f64x2.mul(p, i64x2.shl(half, 52));
      return f64x2.mul(p, i64x2.shl(i64x2.sub(m, half), 52));
    } else {
      const m = reinterpret<i64>(t) - offset;
      const half = m >>> 1;
      return (p * reinterpret<f64>(half << 52) * reinterpret<f64>((m - half) << 52)) as V;
    }
  }
}

/**
 * The logistic function, σ(x) = 1 / (1 + e⁻ˣ).
 *
 *     e = exp(−|x|),   σ(x) = e / (1 + e) for x < 0,   1 / (1 + e) otherwise
 *
 * Only the exponential of a non-positive number is taken, so no finite x overflows, and small results keep
 * their relative precision.
 *
 * Range: all x; σ(−∞) = 0, σ(±0) = ½, σ(+∞) = 1 exactly; NaN stays NaN.
 * Worst error: f32 2.41 ULP, over every input from −104 to 104; f64 2.21 ULP, over a million random inputs
 * against integer arithmetic of 256 bits. Measured by bench/accuracy.mjs.
 */
@inline
export function sigmoid<T, V>(x: V): V {
  const e = exponential<T, V>(negativeAbsolute<T, V>(x));
  const one = splat<T, V>(1 as T);
  return divide<T, V>(bySign<T, V>(x, e, one), add<T, V>(one, e));
}
