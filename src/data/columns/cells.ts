/**
 * What a cell means in a column whose kind is known: a number, one of two values, a category, a date. The table encoder
 * (`src/readers/encodeInput.ts`) and the record encoder (`recordRow.ts`) both ask here, so that a cell means the same in a file
 * and in a record.
 */
import { parseNumber } from "../classNames.js";
import { boundOf } from "./bounds.js";
import type { DateColumn } from "./columns.js";
import { partOf, readDate } from "./dates.js";

/** The number in a text of a column of numbers, such as "10 or more"; NaN for no number. */
export function boundOrNaN(text: string): number {
  return boundOf(text) ?? NaN;
}

/** The number in a text of a column of 0 and 1: a number, or a word that other programs write; NaN for another text. */
export function zeroOneOf(text: string): number {
  const word = text.trim().toLowerCase();
  const number = parseNumber(word);
  if (number !== null) return number;
  return word === "true" || word === "yes" ? 1 : word === "false" || word === "no" ? 0 : NaN;
}

/** Finds the index of a text among known values; if all are numbers, "7.0" is found as "7". */
export function finder(values: readonly string[]): (text: string) => number | undefined {
  const places = new Map(values.map((value, index) => [value, index]));
  const numeric = values.every((value) => parseNumber(value) !== null);
  return (text) => {
    const place = places.get(text);
    if (place !== undefined || !numeric) return place;
    const value = parseNumber(text);
    return value === null ? undefined : places.get(String(value));
  };
}

/** Finds the index of a number among known values, as `finder` finds its shortest text. */
export function numberFinder(values: readonly string[]): (value: number) => number | undefined {
  const entries = values.map((value, index) => [Number(value), index] as const);
  const places = new Map(entries.filter(([value, index]) => String(value) === values[index]));
  return (value) => places.get(value);
}

/** The parts of the date in a text, as numbers; null for no date. */
export function datePartsOf({ format, parts, first }: DateColumn, text: string): number[] | null {
  const moment = readDate(text, format);
  return moment && parts.map((part) => partOf(moment, part, first));
}
