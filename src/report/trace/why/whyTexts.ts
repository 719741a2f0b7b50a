/** The explanations that every language must have, and what their texts ask of a trace. */
import { type MathSymbol, textOf } from "../../../explain/symbol.js";
import type { Trace } from "../../../explain/trace.js";
import type { WeightChain, WhyFacts } from "../../../explain/why.js";
import type { CurveWords } from "./curves.js";
import type { Block, FigureId, Pen } from "./pen.js";

export interface WhySection {
  title: string;
  blocks: Block[];
}

export interface WhyTexts {
  heading: string;
  /** Name of the axis of rounds. */
  round: string;
  /** In the order of the page. */
  sections: {
    logistic: (pen: Pen, facts: WhyFacts) => WhySection;
    slope: (pen: Pen, facts: WhyFacts) => WhySection;
    chain: (pen: Pen, facts: WhyFacts) => WhySection;
    descent: (pen: Pen, facts: WhyFacts) => WhySection;
    backpropagation: (pen: Pen, facts: WhyFacts) => WhySection;
    original: (pen: Pen, facts: WhyFacts) => WhySection;
    course: (pen: Pen, facts: WhyFacts, errors: readonly number[]) => WhySection;
  };
  /** Titles and descriptions of the figures, for screen readers and as captions. */
  figures: Record<Exclude<FigureId, "logistic">, (facts: WhyFacts) => CurveWords> & {
    logistic: (of: Pick<WhyFacts, "trace">) => CurveWords;
  };
}

/** The symbol of a parameter after the update. */
export function newOf(symbol: MathSymbol): MathSymbol {
  return symbol.kind === "name" ? { ...symbol, mark: "new" } : symbol;
}

export function nameOf({ weight }: WeightChain): string {
  return textOf(weight.symbol);
}

/** The output of a unit. */
export function outOf(trace: Trace, unit: string): number {
  return valueOf(trace, unit, "activation");
}

/** The slope of its activation. */
export function slopeOf(trace: Trace, unit: string): number {
  return valueOf(trace, unit, "slope");
}

function valueOf({ steps }: Trace, unit: string, reason: "activation" | "slope"): number {
  return steps.find((step) => step.unit === unit && step.reason.id === reason)!.value;
}
