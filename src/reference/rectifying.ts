/** Activations that grow with x to the right and level off, or nearly, to the left. */
import type { Activation } from "./activation.js";
import { elementwise } from "./elementwise.js";
import { erfc } from "./erf.js";
import { logistic } from "./saturating.js";

/** σ(x) = max(x, 0); its slope at 0 is that of the negative side, 0. */
export const relu = elementwise(
  (x) => Math.max(x, 0),
  (a) => (a > 0 ? 1 : 0),
);

/** σ(x) = x for x > 0, else α·x; its slope at 0 is that of the negative side, α. α ≥ 0. */
export function leakyRelu(alpha: number): Activation {
  return elementwise(
    (x) => (x > 0 ? x : alpha * x),
    (a) => (a > 0 ? 1 : alpha),
  );
}

/**
 * σ(x) = x for x > 0, else α(eˣ − 1); its slope is α·eˣ = σ + α for x ≤ 0, so α at 0. α ≥ 0.
 * [Clevert, Unterthiner & Hochreiter 2016]
 */
export function elu(alpha: number): Activation {
  return elementwise(
    (x) => (x > 0 ? x : alpha * Math.expm1(x)),
    (a) => (a > 0 ? 1 : a + alpha),
  );
}

/** The constants of selu, of which activations keep mean 0 and variance 1. [Klambauer et al. 2017, eq. 14] */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

/** σ(x) = λx for x > 0, else λα(eˣ − 1); its slope is λα·eˣ = σ + λα for x ≤ 0, so λα at 0. */
export const selu = elementwise(
  (x) => (x > 0 ? seluScale * x : seluScale * seluAlpha * Math.expm1(x)),
  (a) => (a > 0 ? seluScale : a + seluScale * seluAlpha),
);

/**
 * σ(x) = x · Φ(x), where Φ(x) = ½ erfc(−x / √2) is the normal distribution, and its slope Φ(x) + x · φ(x)
 * with the density φ(x) = e^(−x²/2) / √(2π). [Hendrycks & Gimpel 2016, the exact form]
 */
export const gelu = elementwise(
  (x) => (x === -Infinity ? 0 : x * normal(x)),
  (_, x) => normal(x) + (Math.abs(x) === Infinity ? 0 : x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
);

function normal(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** σ(x) = x · s, where s = 1 / (1 + e⁻ˣ), and its slope s · (1 + x(1 − s)). [Elfwing, Uchibe & Doya 2017] */
export const silu = elementwise(
  (x) => (x === -Infinity ? 0 : x * logistic(x)),
  (_, x) => {
    if (Math.abs(x) === Infinity) return x > 0 ? 1 : 0;
    return logistic(x) * (1 + x * logistic(-x));
  },
);

/**
 * σ(x) = x · f, where f = tanh(ln(1 + eˣ)), and its slope f + x(1 − f²)s, where s = 1 / (1 + e⁻ˣ). [Misra 2019]
 *
 * 1 − f² = 1 / cosh²(ln(1 + eˣ)), which keeps its digits.
 */
export const mish = elementwise(
  (x) => (x === -Infinity ? 0 : x * Math.tanh(logOfOnePlusExp(x))),
  (_, x) => {
    if (Math.abs(x) === Infinity) return x > 0 ? 1 : 0;
    const log = logOfOnePlusExp(x);
    return Math.tanh(log) + (x * logistic(x)) / Math.cosh(log) ** 2;
  },
);

/** ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), which does not overflow. */
function logOfOnePlusExp(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** σ(x) = eˣ, and its slope σ. */
export const exponential = elementwise(Math.exp, (a) => a);

/**
 * σ(x) = ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|), which does not overflow, and its slope
 * 1 / (1 + e⁻ˣ) = 1 − e^−σ.
 */
export const softplus = elementwise(logOfOnePlusExp, (a) => -Math.expm1(-a));
