/**
 * What a person must know before all figures: that the network answers no better than a constant would. Sentences for the
 * top of the page; none where it has learnt something.
 */
import { formatPercent } from "../figures.js";
import { isFigure, metricText } from "./numbers.js";
import type { ReportData } from "./pageData.js";

/** Up to this R² a network is no better than the mean; up to the other it is hardly better. */
const [none, hardly] = [0.01, 0.1];
/** A network that fits its training samples by this R² has learnt them, and nothing else. */
const fitted = 0.5;

export function findingsOf(data: ReportData): string[] {
  return [...ofNumbers(data), ...ofClasses(data)];
}

function ofNumbers({ targets, results }: ReportData): string[] {
  const trained = results.training.metrics.r2;
  const learntByHeart = Boolean(results.validation) && isFigure(trained) && trained >= fitted;
  const advice = learntByHeart
    ? `On the training samples R² is ${metricText(trained)}, so it has learnt them by heart. Train on more samples or with fewer units, or set earlyStopping.`
    : "Train for more epochs, change the learning rate, or check that the columns say something about it.";
  return (targets ?? []).flatMap(({ name, summary: { r2 } }) => {
    if (!isFigure(r2) || r2 > hardly) return [];
    const much = r2 <= none ? "no" : "hardly";
    return [
      `The network predicts ${name} ${much} better than the mean of all samples would (R² ${metricText(r2)}). ${advice}`,
    ];
  });
}

function ofClasses({ classes }: ReportData): string[] {
  if (!classes) return [];
  const { names, matrix, of = "samples" } = classes;
  const sizes = matrix.map((row) => row.reduce((sum, count) => sum + count, 0));
  const total = sizes.reduce((sum, count) => sum + count, 0);
  const most = Math.max(...sizes);
  const right = matrix.reduce((sum, row, index) => sum + row[index]!, 0);
  if (most === total || right > most) return [];
  const same = names[sizes.indexOf(most)]!;
  return [
    `The network is right for ${formatPercent(right, total)} of the ${of}, which is no better than the answer “${same}” to all of them ` +
      `(${formatPercent(most, total)}). Train for more epochs, or change the learning rate.`,
  ];
}
