/**
 * The same operations for scalars and vectors. T is the element (f32 or f64); V is what one instruction works
 * on: `v128` in the SIMD builds, T itself in the scalar build and in loop tails. So a kernel written over <T,
 * V> exists once, and rounds the same way in each lane, whatever V is.
 */

/** Elements of T in one V. */
@inline
export function lanes<T, V>(): i32 {
  return <i32>(sizeof<V>() / sizeof<T>());
}

/** x in every lane. */
@inline
export function splat<T, V>(x: T): V {
  if (isVector<V>()) return v128.splat<T>(x);
  else return x;
}

/**
 * The n-th element after `at`, in every lane. There is a function for each n because only a literal becomes
 * an immediate offset of the load; an added constant costs an instruction in the innermost loop.
 */
@inline
export function loadSplat0<T, V>(at: usize): V {
  if (isVector<V>()) return v128.load_splat<T>(at);
  else return load<T>(at);
}

/** See `loadSplat0`. */
@inline
export function loadSplat1<T, V>(at: usize): V {
  if (isVector<V>()) return v128.load_splat<T>(at, 1 * sizeof<T>());
  else return load<T>(at, 1 * sizeof<T>());
}

/** See `loadSplat0`. */
@inline
export function loadSplat2<T, V>(at: usize): V {
  if (isVector<V>()) return v128.load_splat<T>(at, 2 * sizeof<T>());
  else return load<T>(at, 2 * sizeof<T>());
}

/** See `loadSplat0`. */
@inline
export function loadSplat3<T, V>(at: usize): V {
  if (isVector<V>()) return v128.load_splat<T>(at, 3 * sizeof<T>());
  else return load<T>(at, 3 * sizeof<T>());
}

/** See `loadSplat0`. */
@inline
export function loadSplat4<T, V>(at: usize): V {
  if (isVector<V>()) return v128.load_splat<T>(at, 4 * sizeof<T>());
  else return load<T>(at, 4 * sizeof<T>());
}

/** See `loadSplat0`. */
@inline
export function loadSplat5<T, V>(at: usize): V {
  if (isVector<V>()) return v128.load_splat<T>(at, 5 * sizeof<T>());
  else return load<T>(at, 5 * sizeof<T>());
}

/** The first `count` elements at `at`, 0 < count < lanes, then zeros. Nothing beyond them is read. */
@inline
export function loadPart<T, V>(at: usize, count: i32): V {
  if (isVector<V>()) {
    if (sizeof<T>() == 8) return v128.load_zero<f64>(at);
    if (count == 1) return v128.load_zero<f32>(at);
    const two = v128.load_zero<f64>(at);
    return count == 2 ? two : v128.load_lane<f32>(at, two, 2, 8);
  } else {
    return load<V>(at);
  }
}

/** Writes the first `count` elements of x, 0 < count < lanes. */
@inline
export function storePart<T, V>(at: usize, x: V, count: i32): void {
  if (isVector<V>()) {
    if (sizeof<T>() == 4 && count == 1) {
      v128.store_lane<f32>(at, x, 0);
      return;
    }
    v128.store_lane<f64>(at, x, 0);
    if (count == 3) v128.store_lane<f32>(at, x, 2, 8);
  } else {
    store<V>(at, x);
  }
}

/** a + b */
@inline
export function add<T, V>(a: V, b: V): V {
  if (isVector<V>()) return v128.add<T>(a, b);
  else return (a + b) as V;
}

/** a − b */
@inline
export function subtract<T, V>(a: V, b: V): V {
  if (isVector<V>()) return v128.sub<T>(a, b);
  else return (a - b) as V;
}

/** a · b */
@inline
export function multiply<T, V>(a: V, b: V): V {
  if (isVector<V>()) return v128.mul<T>(a, b);
  else return (a * b) as V;
}

/** a / b */
@inline
export function divide<T, V>(a: V, b: V): V {
  if (isVector<V>()) return v128.div<T>(a, b);
  else return (a / b) as V;
}

/**
 * a · b + c, rounded twice, because fusing would change bits. In the fast builds the engine may fuse vectors,
 * with one rounding.
 */
