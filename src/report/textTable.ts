/** Text tables with aligned columns. */
import { visible } from "../wording.js";
import { cut, displayWidth, pad } from "./terminal.js";

export interface TableOptions {
  /** Alignment by column (default: left). */
  align?: readonly ("left" | "right")[];
  gap?: number;
  /** Wider cells are cut to this many columns. */
  widest?: number;
}

/** A cell as it is, but for characters that act on a terminal: names of columns and classes may hold any. */
function inOneLine(cell: string): string {
  return visible(cell).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

/**
 * Rows of cells as lines with aligned columns.
 *
 * @returns one line for each row, without trailing spaces and without a line end
 */
export function formatTable(rows: readonly (readonly string[])[], options: TableOptions = {}): string[] {
  const { align = [], gap = 2, widest = Infinity } = options;
  const cells = rows.map((row) => row.map((cell) => cut(inOneLine(cell), widest)));
  const widths: number[] = [];
  for (const row of cells) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, displayWidth(cell))));
  }
  return cells.map((row) =>
    row
      .map((cell, column) => pad(cell, widths[column]!, align[column] ?? "left"))
      .join(" ".repeat(gap))
      .trimEnd(),
  );
}
