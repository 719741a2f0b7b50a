/** Importance and dependence of columns as text. */
import { metrics } from "../functions/metrics.js";
import { plural } from "../wording.js";
import type { ColumnFigures } from "./columnFigures.js";
import { metricName } from "./page/metricNames.js";
import { formatTable } from "./textTable.js";

/** Most columns that the table of importance shows. */
const mostColumns = 30;
/** Most outputs of which the dependence is shown. */
const mostOutputs = 8;
const widest = 40;

/** One line for each column, the most important first. */
export function importanceText({ metric, rows, importance }: ColumnFigures): string[] {
  const shown = importance.slice(0, mostColumns);
  const cells = shown.map(({ name, importance: value, deviation }) => [
    name,
    value.toPrecision(3),
    `± ${deviation.toPrecision(2)}`,
  ]);
  const rest = importance.length - shown.length;
  const change = metric !== "loss" && metrics[metric].better === "higher" ? "falls" : "rises";
  const what = metric === "loss" ? "the loss" : metricName(metric);
  return [
    "",
    `By how much ${what} ${change} when a column is shuffled, on ${plural(rows, "row")}:`,
    ...formatTable(cells, { align: ["left", "right", "left"], widest }),
    ...(rest > 0 ? [`… and ${rest} more, which matter less`] : []),
  ];
}

/** A table for each column: its values, and the mean answers. */
export function dependenceText({ dependence, outputs }: ColumnFigures): string[] {
  const names = outputs.slice(0, mostOutputs);
  const short = (value: number) => String(Number(value.toPrecision(4)));
  const tables = dependence.flatMap(({ column, points }) => {
    const cells = points.map(({ value, category, answers }) => [
      category ?? short(value),
      ...names.map((_, output) => short(answers[output]!)),
    ]);
    const align = ["left", ...names.map(() => "right" as const)] as const;
    return ["", ...formatTable([[column, ...names], ...cells], { align, widest })];
  });
  return ["", "The mean answer where all rows have the same value in a column:", ...tables];
}
