/** The matrix view of a trace as text: matrices drawn with brackets, side by side. */
import type { Matrix, MatrixPart, MatrixStep } from "../../explain/matrix.js";
import { sentenceOf } from "../../explain/language/language.js";
import type { Trace } from "../../explain/trace.js";
import { displayWidth, pad, paint } from "../terminal.js";
import { formatNumber } from "./numberText.js";
import { heading, layerName, type TraceTextOptions } from "./heading.js";
import { wrapText } from "./wrap.js";

export function matrixText(trace: Trace, options: TraceTextOptions): string[] {
  const { colour, language, width } = options;
  const lines: string[] = [];
  let before: MatrixStep | null = null;
  const told = new Set<string>();
  for (const step of trace.matrices) {
    if (step.phase !== before?.phase || step.layer !== before.layer) {
      const name = layerName(trace, step.layer, language);
      lines.push(...(before ? [""] : []), heading(step.phase, name, options));
    }
    lines.push("", `${paint(step.symbol, "bold", colour)} = ${step.formula}`, "");
    lines.push(...drawn(step, options));
    if (!told.has(step.reason.id)) {
      told.add(step.reason.id);
      const why = wrapText(sentenceOf(language, step.reason), Math.min(width, 90) - 2);
      lines.push("", ...why.map((line) => `  ${paint(line, "dim", colour)}`));
    }
    before = step;
  }
  return lines.map((line) => line.trimEnd());
}

/** The numbers of a line: in one row of blocks if they fit, otherwise with the result below. */
function drawn({ parts, value }: MatrixStep, { digits, width, colour }: TraceTextOptions): string[] {
  const blocks = parts.map((part) => blockOf(part, digits));
  const result = bracketed(value, digits);
  const all = beside([...blocks, [" = "], result]);
  const paintTail = (line: string, from: number) =>
    line.slice(0, from) + paint(line.slice(from), "green", colour);
  if (displayWidth(all[0]!) + 2 <= width) {
    const at = Math.max(...beside([...blocks, [" = "]]).map((line) => line.length));
    return all.map((line) => `  ${paintTail(line, at)}`);
  }
  const rows = inRows(blocks, width - 4);
  const last = beside([["= "], result]).map((line) => `  ${paintTail(line, 2)}`);
  return [...rows.map((line) => `    ${line}`), ...last];
}

/** Blocks side by side, as many as fit in a row of them. */
function inRows(blocks: readonly string[][], width: number): string[] {
  const rows: string[][][] = [[]];
  let used = 0;
  for (const block of blocks) {
    const wide = displayWidth(block[0]!);
    if (used > 0 && used + wide > width) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)!.push(block);
    used += wide;
  }
  return rows.flatMap((row) => beside(row));
}

function blockOf(part: MatrixPart, digits: number): string[] {
  if (part.kind === "matrix") return bracketed(part.value, digits);
  if (part.kind === "scalar") return [formatNumber(part.value, digits)];
  return [/^[+−⊙·]$/.test(part.text) ? ` ${part.text} ` : part.text];
}

function bracketed(matrix: Matrix, digits: number): string[] {
  const cells = matrix.map((row) => row.map((value) => formatNumber(value, digits)));
  const widths = cells[0]!.map((_, j) => Math.max(...cells.map((row) => row[j]!.length)));
  const rows = cells.map((row) => row.map((cell, j) => pad(cell, widths[j]!, "right")).join("  "));
  const last = rows.length - 1;
  return rows.map((row, i) => {
    const [left, right] = last === 0 ? "[]" : i === 0 ? "⎡⎤" : i === last ? "⎣⎦" : "⎢⎥";
    return `${left}${row}${right}`;
  });
}

/** Blocks of lines side by side, each centred in the height of the tallest. */
function beside(blocks: readonly string[][]): string[] {
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, line) =>
    blocks
      .map((block) => {
        const above = Math.floor((height - block.length) / 2);
        return block[line - above] ?? " ".repeat(displayWidth(block[0]!));
      })
      .join(""),
  );
}
