/**
 * Columns of numbers that are not written plainly. They are recognised on the different texts of a column, all of which must be
 * written alike. `data/columns/numberTexts.ts` reads one text.
 */
import { isMissingText } from "../data/columns/missingTexts.js";
import { fits, type Parts, partsOf, type Sign, valueOf } from "../data/columns/numberTexts.js";
import type { Column, Table } from "./table.js";

/** A column whose numbers are plain now, and how they were written. */
export interface PlainNumbers {
  readonly column: Column;
  /** In words: "decimal comma, thousands marks, %"; "" where only blanks and brackets were in the way. */
  readonly format: string;
}

/**
 * Turns the texts of a column into numbers where they are numbers, written in one way.
 *
 * At least half of the texts that say something must be such numbers. The others stay texts.
 *
 * @param column  numbers and codes are overwritten
 * @param decimal the decimal sign of the file, for texts such as "1,234" that fit both
 * @returns null where the texts are no numbers
 */
export function plainNumbers(column: Column, decimal: Sign): PlainNumbers | null {
  const { numbers, codes, texts } = column;
  if (codes === null) return null;
  const parts = texts.map((text) => (isMissingText(text) ? null : partsOf(text)));
  const known = texts.filter((text) => !isMissingText(text)).length;
  const found = parts.filter((one) => one !== null);
  if (found.length === 0 || 2 * found.length < known) return null;
  if (new Set(found.map(({ unit }) => unit).filter((unit) => unit !== "")).size > 1) return null;
  const sign = signOf(found, numbers, decimal);
  if (sign === null) return null;
  const values = parts.map((one) => (one && fits(one, sign) ? valueOf(one, sign) : NaN));
  const isNumber = values.map((value) => Number.isFinite(value));
  if (2 * isNumber.filter(Boolean).length < known) return null;
  const places = new Int32Array(texts.length).fill(-1);
  const left: string[] = [];
  texts.forEach((text, code) => {
    if (!isNumber[code]) places[code] = left.push(text) - 1;
  });
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code < 0) continue;
    if (isNumber[code]) numbers[row] = values[code]!;
    codes[row] = places[code]!;
  }
  const plain = { numbers, codes: left.length === 0 ? null : codes, texts: left };
  return { column: plain, format: wordsOf(found, sign) };
}

/**
 * A table with plain numbers in all columns where texts are numbers that are not written plainly.
 *
 * @param table  its columns are overwritten
 * @param isText [columns] which columns stay as they are
 * @param commaColumns names of columns with a decimal comma, where a text fits both signs
 */
export function withPlainNumbers(
  table: Table,
  isText: readonly boolean[],
  commaColumns: readonly string[] = [],
): Table {
  const formats: Record<string, string> = {};
  const decimalOf = (name: string) => (commaColumns.includes(name) ? "," : (table.reading.decimal ?? "."));
  const columns = table.columns.map((column, index) => {
    const plain = isText[index] ? null : plainNumbers(column, decimalOf(table.header[index]!));
    if (plain === null) return column;
    if (plain.format !== "") formats[table.header[index]!] = plain.format;
    return plain.column;
  });
  const reading = Object.keys(formats).length === 0 ? table.reading : { ...table.reading, formats };
  return { ...table, columns, reading };
}

/** The decimal sign of a column; null where its texts contradict each other. */
function signOf(found: readonly Parts[], numbers: Float64Array, decimal: Sign): Sign | null {
  const other = decimal === "." ? "," : ".";
  const own = found.some((one) => fits(one, decimal) && !fits(one, other));
  const others = found.some((one) => fits(one, other) && !fits(one, decimal));
  if (!others) return decimal;
  // numbers that were read already have the sign of the file
  const isOwnRead = numbers.some((value) => !Number.isNaN(value) && !Number.isInteger(value));
  return own || isOwnRead ? null : other;
}

function wordsOf(found: readonly Parts[], sign: Sign): string {
  const words: string[] = [];
  const has = (pattern: RegExp) => found.some(({ digits }) => pattern.test(digits));
  if (sign === "," && has(/,/)) words.push("decimal comma");
  if (has(sign === "." ? /[,'’\s]/ : /[.'’\s]/)) words.push("thousands marks");
  const unit = found.find((one) => one.unit !== "")?.unit;
  if (unit !== undefined) words.push(unit);
  return words.join(", ");
}
