/** Compares somebody's own numbers with ours, as text for a terminal. */
import type { Check, CheckedNumber } from "../../explain/check.js";
import type { Reading } from "../../explain/readings.js";
import { substitutedText, symbolsOf } from "../../explain/expression.js";
import type { NamedSlip, SlipWeight } from "../../explain/fingerprints.js";
import type { CheckLanguage } from "../../explain/language/checkLanguage.js";
import { checkLanguages } from "../../explain/language/checkLanguages.js";
import type { Language } from "../../explain/language/language.js";
import { keyOf, textOf } from "../../explain/symbol.js";
import type { Trace } from "../../explain/trace.js";
import { formatTable } from "../textTable.js";
import { paint } from "../terminal.js";
import { formatNumber } from "./numberText.js";
import { wrapFormula, wrapText } from "./wrap.js";

export interface CheckTextOptions {
  language: Language;
  /** Decimal places of our numbers, if the person wrote fewer. */
  digits: number;
  width: number;
  colour: boolean;
}

/**
 * A table of all numbers, then what they follow, the first wrong number and the slip that would explain it.
 *
 * @param exact the numbers of the same calculation without rounding on the way, by key
 */
export function checkText(
  {
    check: checked,
    trace,
    variant,
    decimals,
    exact,
  }: Pick<Reading, "check" | "trace" | "variant" | "decimals" | "exact">,
  options: CheckTextOptions,
): string[] {
  const words = checkLanguages[options.language.code];
  const number = (value: number) => formatNumber(value, options.digits);
  const how = variant === "consistent" || variant === "printed" ? [words.variant(variant)] : [];
  if (decimals !== null) {
    const last = checked.numbers.findLast(({ key, ours }) => exact.has(key) && exact.get(key) !== ours)!;
    how.push(words.carried(decimals, last.symbol, number(exact.get(last.key)!)));
  }
  const told = [...how, ...summary(checked, trace, words, options)];
  const sentences = told.flatMap((text) => wrapText(text, options.width));
  return [
    paint(words.headings.title, "bold", options.colour),
    "",
    ...table(checked, words, options),
    "",
    ...sentences,
  ];
}

/** A sentence on a slip: what was done, and what the rule is. */
export function slipSentence(slip: NamedSlip, trace: Trace, language: Language): string {
  const words = checkLanguages[language.code];
  const number = (value: number) => formatNumber(value, 9);
  if (slip.id === "other-weight") {
    const { key, taken, wanted } = slip;
    const symbol = textOf(trace.steps.find((step) => step.key === key)!.symbol);
    const weight = (one: SlipWeight) => ({ symbol: one.symbol, value: number(one.value) });
    return words.otherWeight(symbol, weight(taken), weight(wanted));
  }
  if (slip.id !== "other-rate") return words.slips[slip.id];
  return words.otherRate(number(slip.learningRate), number(trace.network.learningRate));
}

function table({ numbers }: Check, words: CheckLanguage, { digits, colour }: CheckTextOptions): string[] {
  const { symbol, yours, ours, verdict } = words.headings;
  const rows = numbers.map((one) => [
    one.symbol,
    one.written.text,
    formatNumber(one.ours, Math.max(digits, Math.min(17, one.written.decimals))),
    one.cause && one.verdict === "wrong"
      ? words.because(words.verdicts[one.verdict], words.causes[one.cause])
      : words.verdicts[one.verdict],
  ]);
  const lines = formatTable([[symbol, yours, ours, verdict], ...rows]);
  return lines.map((line, at) => {
    const one = numbers[at - 1];
    if (!one) return paint(line, "dim", colour);
    if (one.verdict === "published") return paint(line, "yellow", colour);
    if (one.verdict !== "wrong") return line;
    return paint(line, one.cause === "own" ? "red" : "yellow", colour);
  });
}

function summary(
  { numbers, counts, isRight, first, slips }: Check,
  trace: Trace,
  words: CheckLanguage,
  options: CheckTextOptions,
): string[] {
  const lines = [words.counts(counts)];
  if (isRight) lines.push(counts.published === 0 ? words.allRight : words.noneWrong);
  for (const { erratum, symbol, written, ours } of numbers) {
    if (!erratum) continue;
    const right = formatNumber(ours, Math.max(options.digits, Math.min(17, written.decimals)));
    lines.push(words.published(symbol, written.text, right, erratum.why[options.language.code]));
  }
  if (first) {
    const wrong = numbers.filter(({ verdict }) => verdict === "wrong");
    const following = wrong.filter(({ cause }) => cause === "follows").length;
    const isAll = following === counts.wrong - 1;
    lines.push(
      words.first(first.symbol, following, isAll),
      calculation(first, numbers, trace, words, options),
    );
    if (isUnseen(first, numbers)) lines.push(words.unseen);
    const others = wrong.filter((one) => one.cause === "own" && one !== first);
    if (others.length > 0) lines.push(words.alsoOwn(others.map(({ symbol }) => symbol).join(", ")));
  } else if (!isRight && numbers.some(({ cause }) => cause === "rounding")) lines.push(words.onlyRounding);
  if (slips.length > 0) {
    lines.push("", words.likely(slips.length));
    for (const slip of slips) lines.push(slipSentence(slip, trace, options.language));
  }
  return lines;
}

/** The step calculated with the person's own numbers. */
function calculation(
  { step, expected, symbol, ours, written }: CheckedNumber,
  numbers: readonly CheckedNumber[],
  trace: Trace,
  words: CheckLanguage,
  { digits, width }: CheckTextOptions,
): string {
  const number = (value: number) => formatNumber(value, digits);
  if (!step || expected === null) return words.should(symbol, number(ours), written.text);
  const values = new Map(trace.values);
  for (const { key, written: own } of numbers) values.set(key, own.value);
  const text = `${symbol} = ${step.formula} = ${substitutedText(step.expression, values, number)} = ${number(expected)}`;
  return words.calculation(wrapFormula(text, width).join(" "), written.text);
}

/** Whether the first wrong number depends on a calculated number that the person did not give. */
function isUnseen({ step }: CheckedNumber, numbers: readonly CheckedNumber[]): boolean {
  if (!step) return true;
  const given = new Set(numbers.map(({ key }) => key));
  return symbolsOf(step.expression).some(
    (one) => !given.has(keyOf(one)) && keyOf(one) !== "eta" && !isGivenFrom(one),
  );

  function isGivenFrom(one: Parameters<typeof keyOf>[0]): boolean {
    return one.kind === "name" && one.mark === null && ["w", "b", "i", "target"].includes(one.base);
  }
}
