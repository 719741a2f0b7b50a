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
const mostReadyRows = 128;

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
    const { values } = this.#single;
    if (!copyRow(row, values, 0, values.length)) this.#refuse(row);
    return this.#answer();
  }

  /**
   * The answers to rows: those of `predict`.
   *
   * @param rows [rows × inputs], at least 1
   * @returns [rows × outputs]; null where a row does not fit
   */
  predictRows(rows: readonly ArrayLike<number>[]): Floats | null {
    this.#network.alive();
    const { engine } = this.#network;
    const most = Math.min(rows.length, mostReadyRows);
    let plan = rows.length === 1 ? this.#single : this.#several;
    if (!plan || plan.rows < most) plan = this.#several = new PreparedPlan(engine, most);
    const { values } = plan;
    const columns = columnsOf(engine.config);
    let answers: Floats | null = null;
    for (let from = 0; from < rows.length; from += most) {
      const count = Math.min(most, rows.length - from);
      for (let row = 0; row < count; row++)
        if (!copyRow(rows[from + row]!, values, row * columns, columns)) return null;
      const part = runOrNull(plan, count);
      if (part === null) return null;
      const outputs = part.length / plan.rows;
      answers ??= new (part.constructor as Float32ArrayConstructor)(rows.length * outputs);
      answers.set(part.subarray(0, count * outputs), from * outputs);
    }
    undoScaler(answers!, engine.scalers.targets);
    return answers;
  }

  predictRecord(record: object): RecordAnswer {
    this.#network.alive();
    const reading = this.#reading();
    reading.write(record, this.#single.values, 0, ofRecord);
    return reading.answerOf(this.#answer());
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

  /** The answer to the row that was copied. */
  #answer(): Floats {
    const answer = this.#single.run().slice();
    undoScaler(answer, this.#network.engine.scalers.targets);
    return answer;
  }

  /** @throws the error of `predict` for such a row */
  #refuse(row: ArrayLike<number>): never {
    const { config } = this.#network.engine;
    inputsOf([row], config, {});
    throw new DataError(`inputs: expected ${plural(columnsOf(config), "number")}, got ${show(row)}.`);
  }
}

/** Copies a row of finite numbers. @returns whether it is one */
function copyRow(row: ArrayLike<number>, to: Float64Array, from: number, columns: number): boolean {
  if (row?.length !== columns) return false;
  for (let column = 0; column < columns; column++) {
    const value = row[column]!;
    if (typeof value !== "number" || value - value !== 0) return false;
    to[from + column] = value;
  }
  return true;
}

/** Null where a row is not finite once it is scaled. */
function runOrNull(plan: PreparedPlan, count: number): Floats | null {
  try {
    return plan.run(count);
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}

const ofRecord = { matrix: "record" } as const;
