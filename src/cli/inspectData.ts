/** `chainrule inspect DATA`: what the columns of a table mean and hold, before anything is trained. */
import { closeSync, openSync, readSync } from "node:fs";
import { ChainruleError, DataError } from "../errors.js";
import type { Schema } from "../data/columns/columns.js";
import { profileTable } from "../readers/profile.js";
import { inferSchema } from "../readers/schema.js";
import { missingTextsOf, schemaOptionsOf } from "../readers/tableReading.js";
import { profileLines } from "../report/profileText.js";
import { schemaFigures, schemaLines } from "../report/schemaTable.js";
import type { ReadOptions } from "../readers/reader.js";
import type { Table } from "../readers/table.js";
import { plural } from "../wording.js";
import { gather, written } from "./gather.js";
import { openPaths } from "./openPaths.js";
import { openQuery } from "./openQuery.js";
import { answer, note, type OutputFlags } from "./say.js";
import { textOptionsOf } from "./textOptions.js";

/** Prints the profile of a data file. @param flags those of `train` about data */
export async function inspectData(
  data: string | undefined,
  flags: OutputFlags & Readonly<Record<string, unknown>>,
): Promise<void> {
  const gathered = gather(undefined, flags);
  try {
    const { own } = gathered;
    const options = { ...own, ...textOptionsOf(own) } as ReadOptions;
    const { sql } = own;
    const paths = data === undefined ? [] : [data];
    const file = sql === undefined ? await openPaths(paths) : await openQuery(sql, paths);
    if (file.reader.describe) {
      const { document, lines } = await file.reader.describe(file, options);
      return answer(flags, { data: file.name, ...document }, () => lines.join("\n"));
    }
    if (!file.reader.readTable) {
      throw new DataError(`expected a table or a model, got ${file.reader.kind}.`, { file: file.name });
    }
    const table = await file.reader.readTable(file, options);
    const { schema, problem } = understood(table, options);
    if (problem !== null) note(flags, problem);
    const columns = profileTable(table, schema, missingTextsOf(options.missingValues ?? []));
    const { rows, header, reading } = table;
    const document = {
      data: file.name,
      rows,
      reading,
      ...(schema && { meaning: schemaFigures(schema) }),
      ...(problem !== null && { problem }),
      columns,
    };
    answer(flags, document, () =>
      [
        `${table.name}: ${plural(rows, "row")}, ${plural(header.length, "column")}`,
        ...reading.notes,
        ...(schema ? schemaLines(schema) : []),
        "",
        ...profileLines(columns),
      ].join("\n"),
    );
  } catch (error) {
    throw written(error, gathered.nameOf);
  }
}

/** The schema of a table; what it holds is shown also where that cannot be trained on. */
function understood(table: Table, options: ReadOptions): { schema: Schema | null; problem: string | null } {
  try {
    return { schema: inferSchema(table, options.target ?? null, schemaOptionsOf(options)), problem: null };
  } catch (error) {
    if (!(error instanceof ChainruleError)) throw error;
    return { schema: null, problem: `${error.name}: ${error.message}` };
  }
}

/** Whether a file is a model, by its name or its first bytes. */
export function isModelFile(path: string): boolean {
  if (/\.(st|safetensors)$/.test(path)) return true;
  try {
    const file = openSync(path, "r");
    try {
      const head = new Uint8Array(9);
      // the length of the header in 8 bytes, then the header, JSON
      return (
        readSync(file, head) === 9 && head[8] === 0x7b && head.subarray(5, 8).every((byte) => byte === 0)
      );
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
