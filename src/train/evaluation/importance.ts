/**
 * Permutation importance: how much worse a network answers when a column of its inputs is shuffled [Breiman 2001; Fisher, Rudin
 * & Dominici 2019]. Columns that were made of one column of a table (`job=clerk`, `job=nurse`, `age is missing`) are shuffled
 * together.
 */
import { checkCan, checkOptions } from "../../arguments.js";
import { ConfigError, DataError } from "../../errors.js";
import { type MetricName, metrics } from "../../functions/metrics.js";
import { Random, shuffle, streams } from "../../network/random.js";
import { show } from "../../wording.js";
import { Dataset } from "../../data/dataset.js";
import { countingRows, requireDataset } from "../../data/datasetChecks.js";
import { type Evaluation, refuseMetric } from "./evaluation.js";
import { sourceColumns } from "./sourceColumns.js";

/** How much one column matters. */
export interface ColumnImportance {
  /** Name of the column of the table; its number as text where columns have no names. */
  name: string;
  /** The input columns that were shuffled together. */
  columns: number[];
  /** By how much the loss rises, or the metric gets worse, on average; about 0 for a column that does not matter. */
  importance: number;
  /** Standard deviation over the repeats. */
  deviation: number;
}

/** Options of `permutationImportance`. */
export interface ImportanceOptions {
  /** What is measured: the loss, or a metric of the data (default: "loss"). */
  metric?: MetricName | "loss";
  /** How often each column is shuffled, 1 or more (default: 5). */
  repeats?: number;
  /** Of the shuffles (default: 0). */
  seed?: number;
}

/**
 * Measures how much each column of the inputs matters to a network. Two columns that say the same share their importance.
 *
 * @param network to ask; it does not change
 * @param given   samples with targets, best ones that did not train
 * @param options what is measured, how often, and the seed
 * @returns one entry for each column of the table, the most important first
 * @throws {ConfigError} for a metric that the data do not have, or a wrong number of repeats
 * @throws {DataError} for fewer than 2 rows, or an autoencoder's data, whose targets are the inputs
 *
 * @example
 * ```js
 * import { Dataset, Network, permutationImportance } from "chainrule";
 *
 * const rows = Array.from({ length: 50 }, (_, row) => [row % 5, row % 3]);
 * const sums = rows.map(([a]) => [2 * a]);
 * const data = Dataset.from(rows, sums, { inputNames: ["matters", "does not"] });
 * const network = Network.create({ layers: [2, { units: 1, activation: "identity" }], optimizer: "lbfgs" });
 * await network.fit(data, { epochs: 20 });
 * const [first, second] = permutationImportance(network, data, { metric: "r2" });
 * console.log(first.name, first.importance > 1, second.name, second.importance < 0.001);
 * // → matters true does not true
 * ```
 */
export function permutationImportance(
  network: { evaluate(samples: Dataset): Evaluation },
  given: Dataset,
  options: ImportanceOptions = {},
): ColumnImportance[] {
  checkCan(network, "evaluate", "permutationImportance");
  requireDataset(given, "samples");
  checkOptions(options, "permutationImportance");
  const samples = countingRows(given);
  const { metric = "loss", repeats = 5, seed = 0 } = options;
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new ConfigError(`repeats: expected an integer ≥ 1, got ${show(repeats)}.`);
  }
  const { rows, columns } = samples;
  if (samples.isAutoencoder) {
    throw new DataError(
      "permutationImportance: expected targets beside the inputs, got an autoencoder's data.",
    );
  }
  if (rows < 2) throw new DataError(`permutationImportance: expected at least 2 rows, got ${rows}.`);
  const before = network.evaluate(samples);
  if (metric !== "loss") refuseMetric("metric", metric, Object.keys(before.metrics));
  const worse = metric !== "loss" && metrics[metric].better === "higher" ? -1 : 1;
  const valueOf = ({ loss, metrics: found }: Evaluation) =>
    worse * (metric === "loss" ? loss : found[metric]!);
  const shuffled = copyOf(samples);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const found = sourceColumns(samples).map(({ name, columns: group }, index): ColumnImportance => {
    const changes = Array.from({ length: repeats }, (_, repeat) => {
      shuffle(order, new Random(seed, streams.importance, index * repeats + repeat));
      for (const column of group) {
        for (let row = 0; row < rows; row++) {
          shuffled.inputs[row * columns + column] = samples.inputs[order[row]! * columns + column]!;
        }
      }
      return valueOf(network.evaluate(shuffled)) - valueOf(before);
    });
    for (const column of group) {
      for (let at = column; at < shuffled.inputs.length; at += columns) {
        shuffled.inputs[at] = samples.inputs[at]!;
      }
    }
    const importance = changes.reduce((sum, change) => sum + change, 0) / repeats;
    const squares = changes.reduce((sum, change) => sum + (change - importance) ** 2, 0);
    return { name, columns: [...group], importance, deviation: Math.sqrt(squares / repeats) };
  });
  return found.sort((a, b) => b.importance - a.importance);
}

/** The same samples with inputs of their own. */
function copyOf(samples: Dataset): Dataset {
  const { inputs, targets, labels, columns, classNames, hasClassNames, outputs, image, inputNames, flags } =
    samples;
  return Dataset.from(inputs.slice(), targets ?? labels, {
    columns,
    ...(labels && { classes: hasClassNames ? classNames! : outputs }),
    ...(image && { image }),
    ...(inputNames && { inputNames }),
    ...(flags && { flags }),
    ...(samples.hasMissing && { allowMissing: true }),
  });
}
