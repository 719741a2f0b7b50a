/**
 * Activations and their slopes. A slope is computed from the activation a where that determines it, else from
 * the net input z (`slopeNeedsNetInput` in the activation's record). Where a derivative does not exist (relu
 * and leakyRelu at 0, hardSigmoid at ±3), it is that of the flatter side. Formulas and sources are in
 * src/functions/activations.
 *
 * To add an activation: a case in `activateOther` and one in `slopeOther`. A code without a case traps;
 * vetted/ refuses codes that no record has.
 */
import { Activation } from "./codes";
import {
  exponential,
  exponentialLessOne,
  gaussian,
  logarithmOfOnePlus,
  normalCumulativeOf,
  normalDensityOf,
  sigmoid,
} from "./elementary";
import { exponentials, exponentialUnits, gelus, putBack, sigmoids, tangents } from "./arrays";
import {
  absolute,
  add,
  atLeast,
  atMost,
  bySign,
  divide,
  multiply,
  multiplyAdd,
  negativeAbsolute,
  splat,
  subtract,
  wherePositive,
} from "./lanes";

/** selu's λ and λ · α. */
const seluScale: f64 = 1.0507009873554804934193349852946;
const seluHeight: f64 = 1.0507009873554804934193349852946 * 1.6732632423543772848170429916717;

/** Whether σ is cheap enough that `straight` computes it in line; `activateAll` computes the others. */
@inline
export function isStraight(activation: i32): bool {
  return (
    activation == Activation.identity ||
    activation == Activation.relu ||
    activation == Activation.leakyRelu ||
    activation == Activation.softmax
  );
}

/** σ(x) where `isStraight`. */
@inline
export function straight<T, V>(activation: i32, x: V, alpha: T): V {
  if (activation == Activation.identity || activation == Activation.softmax) return x;
  return rectifier<T, V>(activation, x, alpha);
}

/** relu or leakyRelu. */
@inline
function rectifier<T, V>(activation: i32, x: V, alpha: T): V {
  const factor = activation == Activation.relu ? (0 as T) : alpha;
  return wherePositive<T, V>(x, x, multiply<T, V>(splat<T, V>(factor), x));
}

/** a[i] ← σ(a[i]) over [bytes] of T. Up to one vector behind them is read, written, and then restored. */
export function activateAll<T, V>(activation: i32, a: usize, bytes: usize, alpha: T): void {
  const end = a + (bytes & ~(sizeof<V>() - 1));
  const beyond = load<V>(end);
  activateVectors<T, V>(activation, a, bytes, alpha);
  putBack<T, V>(end, beyond, <i32>((a + bytes - end) / sizeof<T>()));
}

/** `activateAll` by whole vectors. */
@inline
function activateVectors<T, V>(activation: i32, a: usize, bytes: usize, alpha: T): void {
  switch (activation) {
    case Activation.sigmoid:
      return sigmoids<T, V>(a, a, bytes);
    case Activation.tanh:
      return tangents<T, V>(a, a, bytes);
    case Activation.elu:
      return exponentialUnits<T, V>(a, a, bytes, 1 as T, alpha);
    case Activation.selu:
      return exponentialUnits<T, V>(a, a, bytes, <T>seluScale, <T>seluHeight);
    case Activation.gelu:
      return gelus<T, V>(a, a, bytes);
    case Activation.exponential:
      return exponentials<T, V>(a, a, bytes);
    case Activation.identity:
      return;
  }
  for (const end = a + bytes; a < end; a += sizeof<V>()) {
    store<V>(a, activateOther<T, V>(activation, load<V>(a), alpha));
  }
}

/** σ(x) of the activations that are computed vector by vector. */
@inline
function activateOther<T, V>(activation: i32, x: V, alpha: T): V {
  const zero = splat<T, V>(0 as T);
  switch (activation) {
    case Activation.silu:
      return multiply<T, V>(x, sigmoid<T, V>(x));
    case Activation.mish:
      return multiply<T, V>(x, mishFactor<T, V>(x, exponential<T, V>(negativeAbsolute<T, V>(x))));
    case Activation.softplus: {
      const rest = logarithmOfOnePlus<T, V>(exponential<T, V>(negativeAbsolute<T, V>(x)));
      return add<T, V>(atLeast<T, V>(x, zero), rest);
    }
    case Activation.softsign:
      return divide<T, V>(x, add<T, V>(splat<T, V>(1 as T), absolute<T, V>(x)));
    case Activation.hardSigmoid: {
      const sixths = add<T, V>(x, splat<T, V>(3 as T));
      const within = atMost<T, V>(atLeast<T, V>(sixths, zero), splat<T, V>(6 as T));
      return divide<T, V>(within, splat<T, V>(6 as T));
    }
    case Activation.relu:
    case Activation.leakyRelu:
      return rectifier<T, V>(activation, x, alpha);
    default:
      return unreachable();
  }
}

