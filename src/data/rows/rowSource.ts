/**
 * Samples that need not be in memory: a source gives any rows on request, from a file for instance. `Network.fit` trains from one
 * through windows of rows (`src/train/rows`). Nothing here opens a file.
 */
import { DataError } from "../../errors.js";
import { show } from "../../wording.js";
import { Dataset } from "../dataset.js";

/** The numbers of some rows. Each array is exactly as long as its rows need it. */
export interface RowBlock {
  /** [rows × columns] row-major, in the type of the source. */
  readonly inputs: Float32Array | Float64Array | Uint8Array;
  /** [rows × outputs] row-major; null for classes. */
  readonly targets: Float64Array | null;
  /** [rows] class indices; null for numbers. */
  readonly labels: Uint32Array | null;
  /** [rows] how much each row counts in training; null where all count alike. */
  readonly weights: Float64Array | null;
}

/** What a source says about its rows as a `Dataset` says it. */
const ofDataset = [
  "rows",
  "columns",
  "outputs",
  "classNames",
  "hasClassNames",
  "image",
  "inputNames",
  "flags",
  "schema",
] as const;
const ofSource = [...ofDataset, "inputType", "targetType", "hasWeights", "hasMissing"] as const;

/** What a source says about its rows, as a `Dataset` says it. */
export type AboutRows = Pick<Dataset, (typeof ofDataset)[number]>;

/** Some properties of an object, getters included. */
function pick<From, Name extends keyof From>(from: From, names: readonly Name[]): Pick<From, Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<From, Name>;
}

/** What a data set says about its rows. */
export function aboutDataset(dataset: Dataset): AboutRows {
  return pick(dataset, ofDataset);
}

/**
 * Samples that are read when they are needed. `datasetRows` makes one of a data set, `openPackedRows` one of files.
 *
 * The rows must not change while a network trains on them.
 */
export interface RowSource extends AboutRows {
  /** The type of the inputs. */
  readonly inputType: "uint8" | "float32" | "float64";
  /** Whether targets are class indices (`labels`) or numbers (`targets`). */
  readonly targetType: "labels" | "numbers";
  /** Whether rows have weights. */
  readonly hasWeights: boolean;
  /** Whether an input may be missing: NaN. */
  readonly hasMissing: boolean;
  /**
   * Reads rows `from` … `from + count − 1` into a block of `count` rows. Several reads may be under way at once.
   *
   * @throws {DataError} for rows that cannot be read
   */
  read(from: number, count: number, into: RowBlock): Promise<void>;
}

const types = { uint8: Uint8Array, float32: Float32Array, float64: Float64Array } as const;

/** What a source says about its rows, without its ways to read them. */
export function aboutRows(source: RowSource): Omit<RowSource, "read"> {
  return pick(source, ofSource);
}

/** Whether a value is a source of rows, by its shape. */
export function isRowSource(value: unknown): value is RowSource {
  if (typeof value !== "object" || value === null || value instanceof Dataset) return false;
  const { read, inputType, rows } = value as Partial<RowSource>;
  return typeof read === "function" && typeof rows === "number" && Object.hasOwn(types, inputType ?? "");
}

/** Memory for some rows of a source. */
export function newBlock(source: RowSource, count: number): RowBlock {
  const { inputType, targetType, columns, outputs, hasWeights } = source;
  const hasTargets = outputs > 0;
  return {
    inputs: new types[inputType](count * columns),
    targets: hasTargets && targetType === "numbers" ? new Float64Array(count * outputs) : null,
    labels: hasTargets && targetType === "labels" ? new Uint32Array(count) : null,
    weights: hasWeights ? new Float64Array(count) : null,
  };
}

/** The first rows of a block: views. */
export function firstRows({ columns, outputs }: AboutRows, block: RowBlock, count: number): RowBlock {
  return {
    inputs: block.inputs.subarray(0, count * columns),
    targets: block.targets && block.targets.subarray(0, count * outputs),
    labels: block.labels && block.labels.subarray(0, count),
    weights: block.weights && block.weights.subarray(0, count),
  };
}

