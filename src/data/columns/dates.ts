/**
 * Dates and times as people write them. The order of day and month is found for a column as a whole: the first order in which
 * every text is a date. A column in which both orders are possible is day first where the mark is a dot, else month first.
 */
import type { DateFormat, DatePart } from "./columns.js";

/** A moment: days since 1970-01-01, and the time as a fraction of a day; null parts are not in the text. */
interface Moment {
  readonly days: number | null;
  /** Hours since midnight; null without a time. */
  readonly hour: number | null;
}

const clock = String.raw`(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?`;
const zone = String.raw`(?:\s*(?:z|utc|[+-]\d{2}:?\d{2}))?`;
const afterDate = String.raw`(?:(?:t|\s+|,\s*|\s*-\s*)${clock}${zone})?`;
const timeOnly = new RegExp(`^${clock}$`, "i");
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${afterDate}$`, "i");
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${afterDate}$`, "i");
const yearMonth = /^(\d{4})[-/](\d{1,2})$/;
const packed = /^(\d{4})(\d{2})(\d{2})(?:t?(\d{2})(\d{2})(\d{2})?z?)?$/i;
const dayName = new RegExp(
  String.raw`^(\d{1,2})[-\s.]+([a-z]{3,9})\.?[-\s,]+(\d{4}|\d{2})${afterDate}$`,
  "i",
);
const nameDay = new RegExp(String.raw`^([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})${afterDate}$`, "i");
const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** Reads one text in a format; null if it is no such date. */
export function readDate(text: string, format: DateFormat): Moment | null {
  const cell = text.trim();
  if (format === "time") {
    const found = timeOnly.exec(cell);
    const hour = found && hourOf(found.slice(1));
    return hour === null ? null : { days: null, hour };
  }
  const parts = datePartsOf(cell, format);
  if (!parts) return null;
  const [year, month, day, time] = parts;
  const days = daysOf(year, month, day);
  const hour = time[0] === undefined ? null : hourOf(time);
  if (days === null || (time[0] !== undefined && hour === null)) return null;
  return { days, hour };
}

type DateParts = [year: number, month: number, day: number, time: (string | undefined)[]];

function datePartsOf(cell: string, format: DateFormat): DateParts | null {
  if (format === "ymd") {
    const found = yearFirst.exec(cell);
    if (found) return [Number(found[1]), Number(found[3]), Number(found[4]), found.slice(5)];
    const short = yearMonth.exec(cell);
    if (short) return [Number(short[1]), Number(short[2]), 1, []];
    const tight = packed.exec(cell);
    return tight && [Number(tight[1]), Number(tight[2]), Number(tight[3]), tight.slice(4)];
  }
  if (format === "dmy") {
    const named = dayName.exec(cell);
    if (named) return [fullYear(named[3]!), monthOf(named[2]!), Number(named[1]), named.slice(4)];
  } else {
    const named = nameDay.exec(cell);
    if (named) return [Number(named[3]), monthOf(named[1]!), Number(named[2]), named.slice(4)];
  }
  const found = yearLast.exec(cell);
  if (!found) return null;
  const [first, second] = [Number(found[1]), Number(found[3])];
  const [day, month] = format === "dmy" ? [first, second] : [second, first];
  return [fullYear(found[4]!), month, day, found.slice(5)];
}

/** "24" → 2024 and "87" → 1987, as spreadsheets read them. */
function fullYear(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year + (year < 50 ? 2000 : 1900);
}

/** "January", "Jan" → 1; 0 for another word. */
function monthOf(name: string): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/** Days since 1970-01-01; null for a day that is not in the calendar. */
function daysOf(year: number, month: number, day: number): number | null {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCDate() === day ? date.getTime() / 86_400_000 : null;
}

/** Hours since midnight, seconds as fractions; null for a time that is not on the clock. */
function hourOf([hours, minutes = "0", seconds = "0", half]: (string | undefined)[]): number | null {
  let hour = Number(hours);
  if (half) hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  if (hour > 24 || Number(minutes) > 59 || Number(seconds) > 60) return null;
  return hour + Number(minutes) / 60 + Number(seconds) / 3600;
}

/**
 * The format in which all texts are dates; null if no format fits all.
 *
 * @param texts the different texts of a column, without those that mean a missing value; at least 1
 */
export function dateFormatOf(texts: readonly string[]): DateFormat | null {
  const first = texts[0]!;
  const isDotted = /^\d{1,2}\./.test(first.trim());
  const order: DateFormat[] = isDotted ? ["ymd", "dmy", "mdy", "time"] : ["ymd", "mdy", "dmy", "time"];
  return order.find((format) => texts.every((text) => readDate(text, format) !== null)) ?? null;
}

/** One part of a moment as a number; NaN where the text has no such part. @param first day, for "days" */
export function partOf({ days, hour }: Moment, part: DatePart, first: number): number {
  if (part === "hour") return hour ?? NaN;
  if (days === null) return NaN;
  if (part === "days") return days - first;
  // 1970-01-01 was a Thursday
  if (part === "weekday") return ((((days + 3) % 7) + 7) % 7) + 1;
  const date = new Date(days * 86_400_000);
  return part === "month" ? date.getUTCMonth() + 1 : date.getUTCDate();
}
