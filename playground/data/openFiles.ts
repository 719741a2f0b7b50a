/** Opens files of the user: a table, or images with their labels. `src/readers` finds out what the bytes are. */
import { type DataFile, openDataFile, readToTrain } from "../../src/readers/dataFiles.js";
import { DataError } from "../../src/errors.js";
import type { Schema } from "../../src/data/columns/columns.js";
import type { Dataset } from "../../src/data/dataset.js";
import type { Table } from "../../src/readers/table.js";
import { readTableToTrain } from "../../src/readers/tableReading.js";
import type { Samples } from "../sessionTypes.js";

export interface OpenedFile {
  name: string;
  dataset: Dataset;
  kind: Samples["kind"];
  /** The scaling of inputs and numeric targets. Tables are standardised, since their columns differ in units. */
  scaling: "none" | "standard" | "auto";
  /** Null where it is no table. */
  table: OpenedTable | null;
}

/** A table, and what its columns mean. */
export interface OpenedTable {
  table: Table;
  schema: Schema;
  /** The column to learn as the user named it; null for the last one. */
  target: string | null;
  /** What the reader has to say, as sentences. */
  remarks: readonly string[];
}

/** Larger files take a page too long to copy and to draw. */
const mostBytes = 200e6;

/**
 * Reads one file, or one of samples and one of their labels, in either order.
 *
 * @param target the column of a table to learn; null for the last one
 * @throws DataError with the names of the files
 */
export async function openFiles(files: readonly File[], target: string | null = null): Promise<OpenedFile> {
  if (files.length === 0) throw new DataError("files: expected a CSV file or two IDX files, got none.");
  const opened = await Promise.all(files.map(open));
  return opened.some(({ reader }) => reader.hasLabels) ? openPair(opened) : openOne(opened, target);
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

async function openOne(files: readonly DataFile[], target: string | null): Promise<OpenedFile> {
  const [file, ...more] = files as [DataFile, ...DataFile[]];
  const { name } = file;
  if (more.length > 0) {
    throw new DataError(
      `${name}, ${more[0]!.name}: expected one CSV file, or IDX images and labels, got ${files.length} files that ` +
        `are not IDX. Open one at a time.`,
    );
  }
  if (file.reader.readTable) return understood(await file.reader.readTable(file, {}), target);
  const { dataset } = await readToTrain(file, { lastIsTarget: true });
  return { name, dataset, kind: dataset.image ? "images" : "table", scaling: "auto", table: null };
}

/**
 * The same table with another column to learn.
 *
 * @param target null for the last column
 * @throws DataError for a column that is not there or cannot be learnt
 */
export function withTarget(opened: OpenedFile, target: string | null): OpenedFile {
  return opened.table ? understood(opened.table.table, target) : opened;
}

function understood(table: Table, target: string | null): OpenedFile {
  const options = target === null ? { lastIsTarget: true } : { target: [target] };
  const { dataset, notes, remarks = [] } = readTableToTrain(table, options, true, null);
  const schema = notes.schema!;
  const isPlane = dataset.columns === 2 && schema.inputs.every(({ kind }) => kind === "number");
  return {
    name: table.name,
    dataset,
    kind: isPlane ? "plane" : "table",
    scaling: "standard",
    table: { table, schema, target, remarks },
  };
}
