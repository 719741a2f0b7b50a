/** What the reader of a published example should know before comparing: notes for traces of these examples. */
import { exampleOf } from "./knownExample.js";
import { type MatrixVariant, presetOf } from "./presets.js";
import { headlines } from "./published.js";
import type { Reason, RowFigures } from "./step.js";
import type { Trace } from "./trace.js";
import { matrixAsPrinted, matrixBySignals, mazur } from "./workedExamples.js";

/** A trace with notes on what its document prints; other traces as they are. */
export function withDocumentNotes(trace: Trace): Trace {
  const example = exampleOf(trace);
  if (!example) return trace;
  const note = example.name === "mazur" ? publishedRounds() : thirdRow(example.variant!);
  return { ...trace, notes: [...trace.notes, note] };
}

function publishedRounds(): Reason {
  const printed = (key: string) => headlines.mazur.find((figure) => figure.key === key)!.text;
  const ours = (rounds: number) => mazur.errors.find((one) => one.rounds === rounds)!.error.toFixed(9);
  return {
    id: "publishedRounds",
    printed: [printed("error_after_1"), printed("error_after_10000")],
    ours: [ours(1), ours(10_000)],
  };
}

function thirdRow(variant: MatrixVariant): Reason {
  const [consistent, printed] = [rowFigures("consistent"), rowFigures("printed")];
  return variant === "consistent"
    ? { id: "consistentRow", used: consistent, other: printed }
    : { id: "printedRow", used: printed, other: consistent };
}

function rowFigures(variant: MatrixVariant): RowFigures {
  const { parameters, inputs } = presetOf("matrix", variant);
  const row = parameters!.weights[0]![2]!;
  const signal = row.reduce((sum, weight, j) => sum + weight * inputs[0]![j]!, 0);
  const { errors } = variant === "consistent" ? matrixBySignals : matrixAsPrinted;
  return { row: row.join(" "), signal: signal.toFixed(2), error: errors[0]!.error.toFixed(3) };
}
