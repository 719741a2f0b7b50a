/**
 * What a training leaves behind while it goes on: lines of JSON with `--log`, an event file with
 * `--tensorboard`. Each epoch is with the system as soon as it is over, so that a training that is killed
 * leaves what there was. The page of `--report` is made of the history, afterwards.
 */
import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { DataError } from "../errors.js";
import { type LogEnd, logLine, type LogStart } from "../report/log.js";
import { histogramOf } from "../report/page/histogram.js";
import { eventFileStart, eventRecord, scalarTags } from "../report/tensorboard.js";
import type { EpochReport, History } from "../train/loop/history.js";
import type { Network } from "../train/network.js";

/** Histograms of weights in an event file, about: each takes 1 kB a layer. */
const mostHistograms = 50;
/** Epochs in an event file, about: each takes some 200 bytes. The log has all. */
const mostEvents = 10_000;

/** Where to. */
export interface RecordingPlaces {
  /** A file, written anew. */
  log?: string | undefined;
  /** A directory, to which a file is added. */
  tensorboard?: string | undefined;
}

export class Recording {
  readonly #log: Appended | null;
  readonly #events: Appended | null;
  #last: EpochReport | null = null;
  #isOver = false;

  /**
   * Opens the files and writes their beginnings.
   *
   * @param warn is told when a file can no longer be written; the training goes on without it
   * @throws DataError where a file cannot be opened
   */
  constructor(
    places: RecordingPlaces,
    readonly network: Network,
    start: Omit<LogStart, "type">,
    warn: (text: string) => void,
  ) {
    this.#log = places.log === undefined ? null : new Appended(places.log, "w", warn);
    this.#events = places.tensorboard === undefined ? null : openEvents(places.tensorboard, warn);
    this.#log?.write(logLine({ type: "start", ...start }) + "\n");
    this.#events?.write(eventFileStart(Date.now() / 1000));
    // a second Ctrl-C ends the process at once
    process.once("exit", this.#atExit);
  }

  /** What to call after every epoch; nothing where nothing is written, so that short epochs stay joined. */
  get onEpoch(): ((report: EpochReport) => void) | undefined {
    return this.#log || this.#events ? this.#epoch : undefined;
  }

  #epoch = (report: EpochReport): void => {
    this.#last = report;
    const { epoch, epochs, loss, validation, learningRate, seconds, samplesPerSecond } = report;
    const figures = { epoch, loss, validation, learningRate, seconds, samplesPerSecond };
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

  /** By tag, with the layer's name or its number: 1 for the first that computes. */
  #histograms() {
    const { layers } = this.network.config;
    return Object.fromEntries(
      this.network.parameters().flatMap(({ weights, biases }, index) => {
        const name = layers[index]!.name ?? `layer ${index + 1}`;
        const own = Object.entries({ weights, biases }).filter(([, values]) => values.length > 0);
        return own.map(([tensor, values]) => [`${tensor}/${name}`, histogramOf(values)] as const);
      }),
    );
  }

  /** The end of a training that came to one. */
  end(history: History): void {
    const { epochs, bestEpoch, stopped, seconds, samplesPerSecond, threads } = history;
    const figures = { bestEpoch, seconds, samplesPerSecond, threads, build: this.network.build };
    this.#close({ type: "end", epochs, stopped, ...figures });
  }

  /** The end of a training that an error ended. */
  fail(error: unknown): void {
    const name = error instanceof Error ? error.name : "";
    this.#cutShort(name === "DivergenceError" ? "diverged" : "failed");
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

/** A file that grows. Nothing is kept back: what was written is with the system. */
class Appended {
  #file: number | null;

  /** @param mode "w" to begin anew, "wx" for a file that must not be there yet */
  constructor(
    readonly path: string,
    mode: "w" | "wx",
    readonly warn: (text: string) => void,
  ) {
    try {
      this.#file = openSync(path, mode);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw Object.assign(new DataError(`${path}: could not be written (${code ?? String(error)}).`), {
        code,
      });
    }
  }

  /** A disk that is full should not cost the training: the file ends there. */
  write(data: string | Uint8Array): void {
    if (this.#file === null) return;
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      this.warn(`${this.path}: could not be written any further (${code ?? String(error)}).`);
      this.close();
    }
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }
}

/** A new event file in a directory, made where it is not there; named as TensorBoard looks for it. */
function openEvents(directory: string, warn: (text: string) => void): Appended {
  const path = join(directory, `events.out.tfevents.${Math.floor(Date.now() / 1000)}.${hostname()}`);
  try {
    mkdirSync(directory, { recursive: true });
    return new Appended(path, "wx", warn);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // another training that began in the same second
    if (code === "EEXIST" && error instanceof DataError)
      return new Appended(`${path}.${process.pid}`, "wx", warn);
    if (error instanceof DataError) throw error;
    throw new DataError(`${directory}: could not be made (${code ?? String(error)}).`);
  }
}
