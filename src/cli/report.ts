/**
 * The text after training and evaluation: figures, confusion matrix, class scores, and images with their predictions.
 */
import { formatClassTable } from "../report/classTable.js";
import { formatConfusion } from "../report/confusion.js";
import { formatDuration, formatLoss, formatMetric, formatRate } from "../report/figures.js";
import { drawImages } from "../report/images.js";
import { type Measured, measure } from "../report/measureSamples.js";
import { endingText, trainingText } from "../report/trainingWords.js";
import type { Dataset } from "../data/dataset.js";
import { metricName } from "../report/page/metricNames.js";
import { cheapMetricNames } from "../functions/metrics.js";
import type { Calibration, CalibrationFigures } from "../train/evaluation/calibration.js";
import type { Evaluation, Metrics } from "../train/evaluation/evaluation.js";
import type { History } from "../train/loop/history.js";
import { predictedClasses } from "../train/evaluation/metrics.js";
import type { Network } from "../train/network.js";
import type { DataNotes } from "../readers/notes.js";
import { plural } from "../wording.js";
import { wantsColour, widthOf } from "./say.js";

/** Images to draw, and how many of them may be mistakes. */
const drawn = 8;
const drawnMistakes = 3;

/** The result of training. `shown` are the held-out samples, or all samples if none were held out. */
export function reportText(
  network: Network,
  shown: Dataset,
  result: {
    history: History;
    trained: Evaluation;
    heldOut: Evaluation | null;
    tested: Evaluation | null;
    notes: DataNotes;
    calibration: Calibration | null;
  },
): string {
  const { history, trained, heldOut, tested, notes, calibration } = result;
  const { loss, reduction } = network.config;
  const figure = reduction === "mean" ? `${loss}, mean over samples` : `${loss}, sum over samples`;
  const lines = [
    "",
    trainingText(network.config),
    `${plural(history.epochs, "epoch")} in ${formatDuration(history.seconds)}, ${formatRate(history.samplesPerSecond)} samples/s ` +
      `(build ${network.build}, ${plural(history.threads, "thread")})`,
    `training  ${figures(trained)}  (${figure})`,
  ];
  const { stopped, bestEpoch } = history;
  const isOrdinary = stopped === "epochs" || stopped === "aborted";
  if (!isOrdinary || (bestEpoch ?? history.epochs) !== history.epochs) {
    lines.splice(3, 0, endingText(stopped, { ...network.config, bestEpoch }));
  }
  if (history.whyAlone) lines.splice(3, 0, `trained alone, ${history.whyAlone}`);
  if (history.whyNarrow) lines.splice(3, 0, `build ${history.whyNarrow}`);
  if (calibration) lines.push(calibrationText(calibration));
  if (heldOut) lines.push(`held out  ${figures(heldOut)}`);
  else lines.push("No validation data. Use --validation 0.2 to measure on unseen rows.");
  if (tested) lines.push(`test      ${figures(tested)}`);
  return [...lines, ...classText(shown, notes, measure(network, shown, notes))].join("\n");
}

/** `calibrated by 120 rows: temperature 1.27, log loss 0.432 → 0.401, calibration error 0.081 → 0.034` */
export function calibrationText({ temperature, rows, before, after }: Calibration): string {
  const change = (name: keyof CalibrationFigures, text: (value: number) => string) =>
    `${text(before[name])} → ${text(after[name])}`;
  return (
    `calibrated by ${plural(rows, "row")}: temperature ${temperature.toPrecision(3)}, ` +
    `log loss ${change("logLoss", formatLoss)}, calibration error ${change("calibrationError", formatMetric)}`
  );
}

/** Metrics of the first line, if present. The table of classes shows the others. */
export const headline = cheapMetricNames;
/** Metrics of classes that no table shows. */
const further = ["rocAuc", "logLoss", "top5"] as const;

/** `loss 0.0432  accuracy 0.951` */
export function figures({ loss, metrics }: Evaluation): string {
  return [
    `loss ${formatLoss(loss)}`,
    ...headline.filter((name) => name in metrics).map((name) => `${name} ${metrics[name]!.toFixed(4)}`),
  ].join("  ");
}

/** Confusion matrix and scores, if the samples have classes; images, if they have images. */
export function classText(
  shown: Dataset,
  notes: DataNotes,
  { answers, metrics, report }: Measured,
): string[] {
  const { labels, inputs, outputs } = shown;
  if (!labels || !report) return [];
  const classes = report.classes.map(({ name }) => name);
  const width = widthOf(process.stdout);
  const lines = [
    "",
    formatConfusion(report.confusion, classes, { width }),
    "",
    formatClassTable(report, { width }),
    "",
    furtherText(metrics),
  ];
  if (!notes.image || !(inputs instanceof Uint8Array)) return lines;
  const predicted = predictedClasses(answers, outputs);
  const rows = [...labels.keys()];
  const mistakes = rows.filter((row) => predicted[row] !== labels[row]).slice(0, drawnMistakes);
  const right = rows.filter((row) => predicted[row] === labels[row]).slice(0, drawn - mistakes.length);
  const chosen = [...right, ...mistakes];
  const captions = chosen.map((row) => {
    const [said, is] = [classes[predicted[row]!]!, classes[labels[row]!]!];
    return said === is ? `${said} ✓` : `${said} ✗ (it is ${is})`;
  });
  const pixels = shown.select(chosen).inputs as Uint8Array;
  const options = { columns: width, colour: wantsColour(process.stdout) };
  return [...lines, "", drawImages(pixels, notes.image, captions, options)];
}

/** `ROC AUC 0.998  log loss 0.0432  top 5 0.999` */
function furtherText(metrics: Metrics): string {
  return further
    .filter((name) => name in metrics)
    .map((name) => {
      const value = metrics[name]!;
      return `${metricName(name)} ${Number.isNaN(value) ? "–" : name === "logLoss" ? formatLoss(value) : formatMetric(value)}`;
    })
    .join("  ");
}
