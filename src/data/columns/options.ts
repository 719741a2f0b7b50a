/** What a caller may say about the columns of a table, as `inferSchema` and `fromRecords` take it. */
import type { MissingPolicy, Schema } from "./columns.js";

/** Names of columns, as options take them: a name, several separated by commas, or a list. */
export type ColumnNames = string | readonly string[];

/** Options of `inferSchema`. Names of columns are a name, several separated by commas, or a list. */
export interface SchemaOptions {
  /** Treats the target as a class or as a number, instead of inferring it. */
  kind?: "class" | "number" | undefined;
  /** The only columns that may be inputs (default: all but the target). */
  columns?: ColumnNames | undefined;
  /** Columns that are not inputs: notes, answers that are not known in time. */
  drop?: ColumnNames | undefined;
  /** Columns that are categories, also where they hold numbers or very many texts. */
  categorical?: ColumnNames | undefined;
  /** Columns that are numbers, also where they look like identifiers or flags. */
  numeric?: ColumnNames | undefined;
  /** Columns that name the rows. They are not inputs, and predictions repeat them. */
  id?: ColumnNames | undefined;
  /** The column with the weights of rows. It is not an input. */
  sampleWeights?: string | undefined;
  /** What happens to missing cells of inputs (default: "fill"). */
  missing?: MissingPolicy | undefined;
  /** Texts and numbers that mean a missing value, besides `NA N/A n/a #N/A <NA> ? NaN nan null NULL None - .` and empty cells. */
  missingValues?: readonly string[] | undefined;
}

/** Options of `fromRecords`: those of `inferSchema`, and the target. */
export interface FromRecordsOptions extends SchemaOptions {
  /** The column to learn: its name, its place from 1, or "last"; several as a list. */
  target?: ColumnNames;
  /** The schema of a model: the data become the columns that the model knows. It goes without other options but `name`. */
  schema?: Schema;
  /** Name of the data in messages (default: "data"). */
  name?: string;
}
