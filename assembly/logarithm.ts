/**
 * Natural logarithms, with the same bits in all builds: only IEEE operations, integer shifts and selects.
 *
 * They use ln(1 + f) = 2 artanh s with s = f / (2 + f), computed as f − (f²/2 − s · (f²/2 + R)), where R = z
 * · P(z), z = s², has the terms from 2/3 · s³ on. f is exact, and every rounded number is small compared with
 * it (K. C. Ng, fdlibm, 1993). The polynomials P are Chebyshev interpolants, by scripts/coefficients.py.
 */
import {
  add,
  divide,
  hornerStep,
  multiply,
  multiplyAdd,
  splat,
  subtract,
  whereBelow,
  whereEqual,
} from "./lanes";

/**
 * ln x for x > 0.
 *
 *     x = 2ᵏ · m,  √½ ≤ m < √2,   ln x = k·ln 2 + ln m
 *
 * ln 2 is split into two parts, the upper with few enough bits that k times it is exact. Subnormal numbers
 * are first multiplied by 2²⁵ (f32) or 2⁵⁴ (f64).
 *
 * Range: all x; ±0 gives −∞, x < 0 NaN, ∞ stays ∞, NaN stays NaN, ln 1 = 0.
 * Worst error: f32 0.85 ULP, over every input; f64 0.84 ULP, over a million random inputs
 * against integer arithmetic of 160 bits. Measured by bench/accuracy.mjs.
 */
@inline
export function logarithm<T, V>(x: V): V {
  const least = leastNormal<T, V>();
  const zero = splat<T, V>(0 as T);
  const times = splat<T, V>((sizeof<T>() == 8 ? 18014398509481984.0 : 33554432.0) as T);
  const raising = splat<T, V>((sizeof<T>() == 8 ? 54.0 : 25.0) as T);
  const raised = whereBelow<T, V>(x, least, multiply<T, V>(x, times), x);
  const ln = logarithmRaised<T, V>(raised, whereBelow<T, V>(x, least, raising, zero));
  const fromZero = whereEqual<T, V>(x, zero, splat<T, V>(-Infinity as T), ln);
  const positive = whereBelow<T, V>(x, splat<T, V>(Infinity as T), fromZero, x);
  return whereBelow<T, V>(x, zero, splat<T, V>(NaN as T), positive);
}

/** The same of normal, finite x > 0. */
@inline
export function logarithmOfNormal<T, V>(x: V): V {
  return logarithmRaised<T, V>(x, splat<T, V>(0 as T));
}

/** Whether `logarithmOfNormal` is good for x, in every lane. */
@inline
export function isNormal<T, V>(x: V): bool {
  const least = leastNormal<T, V>();
  if (isVector<V>()) {
    const below = v128.lt<T>(x, v128.splat<T>(Infinity as T));
    return i32x4.all_true(v128.and(below, v128.ge<T>(x, least)));
  } else {
    return x < (Infinity as V) && x >= least;
  }
}

/** The smallest positive number that is not subnormal. */
@inline
function leastNormal<T, V>(): V {
  return splat<T, V>((sizeof<T>() == 8 ? 2.2250738585072014e-308 : 1.1754943508222875e-38) as T);
}

/** ln x − raising · ln 2, for normal, finite x > 0. */
@inline
function logarithmRaised<T, V>(x: V, raising: V): V {
  const wide = sizeof<T>() == 8;
  const y = shiftedExponent<T, V>(x);
  // 2⁵² or 2²³, which the exponent comes with, and the bias
  const offset = wide ? 4503599627370496.0 + 1023.0 : 8388608.0 + 127.0;
  const k = subtract<T, V>(subtract<T, V>(exponentOf<T, V>(y), splat<T, V>(<T>offset)), raising);
  const f = subtract<T, V>(fractionOf<T, V>(y), splat<T, V>(1 as T));

  const s = divide<T, V>(f, add<T, V>(f, splat<T, V>(2 as T)));
  const half = multiply<T, V>(multiply<T, V>(f, splat<T, V>(0.5 as T)), f);
  const low = splat<T, V>((wide ? 1.90821492927058770002e-10 : 1.42860682030941723212e-6) as T);
  const high = splat<T, V>((wide ? 6.9314718036912381649e-1 : 0.693145751953125) as T);
  const z = multiply<T, V>(s, s);
  const curve = multiplyAdd<T, V>(z, seriesNear<T, V>(z), half);
  const small = subtract<T, V>(half, multiplyAdd<T, V>(s, curve, multiply<T, V>(k, low)));
  return multiplyAdd<T, V>(k, high, subtract<T, V>(f, small));
}

/**
 * ln(1 + x) for 0 ≤ x ≤ 1, without rounding 1 + x.
 *
 * Range: 0 … 1, nothing else; 0 stays 0; NaN stays NaN.
 * Worst error: f32 1.29 ULP, over every input; f64 1.21 ULP, over a million random inputs
 * against integer arithmetic of 160 bits. Measured by bench/accuracy.mjs.
 */