@inline
export function multiplyAdd<T, V>(a: V, b: V, c: V): V {
  if (ASC_FEATURE_RELAXED_SIMD && isVector<V>()) return v128.relaxed_madd<T>(a, b, c);
  return add<T, V>(multiply<T, V>(a, b), c);
}

/** One step of Horner's rule: p · x + coefficient. */
@inline
export function hornerStep<T, V>(p: V, x: V, coefficient: f64): V {
  return multiplyAdd<T, V>(p, x, splat<T, V>(<T>coefficient));
}

/** constant + slope · x */
@inline
export function line<T, V>(x: V, constant: f64, slope: f64): V {
  return multiplyAdd<T, V>(splat<T, V>(<T>slope), x, splat<T, V>(<T>constant));
}

/** √x, correctly rounded; NaN below 0. */
@inline
export function squareRoot<T, V>(x: V): V {
  if (isVector<V>()) return v128.sqrt<T>(x);
  else return sqrt<T>(x);
}

/** |x| */
@inline
export function absolute<T, V>(x: V): V {
  if (isVector<V>()) return v128.abs<T>(x);
  else return abs<T>(x);
}

/** −|x| */
@inline
export function negativeAbsolute<T, V>(x: V): V {
  if (isVector<V>()) return v128.or(x, v128.splat<T>(-0.0 as T));
  else return -abs<T>(x);
}

/** x < low ? low : x. A NaN stays NaN, unlike in the maximum of most processors. */
@inline
export function atLeast<T, V>(x: V, low: V): V {
  if (isVector<V>()) return v128.pmax<T>(x, low);
  else return select<V>(low, x, x < low);
}

/** high < x ? high : x. A NaN stays NaN. */
@inline
export function atMost<T, V>(x: V, high: V): V {
  if (isVector<V>()) return v128.pmin<T>(x, high);
  else return select<V>(high, x, high < x);
}

/** The greater of two; b where they are equal or a is NaN. So the result is NaN only where b is. */
@inline
export function maximum<T, V>(a: V, b: V): V {
  if (isVector<V>()) return v128.pmax<T>(b, a);
  else return select<V>(a, b, b < a);
}

/** a > b ? yes : no, lane by lane; `no` where either is NaN. */
@inline
export function whereAbove<T, V>(a: V, b: V, yes: V, no: V): V {
  if (isVector<V>()) return v128.bitselect(yes, no, v128.gt<T>(a, b));
  else return select<V>(yes, no, a > b);
}

/** a < b ? yes : no, lane by lane; `no` where either is NaN. */
@inline
export function whereBelow<T, V>(a: V, b: V, yes: V, no: V): V {
  if (isVector<V>()) return v128.bitselect(yes, no, v128.lt<T>(a, b));
  else return select<V>(yes, no, a < b);
}

/** a = b ? yes : no, lane by lane; `no` where either is NaN. */
@inline
export function whereEqual<T, V>(a: V, b: V, yes: V, no: V): V {
  if (isVector<V>()) return v128.bitselect(yes, no, v128.eq<T>(a, b));
  else return select<V>(yes, no, a == b);
}

/** |x| with the sign of `sign`. */
@inline
export function withSignOf<T, V>(x: V, sign: V): V {
  if (isVector<V>()) return v128.bitselect(sign, x, v128.splat<T>(-0.0 as T));
  else return copysign<T>(x, sign);
}

/** The lane's `negative` where x has its sign bit set (−0 too), else its `positive`. */
@inline
export function bySign<T, V>(x: V, negative: V, positive: V): V {
  if (isVector<V>()) {
    if (sizeof<T>() == 4) return v128.bitselect(negative, positive, i32x4.shr_s(x, 31));
    else return v128.bitselect(negative, positive, i64x2.lt_s(x, i64x2.splat(0)));
  } else if (sizeof<T>() == 4) {
    return select<V>(negative, positive, reinterpret<i32>(x) < 0);
  } else {
    return select<V>(negative, positive, reinterpret<i64>(x) < 0);
  }
}

/** The lane's `yes` where x > 0, else (NaN too) its `no`. */
@inline
export function wherePositive<T, V>(x: V, yes: V, no: V): V {
  if (isVector<V>()) return v128.bitselect(yes, no, v128.gt<T>(x, v128.splat<T>(0 as T)));
  else return select<V>(yes, no, x > (0 as T));
}
