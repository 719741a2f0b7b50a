/** Answers single rows and records fast: everything that does not depend on the row is done before. */
import { DataError } from "../../errors.js";
import { undoScaler } from "../../network/scaling.js";
import { columnsOf } from "../../settings/inputColumns.js";
import type { Floats } from "../../wasm/kernels.js";
import { plural, show } from "../../wording.js";
import type { Engine } from "../engine.js";
import { inputsOf } from "../networkData.js";
import type { RecordAnswer } from "./answers.js";
import { PreparedPlan } from "./preparedPlan.js";
import { type RecordOptions, type RecordReading, recordReadingOf } from "./recordReading.js";

/**
 * Answers one row at a time, for a service: see `Network.predictor`. Its answers are those of `predict` and
 * `predictRecords`, bit for bit, also while the network trains, and after it has changed.
 */
export interface Predictor {
  /**
   * The answer to one row.
   *
   * @param row [inputs], not scaled: the network does that itself
   * @returns [outputs] in the units of the targets: a copy, in the network's precision
   * @throws {ShapeError} for a row of another width
   * @throws {DataError} for numbers that are not finite
   * @throws {ConfigError} where the network was disposed of
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 3, 1], seed: 7 });
   * const predictor = network.predictor();
   * console.log(predictor.predict([0, 1])[0]); // → 0.5616259574890137
   * ```
   */
  predict(row: ArrayLike<number>): Floats;
  /**
   * The answer to one record in the words of the table that the network was trained on.
   *
   * @param record an object with a value for each column: number, text, date, boolean, or null where it is not known
   * @returns as `Network.predictRecords` for one record
   * @throws {DataError} that names all values that do not fit
   * @throws {ConfigError} where the network knows no columns by name, or was disposed of
   *
   * @example
   * ```js
   * import { fromRecords, Network } from "chainrule";
   *
   * const fruit = [{ mass: 173, skin: "smooth", kind: "apple" }, { mass: 82, skin: "rough", kind: "plum" }];
   * const { dataset, schema } = fromRecords(fruit, { target: "kind" });
   * const network = Network.create({ layers: [2, { units: 2, activation: "softmax" }], scaling: "standard" });
   * network.notes.schema = schema;
   * await network.fit(dataset, { epochs: 100 });
   * const predictor = network.predictor();
   * console.log(predictor.predictRecord({ skin: "rough", mass: 90 }).class); // → plum
   * ```
   */
  predictRecord(record: object): RecordAnswer;
}

/** What is needed of a network. */
export interface Asked {
  readonly engine: Engine;
  /** @throws ConfigError where the network was disposed of */
  alive(): void;
  notes(): Record<string, unknown>;
}

/** How records are read, as long as the notes stay. */
interface Known {
  readonly notes: Record<string, unknown>;
  readonly schema: unknown;
  readonly classes: unknown;
  readonly reading: RecordReading;
}

/** Rows that a plan stays ready for. */
export const mostReadyRows = 128;

/** See `Network.predictor`. */
export class RowPredictor implements Predictor {
  readonly #network: Asked;
  readonly #options: RecordOptions;
  readonly #single: PreparedPlan;
  #several: PreparedPlan | null = null;
  #known: Known | null = null;

  constructor(network: Asked, options: RecordOptions) {
    this.#network = network;
    this.#options = options;
    this.#single = new PreparedPlan(network.engine, 1);
  }

  predict(row: ArrayLike<number>): Floats {
    this.#network.alive();
    this.#copy(row, this.#single.values, 0, this.#single.values.length);
    return this.#answer(this.#single);
  }

  /**
   * The answers to some rows: those of `predict`.
   *
   * @param rows [rows × inputs], 1 to `mostReadyRows`
   * @returns [rows × outputs]
   */
  predictRows(rows: readonly ArrayLike<number>[]): Floats {
    this.#network.alive();
    let plan = rows.length === 1 ? this.#single : this.#several;
    if (plan?.rows !== rows.length)
      plan = this.#several = new PreparedPlan(this.#network.engine, rows.length);
    const { values } = plan;
    const columns = values.length / rows.length;
    for (let row = 0; row < rows.length; row++) this.#copy(rows[row]!, values, row * columns, columns, rows);
    return this.#answer(plan);
  }

  predictRecord(record: object): RecordAnswer {
    this.#network.alive();
    const reading = this.#reading();
    reading.write(record, this.#single.values, 0, ofRecord);
    return reading.answerOf(this.#answer(this.#single));
  }

  #reading(): RecordReading {
    const notes = this.#network.notes();
    const { schema, classes } = notes;
    if (this.#known?.notes !== notes || this.#known.schema !== schema || this.#known.classes !== classes) {
      const { config } = this.#network.engine;
      this.#known = { notes, schema, classes, reading: recordReadingOf(notes, config, this.#options) };
    }
    return this.#known.reading;
  }

  /** The answers to the rows of a plan. */
  #answer(plan: PreparedPlan): Floats {
    const answers = plan.run().slice();
    undoScaler(answers, this.#network.engine.scalers.targets);
    return answers;
  }

  /** Copies a row that fits. @param all rows that it is one of, for the error */
  #copy(
    row: ArrayLike<number>,
    to: Float64Array,
    from: number,
    columns: number,
    all: readonly ArrayLike<number>[] | null = null,
  ): void {
    if (row?.length !== columns) this.#refuse(all ?? [row], row);
    for (let column = 0; column < columns; column++) {
      const value = row[column]!;
      if (typeof value !== "number" || value - value !== 0) this.#refuse(all ?? [row], row);
      to[from + column] = value;
    }
  }

  /** @throws the error of `predict` for such rows */
  #refuse(all: readonly ArrayLike<number>[], row: ArrayLike<number>): never {
    const { config } = this.#network.engine;
    inputsOf(all, config, {});
    throw new DataError(`inputs: expected rows of ${plural(columnsOf(config), "number")}, got ${show(row)}.`);
  }
}

const ofRecord = { matrix: "record" } as const;
