/**
 * Files that are written during a training: lines of JSON with `--log`, an event file with `--tensorboard`. Each epoch is
 * written as soon as it ends, so a training that is killed leaves all finished epochs. The page of `--report` is made from
 * the history, after the training.
 */
import { hostname } from "node:os";
import { join } from "node:path";
import { DataError, DivergenceError } from "../errors.js";
import { type LogEnd, logLine, type LogStart } from "../report/log.js";
import { histogramOf } from "../report/page/histogram.js";
import { eventFileStart, eventRecord, scalarTags } from "../report/tensorboard.js";
import type { EpochReport, History } from "../train/loop/history.js";
import type { Network } from "../train/network.js";
import { GrowingFile, makeFolderAtOnce } from "./disk.js";
import { Interrupted } from "./interrupt.js";
import { keptBytes } from "./logContinuation.js";
import { warn } from "./say.js";

/** About how many histograms of weights an event file has: each takes 1 kB per layer. */
const mostHistograms = 50;
/** About how many epochs an event file has: each takes some 200 bytes. The log has all epochs. */
const mostEvents = 10_000;

/** Where to write. */
export interface RecordingPlaces {
  /** A file, which is overwritten. */
  log?: string | undefined;
  /** A directory, which gets a new file. */
  tensorboard?: string | undefined;
}

export class Recording {
  readonly #log: Appended | null;
  readonly #events: Appended | null;
  #last: EpochReport | null = null;
  #isOver = false;

  /**
   * Opens the files and writes their beginnings. When one can no longer be written, it says so, also with --quiet, and the
   * training continues without the file.
   *
   * @param resumed the epochs that a checkpoint has, whose log goes on; null for a new log
   * @throws DataError where a file cannot be opened
   */
  constructor(
    places: RecordingPlaces,
    readonly network: Network,
    start: Omit<LogStart, "type">,
    resumed: number | null = null,
  ) {
    const kept = places.log !== undefined && resumed !== null ? keptBytes(places.log, resumed) : 0;
    this.#log = places.log === undefined ? null : new Appended(places.log, kept > 0 ? "a" : "w", kept);
    this.#events = places.tensorboard === undefined ? null : openEvents(places.tensorboard);
    if (kept === 0) this.#log?.write(logLine({ type: "start", ...start }) + "\n");
    this.#events?.write(eventFileStart(Date.now() / 1000));
    // a second Ctrl-C ends the process at once
    process.once("exit", this.#atExit);
  }

  /** The callback after every epoch; undefined if no file is written, so that short epochs stay joined. */
  get onEpoch(): ((report: EpochReport) => void) | undefined {
    return this.#log || this.#events ? this.#epoch : undefined;
  }

  #epoch = (report: EpochReport): void => {
    this.#last = report;
    const { epoch, epochs, loss, metrics, validation, learningRate, seconds, samplesPerSecond } = report;
    const figures = {
      epoch,
      loss,
      ...(metrics && { metrics: { loss, ...metrics } }),
      validation: validation && { loss: validation.loss, ...validation.metrics },
      learningRate,
      seconds,
      samplesPerSecond,
    };
    this.#log?.write(logLine({ type: "epoch", ...figures }) + "\n");
    const isDue = (most: number) => (epoch - 1) % Math.ceil(epochs / most) === 0 || epoch === epochs;
    if (this.#events && isDue(mostEvents)) this.#event(report, isDue(mostHistograms));
  };

  #event(report: EpochReport, withHistograms: boolean): void {
    const figures = {
      step: report.epoch,
      wallTime: Date.now() / 1000,
      scalars: { ...scalarTags(report), samples_per_second: report.samplesPerSecond },
    };
    this.#events!.write(
      eventRecord(withHistograms ? { ...figures, histograms: this.#histograms() } : figures),
    );
  }

  /** By tag, with the layer's name or its number; 1 is the first layer after the inputs. */
  #histograms() {
    const { layers } = this.network.config;
    return Object.fromEntries(
      this.network.parameters().flatMap(({ weights, biases, inputFactors = [] }, index) => {
        const name = layers[index]!.name ?? `layer ${index + 1}`;
        const own = Object.entries({ weights, biases, inputFactors }).filter(
          ([, values]) => values.length > 0,
        );
        return own.map(([tensor, values]) => [`${tensor}/${name}`, histogramOf(values)] as const);
      }),
    );
  }

  /** Writes the end of a training that succeeded. */
  end(history: History): void {
    const { epochs, bestEpoch, stopped, seconds, samplesPerSecond, threads } = history;
    const figures = { bestEpoch, seconds, samplesPerSecond, threads, build: this.network.build };
    this.#close({ type: "end", epochs, stopped, ...figures });
  }

  /** Writes the end of a training that failed with an error. */
  fail(error: unknown): void {
    if (error instanceof Interrupted) this.#cutShort("aborted");
    else this.#cutShort(error instanceof DivergenceError ? "diverged" : "failed");
  }

  #atExit = (): void => this.#cutShort("aborted");

  #cutShort(stopped: string): void {
    const { epoch: epochs = 0, seconds = 0, samplesPerSecond = 0 } = this.#last ?? {};
    this.#close({ type: "end", epochs, stopped, seconds, samplesPerSecond, build: this.network.build });
  }

  #close(end: LogEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    process.off("exit", this.#atExit);
    this.#log?.write(logLine(end) + "\n");
    this.#log?.close();
    this.#events?.close();
  }
}

/** A file that grows with the training. */
class Appended {
  readonly #file: GrowingFile;
  #isCut = false;

  /** @param mode see `GrowingFile` */
  constructor(
    readonly path: string,
    mode: "w" | "wx" | "a",
    size = 0,
  ) {
    try {
      this.#file = new GrowingFile(path, mode, size);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw Object.assign(new DataError(`${path}: could not be written (${code ?? String(error)}).`), {
        code,
      });
    }
  }

  /** If writing fails, for example because the disk is full, the file ends there and the training continues. */
  write(data: string | Uint8Array): void {
    if (this.#isCut) return;
    try {
      this.#file.write(typeof data === "string" ? Buffer.from(data) : data);
    } catch (error) {
      this.#isCut = true;
      const { code } = error as NodeJS.ErrnoException;
      warn(`${this.path}: could not be written any further (${code ?? String(error)}).`);
    }
  }

  close(): void {
    this.#file.close();
  }
}

/** Opens a new event file in a directory, and makes the directory if necessary. TensorBoard expects this file name. */
function openEvents(directory: string): Appended {
  const path = join(directory, `events.out.tfevents.${Math.floor(Date.now() / 1000)}.${hostname()}`);
  try {
    makeFolderAtOnce(directory);
    return new Appended(path, "wx");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // another training that began in the same second
    if (code === "EEXIST" && error instanceof DataError) return new Appended(`${path}.${process.pid}`, "wx");
    if (error instanceof DataError) throw error;
    throw new DataError(`${directory}: could not be made (${code ?? String(error)}).`);
  }
}
