/** Opens files of the user: a table, or images with their labels. `src/readers` finds out what the bytes are. */
import { type DataFile, openDataFile, readToTrain } from "../../src/readers/dataFiles.js";
import { DataError } from "../../src/errors.js";
import type { Schema } from "../../src/data/columns/columns.js";
import type { Dataset } from "../../src/data/dataset.js";
import type { Table } from "../../src/readers/table.js";
import { readTableToTrain } from "../../src/readers/tableReading.js";
import type { Choices, ColumnKind, Samples } from "../sessionTypes.js";

export interface OpenedFile {
  name: string;
  dataset: Dataset;
  kind: Samples["kind"];
  /** The scaling of inputs and numeric targets. Tables are standardised, since their columns differ in units. */
  scaling: "none" | "standard" | "auto";
  /** Null where it is no table. */
  table: OpenedTable | null;
}

/** The column to learn, null for the last one, and the kinds of columns that are not what the reader finds. */
export type SaidColumns = Pick<Choices, "target" | "columns">;

/** A table, and what its columns mean. */
export interface OpenedTable {
  table: Table;
  schema: Schema;
  /** What the user says of its columns. */
  said: SaidColumns;
  /** What the reader has to say, as sentences. */
  remarks: readonly string[];
}

/** Larger files take a page too long to copy and to draw. */
const mostBytes = 200e6;

/**
 * Reads one file, or one of samples and one of their labels, in either order.
 *
 * @param said of the columns of a table
 * @throws DataError with the names of the files
 */
export async function openFiles(
  files: readonly File[],
  said: SaidColumns = { target: null, columns: {} },
): Promise<OpenedFile> {
  if (files.length === 0) throw new DataError("files: expected a CSV file or two IDX files, got none.");
  const opened = await Promise.all(files.map(open));
  return opened.some(({ reader }) => reader.hasLabels) ? openPair(opened) : openOne(opened, said);
}

async function open(file: File): Promise<DataFile> {
  if (file.size > mostBytes) {
    throw new DataError(
      `${file.name}: expected at most ${mostBytes / 1e6} MB, got ${(file.size / 1e6).toFixed(0)} MB. ` +
        `Train on it with the command line.`,
    );
  }
  return openDataFile(new Uint8Array(await file.arrayBuffer()), file.name);
}

/** Opens a file of samples and a file of their labels. */
async function openPair(files: readonly DataFile[]): Promise<OpenedFile> {
  const { name } = files.find(({ reader }) => reader.hasLabels)!;
  if (files.length !== 2 || !files.every(({ reader }) => reader.hasLabels)) {
    throw new DataError(
      `${name}: expected two IDX files, images and labels together, got ` +
        `${files.length} ${files.length === 1 ? "file" : "files"}. Open both at once.`,
    );
  }
  const [first, second] = files as [DataFile, DataFile];
  const [samples, labels] = first.reader.hasLabels!(first) ? [second, first] : [first, second];
  const { dataset } = await readToTrain(samples, { labels });
  return {
    name: samples.name,
    dataset,
    kind: dataset.image ? "images" : "table",
    scaling: "auto",
    table: null,
  };
}

async function openOne(files: readonly DataFile[], said: SaidColumns): Promise<OpenedFile> {
  const [file, ...more] = files as [DataFile, ...DataFile[]];
  const { name } = file;
  if (more.length > 0) {
    throw new DataError(
      `${name}, ${more[0]!.name}: expected one CSV file, or IDX images and labels, got ${files.length} files that ` +
        `are not IDX. Open one at a time.`,
    );
  }
  if (file.reader.readTable) return understood(await file.reader.readTable(file, {}), said);
  const { dataset } = await readToTrain(file, { lastIsTarget: true });
  return { name, dataset, kind: dataset.image ? "images" : "table", scaling: "auto", table: null };
}

/**
 * The same table with other columns to learn and to learn from.
 *
 * @throws DataError for a column that is not there, or is not what the user says
 */
export function withColumns(opened: OpenedFile, said: SaidColumns): OpenedFile {
  return opened.table ? understood(opened.table.table, said) : opened;
}

function understood(table: Table, said: SaidColumns): OpenedFile {
  const { target, columns } = said;
  const learnt = target ?? table.header.at(-1);
  const of = (kind: ColumnKind) =>
    Object.keys(columns).filter((name) => columns[name] === kind && name !== learnt);
  const options = {
    ...(target === null ? { lastIsTarget: true } : { target: [target] }),
    numeric: of("number"),
    categorical: of("category"),
    drop: of("drop"),
  };
  const { dataset, notes, remarks = [] } = readTableToTrain(table, options, true, null);
  const schema = notes.schema!;
  const isPlane = dataset.columns === 2 && schema.inputs.every(({ kind }) => kind === "number");
  return {
    name: table.name,
    dataset,
    kind: isPlane ? "plane" : "table",
    scaling: "standard",
    table: { table, schema, said, remarks },
  };
}
