/** Mish: x · tanh(ln(1 + eˣ)), which is x · w / (w + 2) with w = eˣ(eˣ + 2). */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, difference, negate, number, otherwise, piece, power, product, sum } from "../expression.js";
import type { Expression } from "../expression.js";

export const mish: Activation = { code: 13, range: [-0.3089, Infinity], slopeNeedsNetInput: true };

/** tanh(ln(1 + eˣ)) for x ≤ 0, and for x > 0, where eˣ could overflow. */
const factorBelow = <S>(x: Expression<S>): Expression<S> => call("tanh", call("ln1p", call("exp", x)));
const factorAbove = <S>(x: Expression<S>): Expression<S> =>
  call("tanh", sum(x, call("ln1p", call("exp", negate(x)))));

export const mishFormula: ActivationFormula = {
  value: (x) => [
    piece([x, ">", number(0)], product(x, factorAbove(x))),
    otherwise(product(x, factorBelow(x))),
  ],
  slope: (x) => {
    const slopeWith = <S>(at: Expression<S>, factor: Expression<S>): Expression<S> =>
      sum(factor, product(at, call("sigmoid", at), difference(number(1), power(factor, 2))));
    return [
      piece([x, ">", number(0)], slopeWith(x, factorAbove(x))),
      otherwise(slopeWith(x, factorBelow(x))),
    ];
  },
  source: "Misra 2019",
  torch: () => "Mish()",
  words: { en: { name: "Mish", short: "Mish" }, zh: { name: "Mish 函数", short: "Mish" } },
};
