/**
 * A set of samples in memory: inputs as given, never scaled; targets as rows of numbers or as class indices. `given.ts`
 * checks what callers give; readers of files are above, in `src/readers`.
 */
import type { Schema } from "./columns/columns.js";
import type { FromRecordsOptions } from "./columns/options.js";
import { recordsMaker } from "./recordsMaker.js";
import { checkDivision, type Division, type DivisionOption, selectDivision } from "./division.js";
import { ConfigError, DataError, ShapeError } from "../errors.js";
import { show } from "../wording.js";
import {
  areNames,
  checkFlags,
  checkOptions,
  checkWeights,
  classIndices,
  classNames,
  type Matrix,
  matrix,
  type Row,
  type Targets,
} from "./given.js";

export type { Matrix, Numbers, Row, Targets } from "./given.js";

/**
 * Size of an image. The third number is 1 for grey and 3 for red, green and blue; where it is there, 255 is white, as in picture files.
 * Without it a pixel is one number, and 255 is ink.
 */
export type ImageShape = readonly [height: number, width: number, channels?: 1 | 3];

/** Options of `Dataset.from`. */
export interface DatasetOptions {
  /** Width of a row. It is needed where inputs come as one typed array; lists of rows must have that width too. */
  columns?: number;
  /**
   * Names of the classes, or their number (1 to 1,000,000). The targets are then class indices or, where names are
   * given, names; one for each row. Not needed for targets that are names (default: the names that occur, sorted).
   */
  classes?: number | readonly string[];
  /**
   * Height and width in pixels, where each input row is an image, row-major; and 3 channels where each pixel is red, green and blue.
   * Their product is the number of columns.
   */
  image?: ImageShape;
  /** One name per input column, for messages and reports. */
  inputNames?: readonly string[];
  /**
   * How much each row counts in training: [rows] finite, not all 0 (default: all count alike). A negative weight raises the
   * loss of its row, as policy gradients need it.
   */
  sampleWeights?: ArrayLike<number>;
  /**
   * [columns] which input columns are flags: 0 and 1, or −1 and 1, as categories are written. No scaling changes them
   * (default: none).
   */
  flags?: ArrayLike<boolean | number>;
  /** Whether NaN in the inputs means a missing number (default: false, NaN is an error). See the setting `scaling`. */
  allowMissing?: boolean;
  /**
   * How the rows are divided into a part to train on and a part held out: `{ groups }`, `{ times }` or `{ heldOut }`, each
   * [rows] (default: at random, with the proportions of the classes). See `splitDataset`.
   */
  division?: DivisionOption;
  /** What the columns of the table mean that the inputs are from. `fit` notes it, so that the network answers records. */
  schema?: Schema;
}

const optionNames = [
  "columns",
  "classes",
  "image",
  "inputNames",
  "sampleWeights",
  "flags",
  "allowMissing",
  "division",
  "schema",
] as const satisfies (keyof DatasetOptions)[];

/** The fields of a `Dataset`, except its size. */
type Parts = Pick<
  Dataset,
  | "inputs"
  | "rows"
  | "columns"
  | "image"
  | "inputNames"
  | "sampleWeights"
  | "flags"
  | "hasMissing"
  | "division"
  | "schema"
> &
  Partial<Pick<Dataset, "targets" | "labels" | "outputs" | "classNames" | "hasClassNames" | "isAutoencoder">>;

