/**
 * The progress of a training on one line: with a bar for a terminal, or plain for a pipe or a log. The caller
 * decides when and where to draw it.
 */
import { formatClock, formatDuration, formatLoss, formatMetric, formatRate } from "./figures.js";
import { cut, displayWidth, paint } from "./terminal.js";

/** What the line shows. Values that are not known or not measured are null. */
export interface Progress {
  /** Counted from 1. */
  epoch: number;
  epochs: number;
  /** Filled part of the bar, 0 … 1. */
  fraction: number;
  loss: number | null;
  /** A metric of the training samples, with its name: `accuracy 0.981`. */
  training?: { name: string; value: number } | null;
  /** A metric of the validation set. */
  validation: number | null;
  /** Name of that metric (default: "val"). */
  validationName?: string;
  /** Only if it changes between epochs. */
  learningRate?: number | null;
  samplesPerSecond: number | null;
  /** Estimated time until the end of training. */
  secondsLeft: number | null;
  /** Seconds that training waited for rows from a disk; only if it did. */
  waited?: number | null;
}

/** What the line shows of a finished epoch. */
export interface EpochSummary extends Omit<Progress, "fraction" | "secondsLeft"> {
  /** Since training began. */
  seconds: number;
}

export interface ProgressOptions {
  width: number;
  colour: boolean;
}

const widestBar = 24;
const narrowestBar = 6;
/** Columns reserved for each figure on the live line, so that the width of the bar does not change. */
const lossWidth = "3.51e-5".length;
const rateWidth = "41.2k".length;
const learningRateWidth = "rate 3.51e-5".length;

/**
 * One line that replaces the previous one:
 *
 *     epoch  3/20 ━━━━━━━━──── loss 0.0432   val 0.951  41.2k samples/s  0:12 left
 *
 * The bar fills the rest of the line. If the line is too narrow, these parts are left out in turn: learning rate,
 * speed, time left, bar, validation metric.
 *
 * @returns a line at most `width` columns wide, without a line end
 */
export function progressLine(progress: Progress, options: ProgressOptions): string {
  const { width, colour } = options;
  const head = epochText(progress);
  const fields: { rank: number; text: string }[] = [];
  if (progress.loss !== null)
    fields.push({ rank: 0, text: `loss ${formatLoss(progress.loss).padEnd(lossWidth)}` });
  if (progress.training) fields.push({ rank: 1, text: trainingText(progress.training) });
  if (progress.validation !== null) fields.push({ rank: 1, text: validationText(progress) });
  if (hasRate(progress)) fields.push({ rank: 5, text: rateText(progress).padEnd(learningRateWidth) });
  if (progress.samplesPerSecond !== null) {
    fields.push({ rank: 4, text: `${formatRate(progress.samplesPerSecond).padStart(rateWidth)} samples/s` });
  }
  if (progress.secondsLeft !== null) {
    fields.push({ rank: 3, text: `${formatClock(progress.secondsLeft)} left` });
  }
  if (progress.waited) fields.push({ rank: 5, text: waitedText(progress.waited) });
  // rank 2 is the bar
  for (let rank = 6; rank >= 1; rank--) {
    const text = fields.flatMap((field) => (field.rank < rank ? [` ${field.text}`] : [])).join(" ");
    const bold = paint(head, "bold", colour);
    const columns = width - displayWidth(head + text) - 1;
    if (rank > 2 && columns >= narrowestBar) {
      return `${bold} ${drawBar(progress.fraction, Math.min(widestBar, columns), colour)}${text}`.trimEnd();
    }
    if (rank <= 2 && displayWidth((head + text).trimEnd()) <= width) return (bold + text).trimEnd();
  }
  return cut(head, width);
}

/** One line for each epoch, without colour: `epoch  3/20  loss 0.0432  val 0.951  41.2k samples/s  0:12`. */
export function epochLine(summary: EpochSummary): string {
  const fields = [epochText(summary)];
  if (summary.loss !== null) fields.push(`loss ${formatLoss(summary.loss)}`);
  if (summary.training) fields.push(trainingText(summary.training));
  if (summary.validation !== null) fields.push(validationText(summary));
  if (hasRate(summary)) fields.push(rateText(summary));
  if (summary.samplesPerSecond !== null) fields.push(`${formatRate(summary.samplesPerSecond)} samples/s`);
  fields.push(formatDuration(summary.seconds));
  if (summary.waited) fields.push(waitedText(summary.waited));
  return fields.join("  ");
}

function waitedText(seconds: number): string {
  return `(waited ${formatDuration(seconds)} for the disk)`;
}

function epochText({ epoch, epochs }: { epoch: number; epochs: number }): string {
  return `epoch ${String(epoch).padStart(String(epochs).length)}/${epochs}`;
}

function hasRate<Told extends { learningRate?: number | null }>(
  told: Told,
): told is Told & { learningRate: number } {
  return typeof told.learningRate === "number";
}

function rateText({ learningRate }: { learningRate: number }): string {
  return `rate ${formatLoss(learningRate)}`;
}

function trainingText({ name, value }: { name: string; value: number }): string {
  return `${name} ${formatMetric(value)}`;
}

function validationText({
  validation,
  validationName,
}: {
  validation: number | null;
  validationName?: string;
}) {
  return `${validationName ?? "val"} ${formatMetric(validation!)}`;
}

function drawBar(fraction: number, width: number, colour: boolean): string {
  const filled = Math.max(0, Math.min(width, Math.floor(fraction * width)));
  return (
    paint("━".repeat(filled), "green", colour && filled > 0) +
    paint("─".repeat(width - filled), "dim", colour && filled < width)
  );
}
