/**
 * A record in the words of a table → the row of numbers that `encode` makes of the same cells. It is compiled once for a schema,
 * so that a service spends no time on the schema with each record. Nothing is guessed from the record: the schema says what a
 * column means. Not here: records whose meaning is not known yet (`src/readers/recordBuilder.ts`).
 */
import { parseNumber } from "../classNames.js";
import { DataError, type DataPlace } from "../../errors.js";
import { listNames } from "../../nearest.js";
import { show } from "../../wording.js";
import { boundOrNaN, datePartsOf, finder, numberFinder, zeroOneOf } from "./cells.js";
import { type DateColumn, encodedColumns, type InputColumn, isZeroOne, type Schema } from "./columns.js";
import { partOf } from "./dates.js";
import { usualMissing } from "./missingTexts.js";
import { numberInText } from "./numberTexts.js";

/** What is the matter with a value; null if it fits. */
type Problem = "wrong" | "unseen" | "missing" | null;

/** Writes values of one kind of column. The numbers at `at` are 0 before. */
interface Writer {
  number(value: number, to: Float64Array, at: number): Problem;
  text(text: string, to: Float64Array, at: number): Problem;
  /** Missing for kinds that take a date as text. */
  date?(value: Date, to: Float64Array, at: number): Problem;
}

/** An input column, ready to read values. */
interface Reader {
  readonly input: InputColumn;
  /** Keys that lead to the value in objects inside the record; null if the name has no dots. */
  readonly path: readonly string[] | null;
  /** The first of its numbers, and how many of them are NaN where the value is missing. */
  readonly at: number;
  readonly gap: number;
  /** Where 1 says that the value is missing; −1 where training rows had all values. */
  readonly indicator: number;
  readonly isText: boolean;
  readonly missingTexts: ReadonlySet<string>;
  readonly missingNumbers: ReadonlySet<number>;
  readonly writer: Writer;
}

/** What to do with values that the training data did not have. */
export type Unseen = "other" | "refuse";

/** Compiled from a schema: see `write`. */
export class RecordEncoder {
  /** How many numbers a record becomes. */
  readonly columns: number;
  readonly #readers: readonly Reader[];
  readonly #names: ReadonlySet<string>;
  readonly #refused: ReadonlySet<Problem>;

  /** @param unseen as in `EncodeOptions` */
  constructor(schema: Pick<Schema, "inputs" | "texts" | "missingValues" | "missing">, unseen: Unseen) {
    const { inputs, texts = [], missingValues = [] } = schema;
    let at = 0;
    this.#readers = inputs.map((input) => {
      const reader = readerOf(input, at, texts, missingValues);
      at += encodedColumns(input).length;
      return reader;
    });
    this.columns = at;
    this.#names = new Set(inputs.map(({ name }) => name));
    this.#refused = new Set<Problem>([
      "wrong",
      ...(unseen === "refuse" ? ["unseen" as const] : []),
      ...(schema.missing === "refuse" ? ["missing" as const] : []),
    ]);
  }

  /**
   * Writes a record as numbers; NaN for missing ones.
   *
   * @param record an object with the names of the columns, or a list of the cells of columns "1", "2", …
   * @param to     [… columns] written from `at` on
   * @param place  of the record, for messages
   * @param others the records that come with it. A column that the record lacks is missing where one of them has it, or where
   *   training rows had gaps; otherwise it is an error
   * @throws {DataError} that names all values that do not fit
   */
  write(
    record: unknown,
    to: Float64Array,
    at: number,
    place: DataPlace,
    others: readonly unknown[] = [],
  ): void {
    const own = objectOf(record, place);
    to.fill(0, at, at + this.columns);
    for (const reader of this.#readers) {
      const value = valueIn(own, reader);
      if (value === undefined && !this.#mayLack(reader, own, others)) this.#refuse(own, place, others);
      const problem = writeValue(reader, value, to, at);
      if (problem !== null && this.#refused.has(problem)) this.#refuse(own, place, others);
    }
  }

  /** Whether a record may lack a column. A key that differs in case and marks alone is a slip. */
  #mayLack({ input, path }: Reader, record: Record<string, unknown>, others: readonly unknown[]): boolean {
    if (this.#hasOtherKeys(record) && slipOf(record, input.name) !== undefined) return false;
    const has = (other: unknown) => typeof other === "object" && other !== null && input.name in other;
    return input.missing !== undefined || path !== null || others.some(has);
  }

  /** Whether a record has a key that names no column. */
  #hasOtherKeys(record: Record<string, unknown>): boolean {
    for (const key in record) if (!this.#names.has(key)) return true;
    return false;
  }

  /** @throws {DataError} always */
  #refuse(record: Record<string, unknown>, place: DataPlace, others: readonly unknown[]): never {
    const scratch = new Float64Array(this.columns);
    const complaints = this.#readers.flatMap((reader) => {
      const { input } = reader;
      const value = valueIn(record, reader);
      const lacks = value === undefined && !this.#mayLack(reader, record, others);
      const problem = lacks ? null : writeValue(reader, value, scratch, 0);
      const text = lacks ? lackingText(record, input) : problem && this.#textOf(problem, input, value);
      return text ? [{ column: input.name, text }] : [];
    });
    const [{ column, text }, ...more] = complaints as [{ column: string; text: string }];
    if (more.length === 0) throw new DataError(text, { ...place, column });
    const list = complaints.map((one) => `${show(one.column)}: ${one.text}`).join(" ");
    throw new DataError(`${complaints.length} values do not fit. ${list}`, place);
  }

  #textOf(problem: Problem, input: InputColumn, value: unknown): string | null {
    if (!this.#refused.has(problem)) return null;
    const got = value instanceof Date ? show(value.toJSON()) : show(value);
    if (problem === "missing") return `expected a value, got ${got}. The model takes no missing ones.`;
    const expected = problem === "unseen" ? valuesText(input) : kindText(input);
    return `expected ${expected}, got ${got}. Correct it, or give null if it is not known.`;
  }
}

