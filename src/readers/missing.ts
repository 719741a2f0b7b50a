/** Missing cells of a column: which of its texts and numbers mean that there is no value. */
import { parseNumber } from "../data/classNames.js";
import { usualMissing } from "../data/columns/missingTexts.js";
import type { Column } from "./table.js";

/** Which cells of a column are missing: by row, and for each of its texts. */
export interface MissingTest {
  /** [texts] whether a text means a missing value. */
  readonly texts: readonly boolean[];
  /** Whether a number means a missing value. */
  ofNumber(value: number): boolean;
  /** Whether the cell of a row is missing. */
  of(row: number): boolean;
}

/**
 * Makes the test of one column.
 *
 * @param more texts and numbers that mean a missing value, besides the usual ones
 */
export function missingTest({ numbers, codes, texts }: Column, more: readonly string[] = []): MissingTest {
  const known = new Set([...usualMissing, ...more]);
  const values = new Set(more.map(parseNumber).filter((value) => value !== null));
  const ofTexts = texts.map((text) => known.has(text.trim()));
  const ofNumber = (value: number) => Number.isNaN(value) || values.has(value);
  return {
    texts: ofTexts,
    ofNumber,
    of(row) {
      const code = codes === null ? -1 : codes[row]!;
      return code < 0 ? ofNumber(numbers[row]!) : ofTexts[code]!;
    },
  };
}