@inline
export function logarithmOfOnePlus<T, V>(x: V): V {
  const s = divide<T, V>(x, add<T, V>(x, splat<T, V>(2 as T)));
  const half = multiply<T, V>(multiply<T, V>(x, splat<T, V>(0.5 as T)), x);
  const z = multiply<T, V>(s, s);
  const curve = multiplyAdd<T, V>(z, seriesFar<T, V>(z), half);
  return subtract<T, V>(x, subtract<T, V>(half, multiply<T, V>(s, curve)));
}

/** P(z) for 0 ≤ z ≤ ((√2 − 1) / (√2 + 1))²: within 2⁻²⁸ (f32) or 2⁻⁵⁷ (f64) of the logarithm. */
@inline
function seriesNear<T, V>(z: V): V {
  let p: V;
  if (sizeof<T>() == 8) {
    p = splat<T, V>(0.14617807153417324815 as T);
    p = hornerStep<T, V>(p, z, 0.15331611722055007897);
    p = hornerStep<T, V>(p, z, 0.181828924325368712);
    p = hornerStep<T, V>(p, z, 0.22222211089379496214);
    p = hornerStep<T, V>(p, z, 0.28571428626253837606);
    p = hornerStep<T, V>(p, z, 0.39999999999898890514);
    p = hornerStep<T, V>(p, z, 0.66666666666666697077);
  } else {
    p = splat<T, V>(0.29580985929974422507 as T);
    p = hornerStep<T, V>(p, z, 0.39988757716604847005);
    p = hornerStep<T, V>(p, z, 0.66666685095429068746);
  }
  return p;
}

/** P(z) for 0 ≤ z ≤ ⅑: within 2⁻³¹ (f32) or 2⁻⁶² (f64) of the logarithm. */
@inline
function seriesFar<T, V>(z: V): V {
  let p: V;
  if (sizeof<T>() == 8) {
    p = splat<T, V>(0.15630577800922850446 as T);
    p = hornerStep<T, V>(p, z, 0.074921437955507673008);
    p = hornerStep<T, V>(p, z, 0.10845178394880014822);
    p = hornerStep<T, V>(p, z, 0.1173427906130319746);
    p = hornerStep<T, V>(p, z, 0.13335178631449255837);
    p = hornerStep<T, V>(p, z, 0.15384543964860549287);
    p = hornerStep<T, V>(p, z, 0.18181819897962714383);
    p = hornerStep<T, V>(p, z, 0.22222222198236770557);
    p = hornerStep<T, V>(p, z, 0.28571428571600099292);
    p = hornerStep<T, V>(p, z, 0.39999999999999522505);
    p = hornerStep<T, V>(p, z, 0.66666666666666666886);
  } else {
    p = splat<T, V>(0.23224329224233348832 as T);
    p = hornerStep<T, V>(p, z, 0.21706575800880372646);
    p = hornerStep<T, V>(p, z, 0.28592357994302837723);
    p = hornerStep<T, V>(p, z, 0.39999706331929717402);
    p = hornerStep<T, V>(p, z, 0.66666667320527412469);
  }
  return p;
}

/** The bits of x, plus those of 1 less those of √½: the exponent then counts powers from √½ to √2. */
@inline
function shiftedExponent<T, V>(x: V): V {
  if (sizeof<T>() == 4) {
    const shift: i32 = 0x3f800000 - 0x3f3504f3;
    if (isVector<V>()) return i32x4.add(x, i32x4.splat(shift));
    else return reinterpret<f32>(reinterpret<i32>(x) + shift) as V;
  } else {
    const shift: i64 = 0x3ff0000000000000 - 0x3fe6a09e667f3bcd;
    if (isVector<V>()) return i64x2.add(x, i64x2.splat(shift));
    else return reinterpret<f64>(reinterpret<i64>(x) + shift) as V;
  }
}

/** 2²³ (f32) or 2⁵² (f64) plus the exponent bits of a positive y. */
@inline
function exponentOf<T, V>(y: V): V {
  if (sizeof<T>() == 4) {
    if (isVector<V>()) return v128.or(i32x4.shr_u(y, 23), i32x4.splat(0x4b000000));
    else return reinterpret<f32>((reinterpret<i32>(y) >>> 23) | 0x4b000000) as V;
  } else {
    if (isVector<V>()) return v128.or(i64x2.shr_u(y, 52), i64x2.splat(0x4330000000000000));
    else return reinterpret<f64>((reinterpret<i64>(y) >>> 52) | 0x4330000000000000) as V;
  }
}

/** The m, √½ ≤ m < √2, that belongs to a shifted exponent. */
@inline
function fractionOf<T, V>(y: V): V {
  if (sizeof<T>() == 4) {
    if (isVector<V>()) return i32x4.add(v128.and(y, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
    else return reinterpret<f32>((reinterpret<i32>(y) & 0x007fffff) + 0x3f3504f3) as V;
  } else {
    const mask: i64 = 0x000fffffffffffff;
    const root: i64 = 0x3fe6a09e667f3bcd;
    if (isVector<V>()) return i64x2.add(v128.and(y, i64x2.splat(mask)), i64x2.splat(root));
    else return reinterpret<f64>((reinterpret<i64>(y) & mask) + root) as V;
  }
}
