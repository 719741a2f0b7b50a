/**
 * Records in the words of the table that a network was trained on: the schema in its notes says what they mean. `recordReading.ts`
 * says how this module comes to a network.
 */
import type { Schema } from "../../data/columns/columns.js";
import { RecordEncoder } from "../../data/columns/recordRow.js";
import { schemaProblem } from "../../data/columns/schemaCheck.js";
import { Dataset } from "../../data/dataset.js";
import { ConfigError, DataError } from "../../errors.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import { columnsOf } from "../../settings/inputColumns.js";
import { oneOf, plural, show } from "../../wording.js";
import { knownNames } from "../networkData.js";
import { answersOf, namedOutputs, type RecordAnswer } from "./answers.js";
import { type Asked, type RecordOptions, type RecordReader, useRecordReader } from "./recordReading.js";

/**
 * Lets networks read records: `predictRecords` and `predictRecord`. `import … from "chainrule"` has done it in Node and in pages
 * without a bundler. A bundler leaves it out of a program that only imports `Network`, because it costs 4 kB: call it once there.
 *
 * @example
 * ```js
 * import { enableRecords, Network } from "chainrule";
 *
 * enableRecords();
 * const network = Network.create({ layers: [2, 1], seed: 1 });
 * network.notes.inputNames = ["width", "height"];
 * const [{ numbers }] = network.predictRecords([{ width: 2, height: 1 }]);
 * console.log(numbers?.prediction === network.predict([[2, 1]])[0][0]); // → true
 * ```
 */
export function enableRecords(): void {
  useRecordReader(readerOf);
}

/** What the notes of a network say about records. */
interface Known {
  readonly notes: Record<string, unknown>;
  readonly schema: unknown;
  readonly classes: unknown;
  readonly encoder: RecordEncoder;
  readonly answerOf: (outputs: ArrayLike<number>) => RecordAnswer;
}

const ofRecord = { matrix: "record" } as const;

function readerOf(network: Asked, options: RecordOptions): RecordReader {
  let known: Known | null = null;
  const read = (): Known => {
    const notes = network.notes();
    const { schema, classes } = notes;
    if (known?.notes === notes && known.schema === schema && known.classes === classes) return known;
    const { config } = network;
    const encoder = encoderOf(notes, config, options);
    return (known = { notes, schema, classes, encoder, answerOf: answersOf(namedOutputs(notes, config)) });
  };
  return {
    one(record, values, answer) {
      const { encoder, answerOf } = read();
      encoder.write(record, values, 0, ofRecord);
      return answerOf(answer());
    },
    all(records) {
      if (!Array.isArray(records))
        throw new DataError(`records: expected a list of records, got ${show(records)}.`);
      const { encoder, answerOf } = read();
      if (records.length === 0) return [];
      const { columns } = encoder;
      const values = new Float64Array(records.length * columns);
      records.forEach((record, row) =>
        encoder.write(record, values, row * columns, { matrix: "records", row }, records),
      );
      return network.predict(Dataset.from(values, null, { columns, allowMissing: true })).map(answerOf);
    },
  };
}

/**
 * Compiles the schema in the notes of a network. Without a schema, the names of its inputs are columns of numbers.
 *
 * @throws ConfigError for notes without either, or of another width than the network
 */
function encoderOf(
  notes: Record<string, unknown>,
  config: NetworkConfig,
  { unseen = "other" }: RecordOptions,
): RecordEncoder {
  if (unseen !== "other" && unseen !== "refuse")
    throw new ConfigError(`unseen: expected ${oneOf(["other", "refuse"])}, got ${show(unseen)}.`);
  const encoder = new RecordEncoder(schemaOf(notes, config), unseen);
  const inputs = columnsOf(config);
  if (encoder.columns === inputs) return encoder;
  throw new ConfigError(
    `notes.schema: expected columns that become ${plural(inputs, "input")}, got ${encoder.columns}. ` +
      "Set network.notes.schema to the schema of the data that the network was trained on.",
  );
}

function schemaOf(notes: Record<string, unknown>, config: NetworkConfig): Pick<Schema, "inputs"> {
  const { schema = null } = notes;
  if (schema !== null) {
    const problem = schemaProblem(schema);
    if (problem === null) return schema as Schema;
    throw new ConfigError(`notes.schema: ${problem}.`);
  }
  const { inputNames } = knownNames(notes, config);
  if (inputNames) return { inputs: inputNames.map((name) => ({ name, kind: "number" })) };
  throw new ConfigError(
    "notes.schema: expected the schema of a table, got none, so the network knows no columns by name. " +
      "Set network.notes.schema to what fromRecords or inferSchema returned, or use predict.",
  );
}
