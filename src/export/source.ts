/** What the sources in C and JavaScript have in common: numbers with all their digits, lists in lines, safe comments. */
import { ConfigError } from "../errors.js";
import { shortestFloat32 } from "../report/figures.js";
import type { PortableModel } from "./portable.js";

/** Most parameters of a source: with more, compilers and editors take minutes. */
export const mostSourceParameters = 1_000_000;

/** @throws ConfigError for a network with more parameters than a source should hold */
export function refuseLarge(format: string, { parameters }: PortableModel): void {
  if (parameters > mostSourceParameters) {
    throw new ConfigError(
      `${format}: a source holds at most ${mostSourceParameters} parameters, this network has ${parameters}. ` +
        "Export it to onnx or safetensors.",
    );
  }
}

/** The shortest text from which the same number of a precision is read back. */
export function digitsOf(value: number, precision: "float32" | "float64"): string {
  if (Object.is(value, -0)) return "-0";
  return String(precision === "float32" ? shortestFloat32(value) : value);
}

export function literal(value: number, precision: "float32" | "float64"): string {
  const digits = digitsOf(value, precision);
  const real = /[.e]/.test(digits) ? digits : `${digits}.0`;
  return precision === "float32" ? `${real}f` : real;
}

/** Words with commas between them, in lines of at most 100 characters; a row of `columns` words begins a line. */
export function listLines(words: readonly string[], columns: number, indent: string): string {
  const lines: string[] = [];
  for (let from = 0; from < words.length; from += columns) {
    let line = "";
    for (const word of words.slice(from, from + columns)) {
      if (line !== "" && indent.length + line.length + word.length > 97) {
        lines.push(line);
        line = "";
      }
      line += `${line === "" ? "" : " "}${word},`;
    }
    lines.push(line);
  }
  return lines.map((line) => `${indent}${line}`).join("\n");
}

/** A name as part of one line of a C comment: it cannot end the comment. */
export function inComment(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ")
    .replaceAll(/(?<=[*/])(?=[*/])|(?<=\?)(?=\?)/g, " ");
}
