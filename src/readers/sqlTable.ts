/**
 * The result of a query → tables, by what a result of `@duckdb/node-api` can do. The host runs the query. Columns of lists and
 * structures are refused before a row is read.
 */
import { DataError } from "../errors.js";
import { listNames } from "../nearest.js";
import { withPlainNumbers } from "./numberFormats.js";
import type { Table } from "./table.js";
import { blockNumbers, type TableOptions } from "./tableFormats.js";
import { ValueColumn } from "./valueColumn.js";

/** The result of a query: what is used of DuckDB's. */
export interface SqlResult {
  /** Names of the columns, all different. */
  deduplicatedColumnNames(): readonly string[];
  /** Their types, as `String()` writes them: "INTEGER", "DECIMAL(10,2)", "INTEGER[]". */
  columnTypes(): readonly object[];
  /** The next rows; null or no rows at the end. */
  fetchChunk(): Promise<SqlChunk | null>;
}

/** Some rows of a result. */
export interface SqlChunk {
  readonly rowCount: number;
  getColumnValues(column: number): readonly unknown[];
}

/** Rows that are kept together while their number is not known. */
const chunkRows = 1 << 13;

/** Types whose values a table can have. */
const plain =
  /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BIGNUM|FLOAT|DOUBLE|DECIMAL\(.*\)|VARCHAR|JSON|UUID|ENUM\(.*\)|DATE|TIME(_NS)?|TIMESTAMP(_N?S|_MS)?( WITH TIME ZONE)?|"NULL")$/s;

/**
 * Reads a result in blocks of rows.
 *
 * @param name       of the query, for messages
 * @param mostValues that a block may have; the next one begins then (default: one block)
 * @throws DataError for columns whose values are not plain, and for no rows
 */
export async function* sqlBlocks(
  result: SqlResult,
  name: string,
  { textColumns = [], commaColumns = [], onProgress }: TableOptions,
  mostValues = Infinity,
): AsyncGenerator<Table, void, void> {
  const header = [...result.deduplicatedColumnNames()];
  const types = result.columnTypes().map(String);
  const nested = header.filter((_, column) => !plain.test(types[column]!));
  if (nested.length > 0) {
    const [first] = nested;
    throw new DataError(
      `expected plain values, got ${types[header.indexOf(first!)]!.slice(0, 60)} in ${listNames(nested)}. ` +
        `Select parts of it as columns of their own (unnest, struct.field), cast it, or leave it out.`,
      { file: name, column: first! },
    );
  }
  const isText = header.map((column) => textColumns.includes(column));
  const zoned = types.map((type) => type === "TIMESTAMP WITH TIME ZONE");
  const collect = () =>
    header.map((column, index) => ({
      values: new ValueColumn(column, chunkRows, isText[index]!),
      rounded: false,
    }));
  let columns = collect();
  let [rows, before] = [0, 0];
  const block = (): Table => {
    const rounded = header.filter((_, index) => columns[index]!.rounded);
    const notes =
      rounded.length === 0
        ? []
        : [
            `Whole numbers beyond 2^53 are rounded in ${listNames(rounded)}. Cast it to VARCHAR where each digit counts.`,
          ];
    const table = {
      name,
      header,
      rows,
      columns: columns.map(({ values }) => values.finish(rows)),
      lineOf: () => null,
      reading: { format: "SQL", notes },
    };
    before += rows;
    return withPlainNumbers(table, isText, commaColumns);
  };
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    columns.forEach((column, index) => {
      chunk.getColumnValues(index).forEach((value, row) => {
        if (typeof value === "bigint" && !column.values.isText)
          column.rounded ||= value > most || value < -most;
        column.values.set(rows + row, valueOf(value, zoned[index]!), { file: name });
      });
    });
    rows += chunk.rowCount;
    onProgress?.({ bytes: 0, rows: before + rows });
    if (rows * header.length < mostValues) continue;
    yield block();
    columns = collect();
    rows = 0;
  }
  if (rows > 0) yield block();
  else if (before === 0) throw new DataError("expected rows, got none.", { file: name });
}

const most = BigInt(Number.MAX_SAFE_INTEGER);

/** What the values of DuckDB can do that are no values of JavaScript. */
interface DuckValue {
  toDouble?(): number;
  readonly isFinite?: boolean;
  readonly micros?: bigint;
}

/** A number, text, boolean, date or null. A decimal is the nearest number; times are texts, without a zone or in UTC. */
function valueOf(value: unknown, isZoned: boolean): unknown {
  if (typeof value !== "object" || value === null) return value;
  const own = value as DuckValue;
  if (own.toDouble) return own.toDouble();
  // "infinity" is a date of DuckDB
  if (own.isFinite === false) return null;
  return isZoned && own.micros !== undefined ? new Date(Number(own.micros / 1000n)) : String(value);
}

/** All rows of a result. @throws DataError as `sqlBlocks` */
export async function readSql(result: SqlResult, name: string, options: TableOptions): Promise<Table> {
  for await (const table of sqlBlocks(result, name, options)) return table;
  throw new Error("a result without a table");
}

/** The same in blocks that fit into little memory. */
export function readSqlBlocks(
  result: SqlResult,
  name: string,
  options: TableOptions,
): AsyncGenerator<Table, void, void> {
  return sqlBlocks(result, name, options, blockNumbers);
}
