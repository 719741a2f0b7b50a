/**
 * A trace as text for a terminal: what is given, then every step with its formula, the formula with numbers, and
 * the result. The first step of each kind has a sentence; `--json` has one for each step.
 */
import { substitutedText } from "../../explain/expression.js";
import { sentenceOf } from "../../explain/language/language.js";
import { type Phase, phases, type TraceStep } from "../../explain/step.js";
import { textOf } from "../../explain/symbol.js";
import type { Trace } from "../../explain/trace.js";
import { displayWidth, pad, paint } from "../terminal.js";
import { formatNumber } from "./numberText.js";
import { heading, layerName, type TraceTextOptions } from "./heading.js";
import { matrixText } from "./matrixText.js";
import { wrapFormula, wrapText } from "./wrap.js";

export function traceText(trace: Trace, options: TraceTextOptions): string[] {
  const { language, colour, view } = options;
  const lines = [paint(language.headings.title, "bold", colour), "", ...givenText(trace, options)];
  if (view === "matrix") lines.push("", ...matrixText(trace, options));
  const told = new Set<string>();
  if (view === "scalar") for (const phase of phases) lines.push(...phaseText(trace, phase, told, options));
  return [...lines, "", ...resultText(trace, options)];
}

/** Network, sample and parameters. */
function givenText(trace: Trace, options: TraceTextOptions): string[] {
  const { language, width } = options;
  const { headings, activations, losses } = language;
  const { network, inputs, targets } = trace;
  const number = (value: number) => formatNumber(value, options.digits);
  const kinds = [...new Set(network.activations)].map((one) => activations[one]);
  const list = (kind: "weight" | "bias") =>
    network.parameters
      .filter((one) => one.kind === kind)
      .map(({ symbol, from, to, before }) => {
        const way = from ? ` (${from}→${to.join()})` : ` (→${to.join(",")})`;
        return `${textOf(symbol)}${way} = ${number(before)}`;
      });
  const named = (values: readonly number[], symbols: Trace["inputSymbols"]) =>
    values.map((value, k) => `${textOf(symbols[k]!)} = ${number(value)}`);
  const rows: [string, string[]][] = [
    [headings.network, [network.sizes.join("-")]],
    [headings.activation, [kinds.join(", ")]],
    [headings.loss, [losses[network.loss]]],
    [headings.learningRate, [`η = ${number(network.learningRate)}`]],
    [headings.inputs, named(inputs, trace.inputSymbols)],
    [headings.targets, named(targets, trace.targetSymbols)],
    [headings.weights, list("weight")],
    [headings.biases, list("bias")],
  ];
  const shown = rows.filter(([, cells]) => cells.length > 0);
  const first = Math.max(...shown.map(([heading]) => displayWidth(heading))) + 2;
  const lines = shown.flatMap(([heading, cells]) =>
    flow(cells, width - first).map(
      (line, i) => paint(pad(i === 0 ? heading : "", first), "dim", options.colour) + line,
    ),
  );
  const notes = trace.notes.flatMap((note) => wrapText(sentenceOf(language, note), width));
  return [
    ...lines,
    ...(notes.length > 0 ? ["", ...notes.map((line) => paint(line, "yellow", options.colour))] : []),
  ];
}

/** Cells in as many columns as fit; a cell that is too wide is wrapped. */
function flow(cells: readonly string[], width: number): string[] {
  const widest = Math.max(...cells.map(displayWidth)) + 2;
  if (cells.length === 1) return wrapText(cells[0]!, width);
  const columns = Math.max(1, Math.floor((width + 2) / widest));
  const lines: string[] = [];
  for (let at = 0; at < cells.length; at += columns) {
    const row = cells.slice(at, at + columns).map((cell) => pad(cell, widest));
    lines.push(row.join("").trimEnd());
  }
  return lines;
}