function readerOf(
  input: InputColumn,
  at: number,
  texts: readonly string[],
  missingValues: readonly string[],
): Reader {
  const { name, kind } = input;
  const own = [...missingValues, ...(input.missingTexts ?? [])];
  // a value that training took for a category stays one: models of the first version have "NA" among theirs
  const known = new Set("values" in input ? input.values : []);
  const missingTexts = [...usualMissing, ...own].filter((text) => !known.has(text));
  return {
    input,
    path: name.includes(".") ? name.split(".") : null,
    at,
    gap: kind === "number" ? 1 : kind === "date" ? input.parts.length : 0,
    indicator: input.missing ? at + encodedColumns(input).length - 1 : -1,
    isText: texts.includes(name),
    missingTexts: new Set(missingTexts),
    missingNumbers: new Set(own.map(parseNumber).filter((value) => value !== null)),
    writer: writerOf(input),
  };
}

/** The value of a column; undefined if the record has none. */
function valueIn(record: Record<string, unknown>, { input: { name }, path }: Reader): unknown {
  const value = record[name];
  if (value === undefined && path !== null) return valueAt(record, path);
  // what objects inherit, such as "constructor", is no value
  if (typeof value === "object" || typeof value === "function")
    return Object.hasOwn(record, name) ? value : undefined;
  return value;
}

