/**
 * A set of samples in memory: inputs as given (never scaled here), targets as rows of numbers or as class
 * indices. Readers of files live above, in `src/data`.
 */
import { ConfigError, DataError, ShapeError, show } from "../errors.js";

/** Numbers that can be read by index: a row of a matrix. */
export type Row = ArrayLike<number>;
/** Rows of equal length, or one row-major typed array (then `columns` says how wide). */
export type Matrix = readonly Row[] | Float32Array | Float64Array | Uint8Array;

export interface DatasetOptions {
  /** Width of a row where inputs come as one typed array. */
  columns?: number;
  /** Names of the classes, or their number: the targets are then class indices, one per row. */
  classes?: number | readonly string[];
  /** Height and width, where each input row is an image. */
  image?: readonly [height: number, width: number];
  /** One name per input column, for messages and reports. */
  inputNames?: readonly string[];
  /** How much each row counts in training: [rows], finite and ≥ 0, not all 0. All count alike without it. */
  sampleWeights?: ArrayLike<number>;
}

/** Inputs [rows × columns] and what the network should answer to each. Immutable by convention. */
export class Dataset {
  private constructor(
    /** [rows × columns] row-major; bytes stay bytes. */
    readonly inputs: Float32Array | Float64Array | Uint8Array,
    readonly rows: number,
    readonly columns: number,
    /** [rows × outputs] row-major, or null where the targets are classes or there are none. */
    readonly targets: Float32Array | Float64Array | null,
    /** [rows] class indices, or null where the targets are numbers or there are none. */
    readonly labels: Uint32Array | null,
    /** Columns of the target matrix, or number of classes; 0 without targets. */
    readonly outputs: number,
    readonly classNames: readonly string[] | null,
    readonly image: readonly [height: number, width: number] | null,
    readonly inputNames: readonly string[] | null,
    /** [rows] how much each row counts in training, or null where all count alike. */
    readonly sampleWeights: Float64Array | null,
    /** Whether the targets are the inputs; see `asAutoencoder`. */
    readonly isAutoencoder = false,
  ) {}

  /**
   * @param inputs [rows × columns], finite
   * @param targets [rows × outputs], finite; with `options.classes` one class index per row; null where the
   *   data are for prediction only
   * @throws ShapeError for rows of different lengths; DataError for a number that is not finite, a class index
   *   out of range, or a weight that is none
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

  /** The rows named by `indices`, in that order, copied. */
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
