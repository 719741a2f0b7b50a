/**
 * The elementary functions over arrays, for activations, softmax, tests, and the measurements of bench/. Each
 * is compiled once for each precision, however many callers it has.
 */
import { Elementary } from "./codes";
import * as elementary from "./elementary";
import { atMost, multiply, splat, storePart, wherePositive } from "./lanes";

/**
 * to[i] ← the function with code `code`, of from[i]. An unknown code does nothing.
 *
 * @param code   of `Elementary`
 * @param to     [length] T, written; may be `from`. Up to one vector behind its end is written, then restored
 * @param from   [length] T, read by whole vectors
 */
export function map<T, V>(code: i32, to: usize, from: usize, length: i32): void {
  const bytes = <usize>length * sizeof<T>();
  const end = to + (bytes & ~(sizeof<V>() - 1));
  const beyond = load<V>(end);
  mapVectors<T, V>(code, to, from, bytes);
  putBack<T, V>(end, beyond, <i32>((to + bytes - end) / sizeof<T>()));
}

/** Restores the vector at `end` to its value `beyond` from before, except its first `count` elements. */
export function putBack<T, V>(end: usize, beyond: V, count: i32): void {
  if (!count) return; // the array ends with a whole vector
  const result = load<V>(end);
  store<V>(end, beyond);
  storePart<T, V>(end, result, count);
}

/** `map` by whole vectors. */
@inline
function mapVectors<T, V>(code: i32, to: usize, from: usize, bytes: usize): void {
  switch (code) {
    case Elementary.exponential:
      return exponentials<T, V>(to, from, bytes);
    case Elementary.sigmoid:
      return sigmoids<T, V>(to, from, bytes);
    case Elementary.exponentialLessOne:
      return exponentialUnits<T, V>(to, from, bytes, 1 as T, 1 as T);
    case Elementary.hyperbolicTangent:
      return tangents<T, V>(to, from, bytes);
    case Elementary.logarithm:
      return logarithms<T, V>(to, from, bytes);
    case Elementary.logarithmOfOnePlus:
      return one<LogarithmOfOnePlus, T, V>(to, from, bytes);
    case Elementary.normalCumulative:
      return one<NormalCumulative, T, V>(to, from, bytes);
    case Elementary.normalDensity:
      return one<NormalDensity, T, V>(to, from, bytes);
    case Elementary.cosineOfTurns:
      return one<CosineOfTurns, T, V>(to, from, bytes);
    case Elementary.squareRoot:
      return one<SquareRoot, T, V>(to, from, bytes);
    case Elementary.gelu:
      return gelus<T, V>(to, from, bytes);
  }
}

/** eˣ, x ≤ 0. This and the functions below take [bytes] of T, by whole vectors; `to` may be `from`. */
export function exponentials<T, V>(to: usize, from: usize, bytes: usize): void {
  several<Exponential, T, V>(to, from, bytes, 1 as T, 1 as T);
}

/** σ(x) */
export function sigmoids<T, V>(to: usize, from: usize, bytes: usize): void {
  several<Sigmoid, T, V>(to, from, bytes, 1 as T, 1 as T);
}

/** tanh x */
export function tangents<T, V>(to: usize, from: usize, bytes: usize): void {
  several<HyperbolicTangent, T, V>(to, from, bytes, 1 as T, 1 as T);
}

/** x > 0 ? scale · x : height · (eˣ − 1) */
export function exponentialUnits<T, V>(to: usize, from: usize, bytes: usize, scale: T, height: T): void {
  several<ExponentialUnit, T, V>(to, from, bytes, scale, height);
}

/** gelu(x) */
export function gelus<T, V>(to: usize, from: usize, bytes: usize): void {
  if (sizeof<T>() == 4) several<Gelu, T, V>(to, from, bytes, 1 as T, 1 as T);
  else one<Gelu, T, V>(to, from, bytes);
}

/** ln x. A block with numbers that are not normal or not positive takes the slower form. */
function logarithms<T, V>(to: usize, from: usize, bytes: usize): void {
  const block: usize = 1024;
  for (const end = from + bytes; from < end; from += block) {
    const count = min(block, end - from);
    let simple = true;
    for (let at = from; at < from + count; at += sizeof<V>()) {
      if (!elementary.isNormal<T, V>(load<V>(at))) simple = false;
    }
    if (simple) several<LogarithmOfNormal, T, V>(to, from, count, 1 as T, 1 as T);
    else one<Logarithm, T, V>(to, from, count);
    to += block;
  }
}