/** @param told kinds of reasons that were already explained; those of this phase are added */
function phaseText(trace: Trace, phase: Phase, told: Set<string>, options: TraceTextOptions): string[] {
  const steps = trace.steps.filter((step) => step.phase === phase);
  const lines: string[] = [];
  let before: TraceStep | null = null;
  const symbols = Math.max(0, ...steps.map(({ symbol }) => displayWidth(textOf(symbol))));
  for (const step of steps) {
    if (step.layer !== before?.layer) {
      const isTwice = phase === "error" || trace.network.sizes.length === 2;
      lines.push(
        "",
        heading(phase, isTwice ? null : layerName(trace, step.layer, options.language), options),
        "",
      );
    } else if (step.unit !== before.unit && phase !== "error") lines.push("");
    const kind = step.reason.id + ("isFirst" in step.reason ? step.reason.isFirst : "");
    const isFirst = !told.has(kind);
    told.add(kind);
    lines.push(...stepText(trace, step, { ...options, symbols, isFirst }));
    before = step;
  }
  return lines;
}

interface StepOptions extends TraceTextOptions {
  symbols: number;
  /** The first step of its kind, with its reason and all other formulas for its value. */
  isFirst: boolean;
}

/** symbol = formula = numbers = value, on one line if it fits, and the reason. */
function stepText(trace: Trace, step: TraceStep, options: StepOptions): string[] {
  const { symbols, colour, language, digits, isFirst } = options;
  const width = options.width - symbols - 2;
  const value = formatNumber(step.value, digits);
  const put = (expression: TraceStep["expression"]) =>
    substitutedText(expression, trace.values, (one) => formatNumber(one, digits));
  const links = [step.formula, put(step.expression), value].filter((text, i, all) => text !== all[i - 1]);
  const lines = chain(links, width, value, colour);
  for (const { expression, formula, reason } of step.equivalents) {
    if (!isFirst && reason.id !== "deltaRule") continue;
    const label = reason.id === "writtenOut" ? "" : `  (${sentenceOf(language, reason)})`;
    const own = [formula, put(expression)];
    const joined = `= ${own.join(" = ")}`;
    if (displayWidth(joined + label) <= width) lines.push(joined + (label && paint(label, "dim", colour)));
    else
      lines.push(
        ...own.flatMap((text) => linked(text, width)),
        ...(label ? [paint(label, "dim", colour)] : []),
      );
  }
  if (isFirst) {
    const why = wrapText(sentenceOf(language, step.reason), Math.min(width, 90));
    lines.push(...why.map((line) => paint(line, "dim", colour)));
  }
  const name = paint(pad(textOf(step.symbol), symbols), "bold", colour);
  return lines.map((line, i) => (i === 0 ? name : " ".repeat(symbols)) + "  " + line);
}

/** "= a = b = c" on one line, or each on its own. */
function chain(links: readonly string[], width: number, value: string, colour: boolean): string[] {
  const end = paint(value, "green", colour);
  const inner = links.slice(0, -1);
  if (displayWidth(`= ${links.join(" = ")}`) <= width) return [`= ${[...inner, end].join(" = ")}`];
  return [...inner.flatMap((text) => linked(text, width)), `= ${end}`];
}

function linked(text: string, width: number): string[] {
  return wrapFormula(text, width - 2).map((line, i) => (i === 0 ? "= " : "  ") + line);
}

/** Error and outputs before the round and after it. */
function resultText(trace: Trace, { language, digits, colour }: TraceTextOptions): string[] {
  const { headings } = language;
  const title = paint(headings.result, "cyan", colour);
  const { units } = trace.network;
  const [before, after] = trace.rounds as [Trace["rounds"][0], Trace["rounds"][0]];
  const rows = [
    ["", headings.before, headings.after, headings.target],
    [headings.error, before.error, after.error, ""],
    ...units.at(-1)!.map((unit, k) => [unit, before.outputs[k]!, after.outputs[k]!, trace.targets[k]!]),
  ].map((row) => row.map((cell) => (typeof cell === "number" ? formatNumber(cell, digits) : cell)));
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => displayWidth(row[i]!))));
  const lines = rows.map((row) =>
    row
      .map((cell, i) => pad(cell, widths[i]!))
      .join("  ")
      .trimEnd(),
  );
  return [title, ...lines];
}
