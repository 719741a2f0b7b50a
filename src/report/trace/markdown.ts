/** A trace as Markdown, with formulas for KaTeX: in $…$ within lines, in $$ on lines of their own. */
import type { Language } from "../../explain/language/language.js";
import { sentenceOf } from "../../explain/language/language.js";
import { symbol as symbolExpression } from "../../explain/expression.js";
import type { MatrixStep } from "../../explain/matrix.js";
import type { TraceStep } from "../../explain/step.js";
import type { Trace } from "../../explain/trace.js";
import { katex } from "./katex.js";
import { type LessonOptions, networkLine, stepGroups } from "./stepGroups.js";
import { matrixLine } from "./matrices.js";
import { defaultDigits, writtenText } from "./rounded.js";
import { type Setting, typeset, typesetNumber } from "./typeset.js";
import { wordsOf } from "./traceWords.js";

/** Options of `traceMarkdown`. */
export interface MarkdownOptions extends LessonOptions {
  /** Steps for single numbers, lines for whole layers, or both (default: "both"). */
  view?: "scalar" | "matrix" | "both";
}

/**
 * A trace as Markdown, with formulas for KaTeX: in $…$ within lines, in $$ on lines of their own.
 *
 * @param trace   what `trace` gives
 * @param options the language, how many decimals, which view
 * @returns the text of a file
 *
 * @example
 * ```js
 * import { languages, presetNetwork, presetOf, trace, traceMarkdown } from "chainrule";
 *
 * const { config, parameters, inputs, targets } = presetOf("mazur");
 * const network = presetNetwork({ config, parameters });
 * const traced = trace(network, { inputs: inputs[0], targets: targets[0] });
 * const text = traceMarkdown(traced, { language: languages.en, digits: 4 });
 * console.log(text.split("\n")[0]); // → # One round of backpropagation, every number
 * console.log(text.split("\n").find((line) => line.startsWith("w^{+}_{5}")));
 * // → w^{+}_{5} &= w_{5} - \eta \cdot \frac{\partial E_{\mathrm{total}}}{\partial w_{5}} \\
 * ```
 */
export function traceMarkdown(trace: Trace, options: MarkdownOptions): string {
  const { language, view = "both", title = language.headings.title } = options;
  const setting = settingOf(options);
  const parts = [`# ${title}`, networkLine(trace, language), givenMarkdown(trace, options)];
  if (trace.notes.length > 0) {
    parts.push(trace.notes.map((note) => `- ${sentenceOf(language, note)}`).join("\n"));
  }
  if (view !== "matrix") {
    let phase = "";
    for (const group of stepGroups(trace, language)) {
      if (group.phase !== phase) parts.push(`## ${language.headings.phases[group.phase]}`);
      ({ phase } = group);
      if (group.title) parts.push(`### ${capital(group.title)}`);
      for (const { step, number } of group.steps) {
        parts.push(`**${number}.** ${sentenceOf(language, step.reason)}`, stepMarkdown(step, trace, options));
      }
    }
  }
  if (view !== "scalar" && trace.matrices.length > 0) {
    parts.push(`## ${language.headings.matrixView}`);
    for (const step of trace.matrices) {
      parts.push(sentenceOf(language, step.reason), matrixMarkdown(step, setting));
    }
  }
  parts.push(outcomeMarkdown(trace, options));
  return parts.join("\n\n") + "\n";
}

/** One step as a block: symbol = formula = numbers = value, and other formulas for the value. */
export function stepMarkdown(step: TraceStep, trace: Trace, options: LessonOptions): string {
  const setting = settingOf(options);
  const numbers = { ...setting, values: trace.values };
  const lines = [
    typeset(symbolExpression(step.symbol), setting) + ` &= ${typeset(step.expression, setting)}`,
    ...substitutedLine(step, numbers),
    ` &= ${typesetNumber(step.value, setting)}`,
  ];
  const block = display(lines);
  const also = step.equivalents.map(({ expression, reason }) => {
    const sentence = sentenceOf(options.language, reason);
    const formula = `${typeset(expression, setting)} = ${typeset(expression, numbers)}`;
    return `- ${sentence}${colon(options.language)}$${formula}$`;
  });
  return also.length > 0 ? `${block}\n\n${also.join("\n")}` : block;
}

/** One line of the matrix view as a block. */
export function matrixMarkdown(step: MatrixStep, setting: Setting): string {
  const { symbol, formula, substituted, value } = matrixLine(step, setting);
  return display([`${symbol} &= ${formula}`, ` &= ${substituted.join("")}`, ` &= ${value}`]);
}

/** A setting in KaTeX that keeps symbols. */
export function settingOf({ digits = defaultDigits }: LessonOptions): Setting {
  return { notation: katex, values: null, digits };
}

/** Lines of a table. @param alignments by column: "l" or "r" */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  alignments: string,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = [...alignments].map((side) => (side === "r" ? "---:" : "---"));
  return [line(heads), line(rule), ...rows.map(line)].join("\n");
}

/** Empty if the formula is only a symbol or a number. */
function substitutedLine({ expression }: TraceStep, setting: Setting): string[] {
  const isAlone = expression.kind === "symbol" || expression.kind === "number";
  return isAlone ? [] : [` &= ${typeset(expression, setting)}`];
}

function display(lines: readonly string[]): string {
  return `$$\n\\begin{aligned}\n${lines.join(" \\\\\n")}\n\\end{aligned}\n$$`;
}

function givenMarkdown(trace: Trace, { language, digits = defaultDigits }: LessonOptions): string {
  const { headings } = language;
  const { inputs, targets, inputSymbols, targetSymbols, network } = trace;
  const signals = [
    ...inputs.map((value, j) => [headings.inputs, inline(inputSymbols[j]!), value] as const),
    ...targets.map((value, k) => [headings.targets, inline(targetSymbols[k]!), value] as const),
    ...network.parameters.map(
      ({ symbol, kind, before }) =>
        [kind === "bias" ? headings.biases : headings.weights, inline(symbol), before] as const,
    ),
  ];
  const rows = [...new Set(signals.map(([what]) => what))].map((what) => {
    const own = signals.filter(([kind]) => kind === what);
    return `- ${what}${colon(language)}${own.map(([, name, value]) => `${name} = ${writtenText(value, digits)}`).join(", ")}`;
  });
  return `## ${headings.given}\n\n${rows.join("\n")}`;
}

/** Parameters and errors before and after. */
function outcomeMarkdown(trace: Trace, options: LessonOptions): string {
  const { language, digits = defaultDigits, rounds = trace.rounds } = options;
  const { headings } = language;
  const changed = trace.network.parameters.filter(({ before, after }) => before !== after);
  const parameters = markdownTable(
    ["", headings.before, headings.after],
    changed.map(({ symbol, before, after }) => [
      inline(symbol),
      writtenText(before, digits),
      writtenText(after, digits),
    ]),
    "lrr",
  );
  const errors = markdownTable(
    [headings.round, headings.error, headings.outputs],
    rounds.map(({ round, error, outputs }) => [
      String(round),
      writtenText(error, digits),
      outputs.map((output) => writtenText(output, digits)).join(", "),
    ]),
    "rrl",
  );
  const parts = changed.length > 0 ? [`## ${wordsOf(language).change}`, parameters] : [];
  return [...parts, `## ${headings.rounds}`, errors].join("\n\n");
}

function inline(symbol: TraceStep["symbol"]): string {
  return `$${katex.symbol(symbol)}$`;
}

/** GitHub shows no formula right after a full-width mark, so a space stands between them. */
const colon = ({ code }: Language) => (code === "zh" ? "： " : ": ");

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
