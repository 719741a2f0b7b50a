/**
 * Collects records, objects with the same keys or lists of the same length, into a table. Keys become columns as they appear; a record without one of them has
 * an empty cell. Objects and lists inside a record become columns of their own: `{"size": {"w": 2}}` has the column `size.w`.
 */
import { DataError, type DataPlace } from "../errors.js";
import { plural, show } from "../wording.js";
import { withPlainNumbers } from "./numberFormats.js";
import type { Table, TableReading } from "./table.js";
import { ValueColumn } from "./valueColumn.js";

/** More columns than this are a mistake: lists of different lengths, or values as keys. */
const mostColumns = 100_000;

interface Collected {
  readonly values: ValueColumn;
  /** The record that had the column last. */
  last: number;
}

/** Collects records. `add` them in their order, then `finish`. */
export class RecordBuilder {
  readonly #columns = new Map<string, Collected>();
  readonly #chunkRows: number;
  #isText: (name: string) => boolean;
  #rows = 0;

  /**
   * @param mostRows    an upper bound of the number of records, where it is known
   * @param textColumns columns that are texts, whatever their cells are
   */
  constructor(mostRows?: number, textColumns: readonly string[] = []) {
    this.#chunkRows = Math.max(1, mostRows ?? 4096);
    this.#isText = (name) => textColumns.includes(name);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Numbers that the records so far are kept in. */
  get numbers(): number {
    return this.#rows * this.#columns.size;
  }

  /** A builder for more records of the same columns. */
  next(): RecordBuilder {
    const next = new RecordBuilder(this.#chunkRows);
    next.#isText = this.#isText;
    for (const name of this.#columns.keys()) next.#columnOf(name, {});
    return next;
  }

  /** Adds a record. @throws DataError where it is no object, or has other values than numbers, texts, booleans and null */
  add(record: unknown, place: DataPlace): void {
    if (Array.isArray(record)) {
      record.forEach((value, index) => this.#set(String(index + 1), value, place, 0));
      return this.#endRecord();
    }
    if (!isObject(record)) {
      throw new DataError(
        `expected an object such as {"age": 39}, got ${show(record)}. Write each row as an object with the names of its columns.`,
        place,
      );
    }
    for (const key of Object.keys(record)) this.#set(key, record[key], place, 0);
    this.#endRecord();
  }

  /** Forgets the record that failed. */
  drop(): void {
    for (const column of this.#columns.values()) {
      column.values.clear(this.#rows);
      if (column.last === this.#rows) column.last = -1;
    }
  }

  /** Gives an empty cell to the columns that the record lacks. */
  #endRecord(): void {
    for (const { last, values } of this.#columns.values())
      if (last < this.#rows) values.set(this.#rows, null, {});
    this.#rows++;
  }

  #set(name: string, value: unknown, place: DataPlace, depth: number): void {
    if (typeof value === "object" && value !== null && !(value instanceof Date)) {
      if (depth >= 8)
        throw new DataError(`expected values, got objects inside objects, more than 8 deep.`, {
          ...place,
          column: name,
        });
      const entries = ArrayBuffer.isView(value)
        ? Object.entries(Array.from(value as Float64Array))
        : Object.entries(value);
      for (const [key, inner] of entries) this.#set(`${name}.${key}`, inner, place, depth + 1);
      return;
    }
    const column = this.#columnOf(name, place);
    if (column.last === this.#rows) {
      throw new DataError(`expected each column once, got it twice. Rename one.`, { ...place, column: name });
    }
    column.last = this.#rows;
    column.values.set(this.#rows, value, place);
  }

  #columnOf(name: string, place: DataPlace): Collected {
    const known = this.#columns.get(name);
    if (known) return known;
    if (this.#columns.size >= mostColumns) {
      throw new DataError(
        `expected records with the same keys, got more than ${plural(mostColumns, "different key")}.`,
        place,
      );
    }
    const column = { values: new ValueColumn(name, this.#chunkRows, this.#isText(name)), last: -1 };
    // the records before it have empty cells
    for (let row = 0; row < this.#rows; row++) column.values.set(row, null, place);
    this.#columns.set(name, column);
    return column;
  }

  /** @returns the table. @throws DataError for no records */
  finish(
    name: string,
    reading: TableReading,
    lineOf: (row: number) => number | null = () => null,
    commaColumns: readonly string[] = [],
  ): Table {
    if (this.#rows === 0 || this.#columns.size === 0) {
      throw new DataError(`expected records, got none.`, { file: name });
    }
    const header = [...this.#columns.keys()];
    const columns = [...this.#columns.values()].map(({ values }) => values.finish(this.#rows));
    const isText = [...this.#columns.values()].map(({ values }) => values.isText);
    return withPlainNumbers(
      { name, header, rows: this.#rows, columns, lineOf, reading },
      isText,
      commaColumns,
    );
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}
