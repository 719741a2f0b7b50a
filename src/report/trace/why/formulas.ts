/** Formulas of the explanations that are not steps of the round: the derivative of the logistic function, the chain rule. */
import { type Expression, symbol } from "../../../explain/expression.js";
import type { WeightChain, WhyFacts } from "../../../explain/why.js";
import { derivative, type MathSymbol, name } from "../../../explain/symbol.js";
import {
  call,
  difference,
  negate,
  number,
  power,
  product,
  quotient,
  sum,
} from "../../../functions/expression.js";
import type { Notation } from "../typeset.js";

const [netName, outName] = [name("net"), name("out")];
export const net: Expression = symbol(netName);
export const out: Expression = symbol(outName);
export const u: Expression = symbol(name("u"));
export const slope: Expression = symbol(derivative(outName, netName));
const one = number(1);
const tail: Expression = call("exp", negate(net));
export const base: Expression = sum<MathSymbol>(one, tail);
export const logisticFormula: Expression = quotient(one, base);
export const outTimesRest: Expression = product(out, difference(one, out));
/** e^−net/(1 + e^−net)², and the same as a product. */
export const slopeLines: readonly Expression[] = [
  quotient(tail, power(base, 2)),
  product(quotient(one, base), quotient(tail, base)),
];
/** The second factor: what out lacks to 1. */
export const restLines: readonly Expression[] = [
  difference(quotient(base, base), quotient(one, base)),
  difference(one, out),
];
export const restLeft: Expression = quotient(tail, base);
export const minusTail: Expression = negate(tail);
export const minusSquare: Expression = negate(quotient(one, power(u, 2)));
export const uOfNet: Expression = symbol(derivative(name("u"), netName));

/** y = f(g(h(x))) */
export function nested({ symbol: spell, sign, fenced, row }: Notation): string[] {
  const inner = row([spell(name("h")), fenced("(", spell(name("x")), ")")]);
  const middle = row([spell(name("g")), fenced("(", inner, ")")]);
  return [spell(name("y")), sign("=", "between"), spell(name("f")), fenced("(", middle, ")")];
}

/** One letter. */
export const letter =
  (text: string) =>
  ({ symbol: spell }: Notation): string[] => [spell(name(text))];

/** u = h(x) */
export const called =
  (left: string, by: string, of: string) =>
  ({ symbol: spell, sign, fenced }: Notation): string[] => [
    spell(name(left)),
    sign("=", "between"),
    spell(name(by)),
    fenced("(", spell(name(of)), ")"),
  ];

/** dy/dx = dy/dv · dv/du · du/dx */
export function chainRule({ symbol: spell, fraction, row, word, sign }: Notation): string[] {
  const part = (of: string) => row([word("d"), spell(name(of))]);
  const rate = (of: string, by: string) => fraction(part(of), part(by));
  return [
    rate("y", "x"),
    sign("=", "between"),
    rate("y", "v"),
    sign("·", "between"),
    rate("v", "u"),
    sign("·", "between"),
    rate("u", "x"),
  ];
}

/** w5 → net_o1 → out_o1 → E_total */
export const chainOf =
  ({ weight, net: netInput, out: output }: WeightChain, { total }: WhyFacts) =>
  ({ symbol: spell, sign }: Notation): string[] =>
    [weight.symbol, netInput, output, total.symbol].flatMap((one, at) =>
      at === 0 ? [spell(one)] : [sign("→", "between"), spell(one)],
    );