/**
 * Samples in memory: inputs [rows × columns] as given, never scaled here, and what a network should answer to each.
 * Do not change it: typed arrays that were given are not copied.
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
  /** [rows × columns] row-major; bytes stay bytes. */
  readonly inputs: Float32Array | Float64Array | Uint8Array;
  /** Number of samples, at least 1. */
  readonly rows: number;
  /** Width of an input row, at least 1. */
  readonly columns: number;
  /** [rows × outputs] row-major; null if the targets are classes, or without targets. */
  readonly targets: Float32Array | Float64Array | null;
  /** [rows] class indices; null if the targets are numbers, or without targets. */
  readonly labels: Uint32Array | null;
  /** Columns of the target matrix, or number of classes; 0 without targets. */
  readonly outputs: number;
  /** [outputs] names of the classes, or their indices as text where only a number was given; null without classes. */
  readonly classNames: readonly string[] | null;
  /** Whether the classes were given by name. Such names are noted by `fit`, saved with the model, and compared. */
  readonly hasClassNames: boolean;
  /** Height and width in pixels, and channels where they are known, if each input row is an image; else null. */
  readonly image: ImageShape | null;
  /** [columns] names of the input columns; null without names. */
  readonly inputNames: readonly string[] | null;
  /** [rows] how much each row counts in training; null if all count alike. */
  readonly sampleWeights: Float64Array | null;
  /** [columns] 1 for a column of 0 and 1 (or −1 and 1) that is never scaled; null where no column is one. */
  readonly flags: Uint8Array | null;
  /** Whether an input is missing: NaN. Only with the option `allowMissing`. */
  readonly hasMissing: boolean;
  /** How the rows are divided; null for at random. */
  readonly division: Division | null;
  /** What the columns of the table mean that the inputs are from; null for other inputs. */
  readonly schema: Schema | null;
  /** Whether the targets are the inputs; see `asAutoencoder`. */
  readonly isAutoencoder: boolean;

  private constructor(parts: Parts) {
    this.inputs = parts.inputs;
    this.rows = parts.rows;
    this.columns = parts.columns;
    this.targets = parts.targets ?? null;
    this.labels = parts.labels ?? null;
    this.outputs = parts.outputs ?? 0;
    this.classNames = parts.classNames ?? null;
    this.hasClassNames = parts.hasClassNames ?? false;
    this.image = parts.image;
    this.inputNames = parts.inputNames;
    this.sampleWeights = parts.sampleWeights;
    this.flags = parts.flags;
    this.hasMissing = parts.hasMissing;
    this.division = parts.division;
    this.schema = parts.schema;
    this.isAutoencoder = parts.isAutoencoder ?? false;
  }

  /**
   * Checks samples, and makes a data set of them.
   *
   * @param inputs [rows × columns], finite, or NaN with `options.allowMissing`; typed arrays are not copied
   * @param targets [rows × outputs], finite, a list of numbers being one column; or [rows] names of classes; or, with
   *   `options.classes`, [rows] class indices; null where the data are for prediction only
   * @param options names, classes, weights of rows; the width of typed arrays
   * @returns inputs in float64, or in the type of a typed array
   * @throws {ShapeError} for rows of different lengths, or options of another size than the data
   * @throws {DataError} for no rows, a value that is not a finite number, an unknown class, or a weight below 0
   * @throws {ConfigError} for classes that are neither a number nor names that differ, and for unknown options
   *
   * @example
   * ```js
   * import { Dataset } from "chainrule";
   *
   * const numbers = Dataset.from([[0, 0], [0, 1]], [[0.5], [1.5]]);
   * const bytes = new Uint8Array([0, 255, 255, 0]);
   * const classes = Dataset.from(bytes, [1, 0], { columns: 2, classes: 2 });
   * const names = Dataset.from([[4.1], [3.8], [0.2]], ["dog", "dog", "cat"]);
   * const toPredict = Dataset.from([[0, 0], [0, 1]], null);
   * console.log(numbers.targets, classes.labels, toPredict.outputs);
   * // → Float64Array(2) [ 0.5, 1.5 ] Uint32Array(2) [ 1, 0 ] 0
   * console.log(names.classNames, names.labels); // → [ 'cat', 'dog' ] Uint32Array(3) [ 1, 1, 0 ]
   * ```
   */
  static from(inputs: Matrix, targets: Targets | null, options: DatasetOptions = {}): Dataset {
    checkOptions(options, optionNames);
    const { allowMissing = false } = options;
    if (typeof allowMissing !== "boolean") {
      throw new ConfigError(`allowMissing: expected true or false, got ${show(allowMissing)}.`);
    }
    const { values, rows, columns } = matrix("inputs", inputs, options.columns, undefined, allowMissing);
    if (rows === 0) throw new DataError("inputs: expected at least 1 row, got 0.");
    if (columns === 0) throw new DataError("inputs: expected at least 1 column, got 0.");
    const { image = null, inputNames = null } = options;
    if (image) checkImage(image, columns);
    if (inputNames && !(Array.isArray(inputNames) && inputNames.every((name) => typeof name === "string"))) {
      throw new ConfigError(`inputNames: expected a list of texts, got ${show(inputNames)}.`);
    }
    if (inputNames && inputNames.length !== columns) {
      throw new ShapeError(`inputNames: expected ${columns} names, got ${inputNames.length}.`, {
        expected: columns,
        got: inputNames.length,
      });
    }
    const sampleWeights =
      options.sampleWeights === undefined ? null : checkWeights(options.sampleWeights, rows);
    const flags = options.flags === undefined ? null : checkFlags(options.flags, columns);
    const hasMissing = allowMissing && anyMissing(values);
    const division = options.division === undefined ? null : checkDivision(options.division, rows);
    const { schema = null } = options;
    const about = { image, inputNames, sampleWeights, flags, hasMissing, division, schema };
    const parts = { inputs: values, rows, columns, ...about };
    if (targets === null) return new Dataset(parts);
    if (options.classes !== undefined || areNames(targets)) {
      const { names, areNamed } = classNames(options.classes, targets);
      const labels = classIndices(targets, rows, names);
      return new Dataset({
        ...parts,
        labels,
        outputs: names.length,
        classNames: names,
        hasClassNames: areNamed,
      });
    }
    const y = matrix("targets", targets as Matrix | Row, undefined, rows);
    if (y.rows !== rows) {
      const problem = `targets: expected ${rows} rows as in inputs, got ${y.rows}.`;
      throw new ShapeError(problem, { expected: rows, got: y.rows });
    }
    if (y.columns === 0) throw new ShapeError("targets: expected at least 1 column, got 0.");
    const numbers = y.values instanceof Uint8Array ? Float64Array.from(y.values) : y.values;
    return new Dataset({ ...parts, targets: numbers, outputs: y.columns });
  }

  /**
   * Makes a data set of records: what the columns mean is worked out from the values, as for files. A network that is trained on it
   * answers records: `network.predictRecords`.
   *
   * @param data    as `tableFrom` takes it: `[{ mass: 173, fruit: "apple" }, …]`
   * @param options the target, and what columns mean
   * @returns the samples, with `schema`; without a target if none is named
   * @throws {ConfigError} for options that contradict each other, and in a bundle: see `fromRecords`
   * @throws {DataError} for data that do not fit
   *
   * @example
   * ```js
   * import { Dataset, Network } from "chainrule";
   *
   * const fruit = [
   *   { mass: 173, skin: "smooth", kind: "apple" },
   *   { mass: 168, skin: "smooth", kind: "apple" },
   *   { mass: 82, skin: "rough", kind: "plum" },
   *   { mass: 79, skin: "rough", kind: "plum" },
   * ];
   * const data = Dataset.fromRecords(fruit, { target: "kind" });
   * console.log(data.inputNames, data.classNames); // → [ 'mass', 'skin=smooth' ] [ 'apple', 'plum' ]
   * const network = Network.for(data, { seed: 1 });
   * await network.fit(data);
   * console.log(network.predictRecords([{ mass: 75, skin: "rough" }])[0].class); // → plum
   * ```
   */
  static fromRecords(data: object, options: FromRecordsOptions = {}): Dataset {
    return recordsMaker(data, options) as Dataset;
  }

  /**
   * The same inputs with themselves as targets, for a network that should reproduce its inputs. Other targets are
   * left out. The targets are scaled as the inputs are, so outputs come back in the units of the inputs.
   *
   * @returns a data set that shares the inputs: `outputs` is `columns`
   * @throws {DataError} for missing inputs, which cannot be targets
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
    const { inputs, columns, hasMissing } = this;
    if (hasMissing) {
      throw new DataError("asAutoencoder: expected numbers without gaps, got missing ones. Fill them first.");
    }
    const targets = inputs instanceof Uint8Array ? Float32Array.from(inputs) : inputs;
    const without = { labels: null, classNames: null, hasClassNames: false };
    return new Dataset({ ...this, ...without, targets, outputs: columns, isAutoencoder: true });
  }

  /**
   * The same samples, divided otherwise.
   *
   * @param division as the option of `from`
   * @returns a data set that shares the numbers
   * @throws {DataError} for a list that does not fit
   * @throws {ConfigError} for an option other than `groups`, `times` and `heldOut`
   *
   * @example
   * ```js
   * import { Dataset } from "chainrule";
   *
   * const visits = Dataset.from([[1], [2], [3]], [[1], [2], [3]]);
   * const { division } = visits.withDivision({ groups: ["a", "a", "b"] });
   * console.log(division?.of); // → Uint32Array(3) [ 0, 0, 1 ]
   * ```
   */
  withDivision(division: DivisionOption): Dataset {
    return new Dataset({ ...this, division: checkDivision(division, this.rows) });
  }

  /**
   * Copies the rows with these indices, in that order; an index may come twice.
   *
   * @param indices of rows, 0 to rows − 1
   * @returns a data set of `indices.length` rows with targets, weights and names of this one
   * @throws {ShapeError} for an index that is out of range or no integer
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
    const rows = indices?.length;
    if (!Number.isInteger(rows)) throw new ShapeError(`select: expected row indices, got ${show(indices)}.`);
    const pick = <T extends Float32Array | Float64Array | Uint8Array | Uint32Array>(
      from: T,
      width: number,
    ): T => {
      const to = new (from.constructor as new (length: number) => T)(rows * width);
      for (let row = 0; row < rows; row++) {
        const source = indices[row]!;
        if (!(source >= 0 && source < this.rows && Number.isInteger(source))) {
          throw new ShapeError(`select: expected row indices 0 to ${this.rows - 1}, got ${show(source)}.`);
        }
        to.set(from.subarray(source * width, (source + 1) * width), row * width);
      }
      return to;
    };
    const inputs = pick(this.inputs, this.columns);
    return new Dataset({
      ...this,
      inputs,
      hasMissing: this.hasMissing && anyMissing(inputs),
      rows,
      targets: this.targets && pick(this.targets, this.outputs),
      labels: this.labels && pick(this.labels, 1),
      sampleWeights: this.sampleWeights && pick(this.sampleWeights, 1),
      division: selectDivision(this.division, indices),
    });
  }
}

function checkImage(image: ImageShape, columns: number): void {
  const [height, width, channels = 1] = image;
  if (!(Number.isInteger(height) && Number.isInteger(width) && (channels === 1 || channels === 3))) {
    throw new ConfigError(`image: expected [height, width] in pixels, got ${show(image)}.`);
  }
  if (height * width * channels !== columns) {
    const pixels = `${height} × ${width} pixels${channels === 3 ? " of 3 channels" : ""}`;
    throw new ShapeError(`image: ${pixels} do not make ${columns} input columns.`);
  }
}

function anyMissing(values: Dataset["inputs"]): boolean {
  return (values as Float64Array).some(Number.isNaN);
}
