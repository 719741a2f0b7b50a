/**
 * Reads somebody's own numbers from a file: JSON `{ "net_h1": 0.3775 }` or lines of symbol and value, with or
 * without a heading. A column is a list of numbers, a matrix a list of rows. Numbers keep the digits that they were written with, because 0.50 says more than 0.5. Symbols
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
 * with. A column may be given as a whole, `X_hidden,1.16 0.42 0.62` or `{ "X_hidden": [1.16, 0.42, 0.62] }`: its numbers get
 * the symbols X_hidden[1], X_hidden[2] and so on.
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
    for (const one of [value].flat(2) as unknown[]) {
      if (typeof one === "number" || typeof one === "string") continue;
      throw new DataError(`${name}: ${show(symbol)}: expected a number, got ${show(one)}.`);
    }
  }
  // JSON.parse would lose trailing zeros, so the members are cut out of the text; nothing is nested but lists
  const member = /("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"|\[[\s\S]*?\](?=\s*(?:,\s*"|\}))|[^\s,}]+)/g;
  return [...text.matchAll(member)].flatMap(([, quoted, value]) => {
    const symbol = JSON.parse(quoted!) as string;
    const where = `${name}: ${show(symbol)}`;
    if (value!.startsWith("[")) return listed(symbol, value!, where);
    const figure = value!.startsWith('"') ? (JSON.parse(value!) as string) : value!;
    return [ownNumber(symbol, figure, where)];
  });
}

/** The numbers of a list, or of a list of rows, as text: each with its place behind the symbol, `W_hidden[2][1]`. */
function listed(symbol: string, list: string, where: string): OwnNumber[] {
  const inner = list.trim().replace(/^\[([\s\S]*)\]$/, "$1");
  const rows = [...inner.matchAll(/\[[^\]]*\]/g)].map(([row]) => row);
  if (rows.length > 0) return rows.flatMap((row, at) => listed(`${symbol}[${at + 1}]`, row, where));
  const figures = inner.split(/[\s,，]+/).filter((figure) => figure !== "");
  return figures.map((figure, at) => ownNumber(`${symbol}[${at + 1}]`, unquoted(figure), where));
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
    const place = `${where}: ${show(symbol)}`;
    if (isList(figure)) numbers.push(...listed(symbol, figure, place));
    else numbers.push(ownNumber(symbol, figure, place));
  });
  return numbers;
}

/** Several figures: `[1.16, 0.42]`, or with spaces between them. */
function isList(figure: string): boolean {
  const parts = figure.split(/\s+/);
  return figure.startsWith("[") || (parts.length > 1 && parts.every((part) => readWritten(part) !== null));
}

/** Splits at a semicolon or tab, before a list, otherwise at the last comma, so that w_{1,2} needs no quotes. */
function splitLine(line: string, where: string): [symbol: string, figure: string] {
  const list = /^([^[]*\S)\s*[,，;；\t]\s*(\[.*\])\s*$/.exec(line);
  if (list) return [unquoted(list[1]!.trim()), list[2]!];
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
