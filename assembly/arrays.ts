/**
 * The elementary functions over arrays: for activations, softmax, tests, and the measurements of bench/. Each is
 * there once for each precision, however many use it.
 */
import { Elementary } from "./codes";
import * as elementary from "./elementary";
import { atMost, multiply, splat, storePart, wherePositive } from "./lanes";

/**
 * to[i] ← the function of `code`, of from[i]. An unknown code does nothing.
 *
 * @param code   of `Elementary`
 * @param to     [length] T, written; may be `from`. Behind it, up to a whole vector is read, written, and put back
 * @param from   [length] T, read by whole vectors
 */
export function map<T, V>(code: i32, to: usize, from: usize, length: i32): void {
  const bytes = <usize>length * sizeof<T>();
  const end = to + (bytes & ~(sizeof<V>() - 1));
  const beyond = load<V>(end);
  mapVectors<T, V>(code, to, from, bytes);
  putBack<T, V>(end, beyond, <i32>((to + bytes - end) / sizeof<T>()));
}

/** Brings back what was in the vector at `end` before it was overwritten, but for its first `count` elements. */
export function putBack<T, V>(end: usize, beyond: V, count: i32): void {
  if (!count) return; // that vector is another's
  const result = load<V>(end);
  store<V>(end, beyond);
  storePart<T, V>(end, result, count);
}


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

/** eˣ, x ≤ 0. All below: [bytes] of T, by whole vectors, in place too. */
export function exponentials<T, V>(to: usize, from: usize, bytes: usize): void {
  several<Exponential, T, V>(to, from, bytes, 1 as T, 1 as T);
}

export function sigmoids<T, V>(to: usize, from: usize, bytes: usize): void {
  several<Sigmoid, T, V>(to, from, bytes, 1 as T, 1 as T);
}

export function tangents<T, V>(to: usize, from: usize, bytes: usize): void {
  several<HyperbolicTangent, T, V>(to, from, bytes, 1 as T, 1 as T);
}

/** x > 0 ? scale · x : height · (eˣ − 1) */
export function exponentialUnits<T, V>(to: usize, from: usize, bytes: usize, scale: T, height: T): void {
  several<ExponentialUnit, T, V>(to, from, bytes, scale, height);
}

export function gelus<T, V>(to: usize, from: usize, bytes: usize): void {
  if (sizeof<T>() == 4) several<Gelu, T, V>(to, from, bytes, 1 as T, 1 as T);
  else one<Gelu, T, V>(to, from, bytes);
}

/** ln x. Numbers for which it is not that simple make it slow for the block that they are in. */
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
 * F is one of the classes below: it has a method and no instance, so the call is resolved, and inlined, when F is
 * known. Four f32 vectors at a time, because V8 makes every constant anew in each turn of a loop, and four can share
 * it: 0.53 → 0.78 (two) → 1.04 (four) · 10⁹ exponentials/s. In the last turn the same vector may come several
 * times, which spares a loop for the rest; nothing is stored before all are loaded, so that does no harm.
 */
@inline
function several<F, T, V>(to: usize, from: usize, bytes: usize, scale: T, height: T): void {
  const f = changetype<F>(0);
  if (!bytes) return;
  const last = from + ((bytes - 1) & ~(sizeof<V>() - 1));
  const apart = to - from;
  const a = splat<T, V>(scale);
  const b = splat<T, V>(height);
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

/** The same for functions that are not worth so many instructions. */
@inline
export function one<F, T, V>(to: usize, from: usize, bytes: usize): void {
  const f = changetype<F>(0);
  const unit = splat<T, V>(1 as T);
  for (const end = from + bytes; from < end; from += sizeof<V>()) {
    store<V>(to, f.of<T, V>(load<V>(from), unit, unit));
    to += sizeof<V>();
  }
}


@inline
function vectorsAtOnce<T, V>(): usize {
  return isVector<V>() ? (sizeof<T>() == 4 ? 4 : 2) : 1;
}

class Exponential {

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.exponential<T, V>(x);
  }
}

class Sigmoid {

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.sigmoid<T, V>(x);
  }
}

class ExponentialUnit {

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

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.hyperbolicTangent<T, V>(x);
  }
}

class Gelu {

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.gelu<T, V>(x);
  }
}

class Logarithm {

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.logarithm<T, V>(x);
  }
}

class LogarithmOfNormal {

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.logarithmOfNormal<T, V>(x);
  }
}

class LogarithmOfOnePlus {

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.logarithmOfOnePlus<T, V>(x);
  }
}

class NormalCumulative {

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.normalCumulative<T, V>(x);
  }
}

class NormalDensity {

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.normalDensity<T, V>(x);
  }
}

class CosineOfTurns {

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.cosineOfTurns<T, V>(x);
  }
}

class SquareRoot {

  @inline
  of<T, V>(x: V, a: V, b: V): V {
    return elementary.squareRoot<T, V>(x);
  }
}
