/** Answers single rows and records fast: everything that does not depend on the row is done before. */
import { columnsOf } from "../../settings/inputColumns.js";
import type { Floats } from "../../wasm/kernels.js";
import type { Engine } from "../engine.js";
import { inputsOf } from "../networkData.js";
import type { RecordAnswer } from "./answers.js";
import { PreparedPlan } from "./preparedPlan.js";
import { type Asked, type RecordOptions, type RecordReader, recordReaderOf } from "./recordReading.js";

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
export interface AskedForRows extends Asked {
  readonly engine: Engine;
  /** @throws ConfigError where the network was disposed of */
  alive(): void;
}

/** Rows that a plan stays ready for. */
const mostReadyRows = 128;

/** See `Network.predictor`. */
export class RowPredictor implements Predictor {
  readonly #network: AskedForRows;
  readonly #options: RecordOptions;
  readonly #single: PreparedPlan;
  #several: PreparedPlan | null = null;
  #known: RecordReader | null = null;

  constructor(network: AskedForRows, options: RecordOptions) {
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
   * @returns [rows × outputs]; null where a row is no row of finite numbers
   * @throws DataError for a row that is not finite once it is scaled
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
      const part = plan.run(count, from);
      const outputs = part.length / plan.rows;
      answers ??= new (part.constructor as Float32ArrayConstructor)(rows.length * outputs);
      answers.set(part.subarray(0, count * outputs), from * outputs);
    }
    engine.finish(answers!);
    return answers;
  }

  predictRecord(record: object): RecordAnswer {
    this.#network.alive();
    return this.#reader().one(record, this.#single.values, this.#answer);
  }

  /** See `Network.predictRecords`. */
  predictRecords(records: readonly object[]): RecordAnswer[] {
    this.#network.alive();
    return this.#reader().all(records);
  }

  #reader(): RecordReader {
    return (this.#known ??= recordReaderOf(this.#network, this.#options));
  }

  /** The answer to the row that was copied. */
  #answer = (): Floats => {
    const answer = this.#single.run().slice();
    this.#network.engine.finish(answer);
    return answer;
  };

  /** @throws the error of `predict` for such a row */
  #refuse(row: ArrayLike<number>): never {
    return inputsOf([row], this.#network.engine.config, {}) as never;
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
