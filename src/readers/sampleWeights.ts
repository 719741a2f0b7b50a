/** The column of a table with the weight of each row in training. It is not an input. */
import { ConfigError, DataError } from "../errors.js";
import { show } from "../wording.js";
import { didYouMean, listNames } from "../nearest.js";
import { cellError } from "./cells.js";
import type { Table } from "./table.js";

/**
 * Reads the column of sample weights.
 *
 * @param table  the data, as `readCsv` reads them
 * @param name   of the column
 * @param target the column to learn; it must be another column
 * @returns [rows], each finite and ≥ 0: for `encode` or `Dataset.from`
 * @throws {ConfigError} if it is the target
 * @throws {DataError} for a missing column, and for the first cell that is not a number ≥ 0
 *
 * @example
 * ```js
 * import { encode, inferSchema, readCsv, readSampleWeights } from "chainrule";
 *
 * const table = readCsv("x,y,count\n1,2.5,10\n2,4.5,1\n3,6.25,5\n", "counted.csv");
 * const sampleWeights = readSampleWeights(table, "count", "y");
 * const schema = inferSchema(table, "y", { drop: ["count"] });
 * const dataset = encode(table, schema, { target: true, sampleWeights });
 * console.log(dataset.inputNames, dataset.sampleWeights);
 * // → [ 'x' ] Float64Array(3) [ 10, 1, 5 ]
 * ```
 */
export function readSampleWeights(table: Table, name: string, target?: string | null): Float64Array {
  if (name === target) {
    throw new ConfigError({
      setting: "sampleWeights",
      expected: "a column beside the target",
      got: `the target ${show(name)}`,
      advice: "Name another.",
    });
  }
  const column = table.header.indexOf(name);
  if (column < 0) {
    throw new DataError(
      `expected a column of sample weights ${show(name)}, got columns ` +
        `${listNames(table.header)}.${didYouMean(name, table.header) || " Name one of them."}`,
      { file: table.name },
    );
  }
  const weights = table.columns[column]!.numbers.slice();
  const wrong = weights.findIndex((weight) => !(weight >= 0));
  if (wrong < 0) return weights;
  throw cellError(table, wrong, column, "a weight ≥ 0", "Correct the cell, or remove the row.");
}
