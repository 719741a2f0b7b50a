/**
 * What the columns of a table mean: which are numbers, which are categories, and which is the target. It is worked out once,
 * on the training data, and kept with the model as JSON. `encode.ts` applies it to these and other data.
 */
import { ConfigError, DataError } from "../errors.js";
import { show } from "../wording.js";
import { parseNumber, sortedNames } from "../data/classNames.js";
import { cellError } from "./cells.js";
import { cellText, type Table } from "./table.js";
import { didYouMean, listNames } from "../nearest.js";

/** An input column: numbers, used as they are, or texts from a set, encoded one-hot. */
export type InputColumn =
  | {
      /** As in the header. */
      readonly name: string;
      /** One column of inputs. */
      readonly kind: "number";
    }
  | {
      /** As in the header. */
      readonly name: string;
      /** One column of inputs for each value. */
      readonly kind: "category";
      /** The texts, sorted; at most 100. */
      readonly values: readonly string[];
    };

/** The column to learn: one of a set of classes, or a number. */
export type TargetColumn =
  | {
      /** As in the header. */
      readonly name: string;
      /** One output for each class. */
      readonly kind: "class";
      /** The classes, sorted; at least 2. */
      readonly classes: readonly string[];
    }
  | {
      /** As in the header. */
      readonly name: string;
      /** One output. */
      readonly kind: "number";
    };

/** What the columns of a table mean. Plain JSON; kept with a model as `notes.schema`. */
export interface Schema {
  /** In the order of the table; at least one. */
  readonly inputs: readonly InputColumn[];
  /** The column to learn; null without a target. */
  readonly target: TargetColumn | null;
}

/** Options of `inferSchema`. */
export interface SchemaOptions {
  /** Treats the target as a class or as a number, instead of inferring it. */
  kind?: "class" | "number";
  /** Names of columns that are not inputs: identifiers, notes. */
  drop?: readonly string[];
}

/** A text column with more different values than this is probably an identifier. */
const mostCategories = 100;
/** Whole numbers with more different values than this are quantities, not classes. */
const mostNumericClasses = 20;

/**
 * Works out what the columns of a table mean.
 *
 * A column is text if most of its cells are not numbers. Otherwise it is numeric, and a cell that is not a number is an
 * error, never a category. An empty cell is an error in both.
 *
 * The target is a class if it is text, or if it holds whole numbers with at most 20 different values that each occur at
 * least twice on average: digits 0-9 or grades 3-8 are classes, prices are not. `kind` overrides this. Classes are sorted: as
 * numbers if all are numbers, else by code point. Numeric classes "7", "7.0" and "07" are the same class.
 *
 * @param table   the data; every cell is read
 * @param target  name of the column to learn, or null without a target
 * @param options whether the target is a class or a number, and columns to leave out
 * @returns the meaning of each column, for `encode`
 * @throws {ConfigError} if `drop` names the target
 * @throws {DataError} for a missing column, a cell that does not fit, a target of one class, or a text column
 *   with more than 100 different values
 *
 * @example
 * ```js
 * import { inferSchema, readCsv } from "chainrule";
 *
 * const text = "mass_g,skin,fruit\n173,smooth,apple\n168,smooth,apple\n82,rough,plum\n";
 * const table = readCsv(text, "fruit.csv");
 * const { inputs, target } = inferSchema(table, "fruit");
 * for (const column of inputs) console.log(JSON.stringify(column));
 * // → {"name":"mass_g","kind":"number"}
 * // → {"name":"skin","kind":"category","values":["rough","smooth"]}
 * console.log(target?.kind); // → class
 * ```
 */
export function inferSchema(table: Table, target: string | null, options: SchemaOptions = {}): Schema {
  const dropped = new Set((options.drop ?? []).map((name) => findColumn(table, name, "a column to drop")));
  const targetColumn = target === null ? -1 : findColumn(table, target, "a target column");
  if (dropped.has(targetColumn)) {
    throw new ConfigError({
      setting: "drop",
      expected: "input columns",
      got: `the target ${show(target)}`,
      advice: "Drop other columns, or do not drop any.",
    });
  }
  const inputs: InputColumn[] = [];
  table.header.forEach((name, column) => {
    if (column === targetColumn || dropped.has(column)) return;
    const survey = surveyColumn(table, column);
    if (survey.numeric) {
      refuseOthers(table, column, survey);
      inputs.push({ name, kind: "number" });
    } else {
      inputs.push({ name, kind: "category", values: categories(table, column, "an input") });
    }
  });
  if (inputs.length === 0) {
    throw new DataError(
      `expected at least 1 input column beside the target, got none. Add one, or drop fewer.`,
      { file: table.name },
    );
  }
  return { inputs, target: targetColumn < 0 ? null : inferTarget(table, targetColumn, options.kind) };
}

