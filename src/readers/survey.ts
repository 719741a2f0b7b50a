/**
 * What is in a column of a table: how many cells are numbers, texts and missing, and which. `schema.ts` decides from it what the
 * column means, and `inspect` prints it.
 */
import { missingTest } from "./missing.js";
import type { Survey } from "./summary.js";
import type { Table } from "./table.js";

export type { Survey, SurveyedText } from "./summary.js";

/**
 * Surveys one column.
 *
 * @param missing texts that mean a missing value, besides the usual ones
 */
export function surveyColumn(table: Table, column: number, missing: readonly string[] = []): Survey {
  if (table.summary) return table.summary.survey(column);
  const { numbers, codes, texts } = table.columns[column]!;
  const test = missingTest(table.columns[column]!, missing);
  const counts = new Float64Array(texts.length);
  const firsts = new Float64Array(texts.length).fill(-1);
  let [count, none, least, most, isWhole, sum] = [0, 0, Infinity, -Infinity, true, 0];
  const isMissing = new Uint8Array(missing.length > 0 ? table.rows : 0);
  for (let row = 0; row < table.rows; row++) {
    const code = codes === null ? -1 : codes[row]!;
    if (code >= 0) {
      if (test.texts[code]) none++;
      else {
        if (firsts[code]! < 0) firsts[code] = row;
        counts[code]!++;
      }
      continue;
    }
    if (test.of(row)) {
      none++;
      if (isMissing.length > 0) isMissing[row] = 1;
      continue;
    }
    const value = numbers[row]!;
    count++;
    sum += value;
    if (value < least) least = value;
    if (value > most) most = value;
    isWhole &&= Number.isInteger(value);
  }
  const mean = sum / count;
  let squares = 0;
  for (let row = 0; row < table.rows; row++) {
    const isText = codes !== null && codes[row]! >= 0;
    if (isText || isMissing[row] === 1 || Number.isNaN(numbers[row]!)) continue;
    squares += (numbers[row]! - mean) ** 2;
  }
  const surveyed = texts
    .map((text, code) => ({ text, count: counts[code]!, first: firsts[code]! }))
    .filter((one) => one.count > 0);
  return {
    name: table.header[column]!,
    column,
    present: table.rows - none,
    missing: none,
    numbers: count,
    texts: surveyed,
    least: count > 0 ? least : NaN,
    most: count > 0 ? most : NaN,
    mean,
    deviation: Math.sqrt(squares / count),
    isWhole: isWhole && count > 0,
  };
}

/** The different values of a column as text, with the rows that have them; numbers in their shortest form. */
export function valuesOf(table: Table, survey: Survey, missing: readonly string[] = []): Map<string, number> {
  const found = new Map(survey.texts.map(({ text, count }) => [text, count]));
  if (survey.numbers === 0) return found;
  for (const [value, count] of numberCounts(table, survey, missing)) {
    const text = String(value);
    found.set(text, (found.get(text) ?? 0) + count);
  }
  return found;
}

/** The different numbers of a column, with the rows that have them. @param most stops when there are more than this */
export function numberCounts(
  table: Table,
  { column }: Survey,
  missing: readonly string[] = [],
  most = Infinity,
): Map<number, number> {
  if (table.summary) return table.summary.numberCounts(column, most);
  const { numbers, codes } = table.columns[column]!;
  const test = missingTest(table.columns[column]!, missing);
  const found = new Map<number, number>();
  for (let row = 0; row < table.rows && found.size <= most; row++) {
    if ((codes !== null && codes[row]! >= 0) || test.of(row)) continue;
    found.set(numbers[row]!, (found.get(numbers[row]!) ?? 0) + 1);
  }
  return found;
}
