/**
 * What a column can mean, as plain JSON: the parts of a schema, and the columns of numbers that each part becomes. `schema.ts`
 * works it out for a table, `encode.ts` applies it. Not here: any cell.
 */

/** What every input column has besides its kind. */
interface InputBase {
  /** As in the header. */
  readonly name: string;
  /** Number of training rows without a value, if there were any. The column `name is missing` then says where. */
  readonly missing?: number;
  /** Texts that mean a missing value in this column, besides those that mean it everywhere. */
  readonly missingTexts?: readonly string[];
}

/** A number. One column, `name`; a missing number is NaN. */
export interface NumberColumn extends InputBase {
  /** One column of inputs. */
  readonly kind: "number";
  /** The smallest training value. */
  readonly least?: number;
  /** The greatest training value. */
  readonly most?: number;
  /** "," where the numbers were written with a decimal comma: "1,234" is 1.234 then. */
  readonly decimal?: ",";
}

/** One of some texts. One column of 0 and 1 for each value, `name=value`. A missing or unknown text has 0 in all of them. */
export interface CategoryColumn extends InputBase {
  /** One column of inputs for each value. */
  readonly kind: "category";
  /** The texts, sorted; at most 100. */
  readonly values: readonly string[];
  /** Number of training rows with other texts, if there were any. Those and unknown texts share the column `name=(other)`. */
  readonly other?: number;
}

/** One of two values. One column, −1 for the first and 1 for the second; 0 where the value is missing or unknown. */
export interface YesNoColumn extends InputBase {
  /** One column of inputs. */
  readonly kind: "yes/no";
  /** Two texts, or "0" and "1" for numbers. The column is called `name=second`, or `name` for 0 and 1. */
  readonly values: readonly [string, string];
}

export const dateFormats = ["ymd", "dmy", "mdy", "time"] as const;
/** How a column of dates is written: the order of year, month and day, or a time of day only. */
export type DateFormat = (typeof dateFormats)[number];

export const dateParts = ["days", "month", "day", "weekday", "hour"] as const;
/** What is taken from a date, each as a number: days since the first one, month, day of the month, weekday from Monday, hour. */
export type DatePart = (typeof dateParts)[number];

/** A date, a time, or both. One column of numbers for each part, `name month`. */
export interface DateColumn extends InputBase {
  /** One column of inputs for each part. */
  readonly kind: "date";
  /** How the dates are written. */
  readonly format: DateFormat;
  /** The parts that differ between the training rows. */
  readonly parts: readonly DatePart[];
  /** The first training date, in days since 1970-01-01. */
  readonly first: number;
}

/** An input column. */
export type InputColumn = NumberColumn | CategoryColumn | YesNoColumn | DateColumn;

/** A column to learn that holds one of a set of classes. */
export interface ClassTarget {
  /** As in the header. */
  readonly name: string;
  /** One output for each class. */
  readonly kind: "class";
  /** The classes, sorted; at least 2. */
  readonly classes: readonly string[];
  /** Training rows of each class. */
  readonly counts?: readonly number[];
}

/** A column to learn that holds numbers. */
export interface NumberTarget {
  /** As in the header. */
  readonly name: string;
  /** One output. */
  readonly kind: "number";
  /** The smallest training value. */
  readonly least?: number;
  /** The greatest training value. */
  readonly most?: number;
  /** Mean of the training values. */
  readonly mean?: number;
  /** Standard deviation of the training values: the error of a model that always answers the mean. */
  readonly deviation?: number;
}

/** Several columns to learn. */
export interface SeveralTargets {
  /** Their names, joined by commas, for messages. */
  readonly name: string;
  /** "numbers", or "labels" where every column holds only 0 and 1. One output for each column. */
  readonly kind: "numbers" | "labels";
  /** As in the header; at least 2. */
  readonly names: readonly string[];
}

/** What to learn: one of a set of classes, a number, or several columns of numbers. */
export type TargetColumn = ClassTarget | NumberTarget | SeveralTargets;

/** Why a column is no input. */
export type OmittedReason =
  "dropped" | "not chosen" | "id" | "sample weights" | "constant" | "empty" | "identifier" | "text";

/** A column that is no input. */
export interface OmittedColumn {
  /** As in the header. */
  readonly name: string;
  /** Why it is no input. */
  readonly reason: OmittedReason;
  /** More about the reason, for the person: "681 different texts". */
  readonly detail?: string;
}

/** What happens to missing cells of inputs. */
export const missingPolicies = ["fill", "drop", "refuse"] as const satisfies MissingPolicy[];
/** `fill`: a column of its own says where they are; `drop`: leave out such rows; `refuse`: an error. */
export type MissingPolicy = "fill" | "drop" | "refuse";

/** What the columns of a table mean. Plain JSON; kept with a model as `notes.schema`. */
export interface Schema {
  /** 2; missing in models of the first version, which know only numbers and categories. */
  readonly version?: 2;
  /** Number of training rows. */
  readonly rows?: number;
  /** In the order of the table; at least one. */
  readonly inputs: readonly InputColumn[];
  /** What to learn; null without a target. */
  readonly target: TargetColumn | null;
  /** The other columns, in the order of the table. */
  readonly omitted?: readonly OmittedColumn[];
  /** Columns that predictions repeat, as text. */
  readonly ids?: readonly string[];
  /** Columns that are read as text even where they hold numbers. */
  readonly texts?: readonly string[];
  /** Texts that mean a missing value, besides the usual ones. */
  readonly missingValues?: readonly string[];
  /** What happens to rows with missing inputs (default: "fill"). */
  readonly missing?: MissingPolicy;
}

/** The name of the value that rare and unknown texts share. */
export const otherValue = "(other)";

/** One column of numbers that `encode` makes. */
export interface EncodedColumn {
  readonly name: string;
  /** Whether it holds only 0 and 1, or −1 and 1, and is never scaled. */
  readonly isFlag: boolean;
}

/** The columns of numbers that an input column becomes. */
export function encodedColumns(input: InputColumn): EncodedColumn[] {
  const { name } = input;
  const flag = (text: string) => ({ name: text, isFlag: true });
  const indicator = input.missing ? [flag(`${name} is missing`)] : [];
  switch (input.kind) {
    case "number":
      return [{ name, isFlag: false }, ...indicator];
    case "date":
      return [...input.parts.map((part) => ({ name: `${name} ${part}`, isFlag: false })), ...indicator];
    case "yes/no": {
      const [, second] = input.values;
      return [flag(isZeroOne(input) ? name : `${name}=${second}`), ...indicator];
    }
    case "category": {
      const values = input.other ? [...input.values, otherValue] : input.values;
      return [...values.map((value) => flag(`${name}=${value}`)), ...indicator];
    }
  }
}

/** Whether a yes/no column holds the numbers 0 and 1. */
export function isZeroOne({ values }: Pick<YesNoColumn, "values">): boolean {
  return values[0] === "0" && values[1] === "1";
}

/** The names of the columns that `encode` makes: `name`, `name=value`, `name is missing`, or `name month`. */
export function inputColumnNames(schema: Pick<Schema, "inputs">): string[] {
  return schema.inputs.flatMap((input) => encodedColumns(input).map(({ name }) => name));
}

/** The names of the columns that the outputs stand for, where they are numbers; null for classes. */
export function targetNames(target: TargetColumn): readonly string[] | null {
  if (target.kind === "class") return null;
  return target.kind === "number" ? [target.name] : target.names;
}
