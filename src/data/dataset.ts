/**
 * A set of samples in memory: inputs as given (never scaled here), targets as rows of numbers or as class
 * indices. Readers of files live above, in `src/data`.
 */
import { ConfigError, DataError, ShapeError } from "../errors.js";
import { show } from "../wording.js";

/** Numbers that can be read by index: a row of a matrix, as a list or typed array. */
export type Row = ArrayLike<number>;
/**
 * Rows of equal length, or one row-major typed array (then `columns` says how wide). Lists are copied into float64,
 * typed arrays are taken as they are; bytes stay bytes.
 */
export type Matrix = readonly Row[] | Float32Array | Float64Array | Uint8Array;

/** What `Dataset.from` may be told beside inputs and targets. */
export interface DatasetOptions {
  /** Width of a row where inputs come as one typed array; not needed for lists of rows. */
  columns?: number;
  /** Names of the classes, or their number: the targets are then class indices, one per row. */
  classes?: number | readonly string[];
  /** Height and width in pixels, where each input row is an image, row-major; their product is the number of columns. */
  image?: readonly [height: number, width: number];
  /** One name per input column, for messages and reports. */
  inputNames?: readonly string[];
  /** How much each row counts in training: [rows], finite and ≥ 0, not all 0. All count alike without it. */
  sampleWeights?: ArrayLike<number>;
}

/**
 * Samples in memory: inputs [rows × columns] as given, never scaled here, and what a network should answer to each.
 * Immutable by convention: typed arrays that were given are not copied.
 *
 * @example
 * ```js
 * import { Dataset } from "chainrule";
 *
 * const fruit = Dataset.from([[173, 76], [168, 74], [82, 55]], [0, 0, 1], {
 *   classes: ["apple", "plum"],
 *   inputNames: ["mass_g", "length_mm"],
 * });
 * console.log(fruit.rows, fruit.columns, fruit.outputs); // → 3 2 2
 * console.log(Array.from(fruit.labels ?? [], (label) => fruit.classNames?.[label]));
 * // → [ 'apple', 'apple', 'plum' ]
 * ```
 */
export class Dataset {
  private constructor(
    /** [rows × columns] row-major; bytes stay bytes. */
    readonly inputs: Float32Array | Float64Array | Uint8Array,
    /** Number of samples, at least 1. */
    readonly rows: number,
    /** Width of an input row, at least 1. */
    readonly columns: number,
    /** [rows × outputs] row-major, or null where the targets are classes or there are none. */
    readonly targets: Float32Array | Float64Array | null,
    /** [rows] class indices, or null where the targets are numbers or there are none. */
    readonly labels: Uint32Array | null,
    /** Columns of the target matrix, or number of classes; 0 without targets. */
    readonly outputs: number,
    /** [outputs] names of the classes, their indices as text where only a number was given; null without classes. */
    readonly classNames: readonly string[] | null,
    /** Height and width in pixels of the image that each input row is; null where rows are no images. */
    readonly image: readonly [height: number, width: number] | null,
    /** [columns] names of the input columns; null where they have none. */
    readonly inputNames: readonly string[] | null,
    /** [rows] how much each row counts in training, or null where all count alike. */
    readonly sampleWeights: Float64Array | null,
    /** Whether the targets are the inputs; see `asAutoencoder`. */
    readonly isAutoencoder = false,
  ) {}

