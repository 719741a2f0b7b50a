/**
 * Functions of one number in a graph, as what they give for a list of samples. A graph writes an activation as one node or as
 * many (x · sigmoid(x), ½ · x · (1 + erf(x / √2))); both give the same numbers. So an activation is recognised by its values.
 */
import { pieceAt, valueIn } from "../../explain/expression.js";
import {
  type ActivationName,
  activationFormulas,
  activationNames,
  activations,
} from "../../functions/activations.js";
import { call, number, symbol } from "../../functions/expression.js";

/** What a function gives for each of `points`; 0 and 1 for conditions. */
export type Samples = Float64Array;

/** Near 0, at bends (±3), and far out, so that limits differ from each other. */
// prettier-ignore
export const points: Samples = Float64Array.of(
  -1e4, -700, -80, -30, -12, -7.3, -5, -4, -3.2, -3, -2.9, -2.2, -1.6, -1, -0.72, -0.4, -0.13, -0.02, -1e-4, 0,
  1e-4, 0.02, 0.13, 0.4, 0.72, 1, 1.6, 2.2, 2.9, 3, 3.2, 4, 5, 7.3, 12, 30, 80, 700, 1e4,
);

/** How near the values of an activation are: constants of a graph may be in float32. */
const tolerance = 3e-7;

/** The activation whose values these are. @returns null for none */
export function activationOf(samples: Samples): { activation: ActivationName; alpha?: number } | null {
  for (const activation of activationNames) {
    const { isOfRow, alpha: own } = activations[activation];
    if (isOfRow) continue;
    // the slope and the depth below 0 are what the function gives there
    const alpha = own ? alphaOf(activation, samples) : 0;
    if (alpha >= 0 && alpha < 1e6 && fits(samples, activation, alpha)) {
      return own ? { activation, alpha } : { activation };
    }
  }
  return null;
}

/** a and b where the values are a · x + b. @returns null where they are not */
export function lineOf(samples: Samples): { scale: number; shift: number } | null {
  const [zero, one] = [points.indexOf(0), points.indexOf(1)];
  const shift = samples[zero]!;
  const scale = samples[one]! - shift;
  const isLine = points.every((x, at) => isNear(samples[at]!, scale * x + shift, Math.abs(shift)));
  return isLine && Number.isFinite(scale) && Number.isFinite(shift) ? { scale, shift } : null;
}

function alphaOf(activation: ActivationName, samples: Samples): number {
  const rounded = (value: number) => {
    const short = Number(value.toPrecision(6)); // 0.2 was written, not 0.20000000298
    return Math.abs(short - value) <= 1e-7 * Math.abs(value) ? short : value;
  };
  return activation === "leakyRelu"
    ? rounded(-samples[points.indexOf(-1)]!)
    : rounded(-samples[points.indexOf(-80)]!);
}

function fits(samples: Samples, activation: ActivationName, alpha: number): boolean {
  return points.every((x, at) => isNear(samples[at]!, valueOf(activation, x, alpha), 0));
}

function valueOf(activation: ActivationName, x: number, alpha: number): number {
  const formula = activationFormulas[activation].value(symbol("x"), number(alpha), []);
  const ofX = () => x;
  return valueIn(pieceAt(formula, ofX).value, ofX);
}

/** Relative to the value, and to 0.1 where it is smaller. */
function isNear(found: number, wanted: number, size: number): boolean {
  if (found === wanted) return true;
  return Math.abs(found - wanted) <= tolerance * Math.max(Math.abs(wanted), size, 0.1);
}

/** erf(x) = 1 − erfc(x), of the reference. */
export function erf(x: number): number {
  return 1 - valueIn(call("erfc", symbol("x")), () => x);
}
