/**
 * Columns in memory → a `Table`: an object of arrays, a table of Arrow, a data frame. They are recognised by what they can do, so no
 * package is needed.
 *
 *     { age: Float64Array, job: string[] }                      arrays by name
 *     schema.fields, numRows, getChild(name)                    Arrow
 *     columnNames(), array(name)                                Arquero
 *     columns, getColumn(name).toArray()                        Polars
 *     columns, column(name).values                              Danfo
 */
import { DataError } from "../errors.js";
import { checkOptions } from "../arguments.js";
import { show } from "../wording.js";
import { withPlainNumbers } from "./numberFormats.js";
import { RecordBuilder } from "./recordBuilder.js";
import type { Table } from "./table.js";
import { ValueColumn } from "./valueColumn.js";

/** A column of a data frame. */
interface Values {
  readonly name: string;
  readonly length: number;
  at(row: number): unknown;
}

/** Options of `tableFrom`. */
export interface TableFromOptions {
  /** Name of the data in messages (default: "data"). */
  name?: string;
  /** Columns that are texts, whatever their values are. */
  textColumns?: readonly string[];
}

/**
 * Makes a table of data in memory: records, columns by name, a table of Arrow, or a data frame.
 *
 * @param data    a list of objects such as `{ age: 39 }`; an object of arrays; a table of `apache-arrow`; a frame of Arquero, Polars
 *   or Danfo
 * @param options its name, and columns that are texts
 * @returns the table, for `inferSchema` and `encode`
 * @throws {DataError} for other data, columns of different lengths, and values that are no numbers, texts, booleans or dates
 *
 * @example
 * ```js
 * import { encode, inferSchema, tableFrom } from "chainrule";
 *
 * const table = tableFrom({ mass: [173, 168, 82], fruit: ["apple", "apple", "plum"] });
 * console.log(table.header, table.rows); // → [ 'mass', 'fruit' ] 3
 * const records = tableFrom([{ mass: 173, fruit: "apple" }, { mass: 82, fruit: "plum" }]);
 * console.log(records.columns[1].texts); // → [ 'apple', 'plum' ]
 * ```
 */
export function tableFrom(data: object, options: TableFromOptions = {}): Table {
  checkOptions(options, "options");
  const { name = "data", textColumns = [] } = options;
  if (Array.isArray(data)) {
    const records = new RecordBuilder(data.length, textColumns);
    data.forEach((record, row) => records.add(record, { matrix: name, row }));
    return records.finish(name, { format: "records", notes: [] });
  }
  const found = typeof data === "object" && data !== null ? columnsOf(data) : null;
  if (found === null || found.columns.length === 0) {
    throw new DataError(`expected records, columns by name, or a data frame, got ${show(data)}.`, {
      matrix: name,
    });
  }
  const { columns, format } = found;
  const rows = columns[0]!.length;
  const other = columns.find(({ length }) => length !== rows);
  if (other || rows === 0) {
    const got = other
      ? `${show(columns[0]!.name)} with ${rows} and ${show(other.name)} with ${other.length}`
      : "none";
    throw new DataError(`expected columns of the same length, at least 1, got ${got}.`, { matrix: name });
  }
  const isText = columns.map((column) => textColumns.includes(column.name));
  const table: Table = {
    name,
    header: columns.map((column) => column.name),
    rows,
    columns: columns.map((column, index) => {
      const values = new ValueColumn(column.name, rows, isText[index]!);
      for (let row = 0; row < rows; row++) values.set(row, column.at(row), { matrix: name, row });
      return values.finish(rows);
    }),
    lineOf: () => null,
    reading: { format, notes: [] },
  };
  return withPlainNumbers(table, isText);
}

/** What the kinds of frames can do. */
interface Frame {
  schema?: { fields?: readonly { name: string; type?: unknown }[] };
  numRows?: number;
  getChild?(name: string): ArrowVector | null;
  columnNames?(): string[];
  array?(name: string): ArrayLike<unknown>;
  columns?: readonly string[];
  getColumn?(name: string): { toArray(): ArrayLike<unknown> };
  column?(name: string): { values: ArrayLike<unknown> };
}

interface ArrowVector {
  readonly length: number;
  get(row: number): unknown;
}

function columnsOf(data: object): { columns: Values[]; format: string } | null {
  const frame = data as Frame;
  const { schema, columns } = frame;
  if (typeof frame.getChild === "function" && Array.isArray(schema?.fields)) {
    return {
      format: "Arrow",
      columns: schema.fields.map(({ name, type }) => {
        const vector = frame.getChild!(name)!;
        // dates are numbers of milliseconds
        const isDate = /^(Date|Timestamp)/.test(String(type));
        const at = (row: number) => {
          const value = vector.get(row);
          return isDate && typeof value === "number" ? new Date(value) : value;
        };
        return { name, length: vector.length, at };
      }),
    };
  }
  const named = (
    names: readonly string[],
    valuesOf: (name: string) => ArrayLike<unknown>,
    format: string,
  ) => ({
    format,
    columns: names.map((name) => {
      const values = valuesOf(name);
      return { name, length: values.length, at: (row: number) => values[row] };
    }),
  });
  if (typeof frame.columnNames === "function" && typeof frame.array === "function") {
    return named(frame.columnNames(), (name) => frame.array!(name), "Arquero");
  }
  if (Array.isArray(columns) && typeof frame.getColumn === "function") {
    return named(columns, (name) => frame.getColumn!(name).toArray(), "Polars");
  }
  if (Array.isArray(columns) && typeof frame.column === "function") {
    return named(columns, (name) => frame.column!(name).values, "Danfo");
  }
  const entries = Object.entries(data) as [string, ArrayLike<unknown>][];
  if (!entries.every(([, values]) => Array.isArray(values) || ArrayBuffer.isView(values))) return null;
  return named(
    entries.map(([name]) => name),
    (name) => (data as Record<string, ArrayLike<unknown>>)[name]!,
    "columns",
  );
}
