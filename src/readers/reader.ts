/**
 * The interface of a reader of one kind of file. `dataFiles.ts` has the list of readers and chooses one, so its callers need
 * not know the kinds.
 */
import { DataError, ShapeError } from "../errors.js";
import type { ByteSource } from "./byteSource.js";
import type { Dataset } from "../data/dataset.js";
import type { ColumnNames } from "../data/columns/options.js";
import type { DivisionOptions } from "./divisionColumn.js";
import type { MissingPolicy } from "../data/columns/columns.js";
import type { TableHost, TableOptions } from "./tableFormats.js";
import type { Pieces } from "./unpack.js";
import type { DataNotes } from "./notes.js";
import type { PictureFile } from "./images/readPictures.js";
import type { SqlResult } from "./sqlTable.js";
import type { Table } from "./table.js";

/** A file in memory, or its beginning. */
export interface FileBytes {
  /** For messages. */
  readonly name: string;
  /** Unpacked: all of the file, or its beginning where there is a `rest`. */
  readonly bytes: Uint8Array;
  /** What comes after `bytes`, for readers that read piece by piece. It can be read once. */
  readonly rest?: Pieces | null;
  /** The same file, where its parts can be read in any order. */
  readonly source?: ByteSource | undefined;
  /** Further files with rows of the same table. */
  readonly more?: readonly FileBytes[];
  /** Its images, where it is a folder. */
  readonly folder?: Folder;
  /** Its rows, where they are the result of a query. */
  readonly query?: TableQuery;
  /** What the host can do. */
  readonly host?: TableHost;
}

/** A query that gives a table. It can be run once. */
export interface TableQuery {
  /** Runs it. */
  result(): Promise<SqlResult>;
  /** Closes what was opened for it. */
  close(): void;
}

/** A folder of images. */
export interface Folder {
  /** In the order of the rows. */
  readonly files: readonly PictureFile[];
  /** Names of files that are left out. */
  readonly others: readonly string[];
}

/** How a text file is written, where that should not be found from the file. */
export type TextOptions = Pick<TableOptions, (typeof textOptionNames)[number]>;

/** Names of the options of text files. */
export const textOptionNames = [
  "separator",
  "decimal",
  "quote",
  "encoding",
  "header",
  "comment",
  "skipRows",
  "onError",
] as const satisfies readonly (keyof TableOptions)[];

/** How to read a file. An option that the kind of file cannot use is refused, not ignored. */
export interface ReadOptions extends TextOptions, DivisionOptions {
  /** The file with the labels, if the samples come without labels. */
  labels?: FileBytes | undefined;
  /** Columns to learn, by name or place. */
  target?: ColumnNames | undefined;
  /** Whether to learn the last column if `target` names no column. */
  lastIsTarget?: boolean | undefined;
  /** Whether the target is a class or a number (default: inferred from the cells). */
  targetKind?: "class" | "number" | undefined;
  /** The only columns that may be inputs. */
  columns?: ColumnNames | undefined;
  /** Names of columns that are not inputs. */
  drop?: ColumnNames | undefined;
  /** Columns that are categories. */
  categorical?: ColumnNames | undefined;
  /** Columns that are numbers. */
  numeric?: ColumnNames | undefined;
  /** Columns that name the rows. */
  id?: ColumnNames | undefined;
  /** What happens to missing cells of inputs. */
  missing?: MissingPolicy | undefined;
  /** Texts that mean a missing value, besides the usual ones. */
  missingValues?: readonly string[] | undefined;
  /** What a value becomes that the training data of a model did not have. */
  unseen?: "other" | "refuse" | undefined;
  sampleWeights?: string | undefined;
  /** Width and height of images, "28x28". */
  imageSize?: string | undefined;
  /** Whether a pixel of an image is one number or three. */
  imageColor?: "grey" | "rgb" | undefined;
  /** Called now and then with the bytes (unpacked) and rows that are read. */
  onProgress?: TableOptions["onProgress"];
  /** About how many numbers a block has, where a table is read in blocks. */
  blockNumbers?: TableOptions["blockNumbers"];
}

/** A model. The file must have the same kind of data. */
export interface KnownModel {
  readonly notes: DataNotes;
  /** Its name in messages: "the model", "the model to start from". */
  readonly name: string;
  /** Width of an input row. */
  readonly inputs: number;
  readonly outputs: number;
}

/** The result of reading. */
export interface Reading {
  dataset: Dataset;
  /** What a model that is trained on these data must remember. */
  notes: DataNotes;
  /** What to tell the person, as sentences. */
  remarks?: readonly string[];
  /** The line of the file of each row of the dataset, from 1; null or missing where there are no lines. */
  lineOf?: (row: number) => number | null;
  /** Rows to test the model at the end, where a column says so. */
  test?: Dataset;
}

