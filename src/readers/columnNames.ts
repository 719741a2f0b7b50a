/** Finds columns of a table by the names that a user gives: names, lists with commas, "last", or numbers. */
import { DataError } from "../errors.js";
import { didYouMean, listNames } from "../nearest.js";
import { show } from "../wording.js";
import type { ColumnNames } from "../data/columns/options.js";
import type { Table } from "./table.js";

/** Names of columns as a list. */
export function listOf(given: ColumnNames | undefined): readonly string[] {
  return given === undefined ? [] : typeof given === "string" ? [given] : given;
}

/**
 * The indices of columns, in the order in which they are named.
 *
 * A name is that of a column, also where it has a comma in it. Otherwise it is a list of names that commas separate.
 *
 * @param what says in the error what the column is for: "a column to drop"
 * @throws {DataError} for a name that no column has
 */
export function findColumns(table: Table, given: ColumnNames | undefined, what: string): number[] {
  return listOf(given).flatMap((name) => {
    const whole = table.header.indexOf(name);
    if (whole >= 0 || !name.includes(",")) return [findColumn(table, name, what)];
    const parts = name.split(",").map((one) => one.trim());
    return parts.map((one) => findColumn(table, one, what));
  });
}

/**
 * The indices of the columns to learn: as `findColumns`, and "last" is the last column, and a number the column of that
 * position, from 1, where no column has it for a name.
 */
export function findTargets(table: Table, given: ColumnNames): number[] {
  const byPlace = (name: string): string => {
    const trimmed = name.trim();
    if (table.header.includes(trimmed)) return trimmed;
    if (trimmed === "last") return table.header.at(-1)!;
    const place = /^[1-9]\d*$/.test(trimmed) ? Number(trimmed) : 0;
    return table.header[place - 1] ?? name;
  };
  const known = listOf(given).flatMap((name) => {
    if (table.header.includes(name)) return [name];
    return name.includes(",") ? name.split(",").map(byPlace) : [byPlace(name)];
  });
  return [...new Set(findColumns(table, known, "a target column"))];
}

/** The index of one column. @throws {DataError} if no column has the name */
export function findColumn(table: Table, name: string, what: string): number {
  const column = table.header.indexOf(name);
  if (column >= 0) return column;
  throw new DataError(
    `expected ${what} ${show(name)}, got columns ${listNames(table.header)}.` +
      (didYouMean(name, table.header) || " Name one of them."),
    { file: table.name },
  );
}
