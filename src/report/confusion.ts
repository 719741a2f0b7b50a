/**
 * A confusion matrix as text. Counting is done in `src/train/evaluation/metrics.ts`.
 */
import { formatPercent } from "./figures.js";
import { formatTable } from "./textTable.js";
import { displayWidth } from "./terminal.js";

export interface ConfusionOptions {
  /** Width of the terminal in columns (default: 80). A wider matrix becomes a list. */
  width?: number;
}

/** With more classes than this, a matrix is too large to read; the most frequent confusions are listed. */
const mostClasses = 20;
const mostListed = 10;
/** Class names are cut to this many columns at the top and the side of the matrix. */
const widestName = 12;

/**
 * Draws a confusion matrix: a row for each actual class, a column for each predicted class, then the total of the
 * row and its recall (the fraction of the class that was recognised). Zeros are shown as "·". With more than 20
 * classes, or if the matrix is wider than the terminal, the most frequent confusions are listed instead.
 *
 * @param counts  [classes × classes], rows actual, columns predicted
 * @param classes names, in the same order
 */
export function formatConfusion(
  counts: readonly (readonly number[])[],
  classes: readonly string[],
  options: ConfusionOptions = {},
): string {
  const { width = 80 } = options;
  if (classes.length <= mostClasses) {
    const matrix = formatMatrix(counts, classes);
    if (matrix.every((line) => displayWidth(line) <= width)) {
      return [...matrix, "", accuracyLine(counts)].join("\n");
    }
  }
  return [...listConfusions(counts, classes), "", accuracyLine(counts)].join("\n");
}

function formatMatrix(counts: readonly (readonly number[])[], classes: readonly string[]): string[] {
  const head = ["", ...classes, "total", "recall"];
  const rows = counts.map((row, actual) => {
    const total = sum(row);
    return [
      classes[actual]!,
      ...row.map((count) => (count === 0 ? "·" : String(count))),
      String(total),
      formatPercent(row[actual]!, total),
    ];
  });
  const lines = formatTable([head, ...rows], {
    align: ["left", ...head.slice(1).map(() => "right" as const)],
    widest: widestName,
  });
  return ["actual ↓  predicted →", ...lines];
}

/** The confusions of a matrix [actual × predicted], the most frequent first. */
export function confusionsOf(counts: readonly (readonly number[])[]) {
  const confusions = counts.flatMap((row, actual) =>
    row.flatMap((count, predicted) =>
      count > 0 && predicted !== actual ? [{ actual, predicted, count }] : [],
    ),
  );
  return confusions.sort((a, b) => b.count - a.count || a.actual - b.actual || a.predicted - b.predicted);
}

function listConfusions(counts: readonly (readonly number[])[], classes: readonly string[]): string[] {
  const confusions = confusionsOf(counts);
  if (confusions.length === 0) return ["no confusions"];
  const rows = confusions
    .slice(0, mostListed)
    .map(({ actual, predicted, count }) => [
      classes[actual]!,
      classes[predicted]!,
      String(count),
      formatPercent(count, sum(counts[actual]!)),
    ]);
  const shown = `the ${rows.length} most frequent of ${confusions.length} confusions`;
  return [
    rows.length < confusions.length ? shown : "confusions",
    ...formatTable([["actual", "predicted", "times", "of the class"], ...rows], {
      align: ["left", "left", "right", "right"],
      widest: 24,
    }),
  ];
}

function accuracyLine(counts: readonly (readonly number[])[]): string {
  const right = sum(counts.map((row, actual) => row[actual]!));
  const total = sum(counts.map(sum));
  return `accuracy ${formatPercent(right, total)}: ${right} of ${total}`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
