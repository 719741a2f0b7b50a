/**
 * How well a network fits numbers: a curve over one input, or predicted against actual numbers. It computes what is drawn;
 * `fitPainter.ts` draws it.
 */
import type { Dataset } from "../../src/data/dataset.js";
import { targetNames } from "../../src/data/columns/columns.js";
import { regressionMetrics } from "../../src/train/evaluation/metrics.js";
import type { Network } from "../../src/train/network.js";
import type { Choices, Range, Samples } from "../sessionTypes.js";
import { isWorked } from "../worked/examples.js";
import type { Predictions } from "./mistakes.js";
import { rangeOf } from "./planeView.js";
import type { Reading } from "./reading.js";

/** Points of a curve. */
const curvePoints = 240;

/** What can be drawn: nothing for classes and for the few samples of a worked example. */
export function fitKind(
  { train }: Pick<Samples, "train">,
  { kind }: Pick<Reading, "kind">,
  data: Choices["data"],
): "curve" | "actual" | null {
  if (kind !== "numbers" || isWorked(data)) return null;
  return train.columns === 1 && train.outputs === 1 ? "curve" : "actual";
}

/** Names of the outputs: those of the columns of a file, else y. */
export function outputNamesOf({ train }: Pick<Samples, "train">): readonly string[] {
  const names = train.schema?.target ? targetNames(train.schema.target) : null;
  if (names?.length === train.outputs) return names;
  return Array.from({ length: train.outputs }, (_, output) => (train.outputs === 1 ? "y" : `y${output + 1}`));
}

/** The range of one output over all samples, with a margin. */
export function targetRange({ all }: Pick<Samples, "all">, output: number): Range {
  const { targets, outputs, rows } = all;
  const values = Float64Array.from({ length: rows }, (_, row) => targets![row * outputs + output]!);
  return rangeOf({ inputs: values, columns: 1 }, 0);
}

/** The outputs over the range of the one input. @returns [points × 2] x and output */
export function curveOf(network: Network, [low, high]: Range): Float64Array {
  const inputs = Float64Array.from(
    { length: curvePoints },
    (_, at) => low + ((high - low) * at) / (curvePoints - 1),
  );
  const outputs = network.predict(inputs);
  return Float64Array.from({ length: 2 * curvePoints }, (_, at) =>
    at % 2 === 0 ? inputs[at / 2]! : outputs[(at - 1) / 2]![0]!,
  );
}

/** The samples over the one input. @returns [rows × 2] x and target */
export function samplesOnCurve({ inputs, targets, rows }: Dataset): Float64Array {
  return Float64Array.from({ length: 2 * rows }, (_, at) =>
    at % 2 === 0 ? inputs[at / 2]! : targets![(at - 1) / 2]!,
  );
}

/** Actual and predicted numbers of one output. @returns [rows × 2] */
export function actualAndPredicted({ dataset, outputs }: Predictions, output: number): Float64Array {
  const { targets, rows, outputs: width } = dataset;
  return Float64Array.from({ length: 2 * rows }, (_, at) => {
    const from = (at >> 1) * width + output;
    return at % 2 === 0 ? targets![from]! : outputs[from]!;
  });
}

/** The explained part of the variance, and the root of the mean squared error, of one output. */
export function errorsOf(pairs: Float64Array): { r2: number; rmse: number } {
  const half = (odd: 0 | 1) => pairs.filter((_, at) => at % 2 === odd);
  return regressionMetrics(half(0), half(1));
}
