/** The reader of tables in any format: bytes → table. What the columns mean, and the `Dataset`, is the work of `tableReading.ts`. */
import { joinTables } from "./joinTables.js";
import {
  type FileBytes,
  type KnownModel,
  type ModelReading,
  type Reader,
  type ReadOptions,
  refusedByOthers,
  refuseOtherKind,
  refuseOtherSize,
} from "./reader.js";
import { readingRemarks } from "./readingRemarks.js";
import type { Table } from "./table.js";
import { readBlocks, tableFormats } from "./tableFormats.js";
import { commaColumnsOf, readTableForModel, readTableToTrain, textColumnsOf } from "./tableReading.js";

export const csvReader: Reader = {
  kind: "a table",
  content: `a table (${tableFormats
    .map(({ name }) => name)
    .reverse()
    .join(", ")})`,
  refuses: { labels: "Drop it: the target is a column of the file.", ...refusedByOthers },
  joins: true,
  readsPieces: true,
  recognises: (bytes) => tableFormats.some((format) => format.recognises(bytes)),

  readTable: (file, options) => readTable(file, options, null),

  async readToTrain(file, options, withTargets, model) {
    if (model?.notes.image) refuseOtherKind(file, model, "images", "columns");
    const table = await readTable(file, options, model);
    const { notes, remarks = [], ...reading } = readTableToTrain(table, options, withTargets, model);
    return {
      ...reading,
      remarks: [...readingRemarks(table), ...remarks],
      notes: { ...notes, separator: table.reading.separator },
    };
  },

  async readForModel(file, model, options, withTargets) {
    if (model.notes.image) refuseOtherKind(file, model, "images", "columns");
    return readingOf(await readTable(file, options, model), file, model, options, withTargets);
  },

  async *readBlocksForModel(file, model, options) {
    if (model.notes.image) refuseOtherKind(file, model, "images", "columns");
    const own = {
      ...options,
      textColumns: textColumnsOf(options, model),
      commaColumns: commaColumnsOf(model),
    };
    for (const { name, bytes, rest = null, host = {} } of [file, ...(file.more ?? [])]) {
      const format = tableFormats.find((one) => one.recognises(bytes))!;
      for await (const table of readBlocks(format, { head: bytes, rest }, name, own, host)) {
        if (table.rows > 0) yield readingOf(table, file, model, options, false);
        else yield { dataset: null, remarks: table.reading.notes };
      }
    }
  },
};

function readingOf(
  table: Table,
  file: FileBytes,
  model: KnownModel,
  options: ReadOptions,
  withTargets: boolean,
): ModelReading {
  const { inputs } = model;
  const { remarks = [], ...reading } = readTableForModel(table, model, options, withTargets);
  const { columns } = reading.dataset;
  if (columns !== inputs) refuseOtherSize(file, `${inputs} input columns`, columns);
  return { ...reading, remarks: [...readingRemarks(table), ...remarks] };
}

/** Reads the table of a file, and puts those of further files under it. */
async function readTable(file: FileBytes, options: ReadOptions, model: KnownModel | null): Promise<Table> {
  const own = { ...options, textColumns: textColumnsOf(options, model), commaColumns: commaColumnsOf(model) };
  const tables: Table[] = [];
  for (const { name, bytes, rest = null, host = {} } of [file, ...(file.more ?? [])]) {
    const format = tableFormats.find((one) => one.recognises(bytes))!;
    tables.push(await format.read({ head: bytes, rest }, name, own, host));
  }
  return joinTables(tables);
}
