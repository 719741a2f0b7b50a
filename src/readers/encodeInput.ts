/** Writes one column of a table as numbers, by its kind, and counts the cells that do not fit. */
import { boundOrNaN, datePartsOf, finder, numberFinder, zeroOneOf } from "../data/columns/cells.js";
import {
  type CategoryColumn,
  type DateColumn,
  encodedColumns,
  type InputColumn,
  isZeroOne,
  type YesNoColumn,
} from "../data/columns/columns.js";
import { missingTest } from "./missing.js";
import type { Column, Table } from "./table.js";

/** Cells of one kind: how many, the first row, and their first different texts. */
export interface Cells {
  count: number;
  first: number;
  readonly values: Set<string>;
}

/** What was found in a column besides values that fit. */
export interface Found {
  /** Cells that are no number or no date. */
  readonly wrong: Cells;
  /** Values that have no input of their own: unknown ones, and rare ones. */
  readonly unseen: Cells;
  /** Missing cells, where no training cell was missing. */
  missing: number;
}

/** Where a column is written. */
export interface Place {
  /** [rows × width], all zero. */
  readonly values: Float64Array;
  readonly width: number;
  /** The first column of the place. */
  readonly to: number;
}

/** At most this many texts are listed in a message. */
const mostListed = 3;

function nothing(): Found {
  const cells = (): Cells => ({ count: 0, first: -1, values: new Set() });
  return { wrong: cells(), unseen: cells(), missing: 0 };
}

/**
 * Writes the cell of a row at `at`, if it fits.
 *
 * @param code of its text, −1 for a number
 * @returns what is the matter with it; null if it fits
 */
type Write = (code: number, number: number, at: number) => "wrong" | "unseen" | null;

/**
 * Encodes a column.
 *
 * @param missingValues texts that mean a missing value, besides the usual ones
 * @param isBad [rows] set to 1 where a cell does not fit
 */
export function encodeInput(
  table: Table,
  from: number,
  input: InputColumn,
  missingValues: readonly string[],
  { values, width, to }: Place,
  isBad: Uint8Array,
): Found {
  const column = table.columns[from]!;
  const { numbers, codes, texts } = column;
  const missing = missingTest(column, [...missingValues, ...(input.missingTexts ?? [])]);
  // a value that training took for a category stays one: models of the first version have "NA" among theirs
  const known = new Set("values" in input ? input.values : []);
  const isMissingText = missing.texts.map((one, code) => one && !known.has(texts[code]!));
  const write = writerOf(input, column, values);
  const indicator = input.missing ? to + encodedColumns(input).length - 1 : -1;
  const gap = input.kind === "number" ? 1 : input.kind === "date" ? input.parts.length : 0;
  const found = nothing();
  for (let row = 0; row < table.rows; row++) {
    const code = codes === null ? -1 : codes[row]!;
    const number = numbers[row]!;
    const at = row * width + to;
    if (code < 0 ? missing.ofNumber(number) : isMissingText[code]) {
      values.fill(NaN, at, at + gap);
      if (indicator >= 0) values[row * width + indicator] = 1;
      else found.missing++;
      continue;
    }
    const problem = write(code, number, at);
    if (problem === null) continue;
    const cells = found[problem];
    if (cells.count++ === 0) cells.first = row;
    if (cells.values.size < mostListed) cells.values.add(code < 0 ? String(number) : texts[code]!);
    if (problem === "wrong") isBad[row] = 1;
  }
  return found;
}

function writerOf(input: InputColumn, column: Column, values: Float64Array): Write {
  switch (input.kind) {
    case "number":
      return numberWriter(column, values);
    case "yes/no":
      return isZeroOne(input) ? zeroOneWriter(column, values) : yesNoWriter(input, column, values);
    case "category":
      return categoryWriter(input, column, values);
    case "date":
      return dateWriter(input, column, values);
  }
}

function numberWriter({ texts }: Column, values: Float64Array): Write {
  const ofTexts = texts.map(boundOrNaN);
  return (code, number, at) => {
    const value = code < 0 ? number : ofTexts[code]!;
    if (!Number.isFinite(value)) return "wrong";
    values[at] = value;
    return null;
  };
}

/** 0 → −1, 1 → 1; other numbers on the same line, since they may be counts that training saw only 0 and 1 of. */
function zeroOneWriter({ texts }: Column, values: Float64Array): Write {
  const ofTexts = texts.map(zeroOneOf);
  return (code, number, at) => {
    const value = code < 0 ? number : ofTexts[code]!;
    if (!Number.isFinite(value)) return "wrong";
    values[at] = 2 * value - 1;
    return null;
  };
}

function yesNoWriter({ values: pair }: YesNoColumn, { texts }: Column, values: Float64Array): Write {
  const find = finder(pair);
  const ofTexts = texts.map((text) => find(text));
  const ofNumber = numberFinder(pair);
  return (code, number, at) => {
    const place = code < 0 ? ofNumber(number) : ofTexts[code];
    if (place === undefined) return "unseen";
    values[at] = place === 0 ? -1 : 1;
    return null;
  };
}

function categoryWriter(
  { values: known, other }: CategoryColumn,
  column: Column,
  values: Float64Array,
): Write {
  const find = finder(known);
  const ofTexts = column.texts.map((text) => find(text));
  const ofNumber = numberFinder(known);
  return (code, number, at) => {
    const place = code < 0 ? ofNumber(number) : ofTexts[code];
    if (place === undefined && other) values[at + known.length] = 1;
    if (place === undefined) return "unseen";
    values[at + place] = 1;
    return null;
  };
}

function dateWriter(input: DateColumn, { texts }: Column, values: Float64Array): Write {
  const ofTexts = texts.map((text) => datePartsOf(input, text));
  return (code, number, at) => {
    const found = code < 0 ? datePartsOf(input, String(number)) : ofTexts[code]!;
    if (found === null) return "wrong";
    values.set(found, at);
    return null;
  };
}
