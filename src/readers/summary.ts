/** What is in the columns of a table, as `survey.ts` counts it in memory and `blockSurvey.ts` block by block. */

/** A text of a column, and the rows that have it. */
export interface SurveyedText {
  readonly text: string;
  readonly count: number;
  /** The first row with it. */
  readonly first: number;
}

/** What is in a column. */
export interface Survey {
  readonly name: string;
  /** Index of the column in the table. */
  readonly column: number;
  /** Cells with a value: numbers and texts. */
  readonly present: number;
  /** Cells without a value. */
  readonly missing: number;
  /** Cells that are numbers. */
  readonly numbers: number;
  /** The texts that are values, by first appearance. */
  readonly texts: readonly SurveyedText[];
  /** Smallest and greatest number; NaN without numbers. */
  readonly least: number;
  readonly most: number;
  /** Mean and standard deviation of the numbers; NaN without numbers. */
  readonly mean: number;
  readonly deviation: number;
  /** Whether all numbers are whole. */
  readonly isWhole: boolean;
  /** Says that `texts` are only the first ones, where there are too many to keep: "more than 50,000 different texts". */
  readonly hasMoreTexts?: string;
}

/** What is known of the columns of a table that is not in memory. */
export interface TableSummary {
  survey(column: number): Survey;
  /** The different numbers of a column, with their rows. @throws {DataError} where `most` are wanted and there are more */
  numberCounts(column: number, most: number): Map<number, number>;
  /** Whether no number of a column was seen twice. */
  areDifferent(column: number): boolean;
}
