/** Finds products on the way back in which somebody took another weight of the network than the one on the path. */
import { agreement, halfUnit, type Written } from "./agreement.js";
import type { Values } from "./expression.js";
import type { NamedSlip } from "./fingerprints.js";
import { keyOf, textOf } from "./symbol.js";
import type { TraceStep } from "./step.js";
import type { Trace, TracedParameter } from "./trace.js";

/** A number of somebody's that no formula of the trace gives. */
interface StrangeNumber {
  readonly written: Written;
  readonly ours: number;
  readonly step: TraceStep | null;
}

/**
 * The weight that was taken for another one in each contribution ∂E/∂net · w that is wrong.
 *
 * @param values of somebody's own calculation, by key
 */
export function otherWeights(trace: Trace, numbers: readonly StrangeNumber[], values: Values): NamedSlip[] {
  return numbers.flatMap(({ written, ours, step }): NamedSlip[] => {
    if (step?.reason.id !== "contribution" || agreement(written, ours).agrees) return [];
    const { weight } = step.reason;
    const { parameters } = trace.network;
    const wanted = parameters.find(({ symbol }) => textOf(symbol) === weight)!;
    const [factor] = step.expression.kind === "product" ? step.expression.factors : [];
    const delta = factor?.kind === "symbol" ? values.get(keyOf(factor.symbol)) : undefined;
    if (delta === undefined) return [];
    const fits = ({ kind, before }: TracedParameter) =>
      kind === "weight" &&
      before !== wanted.before &&
      Math.abs(written.value - delta * before) <= halfUnit(written) + 2 ** -46 * Math.abs(delta * before);
    // of equal weights the likely one is in the same matrix
    const taken = parameters.find((one) => one.layer === wanted.layer && fits(one)) ?? parameters.find(fits);
    if (!taken) return [];
    return [
      {
        id: "other-weight",
        key: step.key,
        taken: { symbol: textOf(taken.symbol), value: taken.before },
        wanted: { symbol: weight, value: wanted.before },
      },
    ];
  });
}
