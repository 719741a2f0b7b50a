/**
 * Finds out how a CSV file is written, from its beginning: separator, quote, decimal sign, comments, header, columns. Whatever is
 * told is taken as told. What is found is kept, so that it can be said.
 *
 * The separator is the mark that gives most rows the same number of cells; where several do, the rarer mark wins, for commas are
 * decimal signs and parts of texts too.
 */
import { ConfigError, DataError } from "../errors.js";
import { oneOf, plural, show } from "../wording.js";
import { type SampleRow, sampleRows } from "./sampleRows.js";
import type { Separator } from "./table.js";

/** All separators, the rarest first. */
export const separators = ["\t", ";", "|", ",", " "] as const satisfies readonly Separator[];

/** How a CSV file is written. What is left out is found from the file. */
export interface CsvOptions {
  /** Separator of cells; " " for any number of blanks and tabs. */
  separator?: Separator | undefined;
  /** Decimal sign. */
  decimal?: "." | "," | undefined;
  /** Quote, one character. */
  quote?: string | undefined;
  /** Encoding, by a name that `TextDecoder` knows. */
  encoding?: string | undefined;
  /** Whether the first row names the columns. */
  header?: boolean | undefined;
  /** Lines that begin with this are skipped. */
  comment?: string | undefined;
  /** Lines to skip at the beginning of the file (default: 0). */
  skipRows?: number | undefined;
  /** Names of columns that are texts, whatever their cells are: "007" stays "007". */
  textColumns?: readonly string[] | undefined;
  /** Names of columns whose numbers have a decimal comma where a text fits both: those of a model. */
  commaColumns?: readonly string[] | undefined;
  /** What to do with rows of another length than the header, or with quotes out of place (default: "stop"). */
  onError?: "stop" | "skip" | undefined;
}

/** What was found, and told, about a file. */
export interface CsvForm {
  readonly separator: Separator;
  readonly decimal: "." | ",";
  readonly quote: string;
  readonly comment: string | null;
  readonly hasHeader: boolean;
  /** The row of names, as [start, end) of the sample; null without one. */
  readonly headerRow: SampleRow | null;
  readonly header: readonly string[];
  /** Empty cells at the end of rows that belong to no column. */
  readonly surplus: number;
  /** Index in the sample of the first row of data, and its line. */
  readonly start: number;
  readonly line: number;
  /** Names of the classes, from the first line of a file of scikit-learn. */
  readonly classes: readonly string[] | null;
  readonly notes: readonly string[];
}

/** Rows of the sample that are looked at. */
const mostRows = 1000;

/**
 * Finds out how a file is written.
 *
 * @param sample  the beginning of the file, one character a byte, without a byte order mark; cut at the end of a line
 * @param isWhole whether it is all of the file
 * @param decode  decodes a part of the sample
 * @throws ConfigError for options out of range; DataError for an empty file, or a header without rows
 */
