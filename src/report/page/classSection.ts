/** The section on classes: confusion matrix, metrics of each class, and ROC curves. */
import { confusionsOf } from "../confusion.js";
import { formatPercent } from "../figures.js";
import { cut } from "../terminal.js";
import type { ClassFigures } from "./pageData.js";
import { thinned } from "./lines.js";
import { card, type Cell, escape, legend, section, table } from "./markup.js";
import { isFigure, metricText } from "./numbers.js";
import { cellStrength } from "./palette.js";
import { curve, plot } from "./plot.js";
import { linearScale } from "./scale.js";

/** With more classes than this, a matrix is too large to read; the most frequent confusions are listed. */
const mostClasses = 20;
const mostListed = 25;
/** Longer names are cut; the tooltip has the whole name. */
const longestName = 18;

export function classSection(classes: ClassFigures | null | undefined): string {
  if (!classes) return "";
  return section("classes", "Classes", [confusionCard(classes), perClassCard(classes), rocCard(classes)]);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function nameCell(name: string, attributes: string): Cell {
  const short = cut(name, longestName);
  const title = short === name ? "" : ` title="${escape(name)}"`;
  return { html: `<span>${escape(short)}</span>`, attributes: attributes + title };
}

function confusionCard(classes: ClassFigures): string {
  const { names, matrix, of = "samples" } = classes;
  const total = sum(matrix.map(sum));
  const right = sum(matrix.map((row, index) => row[index]!));
  const note = `Accuracy ${formatPercent(right, total)}: ${right} of ${total} ${escape(of)}.`;
  if (names.length > mostClasses) return card("Confusion matrix", confusionList(classes), { note });
  const rows = matrix.map((row, actual): Cell[] => {
    const all = sum(row);
    const cells = row.map((count, predicted): Cell => {
      if (count === 0) return { html: "·", attributes: 'class="none"' };
      const kind = actual === predicted ? "right" : "wrong";
      const fraction = count / all;
      const title = `${names[actual]} predicted as ${names[predicted]}: ${count}, ${formatPercent(count, all)}`;
      return {
        html: String(count),
        attributes: `class="${kind}" style="--part:${cellStrength(kind, fraction).toFixed(0)}%" title="${escape(title)}"`,
      };
    });
    const name = names[actual]!;
    return [nameCell(name, 'scope="row"'), ...cells];
  });
  const isFew = names.length <= 4;
  const isLong = !isFew && names.some((name) => name.length > 3);
  const heads: Cell[] = [
    { html: "", attributes: 'scope="col"' },
    ...names.map((name) => nameCell(name, `scope="col"${isLong ? ' class="upright"' : ""}`)),
  ];
  const correct = ["right", "correct"] as const;
  const key = legend(right === total ? [correct] : [correct, ["wrong", "wrong"]]);
  return card(
    "Confusion matrix",
    key + table("Confusion matrix", heads, rows, { kind: isFew ? "heat few" : "heat" }),
    {
      note: `${note} Rows: actual class. Columns: predicted class. The shade is the fraction of the row.`,
      wide: names.length > (isLong ? 6 : 12),
    },
  );
}

function confusionList({ names, matrix }: ClassFigures): string {
  const confusions = confusionsOf(matrix);
  if (confusions.length === 0) return `<p>All predictions are correct.</p>`;
  const rows = confusions
    .slice(0, mostListed)
    .map(({ actual, predicted, count }): Cell[] => [
      names[actual]!,
      names[predicted]!,
      count,
      formatPercent(count, sum(matrix[actual]!)),
    ]);
  const left =
    confusions.length > rows.length
      ? `<p class="note">The ${rows.length} most frequent of ${confusions.length}.</p>`
      : "";
  return (
    left +
    table("Most frequent confusions", ["actual", "predicted", "count", "of the class"], rows, { words: 2 })
  );
}

function perClassCard({ names, perClass, roc }: ClassFigures): string {
  if (!perClass) return "";
  const areas = new Map((roc ?? []).map((one) => [one.class, one.auc]));
  const heads = ["class", "precision", "recall", "F1", ...(areas.size > 0 ? ["AUC"] : []), "n"];
  const rows = perClass.map(({ precision, recall, f1, support }, index): Cell[] => [
    nameCell(names[index]!, 'scope="row"'),
    metricText(precision),
    metricText(recall),
    {
      html: metricText(f1),
      attributes: `class="figure measure" style="--part:${isFigure(f1) ? (100 * Math.min(1, Math.max(0, f1))).toFixed(1) : 0}%"`,
    },
    ...(areas.size > 0 ? [metricText(areas.get(index))] : []),
    support,
  ]);
  return card("Metrics by class", table("Metrics by class", heads, rows), {
    note: "Precision: fraction of the samples predicted as this class that are of it. Recall: fraction of the samples of this class that were predicted as it. F1: harmonic mean of both. n: samples of this class.",
  });
}

function rocCard({ names, roc }: ClassFigures): string {
  if (!roc || roc.length === 0) return "";
  const unit = linearScale(0, 1, { ticks: 2 });
  const worst = roc.reduce((a, b) => ((b.auc ?? Infinity) < (a.auc ?? Infinity) ? b : a));
  const several = roc.length > 2;
  const kindOf = (one: typeof worst) => (one !== worst ? "roc" : several ? "roc worst" : "plain");
  const ordered = [...roc.filter((one) => one !== worst), worst];
  const layers = [
    curve(
      [
        [0, 0],
        [1, 1],
      ],
      "chance",
    ),
    ...ordered.map((one) => {
      const text = `${names[one.class]}, AUC ${metricText(one.auc)}`;
      return curve(thinned(one.points, 200), kindOf(one), text);
    }),
  ];
  const description = roc
    .slice(0, mostClasses)
    .map((one) => `${names[one.class]}: area ${metricText(one.auc)}.`)
    .join(" ");
  const title = "ROC curves";
  const axes = { x: unit, y: unit, xName: "false positive rate", yName: "true positive rate", square: true };
  const worstName = `${names[worst.class]}, the lowest: AUC ${metricText(worst.auc)}`;
  const key = several
    ? legend([
        ["roc worst", worstName],
        ["roc", "other classes, each against the rest"],
      ])
    : legend(roc.map((one) => [kindOf(one), `${names[one.class]}: AUC ${metricText(one.auc)}`] as const));
  return card(
    roc.length > 1 ? "ROC curves" : "ROC curve",
    key + plot(layers, { title, description, ...axes }),
  );
}