/** The index of a column by name. `what` says in the error what the column is for. */
function findColumn(table: Table, name: string, what: string): number {
  const column = table.header.indexOf(name);
  if (column >= 0) return column;
  throw new DataError(
    `expected ${what} ${show(name)}, got columns ${listNames(table.header)}.` +
      (didYouMean(name, table.header) || " Name one of them."),
    { file: table.name },
  );
}

/** The name of a numeric class: "7" for "7", "7.0" and "07". Other text stays as it is. */
export function className(cell: string): string {
  const value = parseNumber(cell);
  return value === null ? cell : String(value);
}

function inferTarget(table: Table, column: number, kind: "class" | "number" | undefined): TargetColumn {
  const name = table.header[column]!;
  const survey = surveyColumn(table, column);
  const { numeric } = survey;
  if (kind === "number" || (kind === undefined && numeric)) refuseOthers(table, column, survey);
  if (kind === "number" || (kind === undefined && numeric && !fewWholeNumbers(table, column))) {
    return { name, kind: "number" };
  }
  const classes = kind === "class" ? distinct(table, column) : categories(table, column, "a class");
  if (classes.length < 2) {
    throw new DataError(
      `expected at least 2 different classes, got only ` +
        `${show(classes[0])}. Choose another target, or add rows of other classes.`,
      { file: table.name, column: name },
    );
  }
  return { name, kind: "class", classes };
}

/** What a column contains. */
interface Survey {
  /** Whether at least half of the cells that are not empty are numbers. */
  readonly numeric: boolean;
  /** How many cells are not numbers, including empty ones, and the row of the first. */
  readonly others: number;
  readonly first: number;
}

function surveyColumn(table: Table, column: number): Survey {
  const { numbers, codes, texts: names } = table.columns[column]!;
  let [texts, others, first] = [0, 0, -1];
  codes?.forEach((code, index) => {
    if (code < 0) return;
    if (others === 0) first = index;
    others++;
    if (names[code] !== "") texts++;
  });
  return { numeric: numbers.length - others >= texts, others, first };
}

/** Refuses a column with cells that are not numbers: names the first of them, and says how many there are. */
function refuseOthers(table: Table, column: number, { others, first }: Survey): void {
  if (others === 0) return;
  const advice =
    others === 1
      ? "Remove the row, or correct the cell."
      : `Remove the rows, or correct the cells: there are ${others} such in the column.`;
  throw cellError(table, first, column, "a number", advice);
}

function fewWholeNumbers(table: Table, column: number): boolean {
  const values = new Set<number>();
  for (const value of table.columns[column]!.numbers) {
    if (!Number.isInteger(value)) return false;
    values.add(value);
    if (values.size > mostNumericClasses) return false;
  }
  return 2 * values.size <= table.rows;
}

/** The different values of a text column, if they are few enough to be categories. */
function categories(table: Table, column: number, what: string): string[] {
  const values = distinct(table, column);
  if (values.length <= mostCategories) return values;
  const name = table.header[column]!;
  const flag = /^[\w.-]+$/.test(name) ? name : show(name);
  throw new DataError(
    `expected at most ${mostCategories} different texts in ` +
      `${what} column, got ${values.length}: it looks like an identifier. ` +
      (what === "an input"
        ? `Drop it (--drop ${flag}).`
        : `Choose another target, or say that its kind is "class" (--target-kind class).`),
    { file: table.name, column: name },
  );
}

/** The different values of a column, sorted. */
function distinct(table: Table, column: number): string[] {
  const found = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    const cell = cellText(table, row, column);
    if (cell === "") {
      throw cellError(table, row, column, "a value", "Remove the row, or fill in the cell.");
    }
    found.add(cell);
  }
  const cells = [...found];
  return sortedNames(cells.some((cell) => parseNumber(cell) === null) ? cells : cells.map(className));
}
