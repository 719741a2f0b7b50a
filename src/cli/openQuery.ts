/** Runs a query by DuckDB, an optional package that the user installs. `src/readers` makes a table of the result. */
import { closeSync, openSync, readSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigError, DataError } from "../errors.js";
import { asQuery, type DataFile } from "../readers/dataFiles.js";
import type { SqlResult } from "../readers/sqlTable.js";
import { plural } from "../wording.js";
import { fileProblem } from "./files.js";
import { host } from "./openPaths.js";

/** Name of a query in messages. */
export const nameOfQuery = "the query";

const packageName = "@duckdb/node-api";

/** What is used of the package. */
export interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string, options?: Record<string, string>): Promise<Instance>;
  };
}

interface Instance {
  connect(): Promise<Connection>;
  closeSync(): void;
}

interface Connection {
  /** Gives the rows as they are computed. */
  stream(sql: string): Promise<SqlResult>;
  closeSync(): void;
}

/**
 * Opens the result of a query.
 *
 * @param data the database, at most one; without one the query names files
 * @throws ConfigError where the package is not there, or for several databases; DataError where the query fails
 */
export async function openQuery(sql: string, data: readonly string[]): Promise<DataFile> {
  const [path, ...more] = data;
  if (more.length > 0) {
    throw new ConfigError({
      setting: "sql",
      expected: "at most one database beside it",
      got: plural(data.length, "file"),
      advice: "Name the files in the query: FROM 'parts/*.csv'.",
    });
  }
  if (path !== undefined) checkDatabase(path);
  const { DuckDBInstance } = await loadDuckDb();
  const failing = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (cause) {
      throw new DataError(`the query failed: ${(cause as Error).message.trim()}`, { cause });
    }
  };
  const opened: { closeSync(): void }[] = [];
  return asQuery(
    nameOfQuery,
    {
      result: () =>
        failing(async () => {
          const instance = await DuckDBInstance.create(
            path ?? ":memory:",
            path === undefined ? {} : { access_mode: "READ_ONLY" },
          );
          opened.push(instance);
          const connection = await instance.connect();
          opened.push(connection);
          const result = await connection.stream(sql);
          return {
            deduplicatedColumnNames: () => result.deduplicatedColumnNames(),
            columnTypes: () => result.columnTypes(),
            fetchChunk: () => failing(() => result.fetchChunk()),
          };
        }),
      close() {
        for (const one of opened.reverse()) one.closeSync();
        opened.length = 0;
      },
    },
    host,
  );
}

/** Refuses files that are no databases, before DuckDB does it in its words. */
function checkDatabase(path: string): void {
  const head = headOf(path);
  if (head.startsWith("SQLite format 3\0") || head.slice(8, 12) === "DUCK") return;
  throw new DataError(
    `expected a database of DuckDB or SQLite, got another file. Name it in the query instead: FROM '${path}'.`,
    { file: path },
  );
}

/** The first bytes of a file as text. */
function headOf(path: string): string {
  const bytes = new Uint8Array(16);
  try {
    const file = openSync(path, "r");
    try {
      return String.fromCharCode(...bytes.subarray(0, readSync(file, bytes)));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileProblem(path, error);
  }
}

/** Loads the package: beside this program, or else from where the user is. */
async function loadDuckDb(): Promise<DuckDb> {
  const load = async (name: string): Promise<DuckDb> => {
    const module = (await import(name)) as DuckDb & { readonly default?: DuckDb };
    return module.DuckDBInstance ? module : module.default!;
  };
  try {
    return await load(packageName);
  } catch (error) {
    if (!isMissing(error)) throw brokenPackage(error);
  }
  let path: string;
  try {
    path = createRequire(join(process.cwd(), "x")).resolve(packageName);
  } catch {
    throw new ConfigError({
      setting: "sql",
      expected: `the package ${packageName}`,
      got: "nothing, it is not installed",
      advice:
        `Install it: npm install ${packageName}. ` +
        `If chainrule is installed globally: npm install --global ${packageName}.`,
    });
  }
  try {
    return await load(pathToFileURL(path).href);
  } catch (error) {
    throw brokenPackage(error);
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND";
}

function brokenPackage(cause: unknown): ConfigError {
  return new ConfigError({
    setting: "sql",
    reason: `the package ${packageName} cannot be loaded (${(cause as Error).message.split("\n")[0]})`,
    advice: `Install it again: npm install ${packageName}.`,
  });
}
