/**
 * How networks come to read records. What it takes is in `records.ts`, which a program that trains on numbers does not need: a
 * bundle has it only if the program asks for it (`enableRecords`), or reads tables.
 */
import type { Unseen } from "../../data/columns/recordRow.js";
import type { Dataset } from "../../data/dataset.js";
import { leftOut } from "../../data/recordsMaker.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import type { Floats } from "../../wasm/kernels.js";
import type { RecordAnswer } from "./answers.js";

/** Options of `predictRecords` and `predictor`. */
export interface RecordOptions {
  /** What to do with a value that the training data did not have: take it for "other", or refuse it (default: "other"). */
  unseen?: Unseen;
}

/** What is needed of a network. */
export interface Asked {
  readonly config: NetworkConfig;
  notes(): Record<string, unknown>;
  predict(inputs: Dataset): Floats[];
}

/** Answers the records of a network, and follows its notes. */
export interface RecordReader {
  /**
   * @param values [columns] where the numbers of the record go
   * @param answer to them
   */
  one(record: unknown, values: Float64Array, answer: () => Floats): RecordAnswer;
  all(records: readonly unknown[]): RecordAnswer[];
}

type ReaderOf = (network: Asked, options: RecordOptions) => RecordReader;

let known: ReaderOf = () => leftOut("enableRecords()");

/** Sets how records are read from now on. */
export function useRecordReader(readerOf: ReaderOf): void {
  known = readerOf;
}

/** How the records of a network are read. @throws ConfigError in a bundle without `enableRecords` */
export const recordReaderOf: ReaderOf = (network, options) => known(network, options);
