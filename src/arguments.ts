/** What callers give in place of an object: options, networks, tables. A wrong one is named before anything reads from it. */
import { ConfigError } from "./errors.js";
import { show } from "./wording.js";

/**
 * Refuses options that are no object.
 *
 * @param of the function, as the caller wrote it
 * @throws ConfigError
 */
export function checkOptions(options: unknown, of: string): void {
  refuseUnless(typeof options === "object" && options !== null, of, "an object of options", options);
}

/** Refuses what is no network. @throws ConfigError */
export function checkIsNetwork(network: unknown, of: string): void {
  const isNetwork = has(network, "config") && has(network, "parameters");
  refuseUnless(isNetwork, of, "a Network", network);
}

/** Refuses what does not have a method that a network has. @throws ConfigError */
export function checkCan(network: unknown, method: string, of: string): void {
  refuseUnless(has(network, method), of, "a Network", network);
}

/** Refuses what is no table as the readers make it. @throws ConfigError */
export function checkIsTable(table: unknown, of: string): void {
  const isTable = has(table, "header") && has(table, "columns") && has(table, "rows");
  refuseUnless(isTable, of, "a table, as readTable makes it", table);
}

/** Refuses what has no rows, or no division of them, as a Dataset has. @throws ConfigError */
export function checkIsDivisible(dataset: unknown, of: string): void {
  refuseUnless(has(dataset, "rows") && has(dataset, "division"), of, "a Dataset", dataset);
}

function has(value: unknown, name: string): boolean {
  return typeof value === "object" && value !== null && name in value;
}

function refuseUnless(isRight: boolean, of: string, expected: string, got: unknown): void {
  if (!isRight) throw new ConfigError(`${of}: expected ${expected}, got ${show(got)}.`);
}
