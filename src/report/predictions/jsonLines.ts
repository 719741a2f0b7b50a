/** Predictions as JSON lines: an answer on each line, as `Network.predictRecords` gives it; null for a row that could not be read. */
import { shortestFloat32 } from "../figures.js";
import type { PredictionHead, PredictionWriter } from "./predictions.js";

export function jsonLinesPredictions({
  ids,
  classes,
  names,
  field,
  precision,
}: PredictionHead): PredictionWriter {
  const numberOf = (value: number) => (precision === "float32" ? shortestFloat32(Math.fround(value)) : value);
  const lineOf = (fields: readonly (readonly [string, unknown])[]) =>
    `${JSON.stringify(Object.fromEntries(fields))}\n`;
  return {
    start: () => "",
    block: ({ answers, ids: own }) =>
      answers
        .map((answer, row) => {
          const id = ids.map((name, index) => [name, own[index]!(row)] as const);
          const numbers =
            answer &&
            Object.fromEntries(names.map((name, index) => [name, numberOf(answer.numbers[index]!)]));
          return lineOf([
            ...(ids.length > 0 ? [["id", Object.fromEntries(id)] as const] : []),
            ...(classes ? [["class", answer?.class ?? null] as const] : []),
            [field, numbers],
          ]);
        })
        .join(""),
    end: () => "",
  };
}
