/**
 * Reads somebody's own numbers from a file: JSON `{ "net_h1": 0.3775 }` or lines of symbol and value, with or
 * without a heading. Numbers keep the digits that they were written with, because 0.50 says more than 0.5. Symbols
 * are not interpreted here.
 */
import { DataError } from "../errors.js";
import { show } from "../wording.js";
import { readWritten, type Written } from "./agreement.js";

/** One of somebody's own numbers, as it is in a file. */
export interface OwnNumber {
  /** The symbol as it is written; `checkNumbers` interprets it. */
  readonly symbol: string;
  /** The figure, with the digits that it has. */
  readonly written: Written;
  /** For messages: "mine.csv line 3", or "mine.json" with the symbol. */
  readonly where: string;
}

const headings = {
  symbol: ["symbol", "name", "key", "quantity", "符号", "名称", "记号", "量", "项目"],
  value: ["value", "number", "result", "figure", "数值", "值", "结果", "数字"],
};

/**
 * Reads somebody's own numbers, for `checkNumbers`: JSON `{ "net_h1": 0.3775 }`, or lines of symbol and value with
 * a comma, semicolon or tab between them, with or without a heading. Figures keep the digits that they were written
 * with.
 *
 * @param text of the file; a byte order mark is skipped
 * @param name of the file, for messages
 * @returns in the order of the file; at least one
 * @throws {DataError} with the place, for anything that is not a symbol and a number
 *
 * @example
 * ```js
 * import { readOwnNumbers } from "chainrule";
 *
 * const text = "symbol,value\nnet_h1,0.3775\nw5⁺,0.35891650\n";
 * const [first, second] = readOwnNumbers(text, "mine.csv");
 * console.log(first.symbol, first.written.decimals); // → net_h1 4
 * console.log(second.symbol, second.written.value, second.written.decimals, second.where);
 * // → w5⁺ 0.3589165 8 mine.csv line 3: "w5⁺"
 * ```
 */
export function readOwnNumbers(text: string, name: string): OwnNumber[] {
  const body = text.replace(/^\uFEFF/, "");
  const start = body.trimStart()[0];
  const numbers = start === "{" || start === "[" ? readJson(body, name) : readLines(body, name);
  if (numbers.length === 0) {
    throw new DataError(`${name}: expected numbers, got none. Write lines such as net_h1,0.3775.`);
  }
  return numbers;
}

function readJson(text: string, name: string): OwnNumber[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new DataError(`${name}: expected JSON, but it cannot be parsed: ${(error as Error).message}.`);
  }
  if (Array.isArray(document)) {
    throw new DataError(`${name}: expected an object such as { "net_h1": 0.3775 }, got a list.`);
  }
  for (const [symbol, value] of Object.entries(document as object)) {
    if (typeof value !== "number" && typeof value !== "string") {
      throw new DataError(`${name}: ${show(symbol)}: expected a number, got ${show(value)}.`);
    }
  }
  // JSON.parse would lose trailing zeros, so the members are cut out of the text; the object is flat
  const member = /("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"|[^\s,}]+)/g;
  return [...text.matchAll(member)].map(([, quoted, value]) => {
    const symbol = JSON.parse(quoted!) as string;
    const figure = value!.startsWith('"') ? (JSON.parse(value!) as string) : value!;
    return ownNumber(symbol, figure, `${name}: ${show(symbol)}`);
  });
}

function readLines(text: string, name: string): OwnNumber[] {
  const numbers: OwnNumber[] = [];
  let isFirst = true;
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    if (line.trim() === "") return;
    const where = `${name} line ${index + 1}`;
    const [symbol, figure] = splitLine(line, where);
    if (isFirst && isHeading(symbol, figure)) {
      isFirst = false;
      return;
    }
    isFirst = false;
    numbers.push(ownNumber(symbol, figure, `${where}: ${show(symbol)}`));
  });
  return numbers;
}

/** Splits at a semicolon or tab, otherwise at the last comma, so that w_{1,2} needs no quotes. */
function splitLine(line: string, where: string): [symbol: string, figure: string] {
  const match = /^([^;\t；]*[^;\t；\s])\s*[;\t；](.*)$/.exec(line) ?? /^(.*\S)\s*[,，]([^,，]*)$/.exec(line);
  if (!match) {
    throw new DataError(`${where}: expected a symbol, a comma and a number, got ${show(line.trim())}.`);
  }
  return [unquoted(match[1]!.trim()), unquoted(match[2]!.trim())];
}

function unquoted(cell: string): string {
  const quoted = /^"(.*)"$/.exec(cell);
  return quoted ? quoted[1]!.replaceAll('""', '"').trim() : cell;
}

function isHeading(symbol: string, figure: string): boolean {
  return headings.symbol.includes(symbol.toLowerCase()) && headings.value.includes(figure.toLowerCase());
}

function ownNumber(symbol: string, figure: string, where: string): OwnNumber {
  if (symbol === "") throw new DataError(`${where}: expected a symbol, got nothing.`);
  const written = readWritten(figure);
  if (!written) {
    const advice = /^[+−-]?\d+,\d+$/.test(figure) ? " Write a decimal point." : "";
    const got = figure === "" ? "nothing" : show(figure);
    throw new DataError(`${where}: expected a number such as 0.593269992, got ${got}.${advice}`);
  }
  return { symbol, written, where };
}
