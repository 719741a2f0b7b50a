/** The figures of the explanations, and the curve of a single step, as markup. */
import type { Language } from "../../../explain/language/language.js";
import type { TraceStep } from "../../../explain/step.js";
import { keyOf, textOf } from "../../../explain/symbol.js";
import type { Trace } from "../../../explain/trace.js";
import { errorWith, type WhyFacts, whyFacts } from "../../../explain/why.js";
import { traceDrawing } from "../traceDrawing.js";
import { courseCurve, descentCurve, logisticCurve, newKeyOf } from "./curves.js";
import type { FigureId } from "./pen.js";
import { whyTextsOf } from "./texts.js";

/** What the figures are made from. */
export interface FigureSource {
  facts: WhyFacts;
  /** The error by round; null if it is not known. */
  errors: readonly number[] | null;
  language: Language;
  /** Name of the axis of rounds (default: the word of the language). */
  roundName?: string;
}

/** A figure as markup: an `<svg>` of the network, or a `<figure>` with a plot. */
export function figureMarkup(id: FigureId, { facts, errors, language, roundName }: FigureSource): string {
  const texts = whyTextsOf(language);
  const { trace, last, first, total, errorAt } = facts;
  const words = texts.figures[id](facts);
  const drawing = { title: words.title, text: words.description };
  switch (id) {
    case "logistic":
      return logisticCurve(trace, words);
    case "pathToLast":
      return traceDrawing(trace, drawing, { lit: last.gradient });
    case "pathToFirst":
      return traceDrawing(trace, drawing, { lit: first!.gradient });
    case "descent":
      return descentCurve(last.weight, last.gradient.value, errorAt, textOf(total.symbol), words);
    case "course":
      return courseCurve(errors!, textOf(total.symbol), roundName ?? texts.round, words);
  }
}

/**
 * The curve that belongs to a step: the logistic function with the unit's dot, or the error as a function of the weight that
 * is updated. Empty for other steps, which are pictures of the network.
 */
export function stepFigure(step: TraceStep, trace: Trace, language: Language): string {
  const { reason, unit } = step;
  const texts = whyTextsOf(language);
  if ((reason.id === "activation" || reason.id === "slope") && reason.activation === "sigmoid") {
    return logisticCurve(trace, texts.figures.logistic({ trace }), unit);
  }
  if (reason.id !== "update") return "";
  const parameter = trace.network.parameters.find((one) => newKeyOf(one) === step.key);
  const facts = whyFacts(trace);
  const gradient = trace.steps.find(
    ({ symbol, reason: its }) =>
      (its.id === "gradient" || its.id === "biasGradient") &&
      symbol.kind === "derivative" &&
      parameter &&
      keyOf(symbol.by) === keyOf(parameter.symbol),
  );
  if (!parameter || !facts || !gradient || gradient.value === 0) return "";
  const key = keyOf(parameter.symbol);
  const about = { ...facts, last: { ...facts.last, weight: parameter } };
  const errorAt = (value: number) => errorWith(trace, key, value);
  const words = texts.figures.descent(about);
  return descentCurve(parameter, gradient.value, errorAt, textOf(facts.total.symbol), words);
}