/** Bytes of a row in memory, as the source has it. */
export function rowBytesOf(source: RowSource): number {
  const { inputs, targets, labels, weights } = newBlock(source, 1);
  return [inputs, targets, labels, weights].reduce((sum, values) => sum + (values?.byteLength ?? 0), 0);
}

/** A block as a data set. @throws {DataError} for numbers that are not finite, and labels that are no classes */
export function datasetOfBlock(source: RowSource, block: RowBlock): Dataset {
  const { columns, outputs, classNames, hasClassNames, image, inputNames, flags, schema } = source;
  const { inputs, labels, targets, weights } = block;
  return Dataset.from(inputs, labels ?? targets, {
    columns,
    ...(labels && { classes: hasClassNames ? classNames! : outputs }),
    ...(image && { image }),
    ...(inputNames && { inputNames }),
    ...(flags && { flags }),
    ...(schema && { schema }),
    ...(weights && { sampleWeights: weights }),
    allowMissing: true,
  });
}

/** Reads some rows as a data set. @throws {DataError} as `datasetOfBlock`, and for rows that cannot be read */
export async function readRows(source: RowSource, from: number, count: number): Promise<Dataset> {
  const block = newBlock(source, count);
  await source.read(from, count, block);
  return datasetOfBlock(source, block);
}

/**
 * A data set as a source of rows. Training from it gives the bits of training from the data set where rows are not shuffled, or
 * where all of them fit into one window.
 *
 * @param dataset with targets
 * @returns a source that shares the numbers
 * @throws {DataError} for an autoencoder, whose targets are its inputs
 *
 * @example
 * ```js
 * import { Dataset, datasetRows, Network } from "chainrule";
 *
 * const line = Dataset.from([[0], [1], [2], [3]], [[1], [3], [5], [7]]);
 * const layers = [1, { units: 1, activation: "identity" }];
 * const network = Network.create({ layers, seed: 1 });
 * const history = await network.fit(datasetRows(line), { epochs: 50, batchSize: 2, windowRows: 2 });
 * console.log(history.epochs, network.predict([[10]])[0][0].toFixed(1)); // → 50 20.6
 * ```
 */
export function datasetRows(dataset: Dataset): RowSource {
  const { inputs, targets, labels, sampleWeights, columns, outputs, isAutoencoder } = dataset;
  if (isAutoencoder) throw new DataError("expected samples with targets of their own, got an autoencoder's.");
  const inputType =
    inputs instanceof Uint8Array ? "uint8" : inputs instanceof Float32Array ? "float32" : "float64";
  return {
    ...aboutDataset(dataset),
    hasMissing: dataset.hasMissing,
    inputType,
    targetType: labels ? "labels" : "numbers",
    hasWeights: sampleWeights !== null,
    read(from, count, into) {
      into.inputs.set(inputs.subarray(from * columns, (from + count) * columns));
      if (targets) into.targets!.set(targets.subarray(from * outputs, (from + count) * outputs));
      if (labels) into.labels!.set(labels.subarray(from, from + count));
      if (sampleWeights) into.weights!.set(sampleWeights.subarray(from, from + count));
      return Promise.resolve();
    },
  };
}

/** Refuses a source that says impossible things about itself. @throws {DataError} */
export function checkRowSource(source: RowSource, name: string): void {
  for (const size of ["rows", "columns", "outputs"] as const) {
    const value: unknown = source[size];
    if (Number.isSafeInteger(value) && (value as number) >= 1) continue;
    throw new DataError(`${name}: expected ${size} to be an integer ≥ 1, got ${show(value)}.`);
  }
  const most = 2 ** 31 - 1;
  if (source.rows > most)
    throw new DataError(`${name}: expected at most ${most} rows, got ${source.rows}. Take fewer rows.`);
  if (source.targetType !== "labels" && source.targetType !== "numbers")
    throw new DataError(
      `${name}: expected targetType to be "labels" or "numbers", got ${show(source.targetType)}.`,
    );
}