export function findForm(
  sample: string,
  isWhole: boolean,
  name: string,
  options: CsvOptions,
  decode: (start: number, end: number) => string,
): CsvForm {
  checkOptions(options);
  const notes: string[] = [];
  const quote = options.quote ?? likelyQuote(sample);
  if (quote !== '"') notes.push(`Cells are quoted with ${quote}.`);
  let [start, line] = skipLines(sample, options.skipRows ?? 0);
  const mark = /^sep=(.)\r*\n/i.exec(sample.slice(start, start + 20));
  let told = options.separator;
  if (mark) {
    [start, line] = [start + mark[0].length, line + 1];
    told ??= separators.find((one) => one === mark[1]);
  }
  const leading = leadingComments(sample, start, options);
  const body = sample.slice(leading.end);
  const split = (separator: Separator) =>
    sampleRows(body, separator, quote, isWhole, mostRows).map((row) => ({
      ...row,
      start: row.start + leading.end,
      end: row.end + leading.end,
      line: row.line + line - 1 + leading.lines,
      nextLine: row.nextLine + line - 1 + leading.lines,
    }));
  const { comment } = options;
  const rowsBy = (separator: Separator) =>
    split(separator).filter(
      ({ cells, isQuoted, start: from }) =>
        (isQuoted || cells.some((cell) => cell !== "") || cells.length > 1) &&
        !(comment !== undefined && sample.startsWith(comment, from)),
    );
  const separator = told ?? likelySeparator(rowsBy);
  let rows: SampleRow[] = rowsBy(separator).filter(
    ({ cells, isQuoted }) => isQuoted || cells.some((cell) => cell !== ""),
  );
  if (rows.length === 0)
    throw new DataError(`expected a header and rows, got an empty file.`, { file: name });
  if (told !== undefined) refuseOther(rows, told, name, rowsBy);
  const width = mode(rows.map(({ cells }) => cells.length));

  // what stands before the table
  const classes = classesOfCountLine(rows, width);
  let commentFound: string | null = comment ?? null;
  let hasHeader = options.header;
  let header: SampleRow | null = null;
  if (leading.end > start) {
    const names = commentedNames(leading.last, separator, quote, width);
    if (names && hasHeader !== false) {
      header = { ...names, start: leading.lastStart, end: leading.end, line: 0, nextLine: 0 };
      hasHeader = true;
      notes.push(`The names of the columns are from the comment before the table.`);
    }
    commentFound = "#";
    const count = leading.lines - (names ? 1 : 0);
    if (count > 0)
      notes.push(
        `Skipped ${plural(count, "line")} with # before the table; more such lines are skipped too.`,
      );
  } else if (classes) {
    rows = rows.slice(1);
    hasHeader ??= false;
    notes.push(`The first line counts rows and columns, as scikit-learn writes it.`);
  } else if (options.skipRows === undefined) {
    const title = titleRows(rows, width);
    if (title > 0) notes.push(`Skipped ${plural(title, "line")} before the table.`);
    rows = rows.slice(title);
  }
  hasHeader ??= looksLikeHeader(rows);
  if (hasHeader && !header) {
    header = rows[0]!;
    rows = rows.slice(1);
  }
  if (rows.length === 0) {
    throw new DataError(
      `expected rows after the header, got none. If the first line has data, say so (--no-header).`,
      { file: name },
    );
  }
  const own = header
    ? cellsOf(decode(header.start, header.end), separator, quote, leading.end > start)
    : null;
  const { names, surplus } = columnNames(own, rows, notes);
  const decimal = options.decimal ?? likelyDecimal(rows, separator, options.commaColumns);
  return {
    separator,
    decimal,
    quote,
    comment: commentFound,
    hasHeader,
    headerRow: header,
    header: names,
    surplus,
    start: rows[0]!.start,
    line: rows[0]!.line,
    classes,
    notes,
  };
}

function checkOptions({ separator, decimal, quote, comment, skipRows }: CsvOptions): void {
  const refuse = (setting: string, expected: string, got: unknown): never => {
    throw new ConfigError({ setting, expected, got: show(got) });
  };
  if (separator !== undefined && !separators.includes(separator)) {
    refuse("separator", `one of ${separators.map(show).join(", ")}`, separator);
  }
  if (decimal !== undefined && decimal !== "." && decimal !== ",")
    refuse("decimal", oneOf([".", ","]), decimal);
  if (decimal === "," && separator === ",") refuse("decimal", 'another sign than the separator ","', decimal);
  if (quote !== undefined && !/^[!-~]$/.test(quote)) refuse("quote", "one ASCII character", quote);
  if (comment !== undefined && !/^[!-~]+$/.test(comment)) refuse("comment", "ASCII characters", comment);
  if (skipRows !== undefined && !(Number.isInteger(skipRows) && skipRows >= 0)) {
    refuse("skipRows", "an integer ≥ 0", skipRows);
  }
}

/** Cells in ' where none is in ". */
function likelyQuote(sample: string): string {
  if (sample.includes('"')) return '"';
  const lines = sample.match(/[\r\n]+/g)?.length ?? 1;
  const cells = sample.match(/(?<=^|[\t;|,\r\n]) *'[^'\r\n]*' *(?=$|[\t;|,\r\n])/g)?.length ?? 0;
  return 2 * cells > lines ? "'" : '"';
}

/** The index and line after a number of lines. */
function skipLines(sample: string, count: number): [start: number, line: number] {
  const ends = /\r+\n|\n|\r/g;
  for (let skipped = 0; skipped < count; skipped++) if (!ends.exec(sample)) return [sample.length, count + 1];
  return [count === 0 ? 0 : ends.lastIndex, count + 1];
}

