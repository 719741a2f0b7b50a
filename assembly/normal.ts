/**
 * The standard normal distribution and its density, as gelu and its slope need them, with the same bits in
 * all builds. Both use e^(−x²/2); a caller that needs both computes it once.
 */
import { exponentialOfSum } from "./exponential";
import { absolute, add, atMost, bySign, divide, line, multiply, multiplyAdd, splat, subtract } from "./lanes";

/**
 * e^(−x²/2).
 *
 * The rounding error of x² would become an error of about x² units in the last place. So |x| is split into h
 * + l, where h has few enough bits that h² is exact, and the result is e^(−h²/2 − l·(|x| + h)/2).
 *
 * Range: all x; even; e⁰ = 1, 0 at ±∞; NaN stays NaN.
 */
@inline
export function gaussian<T, V>(x: V): V {
  const t = bounded<T, V>(x);
  const h = upperHalf<T, V>(t);
  const minusHalf = splat<T, V>(-0.5 as T);
  const rest = multiply<T, V>(subtract<T, V>(t, h), add<T, V>(t, h));
  const square = multiply<T, V>(h, h);
  return exponentialOfSum<T, V>(multiply<T, V>(square, minusHalf), multiply<T, V>(rest, minusHalf));
}

/**
 * Φ(x) = ½ · (1 + erf(x/√2)), the part of a standard normal distribution that lies below x.
 *
 *     Φ(−t) = e^(−t²/2) · P(t) / Q(t),   Φ(t) = 1 − Φ(−t),   t ≥ 0
 *
 * P/Q approximates ½ · erfcx(t/√2): a rational function after the manner of Cody (1969), with polynomials of
 * degrees 4 and 5 (f32) or 10 and 11 (f64) whose coefficients are all positive, so nothing cancels: it is
 * within 2⁻²⁷ or 2⁻⁵⁹ from 0 to where the result is 0, interpolated at Chebyshev's nodes in (t − k) / (t + k)
 * by scripts/coefficients.py. The negative tail keeps its relative precision down to subnormal results.
 *
 * Range: all x; Φ(−∞) = 0, Φ(±0) = ½, Φ(∞) = 1; NaN stays NaN.
 * Worst error: f32 6.69 ULP, over every input; f64 7.67 ULP, over a million random inputs
 * against integer arithmetic of 160 bits. Measured by bench/accuracy.mjs.
 */
@inline
export function normalCumulative<T, V>(x: V): V {
  return normalCumulativeOf<T, V>(x, gaussian<T, V>(x));
}

/** Φ(x), given `gaussian(x)`. */
@inline
export function normalCumulativeOf<T, V>(x: V, exponential: V): V {
  const tail = multiply<T, V>(exponential, millsRatio<T, V>(bounded<T, V>(x)));
  return bySign<T, V>(x, tail, subtract<T, V>(splat<T, V>(1 as T), tail));
}

/**
 * φ(x) = e^(−x²/2) / √(2π), the slope of Φ.
 *
 * Range: all x; even; 0 at ±∞; NaN stays NaN.
 * Worst error: f32 2.17 ULP, over every input; f64 2.25 ULP, over a million random inputs
 * against integer arithmetic of 160 bits. Measured by bench/accuracy.mjs.
 */
@inline
export function normalDensity<T, V>(x: V): V {
  return normalDensityOf<T, V>(gaussian<T, V>(x));
}

/** φ(x), given `gaussian(x)`. */
@inline
export function normalDensityOf<T, V>(exponential: V): V {
  return multiply<T, V>(exponential, splat<T, V>(0.39894228040143267794 as T));
}

/** |x|, but no more than where e^(−x²/2) is 0 in any case. */
@inline
function bounded<T, V>(x: V): V {
  return atMost<T, V>(absolute<T, V>(x), splat<T, V>((sizeof<T>() == 8 ? 39.0 : 14.5) as T));
}

/** t without its last 12 (f32) or 27 (f64) bits, so that its square is exact. */
@inline
function upperHalf<T, V>(t: V): V {
  if (sizeof<T>() == 4) {
    if (isVector<V>()) return v128.and(t, i32x4.splat(0xfffff000));
    else return reinterpret<f32>(reinterpret<i32>(t) & 0xfffff000) as V;
  } else {
    const mask: i64 = 0xfffffffff8000000;
    if (isVector<V>()) return v128.and(t, i64x2.splat(mask));
    else return reinterpret<f64>(reinterpret<i64>(t) & mask) as V;
  }
}

/** P(t) / Q(t). Both have the errors of the powers of t in common, and those cancel. */
@inline
function millsRatio<T, V>(t: V): V {
  const t2 = multiply<T, V>(t, t);
  let p: V;
  let q: V;
  if (sizeof<T>() == 8) {
    const t4 = multiply<T, V>(t2, t2);
    p = multiplyAdd<T, V>(
      splat<T, V>(2.1841939157224645817e-7 as T),
      t2,
      line<T, V>(t, 0.00010474310614534725494, 6.8301227250702238895e-6),
    );
    p = multiplyAdd<T, V>(
      p,
      t4,
      multiplyAdd<T, V>(
        line<T, V>(t, 0.007041273528835195047, 0.0010250715693504379794),
        t2,
        line<T, V>(t, 0.13110713751106681543, 0.035341074639996771196),
      ),
    );
    p = multiplyAdd<T, V>(
      p,
      t4,
      multiplyAdd<T, V>(
        line<T, V>(t, 0.67723330520669396116, 0.35547108497401329118),
        t2,
        line<T, V>(t, 0.5, 0.82643901167628244237),
      ),
    );
    q = multiplyAdd<T, V>(
      line<T, V>(t, 0.000017120578741890866853, 5.4749622264256447185e-7),
      t2,
      line<T, V>(t, 0.0025865939582046200867, 0.00026309952765603220112),
    );
    q = multiplyAdd<T, V>(
      q,
      t4,
      multiplyAdd<T, V>(
        line<T, V>(t, 0.091122169470986539354, 0.017911312346517042275),
        t2,
        line<T, V>(t, 0.97465321348953005227, 0.34576707665724711578),
      ),
    );
    q = multiplyAdd<T, V>(
      q,
      t4,
      multiplyAdd<T, V>(
        line<T, V>(t, 2.8098922385043354009, 1.993492032760400027),
        t2,
        line<T, V>(t, 1, 2.4507625841554303211),
      ),
    );
  } else {
    p = multiplyAdd<T, V>(
      splat<T, V>(0.0040823585247915035291 as T),
      t2,
      line<T, V>(t, 0.18267022756395899429, 0.040429605769184612861),
    );
    p = multiplyAdd<T, V>(p, t2, line<T, V>(t, 0.5, 0.4375937007939661779));
    q = multiplyAdd<T, V>(
      line<T, V>(t, 0.10134849167433183282, 0.010232834964710952356),
      t2,
      line<T, V>(t, 1.2002550817948419882, 0.4679680460669195918),
    );
    q = multiplyAdd<T, V>(q, t2, line<T, V>(t, 1, 1.6730722810342094924));
  }
  return divide<T, V>(p, q);
}
