/**
 * A table in memory, by columns: what every reader of tables makes and `schema.ts` and `encode.ts` read. What the columns mean
 * is not decided here.
 */
import type { TableSummary } from "./summary.js";

/** One column of a table: numbers, and texts where a cell is not a number. */
export interface Column {
  /** [rows]; NaN where the cell is not a number. */
  readonly numbers: Float64Array;
  /** [rows] index into `texts` of each cell that is not a number, −1 for numbers; null where all cells are numbers. */
  readonly codes: Int32Array | null;
  /** The different texts, in the order in which they first occur. An empty cell is the text "". */
  readonly texts: readonly string[];
}

/** How a table was read, so that it can be told to the user and repeated for other files. Plain JSON. */
export interface TableReading {
  /** The format in words: "CSV", "JSON lines", "Parquet". */
  readonly format: string;
  /** What separates the cells; " " is any number of blanks and tabs. */
  readonly separator?: Separator;
  /** The decimal sign. */
  readonly decimal?: "." | ",";
  /** The encoding of the text: "utf-8", "utf-16le", "windows-1252". */
  readonly encoding?: string;
  /** Whether the first line names the columns. Without one they are called "1", "2", … */
  readonly header?: boolean;
  /** How numbers are written in columns where they are not plain: "decimal comma", "thousands marks", "%". */
  readonly formats?: Readonly<Record<string, string>>;
  /** Names of the classes of the last column, from the first line of a file of scikit-learn. */
  readonly classes?: readonly string[];
  /** What was done that the user may want to know, as sentences. */
  readonly notes: readonly string[];
}

/** What separates cells: a comma, a semicolon, a tab, a bar; " " stands for any number of blanks and tabs. */
export type Separator = "," | ";" | "\t" | "|" | " ";

/** A table in memory. */
export interface Table {
  /** Of the file, for messages. */
  readonly name: string;
  /** Names of the columns, all different. */
  readonly header: readonly string[];
  /** Number of rows. */
  readonly rows: number;
  /** As in the header. */
  readonly columns: readonly Column[];
  /** The line of the file, from 1, on which a row begins; null for a source without lines. */
  lineOf(row: number): number | null;
  /** The file that a row is from; missing where all are from one file, `name`. */
  fileOf?(row: number): string;
  /** How the table was read. */
  readonly reading: TableReading;
  /** What is known of the columns of a table that was read in blocks and is not in memory; else missing. */
  readonly summary?: TableSummary;
}

/**
 * A cell as text, for messages and for columns of identifiers.
 *
 * @param table  from a reader
 * @param row    from 0
 * @param column index in the header, from 0
 * @returns the text; a number in its shortest form
 *
 * @example
 * ```js
 * import { cellText, readCsv } from "chainrule";
 *
 * const table = readCsv("size,colour\n1.50,red\n", "t.csv");
 * console.log(cellText(table, 0, 0), cellText(table, 0, 1)); // → 1.5 red
 * ```
 */
export function cellText(table: Table, row: number, column: number): string {
  const { numbers, codes, texts } = table.columns[column]!;
  const code = codes === null ? -1 : codes[row]!;
  return code < 0 ? String(numbers[row]!) : texts[code]!;
}