/** The result of reading samples for a model. */
export interface ModelReading extends Pick<Reading, "dataset" | "remarks" | "lineOf"> {
  /** [rows of the dataset] the row of the file of each; null or missing if they are the same. */
  rows?: Uint32Array | null;
  /** Number of rows of the file, if some of them may be left out. */
  rowsInFile?: number;
  /** Columns to repeat beside predictions. */
  ids?: readonly { readonly name: string; of(rowOfFile: number): string }[];
}

/** Some rows of a file, read for a model; without a dataset where there are only remarks. */
export type ModelBlock = ModelReading | { readonly dataset: null; readonly remarks: readonly string[] };

/** What a file holds. */
export interface Description {
  /** For `--json`. */
  readonly document: object;
  readonly lines: readonly string[];
}

/** How one kind of file becomes a `Dataset`. */
export interface Reader {
  /** Name of a file of this kind in messages: "a table". */
  readonly kind: string;
  /** Name of the expected content in messages: "a table". */
  readonly content: string;
  /** Options that this kind of file cannot use, and what to do instead. */
  readonly refuses: { readonly [Option in keyof ReadOptions]?: string };
  /** Whether several files are one data set. */
  readonly joins?: true;
  /** Whether it reads piece by piece, so that a file need not be in memory. */
  readonly readsPieces?: boolean;
  /** Whether the bytes begin as this kind of file does. At most one reader may return true for the same bytes. */
  recognises(bytes: Uint8Array): boolean;
  /** Whether the file has the labels of other samples. Missing if the kind has no such files. */
  hasLabels?(file: FileBytes): boolean;
  /** Reads the table of a file, before anything is decided about its columns. Missing if the kind has no columns. */
  readTable?(file: FileBytes, options: ReadOptions): Promise<Table>;
  /** What a file holds, in figures and in lines, before anything is trained. Missing where `readTable` says it. */
  describe?(file: FileBytes, options: ReadOptions): Promise<Description>;
  /**
   * Reads the table of a file in blocks of rows; the last may have none. Missing if the kind has no columns.
   *
   * @param model the one whose columns are read as they were in training, if any
   */
  readTableBlocks?(file: FileBytes, options: ReadOptions, model: KnownModel | null): AsyncIterable<Table>;
  /**
   * Reads samples to train on.
   *
   * @param withTargets whether the file must say what to learn; false for an autoencoder
   * @param model       the one that training starts from, if any
   */
  readToTrain(
    file: FileBytes,
    options: ReadOptions,
    withTargets: boolean,
    model: KnownModel | null,
  ): Promise<Reading> | Reading;
  /** Reads samples for a model that exists: to predict on or, `withTargets`, to evaluate it. */
  readForModel(
    file: FileBytes,
    model: KnownModel,
    options: ReadOptions,
    withTargets: boolean,
  ): Promise<ModelReading> | ModelReading;
  /** Reads samples to predict on in blocks of rows. Missing if the file must be in memory as a whole. */
  readBlocksForModel?(file: FileBytes, model: KnownModel, options: ReadOptions): AsyncIterable<ModelBlock>;
}

const noColumns = "Drop it: images have no columns.";

/** What all readers of images refuse. */
export const refusedByImages = {
  columns: noColumns,
  drop: noColumns,
  categorical: noColumns,
  numeric: noColumns,
  id: noColumns,
  missing: noColumns,
  missingValues: noColumns,
  unseen: noColumns,
  sampleWeights: noColumns,
  group: noColumns,
  time: noColumns,
  split: noColumns,
  ...Object.fromEntries(
    textOptionNames.filter((name) => name !== "onError").map((name) => [name, noColumns]),
  ),
} as const satisfies Reader["refuses"];

/** What all readers but that of folders refuse. */
export const refusedByOthers = {
  imageSize: "Drop it: it is for folders of images.",
  imageColor: "Drop it: it is for folders of images.",
} as const satisfies Reader["refuses"];

/** Refuses a file of another kind than the model was trained on. */
export function refuseOtherKind(
  { name }: FileBytes,
  model: KnownModel | null,
  was: string,
  is: string,
): never {
  throw new DataError(`${model!.name} was trained on ${was}, not on ${is}.`, { file: name });
}

/** Refuses rows of another size than the model takes. */
export function refuseOtherSize(
  { name }: Pick<FileBytes, "name">,
  takes: string,
  got: string | number,
): never {
  throw new ShapeError(`${name}: expected ${takes}, as the model takes them, got ${got}.`);
}