  /**
   * Checks samples and brings them into one piece.
   *
   * @param inputs [rows × columns], finite; typed arrays are not copied
   * @param targets [rows × outputs], finite, a list of numbers being one column; with `options.classes` one class index
   *   per row; null where the data are for prediction only
   * @param options names, classes, weights of rows; the width of typed arrays
   * @returns inputs in float64, or in the type of a typed array
   * @throws {ShapeError} for rows of different lengths, or options of another size than the data
   * @throws {DataError} for no rows, a number that is not finite, a class index out of range, or a weight that is none
   * @throws {ConfigError} for an empty list of classes
   *
   * @example
   * ```js
   * import { Dataset } from "chainrule";
   *
   * const numbers = Dataset.from([[0, 0], [0, 1]], [[0.5], [1.5]]);
   * const bytes = new Uint8Array([0, 255, 255, 0]);
   * const classes = Dataset.from(bytes, [1, 0], { columns: 2, classes: 2 });
   * const toPredict = Dataset.from([[0, 0], [0, 1]], null);
   * console.log(numbers.targets, classes.labels, toPredict.outputs);
   * // → Float64Array(2) [ 0.5, 1.5 ] Uint32Array(2) [ 1, 0 ] 0
   * ```
   */
  static from(inputs: Matrix, targets: Matrix | Row | null, options: DatasetOptions = {}): Dataset {
    const x = matrix("inputs", inputs, options.columns);
    const { rows, columns } = x;
    if (rows === 0) throw new DataError("inputs: expected at least 1 row, got 0.");
    if (columns === 0) throw new DataError("inputs: expected at least 1 column, got 0.");
    const image = options.image ?? null;
    if (image && image[0] * image[1] !== columns) {
      throw new ShapeError(`image: ${image[0]} × ${image[1]} pixels do not make ${columns} input columns.`);
    }
    const inputNames = options.inputNames ?? null;
    if (inputNames && inputNames.length !== columns) {
      throw new ShapeError(`inputNames: expected ${columns} names, got ${inputNames.length}.`);
    }
    const weights = options.sampleWeights === undefined ? null : checkWeights(options.sampleWeights, rows);
    if (targets === null) {
      return new Dataset(x.values, rows, columns, null, null, 0, null, image, inputNames, weights);
    }
    if (options.classes !== undefined) {
      const names =
        typeof options.classes === "number"
          ? Array.from({ length: options.classes }, (_, index) => String(index))
          : [...options.classes];
      if (names.length === 0) throw new ConfigError("classes: expected at least 1 class, got none.");
      const labels = classIndices(targets as Row, rows, names.length);
      return new Dataset(
        x.values,
        rows,
        columns,
        null,
        labels,
        names.length,
        names,
        image,
        inputNames,
        weights,
      );
    }
    const y = matrix("targets", targets as Matrix, undefined, rows);
    if (y.rows !== rows) throw new ShapeError(`targets: expected ${rows} rows as in inputs, got ${y.rows}.`);
    if (y.columns === 0) throw new ShapeError("targets: expected at least 1 column, got 0.");
    return new Dataset(
      x.values,
      rows,
      columns,
      toFloat(y.values),
      null,
      y.columns,
      null,
      image,
      inputNames,
      weights,
    );
  }

  /**
   * The same inputs with themselves as targets, for a network that should give back what it gets. What targets
   * there were are left out. The targets are scaled as the inputs are, so outputs come back in their units.
   *
   * @returns a data set that shares the inputs: `outputs` is `columns`
   *
   * @example
   * ```js
   * import { makeDigits } from "chainrule";
   *
   * const images = makeDigits({ rows: 10, seed: 1 }).asAutoencoder();
   * console.log(images.outputs, images.labels, images.isAutoencoder); // → 784 null true
   * ```
   */
  asAutoencoder(): Dataset {
    const { inputs, rows, columns, image, inputNames, sampleWeights } = this;
    const targets = inputs instanceof Uint8Array ? Float32Array.from(inputs) : inputs;
    return new Dataset(
      inputs,
      rows,
      columns,
      targets,
      null,
      columns,
      null,
      image,
      inputNames,
      sampleWeights,
      true,
    );
  }

  /**
   * The rows named by `indices`, in that order, copied; a row may be named twice.
   *
   * @param indices row numbers, 0 to rows − 1
   * @returns a data set of `indices.length` rows with targets, weights and names of this one
   * @throws {ShapeError} for a row that is not there
   *
   * @example
   * ```js
   * import { Dataset, splitRows } from "chainrule";
   *
   * const all = Dataset.from([[1], [2], [3], [4]], [[10], [20], [30], [40]]);
   * const { train, validation } = splitRows(all.rows, 0.25, 1);
   * console.log(all.select(train).targets, all.select(validation).targets);
   * // → Float64Array(3) [ 10, 20, 40 ] Float64Array(1) [ 30 ]
   * ```
   */
  select(indices: ArrayLike<number>): Dataset {
    const rows = indices.length;
    const pick = <T extends Float32Array | Float64Array | Uint8Array | Uint32Array>(
      from: T,
      width: number,
    ): T => {
      const to = new (from.constructor as new (length: number) => T)(rows * width);
      for (let row = 0; row < rows; row++) {
        const source = indices[row]!;
        if (!(source >= 0 && source < this.rows)) {
          throw new ShapeError(`select: expected row indices 0 to ${this.rows - 1}, got ${show(source)}.`);
        }
        to.set(from.subarray(source * width, (source + 1) * width), row * width);
      }
      return to;
    };
    return new Dataset(
      pick(this.inputs, this.columns),
      rows,
      this.columns,
      this.targets && pick(this.targets, this.outputs),
      this.labels && pick(this.labels, 1),
      this.outputs,
      this.classNames,
      this.image,
      this.inputNames,
      this.sampleWeights && pick(this.sampleWeights, 1),
      this.isAutoencoder,
    );
  }
}

