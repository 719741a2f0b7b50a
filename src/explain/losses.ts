/** Losses in a trace: the error of one output and its derivative, over the trace's symbols. */
import { type Branch, number } from "../functions/expression.js";
import { type LossName, lossFormulas } from "../functions/losses.js";
import { type Expression, pieceAt, symbol } from "./expression.js";
import { keyOf, type MathSymbol, type Name } from "./symbol.js";

export interface LossFormula {
  readonly error: Expression;
  /** Null for a loss with a partner: ∂E/∂net = output − target. */
  readonly slope: Expression | null;
  readonly branch: Branch;
}

/** The symbols of one output, and the numbers that decide which piece of a formula holds. */
export interface OutputAt {
  net: Name;
  out: Name;
  target: Name;
  outValue: number;
  targetValue: number;
  outputs: number;
  huberDelta: number;
  quantile: number;
}

export function lossFormula(loss: LossName, at: OutputAt): LossFormula {
  const { value, exact = value, slope } = lossFormulas[loss];
  const symbols = {
    o: symbol(at.out),
    t: symbol(at.target),
    x: symbol(at.net),
    n: number(at.outputs),
    delta: number(at.huberDelta),
    quantile: number(at.quantile),
  };
  const known = new Map([
    [keyOf(at.out), at.outValue],
    [keyOf(at.target), at.targetValue],
  ]);
  const valueOf = (of: MathSymbol) => known.get(keyOf(of)) ?? NaN;
  const error = pieceAt(exact(symbols), valueOf);
  const derivative = slope && pieceAt(slope(symbols), valueOf);
  return {
    error: error.value,
    slope: derivative && derivative.value,
    branch: derivative?.side ?? error.side,
  };
}
