/** Many rounds as text: the error after some rounds, outputs beside targets, and the final weights; also as CSV. */
import { type Language, sentenceOf } from "../../explain/language/language.js";
import type { DetailedState, Rounds } from "../../explain/rounds.js";
import { textOf } from "../../explain/symbol.js";
import type { Trace } from "../../explain/trace.js";
import { formatTable } from "../textTable.js";
import { paint } from "../terminal.js";
import { formatNumber } from "./numberText.js";
import { wrapText } from "./wrap.js";

export interface RoundsTextOptions {
  language: Language;
  digits: number;
  colour: boolean;
  width: number;
  /** The target error, as the user wrote it. */
  wanted?: string | undefined;
}

/** @param trace of the first round: names of units and parameters */
export function roundsText(result: Rounds, trace: Trace, options: RoundsTextOptions): string[] {
  const { language, colour, wanted } = options;
  const { headings } = language;
  const number = (value: number) => formatNumber(value, options.digits);
  const title = (text: string) => paint(text, "cyan", colour);
  const outputs = trace.network.units.at(-1)!;
  const isSingle = result.samples.length === 1;
  const states = formatTable(
    [
      [headings.round, headings.error, ...(isSingle ? outputs : [])],
      ...result.states.map((state) => [
        String(state.round),
        number(state.error),
        ...(isSingle ? state.outputs.map(number) : []),
      ]),
    ],
    { align: ["right"] },
  );
  const lines = [title(headings.rounds), ...states, ""];
  if (result.isReached !== null) {
    const { isReached, rounds, best } = result;
    lines.push((isReached ? headings.reached : headings.notReached)(rounds, wanted!));
    lines.push(headings.bestKept(best.round), "");
  }
  lines.push(title(headings.finalOutputs));
  const sampleRows = result.samples.flatMap((sample, row) =>
    outputs.map((unit, k) => [
      ...(isSingle ? [] : [String(row + 1)]),
      unit,
      number(sample.outputs[k]!),
      number(sample.targets[k]!),
    ]),
  );
  const head = [...(isSingle ? [] : ["#"]), "", headings.output, headings.target];
  lines.push(...formatTable([head, ...sampleRows]), "", title(headings.finalWeights));
  const values = flatParameters(result.parameters, trace);
  const weights = trace.network.parameters.map(({ symbol, from, to, before }, i) => [
    textOf(symbol),
    from ? `${from}→${to.join()}` : `→${to.join(",")}`,
    number(before),
    number(values[i]!),
  ]);
  const notes = trace.notes.flatMap((note) => wrapText(sentenceOf(language, note), options.width));
  return [
    ...lines,
    ...formatTable([["", "", headings.before, headings.after], ...weights]),
    ...(notes.length > 0 ? ["", ...notes.map((line) => paint(line, "yellow", colour))] : []),
  ];
}

/** Names of the columns of `csvRow`. */
export function csvHead({ network }: Trace, samples: number): string {
  const outputs = samples === 1 ? network.units.at(-1)!.map((unit) => `out_${unit}`) : [];
  const names = network.parameters.map(({ symbol }) => textOf(symbol));
  return ["round", "error", ...outputs, ...names].map(quoted).join(",");
}

/** A round with all digits: error, outputs (if there is only one sample), weights and biases. */
export function csvRow(state: DetailedState, trace: Trace, samples: number): string {
  const outputs = samples === 1 ? state.outputs : [];
  return [state.round, state.error, ...outputs, ...flatParameters(state.parameters, trace)].join(",");
}

/** Parameters in the order of the trace: row = destination, then the biases of the layer. */
function flatParameters(
  layers: readonly { weights: ArrayLike<number>; biases?: ArrayLike<number> }[],
  { network }: Trace,
): number[] {
  return layers.flatMap(({ weights, biases = [] }, l) => {
    const [inputs, units] = [network.sizes[l]!, network.sizes[l + 1]!];
    const turned = Array.from(
      { length: inputs * units },
      (_, at) => weights[(at % inputs) * units + Math.floor(at / inputs)]!,
    );
    return [...turned, ...Array.from(biases)];
  });
}

/** A name with a comma, as w_1,2, is quoted. */
function quoted(cell: string): string {
  return cell.includes(",") ? `"${cell}"` : cell;
}
