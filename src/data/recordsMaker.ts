/**
 * How `Dataset.fromRecords` comes to the readers of tables, which are above this module. `index.ts` sets it; a bundler leaves it
 * out, since a program that has numbers needs no readers.
 */
import { ConfigError } from "../errors.js";
import type { FromRecordsOptions } from "./columns/options.js";

/** Gives a `Dataset`, whose module needs this one. */
type RecordsMaker = (data: object, options: FromRecordsOptions) => unknown;

let known: RecordsMaker | null = null;

/** Sets how data sets are made of records from now on. */
export function useRecordsMaker(maker: RecordsMaker): void {
  known = maker;
}

/** Makes a data set of records. @throws ConfigError in a bundle */
export const recordsMaker: RecordsMaker = (data, options) => {
  if (known) return known(data, options);
  throw new ConfigError(
    "Dataset.fromRecords: a bundler left out what reads records. Call fromRecords(data, options).dataset instead.",
  );
};