function toFloat(values: Float32Array | Float64Array | Uint8Array): Float32Array | Float64Array {
  return values instanceof Uint8Array ? Float64Array.from(values) : values;
}

/** Checks a matrix and brings it into one row-major typed array; typed arrays are taken as they are. */
export function matrix(
  name: string,
  source: Matrix | Row,
  columns?: number,
  knownRows?: number,
): { values: Float32Array | Float64Array | Uint8Array; rows: number; columns: number } {
  if (source instanceof Uint8Array || source instanceof Float32Array || source instanceof Float64Array) {
    const width = columns ?? (knownRows ? source.length / knownRows : undefined);
    if (width === undefined || !Number.isInteger(width) || width < 1) {
      throw new ShapeError(
        columns === undefined && knownRows
          ? `${name}: ${source.length} values do not make ${knownRows} equal rows.`
          : `${name}: a ${source.constructor.name} needs \`columns\`, an integer ≥ 1; got ${show(columns)}.`,
      );
    }
    if (source.length % width !== 0) {
      throw new ShapeError(`${name}: ${source.length} values do not make rows of ${width} columns.`);
    }
    if (!(source instanceof Uint8Array)) refuseNonFinite(name, source, width);
    return { values: source, rows: source.length / width, columns: width };
  }
  if (!Array.isArray(source)) {
    throw new ShapeError(`${name}: expected rows of numbers or a typed array, got ${show(source)}.`);
  }
  const rows = (typeof source[0] === "number" ? source.map((value) => [value]) : source) as Row[];
  const width = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, index) => {
    if (row?.length !== width) {
      throw new ShapeError(`${name}: row ${index} has ${show(row?.length)} columns, row 0 has ${width}.`);
    }
    for (let column = 0; column < width; column++) {
      const value = row[column];
      if (typeof value !== "number") {
        throw new DataError(
          `${name}: row ${index}, column ${column}: expected a number, got ${show(value)}.`,
        );
      }
      values[index * width + column] = value;
    }
  });
  refuseNonFinite(name, values, width);
  return { values, rows: rows.length, columns: width };
}

function refuseNonFinite(name: string, values: Float32Array | Float64Array, width: number): void {
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const row = Math.floor(at / width);
  throw new DataError(
    `${name}: row ${row}, column ${at % width}: expected a finite number, got ${values[at]}.`,
  );
}

function classIndices(source: Row, rows: number, classes: number): Uint32Array {
  if (source.length !== rows) {
    throw new ShapeError(`targets: expected ${rows} class indices, one per input row, got ${source.length}.`);
  }
  const labels = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const index: unknown = source[row];
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= classes) {
      throw new DataError(
        `targets: row ${row}: expected a class index 0 to ${classes - 1}, got ${show(index)}.`,
      );
    }
    labels[row] = index;
  }
  return labels;
}

function checkWeights(source: ArrayLike<number>, rows: number): Float64Array {
  if (source.length !== rows) {
    throw new ShapeError(`sampleWeights: expected ${rows} weights, one per input row, got ${source.length}.`);
  }
  const weights = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const weight: unknown = source[row];
    if (typeof weight !== "number" || !Number.isFinite(weight) || weight < 0) {
      throw new DataError(`sampleWeights: row ${row}: expected a finite number ≥ 0, got ${show(weight)}.`);
    }
    weights[row] = weight;
  }
  if (weights.every((weight) => weight === 0)) {
    throw new DataError("sampleWeights: expected a weight > 0 for at least 1 row, got 0 for all.");
  }
  return weights;
}
