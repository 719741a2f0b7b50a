/**
 * JSON → a `Table`: JSON lines (an object on each line), a list of objects, or what data frames write (columns as lists or
 * objects; names and rows apart).
 *
 *     {"age": 39, "job": "clerk"} ↵ {"age": 28, "job": "cook"}        [{"age": 39}, {"age": 28}]
 *     {"age": [39, 28]}      {"age": {"0": 39, "1": 28}}      {"columns": ["age"], "data": [[39], [28]]}
 */
import { DataError } from "../errors.js";
import { plural, show } from "../wording.js";
import { markedEncoding } from "./encoding.js";
import { LineIndex } from "./lineIndex.js";
import { RecordBuilder } from "./recordBuilder.js";
import type { Table } from "./table.js";

/** How to read JSON. */
export interface JsonOptions {
  /** Columns that are texts, whatever their cells are. */
  textColumns?: readonly string[] | undefined;
  /** As in `CsvOptions`. */
  commaColumns?: readonly string[] | undefined;
  /** What to do with lines that are no JSON (default: "stop"). */
  onError?: "stop" | "skip" | undefined;
}

/** A text longer than this is no JavaScript string. */
const mostCharacters = 2 ** 29 - 32;

/** Whether bytes begin as JSON does: with an object, or with a list. */
export function isJson(head: Uint8Array): boolean {
  const marked = markedEncoding(head);
  const start = new TextDecoder(marked?.encoding ?? "utf-8").decode(head.subarray(0, 4096)).trimStart();
  return /^(\{\s*("|$|\})|\[\s*(\{|\[|$|\]))/.test(start);
}

/** Reads JSON that comes in pieces: `push` them in their order, then `finish`. */
export class JsonReader {
  readonly #name: string;
  readonly #options: JsonOptions;
  #records: RecordBuilder;
  #lines = new LineIndex();
  #decoder: TextDecoder | null = null;
  /** What is not read yet: the beginning of a line, or all of a document. */
  #text = "";
  #line = 1;
  /** Whether each line is a record; null before the first line. */
  #isLines: boolean | null = null;
  #skipped = 0;
  #firstSkipped: DataError | null = null;
  /** Whether records were taken already. */
  #isContinued = false;

  constructor(name: string, options: JsonOptions = {}) {
    this.#name = name;
    this.#options = options;
    this.#records = new RecordBuilder(undefined, options.textColumns);
  }

  /** Number of records so far. */
  get rows(): number {
    return this.#records.rows;
  }

  /** Reads a piece of the file. @throws DataError for a line that is no record, with its number */
  push(piece: Uint8Array): void {
    this.#decoder ??= new TextDecoder(markedEncoding(piece)?.encoding ?? "utf-8", { fatal: true });
    this.#addText(() => this.#decoder!.decode(piece, { stream: true }));
  }

  /** Numbers that the records so far are kept in. */
  get numbers(): number {
    return this.#records.numbers;
  }

  /** The records so far, as a table; the reader goes on behind them. Null where they cannot be cut off: in a document. */
  take(): Table | null {
    if (this.#isLines !== true || this.#records.rows === 0) return null;
    const next = this.#records.next();
    const table = this.#table();
    this.#records = next;
    this.#lines = new LineIndex();
    this.#skipped = 0;
    this.#firstSkipped = null;
    this.#isContinued = true;
    return table;
  }

  /** @returns the table; after `take` the records that are left, maybe none. @throws DataError */
  finish(): Table {
    this.#addText(() => this.#decoder?.decode() ?? "");
    if (this.#isLines === true) {
      if (this.#text.trim() !== "") this.#readLine(this.#text);
    } else this.#readDocument();
    return this.#table();
  }

  #table(): Table {
    const notes = this.#firstSkipped
      ? [`Skipped ${plural(this.#skipped, "faulty line")}. The first: ${this.#firstSkipped.message}`]
      : [];
    const lines = this.#lines;
    const lineOf = (row: number) => (this.#isLines ? lines.lineOf(row) : null);
    const reading = { format: this.#isLines ? "JSON lines" : "JSON", notes };
    if (this.#isContinued && this.#records.rows === 0)
      return { name: this.#name, header: [], rows: 0, columns: [], lineOf, reading };
    return this.#records.finish(this.#name, reading, lineOf, this.#options.commaColumns);
  }

  #addText(decode: () => string): void {
    let more: string;
    try {
      more = decode();
    } catch (cause) {
      const line = this.#line;
      throw new DataError(
        `expected UTF-8 text, got bytes that are not, on this line or after it. Save the file as UTF-8.`,
        {
          file: this.#name,
          line,
          cause,
        },
      );
    }
    if (this.#text.length + more.length > mostCharacters) {
      throw new DataError(
        `expected JSON of at most 512 MB, got more. Write JSON lines: one object on each line.`,
        { file: this.#name },
      );
    }
    this.#text += more;
    if (this.#isLines !== false) this.#readLines();
  }

  /** Reads the lines that are complete. */
  #readLines(): void {
    let at = 0;
    for (let end = this.#text.indexOf("\n"); end >= 0; end = this.#text.indexOf("\n", at)) {
      const line = this.#text.slice(at, end);
      if (line.trim() !== "") {
        this.#isLines ??= isRecord(line);
        if (!this.#isLines) return;
        this.#readLine(line);
      }
      this.#line++;
      at = end + 1;
    }
    this.#text = this.#text.slice(at);
  }

  #readLine(line: string): void {
    const place = { file: this.#name, line: this.#line };
    try {
      const rows = this.#records.rows;
      this.#records.add(parse(line, place), place);
      this.#lines.add(rows, this.#line);
    } catch (error) {
      if (!(error instanceof DataError) || this.#options.onError !== "skip") throw error;
      this.#records.drop();
      this.#skipped++;
      this.#firstSkipped ??= error;
    }
  }

  #readDocument(): void {
    const file = this.#name;
    const records = recordsOf(parse(this.#text, { file }), file);
    this.#text = "";
    records.forEach((record, row) => this.#records.add(record, { file, row }));
  }
}

/** Whether a line is a whole object, so that each line is one. */
function isRecord(line: string): boolean {
  if (!line.trimStart().startsWith("{")) return false;
  try {
    const value = JSON.parse(withoutNaN(line)) as object;
    // {"age": [39, 28]} on one line is a document
    return (
      !Object.values(value).every((one) => typeof one === "object" && one !== null) ||
      Object.keys(value).length === 0
    );
  } catch {
    return false;
  }
}

function parse(text: string, place: { file: string; line?: number }): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    try {
      return JSON.parse(withoutNaN(text));
    } catch {
      const reason = String((cause as Error).message)
        .replace(/\s+/g, " ")
        .slice(0, 120);
      throw new DataError(
        `expected JSON, got ${show(text.trim().slice(0, 60))} (${reason}). Correct it` +
          `${place.line === undefined ? "" : ", or skip such lines (--on-error skip)"}.`,
        { ...place, cause },
      );
    }
  }
}

/** Python writes NaN and Infinity, which are no JSON. */
function withoutNaN(text: string): string {
  return text.replaceAll(/(?<=[:[,]\s*)(NaN|-?Infinity)(?=\s*[,}\]])/g, "null");
}

/** The records of a document. */
function recordsOf(document: unknown, file: string): readonly unknown[] {
  if (Array.isArray(document)) return document;
  const fail = () => {
    throw new DataError(
      `expected a list of objects, or an object of columns, got ${show(document)}. ` +
        `Write [{"age": 39}, {"age": 28}], or an object on each line.`,
      { file },
    );
  };
  if (typeof document !== "object" || document === null) return fail();
  const { columns, data } = document as { columns?: unknown; data?: unknown };
  if (Array.isArray(columns) && Array.isArray(data) && data.every(Array.isArray)) {
    return (data as unknown[][]).map((row) =>
      Object.fromEntries(row.map((value, index) => [String(columns[index] ?? index + 1), value])),
    );
  }
  const entries = Object.entries(document) as [string, unknown][];
  const lists = entries.filter(([, value]) => Array.isArray(value)) as [string, unknown[]][];
  const [first] = lists;
  if (lists.length === 1 && first![1].every((one) => typeof one === "object" && one !== null))
    return first![1];
  if (lists.length === entries.length && first) {
    if (lists.some(([, list]) => list.length !== first[1].length)) {
      throw new DataError(
        `expected lists of the same length, got ${lists.map(([key, list]) => `${show(key)}: ${list.length}`).join(", ")}.`,
        { file },
      );
    }
    return first[1].map((_, row) => Object.fromEntries(lists.map(([key, list]) => [key, list[row]])));
  }
  if (
    entries.length > 0 &&
    entries.every(([, value]) => typeof value === "object" && value !== null && !Array.isArray(value))
  ) {
    const keys = [...new Set(entries.flatMap(([, value]) => Object.keys(value as object)))];
    return keys.map((key) =>
      Object.fromEntries(entries.map(([name, value]) => [name, (value as Record<string, unknown>)[key]])),
    );
  }
  return entries.length > 0 && entries.every(([, value]) => typeof value !== "object" || value === null)
    ? [document]
    : fail();
}