/**
 * tanh(ln(1 + eˣ)) = w / (w + 2) with w = eˣ(eˣ + 2); for x ≥ 0 both are multiplied by e^(−2x), which cannot overflow.
 *
 * @param q e^−|x|
 */
@inline
function mishFactor<T, V>(x: V, q: V): V {
  const twice = add<T, V>(q, q);
  const square = multiply<T, V>(q, q);
  const w = add<T, V>(twice, bySign<T, V>(x, square, splat<T, V>(1 as T)));
  return divide<T, V>(w, add<T, V>(w, bySign<T, V>(x, splat<T, V>(2 as T), add<T, V>(square, square))));
}

/**
 * σ′, from the activation a, or from the net input z where the activation's record says `slopeNeedsNetInput`.
 * Not for softmax, whose derivative is a matrix: see softmax.ts.
 */
@inline
export function slope<T, V>(activation: i32, a: V, z: V, alpha: T): V {
  const one = splat<T, V>(1 as T);
  if (activation == Activation.sigmoid) return multiply<T, V>(a, subtract<T, V>(one, a));
  if (activation == Activation.identity) return one;
  if (activation == Activation.relu) return wherePositive<T, V>(a, one, splat<T, V>(0 as T));
  return slopeOther<T, V>(activation, a, z, alpha);
}

/** `slope` of identity and sigmoid; the caller has no others. */
@inline
export function plainSlope<T, V>(activation: i32, a: V): V {
  const one = splat<T, V>(1 as T);
  return activation == Activation.sigmoid ? multiply<T, V>(a, subtract<T, V>(one, a)) : one;
}

function slopeOther<T, V>(activation: i32, a: V, z: V, alpha: T): V {
  const zero = splat<T, V>(0 as T);
  const one = splat<T, V>(1 as T);
  switch (activation) {
    case Activation.tanh:
      return subtract<T, V>(one, multiply<T, V>(a, a));
    case Activation.leakyRelu:
      return wherePositive<T, V>(a, one, splat<T, V>(alpha));
    case Activation.elu:
      return wherePositive<T, V>(a, one, add<T, V>(a, splat<T, V>(alpha)));
    case Activation.selu: {
      const low = add<T, V>(a, splat<T, V>(<T>seluHeight));
      return wherePositive<T, V>(a, splat<T, V>(<T>seluScale), low);
    }
    case Activation.gelu: {
      const bell = gaussian<T, V>(z);
      return multiplyAdd<T, V>(z, normalDensityOf<T, V>(bell), normalCumulativeOf<T, V>(z, bell));
    }
    case Activation.silu: {
      const s = sigmoid<T, V>(z);
      return multiply<T, V>(s, multiplyAdd<T, V>(z, subtract<T, V>(one, s), one));
    }
    case Activation.mish: {
      // 1 − f² = 4 · e^(2x) · (1 + eˣ)² / (w + 2)², times σ(x) = eˣ / (1 + eˣ)
      const q = exponential<T, V>(negativeAbsolute<T, V>(z));
      const square = multiply<T, V>(q, q);
      const f = mishFactor<T, V>(z, q);
      const twice = add<T, V>(q, q);
      const low = add<T, V>(add<T, V>(twice, square), splat<T, V>(2 as T));
      const high = add<T, V>(add<T, V>(twice, splat<T, V>(1 as T)), add<T, V>(square, square));
      const below = bySign<T, V>(z, low, high);
      const above = multiply<T, V>(add<T, V>(one, q), bySign<T, V>(z, q, square));
      const part = divide<T, V>(multiply<T, V>(splat<T, V>(4 as T), above), multiply<T, V>(below, below));
      return multiplyAdd<T, V>(z, part, f);
    }
    case Activation.exponential:
      return a;
    case Activation.softplus:
      return subtract<T, V>(zero, exponentialLessOne<T, V>(subtract<T, V>(zero, a)));
    case Activation.softsign: {
      const rest = subtract<T, V>(one, absolute<T, V>(a));
      return multiply<T, V>(rest, rest);
    }
    case Activation.hardSigmoid: {
      const inside = multiply<T, V>(a, subtract<T, V>(one, a)); // positive exactly between 0 and 1
      return wherePositive<T, V>(inside, splat<T, V>(<T>(1.0 / 6.0)), zero);
    }
    default:
      return unreachable();
  }
}