function valueAt(record: object, path: readonly string[]): unknown {
  let value: unknown = record;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function writeValue(reader: Reader, value: unknown, to: Float64Array, start: number): Problem {
  const { writer, at } = reader;
  switch (typeof value) {
    case "number":
    case "bigint": {
      const number = Number(value);
      if (number !== number || reader.missingNumbers.has(number)) return writeGap(reader, to, start);
      if (reader.isText || number - number !== 0) return writer.text(String(value), to, start + at);
      return writer.number(number, to, start + at);
    }
    case "string":
      if (reader.missingTexts.has(value.trim())) return writeGap(reader, to, start);
      return writer.text(value, to, start + at);
    case "boolean":
      return writer.text(String(value), to, start + at);
    case "undefined":
      return writeGap(reader, to, start);
  }
  if (value === null) return writeGap(reader, to, start);
  if (!(value instanceof Date)) return "wrong";
  if (Number.isNaN(value.getTime())) return writeGap(reader, to, start);
  if (writer.date) return writer.date(value, to, start + at);
  const text = value.toISOString();
  return writer.text(text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text, to, start + at);
}

function writeGap({ at, gap, indicator }: Reader, to: Float64Array, start: number): Problem {
  if (gap > 0) to.fill(NaN, start + at, start + at + gap);
  if (indicator >= 0) to[start + indicator] = 1;
  return "missing";
}

function writerOf(input: InputColumn): Writer {
  switch (input.kind) {
    case "number":
      return numberWriter(boundOrNaN, (value) => value, input.decimal);
    case "yes/no":
      // 0 and 1 → −1 and 1; other numbers on the same line
      if (isZeroOne(input)) return numberWriter(zeroOneOf, (value) => 2 * value - 1);
      return placeWriter(input.values, false, (place, to, at) => (to[at] = 2 * place - 1));
    case "category":
      return placeWriter(input.values, input.other !== undefined, (place, to, at) => (to[at + place] = 1));
    case "date":
      return dateWriter(input);
  }
}

function numberWriter(
  otherwise: (text: string) => number,
  scale: (value: number) => number,
  decimal?: ",",
): Writer {
  const number = (value: number, to: Float64Array, at: number) => {
    if (value - value !== 0) return "wrong";
    to[at] = scale(value);
    return null;
  };
  return {
    number,
    text: (text, to, at) => number(numberOf(text, decimal) ?? otherwise(text), to, at),
  };
}

/** The number in a text; null for another text. With a decimal comma "1.234" is 1234. */
function numberOf(text: string, decimal: "," | undefined): number | null {
  const isMarked = decimal !== undefined && text.includes(".");
  return (isMarked ? null : parseNumber(text.trim())) ?? numberInText(text, decimal);
}

/** Writes the place of a value among known ones. @param hasOther whether other values have the place behind them */
function placeWriter(
  values: readonly string[],
  hasOther: boolean,
  put: (place: number, to: Float64Array, at: number) => void,
): Writer {
  const [ofText, ofNumber] = [finder(values), numberFinder(values)];
  const write = (place: number | undefined, to: Float64Array, at: number) => {
    if (place !== undefined || hasOther) put(place ?? values.length, to, at);
    return place === undefined ? "unseen" : null;
  };
  return {
    number: (value, to, at) => write(ofNumber(value), to, at),
    text: (text, to, at) => write(ofText(text), to, at),
  };
}

function dateWriter(input: DateColumn): Writer {
  const { parts, first } = input;
  const text = (cell: string, to: Float64Array, at: number) => {
    const found = datePartsOf(input, cell);
    if (found === null) return "wrong";
    to.set(found, at);
    return null;
  };
  return {
    number: (value, to, at) => text(String(value), to, at),
    text,
    date(value, to, at) {
      const hour = value.getUTCHours() + value.getUTCMinutes() / 60 + value.getUTCSeconds() / 3600;
      const moment = { days: Math.floor(value.getTime() / 86_400_000), hour };
      parts.forEach((part, index) => (to[at + index] = partOf(moment, part, first)));
      return null;
    },
  };
}

/** The record as an object. @throws {DataError} for a value that is not an object */
function objectOf(record: unknown, place: DataPlace): Record<string, unknown> {
  if (Array.isArray(record))
    return Object.fromEntries(record.map((cell, index) => [String(index + 1), cell]));
  if (typeof record === "object" && record !== null) return record as Record<string, unknown>;
  throw new DataError(`expected an object such as {"age": 39}, got ${show(record)}.`, place);
}

/** A key that is a name but for case and marks; undefined where there is none. */
function slipOf(record: object, name: string): string | undefined {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[\s_.-]/g, "");
  const wanted = plain(name);
  return Object.keys(record).find((key) => key !== name && plain(key) === wanted);
}

function lackingText(record: Record<string, unknown>, { name }: InputColumn): string {
  const slip = slipOf(record, name);
  const keys = Object.keys(record);
  const got = keys.length === 0 ? "an empty record" : `a record with ${listNames(keys)}`;
  const advice =
    slip === undefined ? "Add it; null means that it is not known." : `Rename ${show(slip)} if that is it.`;
  return `expected the value that the model was trained with, got ${got}. ${advice}`;
}

function kindText(input: InputColumn): string {
  return input.kind === "date"
    ? "a date"
    : input.kind === "number" || input.kind === "yes/no"
      ? "a number"
      : "a text";
}

function valuesText(input: InputColumn): string {
  const values = "values" in input ? input.values : [];
  return values.length > 20 ? "a value that the training data had" : `a known value (${listNames(values)})`;
}
