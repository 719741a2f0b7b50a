/** Activations and losses of a lesson as code, from their formulas: what the scripts of both languages share. */
import { type ActivationName, activationFormulas, activations } from "../../functions/activations.js";
import { type Formula, number, symbol } from "../../functions/expression.js";
import { lossFormulas } from "../../functions/losses.js";
import { codeOf, type Dialect, helpersOf } from "../../functions/program.js";
import type { Lesson, LessonLayer } from "../lesson.js";

/** A function of one net input x, and its slope. */
export interface ActivationCode {
  name: string;
  value: string;
  slope: string;
  /** Sources of the functions that the two call. */
  helpers: string[];
}

export const isOfRow = (activation: ActivationName): boolean => activations[activation].isOfRow === true;

/** A name for the function of a layer: with a number where layers have different alphas. */
export function functionName({ layers }: Lesson, { activation, alpha }: LessonLayer, stem: string): string {
  const alphas = [...new Set(layers.filter((one) => one.activation === activation).map((one) => one.alpha))];
  return stem + (alphas.length > 1 ? String(alphas.indexOf(alpha) + 1) : "");
}

/** The activations of a lesson that are functions of one net input, each once. */
export function activationCodes(
  lesson: Lesson,
  dialect: Dialect,
  nameOf: (lesson: Lesson, layer: LessonLayer) => string,
): ActivationCode[] {
  const found = new Map<string, ActivationCode>();
  for (const layer of lesson.layers) {
    const { value, slope } = activationFormulas[layer.activation];
    if (!slope) continue;
    const name = nameOf(lesson, layer);
    const alpha = number(layer.alpha);
    const formulas: [Formula<string>, Formula<string>] = [
      value(symbol("x"), alpha, []),
      slope(symbol("x"), symbol(`${name}(x)`), alpha),
    ];
    found.set(name, {
      name,
      value: codeOf(formulas[0], dialect),
      slope: codeOf(formulas[1], dialect),
      helpers: helpersOf(formulas, dialect),
    });
  }
  return [...found.values()];
}

/**
 * The error of one output o with target t, and its slope by o; null where loss and activation are one formula.
 *
 * @param outputs code of the number of outputs
 */
export function lossCode(
  { loss, huberDelta, quantile }: Lesson,
  dialect: Dialect,
  outputs: string,
): { error: string; slope: string | null } {
  const { value, slope } = lossFormulas[loss];
  const [o, t, x, n] = ["o", "t", "x", outputs].map((code) => symbol(code)) as [Code, Code, Code, Code];
  const symbols = { o, t, x, n, delta: number(huberDelta), quantile: number(quantile) };
  return { error: codeOf(value(symbols), dialect), slope: slope && codeOf(slope(symbols), dialect) };
}

type Code = ReturnType<typeof symbol<string>>;
