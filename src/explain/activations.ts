/** Activations in a trace: their formulas over its symbols, each the piece that holds at the unit's net input. */
import { type ActivationName, activationFormulas } from "../functions/activations.js";
import { type Branch, number, writtenOut } from "../functions/expression.js";
import { type Expression, pieceAt, symbol } from "./expression.js";
import { keyOf, type MathSymbol, type Name } from "./symbol.js";

/** What a unit gives, and how that changes with its net input. */
export interface ActivationFormula {
  readonly output: Expression;
  /** Null for softmax, whose outputs depend on all net inputs of the layer. */
  readonly slope: Expression | null;
  readonly branch: Branch;
}

/**
 * @param alpha the activation's parameter
 * @param net   net inputs of the layer; the unit's own has the index `unit`
 * @param value of the unit's net input
 */
export function activationFormula(
  activation: ActivationName,
  alpha: number,
  { net: nets, out, unit, value }: { net: readonly Name[]; out: Name; unit: number; value: number },
): ActivationFormula {
  const { value: output, slope } = activationFormulas[activation];
  const row = nets.map((net) => symbol(net));
  const x = row[unit]!;
  const valueOf = (of: MathSymbol) => (keyOf(of) === keyOf(nets[unit]!) ? value : NaN);
  const { value: chosen, side } = pieceAt(output(x, number(alpha), row), valueOf);
  return {
    output: writtenOut(chosen),
    slope: slope && writtenOut(pieceAt(slope(x, symbol(out), number(alpha)), valueOf).value),
    branch: side,
  };
}
