/**
 * Precision, recall and F1 of each class as a text table. The scores come from `src/train/evaluation/classes.ts`; what was
 * taken for what is in `confusion.ts`.
 */
import type { ClassReport, ClassScores, Scores } from "../train/evaluation/classes.js";
import { formatMetric } from "./figures.js";
import { formatTable } from "./textTable.js";

export interface ClassTableOptions {
  /** Columns of the terminal; class names are cut to what the figures leave of it. */
  width?: number;
}

/** With more classes than this, only the worst are shown. */
const mostClasses = 20;
/** How many are shown then. */
const mostListed = 10;
/** Class names are cut to this many columns even where there is room for more, and to no fewer than that. */
const widestName = 24;
const narrowestName = 8;
const head = ["", "precision", "recall", "f1", "support"];
/** Columns that the figures take, with the gaps before them. */
const figuresWidth = 37;

/**
 * Draws a row for each class, then their mean (macro) and their mean weighted by support. Of more than 20
 * classes those with the lowest F1 are shown, the worst first. "–" stands where there is nothing to divide by,
 * which counts 0 in the averages: recall of a class that never came, precision of one that was never predicted.
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
