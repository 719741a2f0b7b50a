/** Collects one column of JavaScript values: numbers, texts, booleans, dates and nothing. Text files have `csvRows.ts` instead. */
import { DataError, type DataPlace } from "../errors.js";
import { show } from "../wording.js";
import { ColumnBuilder, compact } from "./columnBuilder.js";
import type { Column } from "./table.js";

/** The values of a column that is being read. */
export class ValueColumn {
  readonly isText: boolean;
  readonly #name: string;
  readonly #cells: ColumnBuilder;
  readonly #chunkRows: number;
  readonly #codes = new Map<string, number>();
  /** Whether all dates so far are days, without a time. */
  #areDays = true;
  #dates: Set<string> | null = null;

  /**
   * @param chunkRows number of rows where it is known, otherwise of a chunk
   * @param isText    whether all values are texts, numbers too
   */
  constructor(name: string, chunkRows: number, isText: boolean) {
    this.#name = name;
    this.#chunkRows = Math.max(1, chunkRows);
    this.#cells = new ColumnBuilder(this.#chunkRows);
    this.isText = isText;
  }

  /** Stores a value. @throws DataError for objects and functions */
  set(row: number, value: unknown, place: DataPlace): void {
    const number = this.isText ? NaN : numberOf(value);
    this.#cells.chunkOf(row)[row % this.#chunkRows] = number;
    if (Number.isNaN(number)) this.#cells.setCode(row, this.#codeOf(this.#textOf(value, place)));
  }

  /** Forgets the value of a row. */
  clear(row: number): void {
    this.#cells.clearCode(row);
  }

  finish(rows: number): Column {
    const texts = [...this.#codes.keys()];
    const own = this.#dates && this.#areDays ? texts.map((text) => this.#day(text)) : texts;
    return compact(this.#cells.finish(rows), own);
  }

  #day(text: string): string {
    return this.#dates!.has(text) ? text.slice(0, 10) : text;
  }

  #codeOf(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    this.#codes.set(text, this.#codes.size);
    return this.#codes.size - 1;
  }

  #textOf(value: unknown, place: DataPlace): string {
    if (value === null || value === undefined) return "";
    if (typeof value === "string") return value;
    if (typeof value === "boolean" || typeof value === "bigint") return String(value);
    if (typeof value === "number") return Number.isNaN(value) ? "" : String(value);
    if (value instanceof Date) {
      if (Number.isNaN(value.getTime())) return "";
      const text = value.toISOString();
      (this.#dates ??= new Set()).add(text);
      this.#areDays &&= text.endsWith("T00:00:00.000Z");
      return text;
    }
    throw new DataError(`expected a number, text, boolean, date or null, got ${show(value)}.`, {
      ...place,
      column: this.#name,
    });
  }
}

function numberOf(value: unknown): number {
  if (typeof value === "number") return Number.isFinite(value) ? value : NaN;
  return typeof value === "bigint" ? Number(value) : NaN;
}