/** Lines that begin with #, at the beginning of the file. */
function leadingComments(sample: string, start: number, { comment }: CsvOptions) {
  const none = { end: start, lines: 0, last: "", lastStart: start };
  if (comment !== undefined) return none;
  let [end, lines, last, lastStart] = [start, 0, "", start];
  for (;;) {
    const line = /^[ \t]*#([^\r\n]*)(\r+\n|\n|\r)/.exec(sample.slice(end, end + 65536));
    if (!line) break;
    [last, lastStart] = [line[1]!, end];
    end += line[0].length;
    lines++;
  }
  // "#,Name,Type": a column that is called #
  if (lines === 1 && /^"?[\t;|,]/.test(last)) return none;
  return { end, lines, last, lastStart };
}

/** The names in a comment that has as many cells as the rows. */
function commentedNames(text: string, separator: Separator, quote: string, width: number) {
  const row = sampleRows(text, separator, quote, true, 1)[0];
  if (!row || row.cells.length !== width || width === 1) return null;
  return { cells: row.cells, isQuoted: row.isQuoted };
}

function cellsOf(text: string, separator: Separator, quote: string, isComment: boolean): readonly string[] {
  const own = isComment ? text.replace(/^[ \t]*#[ \t]*/, "") : text;
  return sampleRows(own, separator, quote, true, 1)[0]!.cells;
}

/** The separator that gives the most rows the same number of cells. */
function likelySeparator(rowsBy: (separator: Separator) => SampleRow[]): Separator {
  let best: { separator: Separator; same: number } = { separator: ",", same: 0 };
  for (const separator of separators) {
    // blanks are parts of texts: they separate where nothing else does
    if (separator === " " && best.same >= 0.8 && best.separator !== "\t") break;
    const counts = rowsBy(separator).map(({ cells }) => cells.length);
    const width = mode(counts);
    if (width < 2) continue;
    const same = counts.filter((count) => count === width).length / counts.length;
    if (same > best.same) best = { separator, same };
  }
  return best.same >= 0.5 ? best.separator : ",";
}

/** The most frequent number; the larger one of two; 0 of none. */
function mode(counts: readonly number[]): number {
  if (counts.length === 0) return 0;
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  return [...times].reduce((best, next) =>
    next[1] > best[1] || (next[1] === best[1] && next[0] > best[0]) ? next : best,
  )[0];
}

/** Refuses a separator that was told where another one separates. */
function refuseOther(
  rows: readonly SampleRow[],
  told: Separator,
  name: string,
  rowsBy: (separator: Separator) => SampleRow[],
): void {
  const [first] = rows;
  if (rows.some(({ cells }) => cells.length > 1) || first!.isQuoted) return;
  const other = likelySeparator(rowsBy);
  if (other === told || !rowsBy(other).every(({ cells }) => cells.length > 1)) return;
  const named = { "\t": "tab", " ": "blank" }[other as string] ?? show(other);
  throw new DataError(
    `expected cells between ${show(told)}, got one cell with ${show(other)} in it: ${show(first!.cells[0])}. ` +
      `Give ${show(other)} as the separator (--separator ${named}), or leave it out.`,
    { file: name, line: first!.line },
  );
}

/** The classes in a first line such as "150,4,setosa,versicolor,virginica": rows, inputs, names. */
function classesOfCountLine(rows: readonly SampleRow[], width: number): string[] | null {
  const [count, inputs, ...names] = rows[0]!.cells;
  if (rows.length < 2 || rows[0]!.cells.length === width || names.length < 2) return null;
  if (!/^\d+$/.test(count!) || Number(inputs) !== width - 1 || names.some((name) => name === "")) return null;
  return rows.slice(1).every(({ cells }) => cells.length === width) ? names : null;
}

/** How many rows before the table have one cell each. */
function titleRows(rows: readonly SampleRow[], width: number): number {
  const first = rows.findIndex(({ cells }) => cells.length >= Math.max(2, width - 1));
  if (first <= 0 || rows.length - first < 3) return 0;
  return rows.slice(0, first).every(({ cells }) => cells.filter((cell) => cell !== "").length <= 1)
    ? first
    : 0;
}

const numberLike = /^[\s$€£¥]*[+-]?[\s$€£¥]*(\d[\d.,' \u00a0]*|[.,]\d+)([eE][+-]?\d+)?\s*[%$€£¥]?$/;

function isNumberLike(cell: string): boolean {
  return numberLike.test(cell);
}

/** Whether a cell says that nothing is known. */
function isMissing(cell: string): boolean {
  return /^(|\?|-|\.|n\/?a|nan|null|none)$/i.test(cell);
}

/**
 * Whether the first row has names: compares its cells with those under them.
 *
 *     under it numbers:  a text is a name; a number is data, unless the numbers count the columns or years
 *     under it texts:    a text that occurs again is data
 */
function looksLikeHeader(rows: readonly SampleRow[]): boolean {
  const [first, ...rest] = rows as [SampleRow, ...SampleRow[]];
  if (rest.length === 0) return !first.cells.some((cell) => isNumberLike(cell));
  // R writes no name for the column of row names
  const width = mode(rest.map(({ cells }) => cells.length));
  const isShort = first.cells.length === width - 1 && rest.every(({ cells }) => cells.length === width);
  if (isShort && first.cells.every((cell) => cell !== "")) return true;
  let [names, data] = [0, 0];
  const numbers: number[] = [];
  first.cells.forEach((cell, column) => {
    const under = rest.map(({ cells }) => cells[column] ?? "").filter((other) => !isMissing(other));
    if (under.length === 0) return;
    const areNumbers = under.filter(isNumberLike).length > 0.8 * under.length;
    if (isMissing(cell)) {
      if (column > 0) data++;
    } else if (isNumberLike(cell)) {
      numbers.push(Number(cell));
      if (areNumbers) data++;
    } else if (areNumbers) names++;
    else if (under.includes(cell)) data++;
    else if (new Set(under).size <= under.length / 2) names++;
  });
  if (countUp(numbers) && new Set(first.cells).size === first.cells.length) return true;
  // one text that occurs again is no proof: a name may be a value too
  if (names === 0 && numbers.length === 0 && data < 2) return true;
  return names > data;
}

/** Whether numbers are 0, 1, 2, … or 1, 2, 3, … or years in a row. */
function countUp(numbers: readonly number[]): boolean {
  const [first] = numbers;
  if (numbers.length < 2 || !Number.isInteger(first)) return false;
  const starts = first === 0 || first === 1 || (first! > 1800 && first! < 2200 && numbers.length > 2);
  return starts && numbers.every((value, index) => value === first! + index);
}

/** Names for all columns: those of the header, and others where it has none. */
function columnNames(own: readonly string[] | null, rows: readonly SampleRow[], notes: string[]) {
  const width = mode(rows.map(({ cells }) => cells.length));
  const isEmpty = (column: number) => rows.every(({ cells }) => (cells[column] ?? "") === "");
  if (own === null) {
    let columns = width;
    while (columns > 1 && isEmpty(columns - 1)) columns--;
    if (columns < width) notes.push(`Left out ${plural(width - columns, "empty column")} at the end.`);
    return {
      names: Array.from({ length: columns }, (_, column) => String(column + 1)),
      surplus: width - columns,
    };
  }
  let names = [...own];
  while (names.length > 1 && names.at(-1) === "" && isEmpty(names.length - 1)) names.pop();
  const isShort =
    names.length === width - 1 && rows.every(({ cells }) => cells.length === width) && !isEmpty(width - 1);
  if (isShort) names = ["", ...names];
  const surplus = Math.max(width, own.length) - names.length;
  if (surplus > 0) notes.push(`Left out ${plural(surplus, "empty column")} at the end.`);
  return { names: allDifferent(names, notes), surplus: Math.max(0, surplus) };
}

/** Gives a name to columns without one, and another name where one occurs again. */
function allDifferent(names: readonly string[], notes: string[]): string[] {
  const taken = new Set(names);
  const used = new Set<string>();
  const free = (name: string) => {
    if (!taken.has(name)) return name;
    for (let count = 1; ; count++) if (!taken.has(`${name}.${count}`)) return `${name}.${count}`;
  };
  return names.map((name, column) => {
    let own = name;
    if (name === "") {
      own = free(column === 0 ? "index" : String(column + 1));
      notes.push(`Column ${column + 1} has no name in the header; it is called ${show(own)}.`);
    } else if (used.has(name)) {
      own = free(name);
      notes.push(
        `Column ${column + 1} is called ${show(name)} like another one; it is now called ${show(own)}.`,
      );
    }
    used.add(own);
    taken.add(own);
    return own;
  });
}

/** The decimal sign: a comma where cells such as "9,25" occur and none such as "9.25". */
function likelyDecimal(
  rows: readonly SampleRow[],
  separator: Separator,
  commaColumns: readonly string[] = [],
): "." | "," {
  if (separator === ",") return ".";
  let isComma = commaColumns.length > 0;
  for (const { cells } of rows) {
    for (const cell of cells) {
      if (/^[+-]?\d*\.\d+$/.test(cell)) return ".";
      // 1,234 may be a thousands mark; 0,234 and 12,5 are not
      if (/^[+-]?\d*,\d+$/.test(cell) && !/^[+-]?[1-9]\d{0,2},\d{3}$/.test(cell)) isComma = true;
    }
  }
  return isComma ? "," : ".";
}
