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
  type TableQuery,
  textOptionNames,
} from "./reader.js";
import { readingRemarks } from "./readingRemarks.js";
import type { Table } from "./table.js";
import { readSql, readSqlBlocks, type SqlResult } from "./sqlTable.js";
import { readBlocks, type TableFormat, tableFormats, type TableOptions } from "./tableFormats.js";
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

  readTableBlocks: tableBlocks,

  async *readBlocksForModel(file, model, options) {
    if (model.notes.image) refuseOtherKind(file, model, "images", "columns");
    for await (const table of tableBlocks(file, options, model)) {
      if (table.rows > 0) yield readingOf(table, file, model, options, false);
      else yield { dataset: null, remarks: table.reading.notes };
    }
  },
};

/** The reader of queries: their results are tables. No file is recognised as one. */
export const queryReader: Reader = {
  ...csvReader,
  kind: "a query",
  refuses: {
    ...csvReader.refuses,
    ...Object.fromEntries(textOptionNames.map((name) => [name, "Drop it: it is for files of text."])),
  },
  recognises: () => false,
};

async function* tableBlocks(
  file: FileBytes,
  options: ReadOptions,
  model: KnownModel | null,
): AsyncGenerator<Table, void, void> {
  const own = { ...options, textColumns: textColumnsOf(options, model), commaColumns: commaColumnsOf(model) };
  for (const one of [file, ...(file.more ?? [])]) yield* blocksOf(one, own);
}

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
  for (const one of [file, ...(file.more ?? [])]) {
    const { name, bytes, rest = null, source, host = {}, query } = one;
    if (query) tables.push(await asked(query, (result) => readSql(result, name, own)));
    else tables.push(await formatOf(one).read({ head: bytes, rest, source }, name, own, host));
  }
  return joinTables(tables);
}

/** Reads a table in blocks of rows. */
async function* blocksOf(file: FileBytes, options: TableOptions): AsyncGenerator<Table, void, void> {
  const { name, bytes, rest = null, source, host = {}, query } = file;
  if (!query) return yield* readBlocks(formatOf(file), { head: bytes, rest, source }, name, options, host);
  try {
    yield* readSqlBlocks(await query.result(), name, options);
  } finally {
    query.close();
  }
}

function formatOf({ bytes }: FileBytes): TableFormat {
  return tableFormats.find((one) => one.recognises(bytes))!;
}

/** Runs a query, and closes it. */
async function asked<Result>(
  query: TableQuery,
  read: (result: SqlResult) => Promise<Result>,
): Promise<Result> {
  try {
    return await read(await query.result());
  } finally {
    query.close();
  }
}
