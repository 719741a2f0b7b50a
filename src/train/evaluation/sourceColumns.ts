/** The columns of a table, each with the columns of inputs that were made of it. */
import { encodedColumns, type InputColumn, otherValue } from "../../data/columns/columns.js";
import type { Dataset } from "../../data/dataset.js";

/** A column of a table. */
export interface SourceColumn {
  readonly name: string;
  /** Numbers of the input columns that were made of it, ascending. */
  readonly columns: readonly number[];
  /** What it means; null where the data have no schema. */
  readonly input: InputColumn | null;
}

/**
 * The columns of the table that a data set was made of, in their order. Without a schema they are found by the names of flags:
 * `job=clerk` and `job is missing` belong to `job`.
 */
export function sourceColumns({ columns, inputNames, flags, schema }: Dataset): SourceColumn[] {
  const known = (schema?.inputs ?? []).flatMap((input) =>
    encodedColumns(input).map(({ name }) => ({ name, input })),
  );
  const fits = known.length === columns && known.every(({ name }, at) => name === inputNames?.[at]);
  const found = new Map<string, { columns: number[]; input: InputColumn | null }>();
  for (let column = 0; column < columns; column++) {
    const own = inputNames?.[column] ?? String(column);
    const input = fits ? known[column]!.input : null;
    const name = input ? input.name : flags?.[column] ? own.replace(/(=.*| is missing)$/s, "") : own;
    const source = found.get(name);
    if (source) source.columns.push(column);
    else found.set(name, { columns: [column], input });
  }
  return Array.from(found, ([name, source]) => ({ name, ...source }));
}

/** Numbers that an input column gets. */
export type InputValue = readonly [column: number, value: number];

/** The values of a column of categories, or of two values: their names, and what the inputs are then; null for others. */
export function categoriesOf({
  columns,
  input,
}: SourceColumn): [name: string, inputs: InputValue[]][] | null {
  if (input?.kind === "yes/no") {
    return input.values.map((name, index) => [
      name,
      at(columns, (place) => (place === 0 ? 2 * index - 1 : 0)),
    ]);
  }
  if (input?.kind !== "category") return null;
  const names = input.other ? [...input.values, otherValue] : input.values;
  return names.map((name, index) => [name, at(columns, (place) => Number(place === index))]);
}

function at(columns: readonly number[], value: (place: number) => number): InputValue[] {
  return columns.map((column, place) => [column, value(place)]);
}
