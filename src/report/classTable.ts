/**
 * Precision, recall and F1 of each class as a text table. The scores come from `src/train/evaluation/classes.ts`.
 * The confusion matrix is in `confusion.ts`.
 */
import type { ClassReport, ClassScores, Scores } from "../train/evaluation/classes.js";
import { formatMetric } from "./figures.js";
import { formatTable } from "./textTable.js";

export interface ClassTableOptions {
  /** Width of the terminal in columns (default: 80). Class names are cut to the columns that the figures leave. */
  width?: number;
}

/** With more classes than this, only the worst are shown. */
const mostClasses = 20;
/** How many are shown then. */
const mostListed = 10;
/** Class names are cut to at most and at least this many columns. */
const widestName = 24;
const narrowestName = 8;
const head = ["", "precision", "recall", "f1", "support"];
/** Columns that the figures and the gaps before them take. */
const figuresWidth = 37;

/**
 * Draws a row for each class, then their mean (macro) and their mean weighted by support. Of more than 20 classes
 * only those with the lowest F1 are shown, the worst first. "–" means a division by zero, which counts as 0 in the
 * averages: the recall of a class without samples, or the precision of a class that was never predicted.
 *
 * @returns lines joined by "\n", at most `width` columns wide down to 45
 */
export function formatClassTable(report: ClassReport, options: ClassTableOptions = {}): string {
  const { width = 80 } = options;
  const { classes, macro, weighted, rows } = report;
  const many = classes.length > mostClasses;
  const shown = many ? classes.filter(occurs).sort((a, b) => a.f1 - b.f1) : classes;
  const listed = many ? shown.slice(0, mostListed) : shown;
  const lines = formatTable(
    [head, ...listed.map(classRow), averageRow("macro", macro), averageRow("weighted", weighted)],
    {
      align: ["left", "right", "right", "right", "right"],
      widest: Math.min(widestName, Math.max(narrowestName, width - figuresWidth)),
    },
  );
  const averages = lines.splice(-2);
  if (many) lines.unshift(`the ${listed.length} classes of ${classes.length} with the lowest f1`);
  return [...lines, "", ...averages].join("\n");

  function averageRow(name: string, { precision, recall, f1 }: Scores): string[] {
    return [name, formatMetric(precision), formatMetric(recall), formatMetric(f1), String(rows)];
  }
}

function classRow(one: ClassScores & { name: string }): string[] {
  const { name, precision, recall, f1, support, predicted } = one;
  const figure = (value: number, whole: number) => (whole === 0 ? "–" : formatMetric(value));
  return [
    name,
    figure(precision, predicted),
    figure(recall, support),
    figure(f1, support + predicted),
    String(support),
  ];
}

function occurs({ support, predicted }: ClassScores): boolean {
  return support + predicted > 0;
}
