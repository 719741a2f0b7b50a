/** Settings about the columns of a table: which are inputs, what they mean, and what happens to missing cells. */
import type { Kind, Setting } from "./kinds.js";

const columnNames = {
  type: "either",
  forms: [{ type: "text" }, { type: "list", of: { type: "text" } }],
  expected: "a list of column names",
} as const satisfies Kind;

const names = { scope: "file", ...columnNames, repeats: true } as const;

export const columnRecords = {
  columns: {
    ...names,
    usual: "all but the target",
    flag: "--columns <columns>",
    meaning: "the only columns that are inputs, separated by commas",
  },
  drop: {
    ...names,
    flag: "--drop <columns>",
    meaning: "columns that are not inputs, separated by commas; a name with a comma by a flag of its own",
  },
  categorical: {
    ...names,
    usual: "texts that repeat",
    flag: "--categorical <columns>",
    meaning: "columns that are categories, also where they hold numbers",
  },
  numeric: {
    ...names,
    usual: "columns of numbers",
    flag: "--numeric <columns>",
    meaning: "columns that are numbers, also where they look like identifiers, dates or flags",
  },
  id: {
    ...names,
    flag: "--id <columns>",
    meaning: "columns that name the rows: not inputs, but repeated beside predictions",
  },
  missing: {
    scope: "file",
    type: "choice",
    names: ["fill", "drop", "refuse"],
    usual: "fill",
    flag: "--missing <what>",
    meaning:
      "what happens to missing cells of inputs: fill in the mean, and say in a column of its own where; drop such rows; refuse them",
  },
  missingValues: {
    scope: "file",
    type: "list",
    of: { type: "text" },
    repeats: true,
    usual: "empty cells and NA N/A n/a #N/A <NA> ? NaN nan null NULL None - .",
    flag: "--missing-values <texts>",
    meaning: "further texts or numbers that mean a missing value, separated by commas",
  },
} as const satisfies Readonly<Record<string, Setting>>;

/** Name of a setting about columns. */
export type ColumnSettingName = keyof typeof columnRecords;

export const columnSettingNames = Object.keys(columnRecords) as ColumnSettingName[];
