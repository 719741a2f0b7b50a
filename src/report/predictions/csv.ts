/** Predictions as CSV: repeated columns, class, numbers. */
import { shortestFloat32 } from "../figures.js";
import type { PredictionHead, PredictionWriter } from "./predictions.js";

export function csvPredictions({ ids, target, classes, names, precision }: PredictionHead): PredictionWriter {
  const head = [...ids, ...(classes ? [target] : []), ...names];
  const lineOf = (cells: readonly string[]) => `${cells.map(quoted).join(",")}\n`;
  const textOf = (value: number) =>
    String(precision === "float32" ? shortestFloat32(Math.fround(value)) : value);
  const empty = head.slice(ids.length).map(() => "");
  return {
    start: () => lineOf(head),
    block: ({ answers, ids: own }) =>
      answers
        .map((answer, row) => {
          const cells = own.map((of) => of(row));
          if (answer === null) return lineOf([...cells, ...empty]);
          const kind = answer.class === null ? [] : [answer.class];
          return lineOf([...cells, ...kind, ...Array.from(answer.numbers, textOf)]);
        })
        .join(""),
    end: () => "",
  };
}

/** A cell of CSV, quoted if necessary. */
function quoted(cell: string): string {
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
