/**
 * How `Dataset.fromRecords` comes to the readers of tables, which are above this module. `index.ts` sets it; a bundler leaves it
 * out, since a program that has numbers needs no readers.
 */
import { ConfigError } from "../errors.js";
import type { FromRecordsOptions } from "./columns/options.js";

/** Gives a `Dataset`, whose module needs this one. */
type RecordsMaker = (data: object, options: FromRecordsOptions) => unknown;

let known: RecordsMaker = () => leftOut("fromRecords");

/** Sets how data sets are made of records from now on. */
export function useRecordsMaker(maker: RecordsMaker): void {
  known = maker;
}

/** Makes a data set of records. @throws ConfigError in a bundle */
export const recordsMaker: RecordsMaker = (data, options) => known(data, options);

/** What a program does that has no reader of records. @throws ConfigError always */
export function leftOut(instead: string): never {
  throw new ConfigError(`records: a bundler left out what reads them. Call ${instead} of "chainrule" first.`);
}
