/** How the answers of a network depend on the columns of its table: what matters, and how. Reports show it. */
import type { Dataset } from "../data/dataset.js";
import { countingRows } from "../data/datasetChecks.js";
import type { MetricName } from "../functions/metrics.js";
import type { DataNotes } from "../readers/notes.js";
import type { NetworkConfig } from "../settings/generated/types.js";
import { type DependencePoint, partialDependence } from "../train/evaluation/dependence.js";
import { type ColumnImportance, permutationImportance } from "../train/evaluation/importance.js";
import { sourceColumns } from "../train/evaluation/sourceColumns.js";
import type { Network } from "../train/network.js";
import { namedOutputs } from "../train/predict/answers.js";

/** How the mean answer depends on a column. */
export interface ColumnDependence {
  /** Name of the column; of a date one entry for each part. */
  column: string;
  points: DependencePoint[];
}

/** What matters to a network, and how. */
export interface ColumnFigures {
  /** What importance is measured by. */
  metric: MetricName | "loss";
  /** Rows that it was measured on. */
  rows: number;
  /** The most important first. */
  importance: ColumnImportance[];
  /** Of the most important columns, in their order. */
  dependence: ColumnDependence[];
  /** Names of the outputs. */
  outputs: readonly string[];
}

/** How much to find out. */
export interface ColumnOptions {
  metric?: MetricName | "loss";
  /** Columns of which the dependence is shown (default: 5). */
  drawn?: number;
  /** Points of a column of numbers (default: 10). */
  points?: number;
  /** About how many multiplications it may take (default: 2e11, half a minute). */
  operations?: number;
}

const usual = { metric: "loss", drawn: 5, points: 10, operations: 2e11 } as const;
const repeats = 5;
/** Fewer rows say little. */
const fewestRows = 100;

/** Measures importance and dependence on as many rows as the work allows, evenly spaced. */
export function columnFigures(
  network: Network,
  dataset: Dataset,
  notes: DataNotes,
  options: ColumnOptions = {},
): ColumnFigures {
  const { metric, drawn, points, operations } = { ...usual, ...options };
  const counting = countingRows(dataset);
  const sources = sourceColumns(counting);
  const each = multiplications(network.config) * (sources.length * repeats + drawn * points);
  const samples = thinned(counting, Math.max(fewestRows, Math.floor(operations / each)));
  const importance = permutationImportance(network, samples, { metric, repeats });
  const dependence = importance.slice(0, drawn).flatMap(({ name }) => {
    const { columns, input } = sources.find((source) => source.name === name)!;
    const names =
      input?.kind === "date" ? columns.map((at) => samples.inputNames![at]!) : [input ? name : columns[0]!];
    return names.map((column): ColumnDependence => ({
      column: typeof column === "number" ? name : column,
      points: partialDependence(network, samples, column, points),
    }));
  });
  const { names: outputs } = namedOutputs({ ...notes }, network.config);
  return { metric, rows: samples.rows, importance, dependence, outputs };
}

/** Multiplications for the answer to a row. */
export function multiplications({ layers, members }: NetworkConfig): number {
  return layers.reduce((sum, { inputs, units }) => sum + members * inputs * units, 0);
}

function thinned(samples: Dataset, most: number): Dataset {
  const { rows } = samples;
  if (rows <= most) return samples;
  return samples.select(Uint32Array.from({ length: most }, (_, index) => Math.floor((index * rows) / most)));
}
