/** Activations and their slopes as formulas. Where a function has a bend, the formula is that of the side at hand. */
import type { ActivationName } from "../network/codes.js";
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

/** What a unit gives, and how that changes with its net input. */
export interface ActivationFormula {
  readonly output: Expression;
  /** Null for softmax, whose outputs depend on all net inputs of the layer. */
  readonly slope: Expression | null;
  readonly branch: Branch;
}

/** [Klambauer et al. 2017, eq. 14] */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;
const one = number(1);
const half = number(0.5, "½");

/**
 * @param alpha of leakyRelu and elu
 * @param net   net inputs of the layer, of which number `unit` is this one's
 * @param value of that net input: which side of a bend it is on
 */
export function activationFormula(
  activation: ActivationName,
  alpha: number,
  { net: nets, out, unit, value }: { net: readonly Name[]; out: Name; unit: number; value: number },
): ActivationFormula {
  const [x, a] = [symbol(nets[unit]!), symbol(out)];
  const isAbove = value > 0;
  const branch: Branch = isAbove ? "above" : "below";
  const smooth = (output: Expression, slope: Expression): ActivationFormula => ({
    output,
    slope,
    branch: null,
  });
  /** Of x above 0; below it `scale · (eˣ − 1)`. */
  const exponential = (above: number, below: number): ActivationFormula => ({
    output: isAbove ? scaled(above, x) : scaled(below, difference(call("exp", x), one)),
    slope: isAbove ? number(above) : scaled(below, call("exp", x)),
    branch,
  });
  switch (activation) {
    case "sigmoid":
      return smooth(quotient(one, sum(one, call("exp", negate(x)))), product(a, difference(one, a)));
    case "tanh":
      return smooth(call("tanh", x), product(difference(one, a), sum(one, a)));
    case "relu":
      return { output: isAbove ? x : number(0), slope: number(isAbove ? 1 : 0), branch };
    case "leakyRelu":
      return { output: isAbove ? x : scaled(alpha, x), slope: number(isAbove ? 1 : alpha), branch };
    case "elu":
      return exponential(1, alpha);
    case "selu":
      return exponential(seluScale, seluScale * seluAlpha);
    case "gelu": {
      const normal = product(half, call("erfc", quotient(negate(x), number(Math.SQRT2, "√2"))));
      const density = quotient(
        call("exp", quotient(negate(power(x, 2)), number(2))),
        number(Math.sqrt(2 * Math.PI), "√(2π)"),
      );
      return smooth(product(x, normal), sum(normal, product(x, density)));
    }
    case "silu": {
      const logistic = quotient(one, sum(one, call("exp", negate(x))));
      return smooth(
        quotient(x, sum(one, call("exp", negate(x)))),
        product(logistic, sum(one, quotient(x, sum(one, call("exp", x))))),
      );
    }
    case "softplus":
      return smooth(
        // ln(1 + eˣ) = x + ln(1 + e⁻ˣ): of the two, the one that does not overflow
        isAbove ? sum(x, call("ln1p", call("exp", negate(x)))) : call("ln1p", call("exp", x)),
        quotient(one, sum(one, call("exp", negate(x)))),
      );
    case "softsign":
      return smooth(quotient(x, sum(one, call("abs", x))), quotient(one, power(sum(one, call("abs", x)), 2)));
    case "hardSigmoid": {
      if (value <= -3) return { output: number(0), slope: number(0), branch: "below" };
      if (value >= 3) return { output: one, slope: number(0), branch: "above" };
      return {
        output: quotient(sum(x, number(3)), number(6)),
        slope: quotient(one, number(6)),
        branch: "between",
      };
    }
    case "identity":
      return smooth(x, one);
    case "softmax":
      return {
        output: quotient(call("exp", x), sum(...nets.map((net) => call("exp", symbol(net))))),
        slope: null,
        branch: null,
      };
  }
}

function scaled(factor: number, of: Expression): Expression {
  return factor === 1 ? of : product(number(factor), of);
}