/**
 * Applies F, one of the classes below. They have a method and no instance, so the compiler resolves and
 * inlines the call. A turn of the loop takes four f32 vectors, because V8 makes every constant again in each
 * turn and four vectors can use it: 0.53 → 0.78 (two) → 1.04 (four) · 10⁹ exponentials/s. The last turn may
 * take a vector several times, which saves a loop tail. It loads all vectors before it stores any, so the
 * result is right.
 */
@inline
function several<F, T, V>(to: usize, from: usize, bytes: usize, scale: T, height: T): void {
  const f = changetype<F>(0);
  if (!bytes) return;
  const last = from + ((bytes - 1) & ~(sizeof<V>() - 1));
  const apart = to - from;
  const a = splat<T, V>(scale);
  const b = splat<T, V>(height);
  if (WIDE) {
    // adjacent loads and stores, which the engine takes two by two
    for (; from + 3 * sizeof<V>() <= last; from += 4 * sizeof<V>()) {
      const first = f.of<T, V>(load<V>(from), a, b);
      const second = f.of<T, V>(load<V>(from, sizeof<V>()), a, b);
      const third = f.of<T, V>(load<V>(from, 2 * sizeof<V>()), a, b);
      const fourth = f.of<T, V>(load<V>(from, 3 * sizeof<V>()), a, b);
      store<V>(from + apart, first);
      store<V>(from + apart, second, sizeof<V>());
      store<V>(from + apart, third, 2 * sizeof<V>());
      store<V>(from + apart, fourth, 3 * sizeof<V>());
    }
    for (; from <= last; from += sizeof<V>()) store<V>(from + apart, f.of<T, V>(load<V>(from), a, b));
    return;
  }
  for (; from <= last; from += vectorsAtOnce<T, V>() * sizeof<V>()) {
    const first = f.of<T, V>(load<V>(from), a, b);
    if (vectorsAtOnce<T, V>() == 4) {
      const from2 = min(from + sizeof<V>(), last);
      const from3 = min(from + 2 * sizeof<V>(), last);
      const from4 = min(from + 3 * sizeof<V>(), last);
      const second = f.of<T, V>(load<V>(from2), a, b);
      const third = f.of<T, V>(load<V>(from3), a, b);
      const fourth = f.of<T, V>(load<V>(from4), a, b);
      store<V>(from2 + apart, second);
      store<V>(from3 + apart, third);
      store<V>(from4 + apart, fourth);
    } else if (vectorsAtOnce<T, V>() == 2) {
      const from2 = min(from + sizeof<V>(), last);
      const second = f.of<T, V>(load<V>(from2), a, b);
      store<V>(from2 + apart, second);
    }
    store<V>(from + apart, first);
  }
}

/** Applies F to one vector in each turn, for functions that are used less. */
@inline
export function one<F, T, V>(to: usize, from: usize, bytes: usize): void {
  const f = changetype<F>(0);
  const unit = splat<T, V>(1 as T);
  for (const end = from + bytes; from < end; from += sizeof<V>()) {
    store<V>(to, f.of<T, V>(load<V>(from), unit, unit));
    to += sizeof<V>();
  }
}

/** Vectors that `several` takes in a turn. */
@inline
function vectorsAtOnce<T, V>(): usize {
  return isVector<V>() ? (sizeof<T>() == 4 ? 4 : 2) : 1;
}

class Exponential {
  /** eˣ, x ≤ 0 */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.exponential<T, V>(x);
  }
}

class Sigmoid {
  /** σ(x) */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.sigmoid<T, V>(x);
  }
}

class ExponentialUnit {
  /** x > 0 ? a · x : b · (eˣ − 1) */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return wherePositive<T, V>(
      x,
      multiply<T, V>(a, x),
      multiply<T, V>(b, elementary.exponentialLessOne<T, V>(atMost<T, V>(x, splat<T, V>(0 as T)))),
    );
  }
}

class HyperbolicTangent {
  /** tanh x */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.hyperbolicTangent<T, V>(x);
  }
}

class Gelu {
  /** x · Φ(x) */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.gelu<T, V>(x);
  }
}

class Logarithm {
  /** ln x */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.logarithm<T, V>(x);
  }
}

class LogarithmOfNormal {
  /** ln x of a normal, positive number */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.logarithmOfNormal<T, V>(x);
  }
}

class LogarithmOfOnePlus {
  /** ln(1 + x), 0 ≤ x ≤ 1 */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.logarithmOfOnePlus<T, V>(x);
  }
}

class NormalCumulative {
  /** Φ(x) */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.normalCumulative<T, V>(x);
  }
}

class NormalDensity {
  /** φ(x) */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.normalDensity<T, V>(x);
  }
}

class CosineOfTurns {
  /** cos(2πx), 0 ≤ x < 1 */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.cosineOfTurns<T, V>(x);
  }
}

class SquareRoot {
  /** √x */
  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.squareRoot<T, V>(x);
  }
}
