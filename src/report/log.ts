/**
 * A training as JSON lines, for `--log run.jsonl`: one object on each line. The first has the type "start", then
 * one "epoch" follows for each epoch, and the last is "end". The caller writes the lines.
 */

/** Before the first epoch. */
export interface LogStart {
  /** What the line is. */
  type: "start";
  /** Of the package. */
  version: string;
  /** The effective configuration. */
  config: Record<string, unknown>;
  /** What is trained on: rows, columns, outputs, where it came from. */
  dataset: Record<string, unknown>;
}

/** After each epoch. */
export interface LogEpoch {
  /** What the line is. */
  type: "epoch";
  /** Counted from 1. */
  epoch: number;
  /** Training loss of the epoch. */
  loss: number;
  /** Loss and metrics on the held-out part, by name; null or missing if nothing is held out. */
  validation?: {
    /** The loss of validation. */
    readonly loss: number;
    readonly [metric: string]: number;
  } | null;
  /** Loss of the epoch and metrics on the training part, by name, if they were measured. */
  metrics?: Record<string, number>;
  /** η of the epoch's last update. */
  learningRate?: number;
  /** Since training began. */
  seconds?: number;
  /** Since training began. */
  samplesPerSecond?: number;
}

/** After the last epoch. */
export interface LogEnd {
  /** What the line is. */
  type: "end";
  /** Epochs that were finished. */
  epochs: number;
  /** The epoch whose weights were restored, counted from 1; null if the last weights were kept. */
  bestEpoch?: number | null;
  /** Why it ended: "epochs", "earlyStopping", "aborted", … */
  stopped: string;
  /** Of training alone. */
  seconds?: number;
  /** Samples trained on by `seconds`. */
  samplesPerSecond?: number;
  /** Threads that trained last. */
  threads?: number;
  /** The build that trained. */
  build?: string;
}

/** A line of a log: the first is of type "start", then one "epoch" for each, the last "end". */
export type LogRecord = LogStart | LogEpoch | LogEnd;

/**
 * One record as one line of JSON, without a line end.
 *
 * JSON has no NaN and ±Infinity, so they become null: a reader sees that there was a figure, but no number. Typed
 * arrays become lists. Characters that some readers take for line ends (U+0085, U+2028, U+2029, besides those that
 * JSON escapes) are escaped.
 *
 * @param record what the line records
 * @returns a line of a .jsonl file
 *
 * @example
 * ```js
 * import { logLine } from "chainrule";
 *
 * console.log(logLine({ type: "epoch", epoch: 3, loss: 0.25, validation: { loss: NaN } }));
 * // → {"type":"epoch","epoch":3,"loss":0.25,"validation":{"loss":null}}
 * ```
 */
export function logLine(record: LogRecord): string {
  const text = JSON.stringify(record, (_key, value: unknown) =>
    ArrayBuffer.isView(value) && !(value instanceof DataView) ? Array.from(value as Float64Array) : value,
  );
  return text.replace(
    /[\u0085\u2028\u2029]/g,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
