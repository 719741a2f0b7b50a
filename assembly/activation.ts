/**
 * Activations and their slopes. The slope is written in the activation a where that determines it, else in
 * the net input z (gelu, silu). Where a derivative does not exist (relu and leakyRelu at 0, hardSigmoid at ±3)
 * it is that of the flatter side.
 *
 * Sources: leakyRelu Maas et al. 2013; elu Clevert et al. 2016; selu Klambauer et al. 2017; gelu Hendrycks &
 * Gimpel 2016; silu Elfwing et al. 2018; softplus Dugas et al. 2001; softsign Bergstra et al. 2009; hardSigmoid
 * as in MobileNetV3, Howard et al. 2019.
 */
import { Activation } from "./codes";
import {
  exponential,
  exponentialLessOne,
  gaussian,
  hyperbolicTangent,
  logarithmOfOnePlus,
  normalCumulative,
  normalCumulativeOf,
  normalDensityOf,
  sigmoid,
} from "./elementary";
import {
  absolute,
  add,
  atLeast,
  atMost,
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

/** Whether the slope of an activation takes the net input. */
export function needsNetInput(activation: i32): bool {
  return activation == Activation.gelu || activation == Activation.silu;
}

/** σ(x); the few that cost next to nothing in line, the others by a call. */
@inline
export function activate<T, V>(activation: i32, x: V, alpha: T): V {
  if (activation == Activation.sigmoid) return sigmoid<T, V>(x);
  if (activation == Activation.identity) return x;
  if (activation == Activation.relu) return atLeast<T, V>(x, splat<T, V>(0 as T));
  return activateOther<T, V>(activation, x, alpha);
}

function activateOther<T, V>(activation: i32, x: V, alpha: T): V {
  const zero = splat<T, V>(0 as T);
  const one = splat<T, V>(1 as T);
  switch (activation) {
    case Activation.tanh:
      return hyperbolicTangent<T, V>(x);
    case Activation.leakyRelu:
      return wherePositive<T, V>(x, x, multiply<T, V>(splat<T, V>(alpha), x));
    case Activation.elu: {
      const low = exponentialLessOne<T, V>(atMost<T, V>(x, zero));
      return wherePositive<T, V>(x, x, multiply<T, V>(splat<T, V>(alpha), low));
    }
    case Activation.selu: {
      const low = exponentialLessOne<T, V>(atMost<T, V>(x, zero));
      const high = multiply<T, V>(splat<T, V>(<T>seluScale), x);
      return wherePositive<T, V>(x, high, multiply<T, V>(splat<T, V>(<T>seluHeight), low));
    }
    case Activation.gelu:
      return multiply<T, V>(x, normalCumulative<T, V>(x));
    case Activation.silu:
      return multiply<T, V>(x, sigmoid<T, V>(x));
    case Activation.softplus: {
      const rest = logarithmOfOnePlus<T, V>(exponential<T, V>(negativeAbsolute<T, V>(x)));
      return add<T, V>(atLeast<T, V>(x, zero), rest);
    }
    case Activation.softsign:
      return divide<T, V>(x, add<T, V>(one, absolute<T, V>(x)));
    case Activation.hardSigmoid: {
      const sixths = add<T, V>(x, splat<T, V>(3 as T));
      const within = atMost<T, V>(atLeast<T, V>(sixths, zero), splat<T, V>(6 as T));
      return divide<T, V>(within, splat<T, V>(6 as T));
    }
    default:
      return x;
  }
}

/**
 * σ′, from the activation a or, where `needsNetInput`, the net input z. That of softmax is no factor: see
 * softmax.ts; 1 here.
 */
@inline
export function slope<T, V>(activation: i32, a: V, z: V, alpha: T): V {
  const one = splat<T, V>(1 as T);
  if (activation == Activation.sigmoid) return multiply<T, V>(a, subtract<T, V>(one, a));
  if (activation == Activation.identity) return one;
  if (activation == Activation.relu) return wherePositive<T, V>(a, one, splat<T, V>(0 as T));
  return slopeOther<T, V>(activation, a, z, alpha);
}

/** `slope` for identity and sigmoid alone. */
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
      return one;
  }
}
