/** Losses as formulas: the error of one output, and how it changes with that output. */
import type { LossName } from "../network/codes.js";
import {
  call,
  difference,
  type Expression,
  negate,
  number,
  power,
  product,
  quotient,
  sum,
  symbol,
} from "./expression.js";
import type { Branch } from "./step.js";
import type { Name } from "./symbol.js";

export interface LossFormula {
  readonly error: Expression;
  /** Null for losses that are one formula with their activation: ∂E/∂net = output − target. */
  readonly slope: Expression | null;
  readonly branch: Branch;
}

/** The symbols of one output, and the numbers where a formula depends on them. */
export interface OutputAt {
  net: Name;
  out: Name;
  target: Name;
  outValue: number;
  targetValue: number;
  outputs: number;
  huberDelta: number;
}

const one = number(1);
const half = number(0.5, "½");

export function lossFormula(loss: LossName, at: OutputAt): LossFormula {
  const [o, t, net] = [symbol(at.out), symbol(at.target), symbol(at.net)];
  const gap = difference(t, o);
  const gapValue = at.targetValue - at.outValue;
  const smooth = (error: Expression, slope: Expression | null): LossFormula => ({
    error,
    slope,
    branch: null,
  });
  const side: Branch = gapValue > 0 ? "below" : gapValue < 0 ? "above" : "between";
  /** factor · sign(out − target) */
  const signed = (factor: Expression): Expression =>
    gapValue > 0 ? negate(factor) : gapValue < 0 ? factor : number(0);
  switch (loss) {
    case "halfSquaredError":
      return smooth(product(half, power(gap, 2)), negate(gap));
    case "squaredError":
      return smooth(power(gap, 2), negate(product(number(2), gap)));
    case "meanSquaredError": {
      const part = (of: number) => quotient(number(of), number(at.outputs));
      return smooth(product(part(1), power(gap, 2)), negate(product(part(2), gap)));
    }
    case "meanAbsoluteError":
      return {
        error: quotient(call("abs", gap), number(at.outputs)),
        slope: signed(quotient(one, number(at.outputs))),
        branch: side,
      };
    case "huber": {
      const delta = number(at.huberDelta);
      if (Math.abs(gapValue) <= at.huberDelta) {
        return { error: product(half, power(gap, 2)), slope: negate(gap), branch: "between" };
      }
      return {
        error: product(delta, difference(call("abs", gap), product(half, delta))),
        slope: signed(delta),
        branch: side,
      };
    }
    case "hinge": {
      const isInside = 1 - at.targetValue * at.outValue > 0;
      return {
        error: call("max0", difference(one, product(t, o))),
        slope: isInside ? negate(t) : number(0),
        branch: isInside ? "below" : "above",
      };
    }
    case "binaryCrossEntropy": {
      // ln out = −ln(1 + e^−net), ln(1 − out) = −ln(1 + e^net): so nothing is lost where out is nearly 0 or 1
      const yes = call("ln1p", call("exp", negate(net)));
      const no = call("ln1p", call("exp", net));
      if (at.targetValue === 1) return smooth(yes, null);
      if (at.targetValue === 0) return smooth(no, null);
      return smooth(sum(product(t, yes), product(difference(one, t), no)), null);
    }
    case "crossEntropy":
      return smooth(at.targetValue === 0 ? number(0) : negate(product(t, call("ln", o))), null);
  }
}
