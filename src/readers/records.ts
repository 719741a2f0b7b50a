/** Data in memory as a `Dataset`, in one step: table, schema, and numbers. */
import { ConfigError } from "../errors.js";
import { checkOptions } from "../arguments.js";
import type { Dataset } from "../data/dataset.js";
import { listOf } from "./columnNames.js";
import type { Schema } from "../data/columns/columns.js";
import type { FromRecordsOptions } from "../data/columns/options.js";
import { tableFrom } from "./columnsTable.js";
import { encode } from "./encode.js";
import { readSampleWeights } from "./sampleWeights.js";
import { inferSchema } from "./schema.js";

/**
 * Makes a dataset of records, columns by name, an Arrow table or a data frame. What the columns mean is worked out as for files, or
 * taken from a model's schema.
 *
 * @param data    as `tableFrom` takes it: `[{ mass: 173, fruit: "apple" }, …]`
 * @param options the target, what the columns mean, or `schema`
 * @returns the dataset, without a target if none is named; and the schema, to be kept as `network.notes.schema`
 * @throws {ConfigError} for options that contradict each other
 * @throws {DataError} for data that do not fit
 *
 * @example
 * ```js
 * import { fromRecords, Network } from "chainrule";
 *
 * const fruit = [
 *   { mass: 173, skin: "smooth", fruit: "apple" },
 *   { mass: null, skin: "smooth", fruit: "apple" },
 *   { mass: 82, skin: "rough", fruit: "plum" },
 * ];
 * const { dataset, schema } = fromRecords(fruit, { target: "fruit" });
 * console.log(dataset.inputNames); // → [ 'mass', 'mass is missing', 'skin=smooth' ]
 * const network = Network.create({ layers: [dataset.columns, 4, dataset.outputs], scaling: "standard" });
 * network.notes.schema = schema;
 * await network.fit(dataset, { epochs: 50 });
 * const asked = fromRecords([{ skin: "rough", mass: 80 }], { schema });
 * console.log(network.predict(asked.dataset)[0].length); // → 2
 * ```
 */
export function fromRecords(
  data: object,
  options: FromRecordsOptions = {},
): {
  /** The samples. */
  dataset: Dataset;
  /** What the columns mean, for other records of the same kind. */
  schema: Schema;
} {
  checkOptions(options, "options");
  const { target, schema: known, name = "data", ...own } = options;
  if (known) {
    const other = Object.keys(own)[0];
    if (other !== undefined) {
      throw new ConfigError({
        setting: other,
        reason: "does not go with a schema, which has it",
        advice: "Drop it.",
      });
    }
    const table = tableFrom(data, { name, textColumns: [...(known.texts ?? [])] });
    return { dataset: encode(table, known, { target: target !== undefined }), schema: known };
  }
  const textColumns = [own.id, own.categorical].flatMap(listOf);
  const table = tableFrom(data, { name, textColumns });
  const schema = inferSchema(table, target ?? null, own);
  const { sampleWeights } = own;
  const weights =
    sampleWeights === undefined ? undefined : readSampleWeights(table, sampleWeights, schema.target?.name);
  return { dataset: encode(table, schema, { target: target !== undefined, sampleWeights: weights }), schema };
}
