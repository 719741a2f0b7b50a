/** What Markdown and page have in common: options, a line on the network, and groups of steps. */
import type { Language } from "../../explain/language/language.js";
import { type Phase, phases, type TraceStep } from "../../explain/step.js";
import type { RoundState, Trace } from "../../explain/trace.js";
import { layerName } from "./heading.js";
import { writtenText } from "./rounded.js";

/** How a trace is presented. */
export interface LessonOptions {
  /** Language of all texts: one of `languages`. */
  language: Language;
  /** Decimal places (default: 9). */
  digits?: number;
  /** Title (default: "One round of backpropagation, every number", in the language). */
  title?: string;
  /** Errors after some rounds, instead of those before and after the traced round. */
  rounds?: readonly RoundState[];
}

/** 2-2-2 · logistic function (sigmoid) · … · learning rate η = 0.5 */
export function networkLine(trace: Trace, language: Language): string {
  const { sizes, activations, loss, learningRate } = trace.network;
  const { headings } = language;
  const kinds = [...new Set(activations)].map((activation) => language.activations[activation]);
  return [
    sizes.join("-"),
    kinds.join(", "),
    language.losses[loss],
    `${headings.learningRate} η = ${writtenText(learningRate, 17)}`,
  ].join(" · ");
}

/** Steps of one phase, or of one layer of it. */
export interface StepGroup {
  phase: Phase;
  layer: number;
  title: string;
  steps: { step: TraceStep; number: number }[];
}

/** Steps in their order, grouped by phase and layer; numbers count from 1. */
export function stepGroups(trace: Trace, language: Language): StepGroup[] {
  const groups: StepGroup[] = [];
  trace.steps.forEach((step, index) => {
    const { phase, layer } = step;
    let group = groups.at(-1);
    if (group?.phase !== phase || group.layer !== layer) {
      const title = phase === "error" ? "" : layerName(trace, layer, language);
      group = { phase, layer, title, steps: [] };
      groups.push(group);
    }
    group.steps.push({ step, number: index + 1 });
  });
  return groups.sort((a, b) => phases.indexOf(a.phase) - phases.indexOf(b.phase));
}
