/** The text after training and evaluation: figures, confusion matrix, and images with the prediction beside. */
import { formatConfusion } from "../report/confusion.js";
import { formatDuration, formatLoss, formatRate } from "../report/figures.js";
import { drawImages } from "../report/images.js";
import type { Dataset } from "../train/dataset.js";
import type { Evaluation } from "../train/evaluation.js";
import type { History } from "../train/fit.js";
import { confusionMatrix, predictedClasses } from "../train/metrics.js";
import type { Network } from "../train/network.js";
import type { DataNotes } from "./data.js";
import { wantsColour, widthOf } from "./say.js";

/** Images to draw, and how many of them may be mistakes. */
const drawn = 8;
const drawnMistakes = 3;

/** What training came to. `shown` are the held-out samples, or all where none were held out. */
export function reportText(
  network: Network,
  shown: Dataset,
  result: { history: History; trained: Evaluation; heldOut: Evaluation | null; notes: DataNotes },
): string {
  const { history, trained, heldOut, notes } = result;
  const { loss, reduction } = network.config;
  const figure = reduction === "mean" ? `${loss}, mean over samples` : `${loss}, sum over samples`;
  const lines = [
    "",
    `${history.epochs} epochs in ${formatDuration(history.seconds)}, ${formatRate(history.samplesPerSecond)} samples/s ` +
      `(build ${network.build}, ${history.threads} thread${history.threads === 1 ? "" : "s"})`,
    `training  ${figures(trained)}  (${figure})`,
  ];
  if (history.whyAlone) lines.splice(2, 0, `trained alone, ${history.whyAlone}`);
  if (heldOut) lines.push(`held out  ${figures(heldOut)}`);
  else
    lines.push("None of the data were held out: --validation 0.2 shows how it does on what it has not seen.");
  return [...lines, ...classReport(network, shown, notes)].join("\n");
}

/** `loss 0.0432  accuracy 0.951` */
export function figures({ loss, metrics }: Evaluation): string {
  return [
    `loss ${formatLoss(loss)}`,
    ...Object.entries(metrics).map(([name, value]) => `${name} ${value.toFixed(4)}`),
  ].join("  ");
}

/** Confusion matrix and images, where the samples have classes and images. */
export function classReport(network: Network, shown: Dataset, notes: DataNotes): string[] {
  const { labels, inputs } = shown;
  if (!labels) return [];
  const classes = notes.classes ?? shown.classNames!;
  const outputs = network.predict(shown);
  const predicted = Uint32Array.from(outputs, (row) => predictedClasses(row, row.length)[0]!);
  const matrix = confusionMatrix(labels, predicted, classes.length);
  const lines = ["", formatConfusion(matrix, classes, { width: widthOf(process.stdout) })];
  if (!notes.image || !(inputs instanceof Uint8Array)) return lines;
  const rows = [...labels.keys()];
  const mistakes = rows.filter((row) => predicted[row] !== labels[row]).slice(0, drawnMistakes);
  const right = rows.filter((row) => predicted[row] === labels[row]).slice(0, drawn - mistakes.length);
  const chosen = [...right, ...mistakes];
  const captions = chosen.map((row) => {
    const [said, is] = [classes[predicted[row]!]!, classes[labels[row]!]!];
    return said === is ? `${said} ✓` : `${said} ✗ (it is ${is})`;
  });
  const pixels = shown.select(chosen).inputs as Uint8Array;
  const options = { columns: widthOf(process.stdout), colour: wantsColour(process.stdout) };
  return [...lines, "", drawImages(pixels, notes.image, captions, options)];
}
