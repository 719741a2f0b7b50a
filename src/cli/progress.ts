/** Progress on stderr: one live line in a terminal, plain lines in a pipe, nothing with --quiet. */
import { epochLine, progressLine } from "../report/progressText.js";
import type { MetricName } from "../functions/metrics.js";
import type { EpochReport, FitHooks, Progress } from "../train/loop/history.js";
import { isConstant } from "../train/loop/schedule.js";
import type { Config } from "../settings/generated/types.js";
import { type OutputFlags, toStderr, wantsColour, widthOf } from "./say.js";

/** Milliseconds between two drawings of the live line, and between two plain lines. */
const redrawMs = 80;
const plainLineMs = 1000;
/** Trainings of at most this many epochs print a plain line for each epoch. */
const mostLines = 30;
/** Milliseconds before the remaining time is shown: earlier, the time of starting would distort it. */
const settledMs = 500;

/** Settings that say what to show. */
export type ShownSettings = Pick<
  Config,
  "epochs" | "validation" | "trainingMetrics" | "schedule" | "optimizer" | "batchSize"
>;

/** Shorter waits for the disk are not shown, in seconds. */
const fewSeconds = 0.1;

function shownWait(seconds: number): number | null {
  return seconds >= fewSeconds ? seconds : null;
}

export class ProgressPrinter {
  readonly #live: boolean;
  readonly #silent: boolean;
  readonly #start = performance.now();
  #drawn = -Infinity;
  #training: { name: string; value: number } | null = null;
  #validation: number | null = null;
  #config: ShownSettings | null = null;
  /** Epochs that were trained before, by an earlier run. */
  #before: number | null = null;

  /** @param metric the metric of the validation part, and of the training part where it is measured, to show */
  constructor(
    flags: OutputFlags,
    readonly metric: MetricName,
  ) {
    this.#silent = Boolean(flags.quiet);
    this.#live = !this.#silent && Boolean(process.stderr.isTTY);
  }

  /**
   * Callbacks for `fit`. `onEpoch` is left out if no epoch needs its own line: without it, `fit` trains many short epochs in one
   * call.
   *
   * @param onEpoch another callback to call, if any
   */
  hooks(config: ShownSettings, onEpoch?: (report: EpochReport) => void): FitHooks {
    const { epochs, validation, trainingMetrics, schedule } = config;
    this.#config = config;
    if (validation > 0 || trainingMetrics || epochs <= mostLines || schedule.kind === "plateau" || onEpoch) {
      const each = (report: EpochReport) => {
        onEpoch?.(report);
        this.#epoch(report);
      };
      return { onProgress: this.#progress, onEpoch: each };
    }
    return {
      onProgress: (now) => {
        this.#progress(now);
        if (now.samples === now.samplesPerEpoch) this.#epoch({ ...now, metrics: null, validation: null });
      },
    };
  }

  #progress = (now: Progress): void => {
    if (!this.#live || performance.now() - this.#drawn < redrawMs) return;
    this.#draw(now);
  };

  #epoch = (report: EpochReport): void => {
    const trained = report.metrics?.[this.metric];
    this.#training = trained === undefined ? null : { name: this.metric, value: trained };
    this.#validation = report.validation?.metrics[this.metric] ?? null;
    if (this.#silent) return;
    const isEnd = report.epoch === report.epochs;
    if (this.#live) {
      if (isEnd) this.#draw(report);
      return;
    }
    const now = performance.now();
    const due = report.epochs <= mostLines || report.epoch === 1 || isEnd || now - this.#drawn > plainLineMs;
    if (!due) return;
    this.#drawn = now;
    const { epoch, epochs, loss, samplesPerSecond, waited } = report;
    const seconds = (now - this.#start) / 1000;
    const validation = this.#validation;
    toStderr(
      epochLine({
        epoch,
        epochs,
        loss,
        training: this.#training,
        validation,
        validationName: `held-out ${this.metric}`,
        learningRate: this.#rateOf(report),
        samplesPerSecond,
        seconds,
        waited: shownWait(waited),
      }) + "\n",
    );
  };

  /** The learning rate of the last update; null if it is constant. */
  #rateOf({ learningRate }: Progress): number | null {
    return !this.#config || isConstant(this.#config.schedule) ? null : learningRate;
  }

  /** Ends the live line, which stays visible. Safe to call twice. */
  end(): void {
    if (this.#live && this.#drawn > 0) toStderr("\n");
    this.#drawn = -Infinity;
  }

  #draw(now: Progress): void {
    this.#drawn = performance.now();
    const done = now.epoch - 1 + now.samples / now.samplesPerEpoch;
    this.#before ??= now.epoch - 1;
    const own = done - this.#before;
    const elapsed = (this.#drawn - this.#start) / 1000;
    const line = progressLine(
      {
        epoch: now.epoch,
        epochs: now.epochs,
        fraction: done / now.epochs,
        loss: now.loss,
        training: this.#training,
        validation: this.#validation,
        validationName: "held out",
        learningRate: this.#rateOf(now),
        samplesPerSecond: now.samplesPerSecond,
        secondsLeft: 1000 * elapsed < settledMs ? null : (elapsed / own) * (now.epochs - done),
        waited: shownWait(now.waited),
      },
      { width: widthOf(process.stderr) - 1, colour: wantsColour(process.stderr) },
    );
    toStderr(`\r${line}\x1b[K`);
  }
}
