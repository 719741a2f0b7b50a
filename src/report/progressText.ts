/**
 * How far training has come, on one line: live for a terminal, plain for a pipe or a log. When to draw a line,
 * and where, is the business of the faces.
 */
import { formatClock, formatDuration, formatLoss, formatMetric, formatRate } from "./figures.js";
import { cut, displayWidth, paint } from "./terminal.js";

/** What there is to tell. What is not known yet, or not measured, is null. */
export interface Progress {
  /** Counted from 1. */
  epoch: number;
  epochs: number;
  /** Filled part of the bar, 0 … 1. */
  fraction: number;
  loss: number | null;
  /** A metric of the validation set. */
  validation: number | null;
  /** What to call that metric; "val" unless told. */
  validationName?: string;
  /** Where it moves from one epoch to the next. */
  learningRate?: number | null;
  samplesPerSecond: number | null;
  /** Until the end of training. */
  secondsLeft: number | null;
}

/** What there is to tell of an epoch that is over. */
export interface EpochSummary extends Omit<Progress, "fraction" | "secondsLeft"> {
  /** Since training began. */
  seconds: number;
}

export interface ProgressOptions {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
}

const widestBar = 24;
const narrowestBar = 6;
/** Columns that figures take on the live line, so that the bar stays as wide when they change. */
const lossWidth = "3.51e-5".length;
const rateWidth = "41.2k".length;
const learningRateWidth = "rate 3.51e-5".length;

/**
 * One line, to be drawn over the last one:
 *
 *     epoch  3/20 ━━━━━━━━──── loss 0.0432   val 0.951  41.2k samples/s  0:12 left
 *
 * The bar takes what room there is; where it is tight, the learning rate goes first, then speed, the time left, the bar, and the
 * validation metric.
 *
 * @returns a line at most `width` columns wide, without a line end
 */
export function progressLine(progress: Progress, options: ProgressOptions): string {
  const { width, colour } = options;
  const head = epochText(progress);
  const fields: { rank: number; text: string }[] = [];
  if (progress.loss !== null)
    fields.push({ rank: 0, text: `loss ${formatLoss(progress.loss).padEnd(lossWidth)}` });
  if (progress.validation !== null) fields.push({ rank: 1, text: validationText(progress) });
  if (hasRate(progress)) fields.push({ rank: 5, text: rateText(progress).padEnd(learningRateWidth) });
  if (progress.samplesPerSecond !== null) {
    fields.push({ rank: 4, text: `${formatRate(progress.samplesPerSecond).padStart(rateWidth)} samples/s` });
  }
  if (progress.secondsLeft !== null) {
    fields.push({ rank: 3, text: `${formatClock(progress.secondsLeft)} left` });
  }
  // rank 2 is the bar
  for (let rank = 6; rank >= 1; rank--) {
    const text = fields.flatMap((field) => (field.rank < rank ? [` ${field.text}`] : [])).join(" ");
    const bold = paint(head, "bold", colour);
    const room = width - displayWidth(head + text) - 1;
    if (rank > 2 && room >= narrowestBar) {
      return `${bold} ${drawBar(progress.fraction, Math.min(widestBar, room), colour)}${text}`.trimEnd();
    }
    if (rank <= 2 && displayWidth((head + text).trimEnd()) <= width) return (bold + text).trimEnd();
  }
  return cut(head, width);
}

/** One line for each epoch, without colour: `epoch  3/20  loss 0.0432  val 0.951  41.2k samples/s  0:12`. */
export function epochLine(summary: EpochSummary): string {
  const fields = [epochText(summary)];
  if (summary.loss !== null) fields.push(`loss ${formatLoss(summary.loss)}`);
  if (summary.validation !== null) fields.push(validationText(summary));
  if (hasRate(summary)) fields.push(rateText(summary));
  if (summary.samplesPerSecond !== null) fields.push(`${formatRate(summary.samplesPerSecond)} samples/s`);
  fields.push(formatDuration(summary.seconds));
  return fields.join("  ");
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
