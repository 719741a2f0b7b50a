/**
 * How networks come to read records. What it takes is in `records.ts`, which a program that trains on numbers does not need: a
 * bundle has it only if the program asks for it (`enableRecords`), or reads tables.
 */
import type { DataPlace } from "../../errors.js";
import { ConfigError } from "../../errors.js";
import type { Unseen } from "../../data/columns/recordRow.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import type { RecordAnswer } from "./answers.js";

/** Options of `predictRecords` and `predictor`. */
export interface RecordOptions {
  /** What to do with a value that the training data did not have: take it for "other", or refuse it (default: "other"). */
  unseen?: Unseen;
}

/** How the records of one network are read and answered. */
export interface RecordReading {
  /** Numbers that a record becomes: columns of the data. */
  readonly columns: number;
  /** See `RecordEncoder.write`. */
  write(record: unknown, to: Float64Array, at: number, place: DataPlace, others?: readonly unknown[]): void;
  /** The answer of a row of outputs. */
  answerOf(outputs: ArrayLike<number>): RecordAnswer;
}

type ReadingOf = (
  notes: Record<string, unknown>,
  config: NetworkConfig,
  options: RecordOptions,
) => RecordReading;

let known: ReadingOf | null = null;

/** Sets how records are read from now on. */
export function useRecordReading(readingOf: ReadingOf): void {
  known = readingOf;
}

/**
 * How the records of a network are read.
 *
 * @throws ConfigError for notes without columns, and in a bundle without `enableRecords`
 */
export const recordReadingOf: ReadingOf = (notes, config, options) => {
  if (known) return known(notes, config, options);
  throw new ConfigError(
    'predictRecords: a bundler left out what reads records. Call enableRecords() first, from "chainrule".',
  );
};
