/** Formulas of activations and losses as text, from their records: for headings, lessons and documents. */
import type * as tree from "../functions/expression.js";
import { writtenOut } from "../functions/expression.js";
import { type ActivationName, activationFormulas, activationNames } from "../functions/activations.js";
import type { OutputSymbols } from "../functions/loss.js";
import { type LossName, lossFormulas, lossNames } from "../functions/losses.js";
import { type Expression, formulaText, placedText, symbol } from "./expression.js";
import { type MathSymbol, name } from "./symbol.js";

/** How a language says which piece of a formula holds. */
interface Cases {
  piece: (formula: string, condition: string) => string;
  otherwise: (formula: string) => string;
}
const cases: Record<"en" | "zh", Cases> = {
  en: {
    piece: (formula, condition) => `${formula} for ${condition}, `,
    otherwise: (formula) => `else ${formula}`,
  },
  zh: {
    piece: (formula, condition) => `${condition} 时为 ${formula}，`,
    otherwise: (formula) => `否则为 ${formula}`,
  },
};

/** A formula in all its pieces: "z for z > 0, else α·z". */
export function piecesText(formula: tree.Formula<MathSymbol>, language: "en" | "zh" = "en"): string {
  const texts = formula.map(({ when, value }) => {
    const text = formulaText(writtenOut(value));
    if (formula.length === 1) return text;
    const { piece, otherwise } = cases[language];
    if (!when) return otherwise(text);
    return piece(text, `${formulaText(when.left)} ${when.relation} ${formulaText(when.right)}`);
  });
  return texts.join("");
}

/** Symbols of one output, for text. @param names of output and target */
function outputSymbols({ o, t } = { o: "o", t: "t" }): OutputSymbols<MathSymbol> {
  const of = (text: string): Expression => symbol(name(text));
  return { o: of(o), t: of(t), n: of("n"), delta: of("δ"), quantile: of("τ"), x: of("z") };
}

/** The loss of a row as a sum over its outputs. @param names of output and target */
export function lossText(
  loss: LossName,
  names?: { o: string; t: string },
  language: "en" | "zh" = "en",
): string {
  const formula = lossFormulas[loss].value(outputSymbols(names));
  if (formula.length > 1) return `Σ (${piecesText(formula, language)})`;
  const { value } = formula[0]!;
  return value.kind === "negate" ? `−Σ ${placedText(value.of)}` : `Σ ${placedText(value)}`;
}

/** The derivative of the loss of a row by one output; "" where a loss has none of its own. */
export function lossSlopeText(loss: LossName): string {
  const { slope } = lossFormulas[loss];
  return slope ? piecesText(slope(outputSymbols())) : "";
}

/** What activations are called in a language. */
export function activationWords(language: "en" | "zh"): Record<ActivationName, string> {
  const named = activationNames.map((one) => [one, activationFormulas[one].words[language].name]);
  return Object.fromEntries(named) as Record<ActivationName, string>;
}

/** What losses are called in a language, each with its formula. */
export function lossWords(language: "en" | "zh"): Record<LossName, string> {
  const comma = { en: ", ", zh: "，" }[language];
  const named = lossNames.map((one) => {
    const formula = lossText(one, { o: "out", t: "target" }, language);
    return [one, lossFormulas[one].words[language].name + comma + formula];
  });
  return Object.fromEntries(named) as Record<LossName, string>;
}

/** The activation and the slope of a net input z, as text. The slope is null where it is a matrix. */
export function activationText(activation: ActivationName): { value: string; slope: string | null } {
  const of = (text: string): Expression => symbol(name(text));
  const [z, a, alpha] = [of("z"), of("a"), of("α")];
  const { value, slope } = activationFormulas[activation];
  // the one net input in `row` stands for all: e^zₖ for their sum
  const text = piecesText(value(z, alpha, [of("zₖ")])).replace("e^zₖ", "Σ e^zₖ");
  return { value: text, slope: slope && piecesText(slope(z, a, alpha)) };
}
