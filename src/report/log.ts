/**
 * A training as JSON lines, for `--log run.jsonl`: one object a line, the first of type "start", then one
 * "epoch" for each, the last "end". Where the lines go is the business of the faces.
 */

/** Before the first epoch. */
export interface LogStart {
  type: "start";
  version: string;
  /** The effective configuration. */
  config: Record<string, unknown>;
  /** What is trained on: rows, columns, outputs, where it came from. */
  dataset: Record<string, unknown>;
}

/** After each epoch. */
export interface LogEpoch {
  type: "epoch";
  /** Counted from 1. */
  epoch: number;
  loss: number;
  validation?: { loss: number; metrics?: Record<string, number> } | null;
  metrics?: Record<string, number>;
  learningRate?: number;
  /** Since training began. */
  seconds?: number;
  samplesPerSecond?: number;
}

/** After the last epoch. */
export interface LogEnd {
  type: "end";
  epochs: number;
  bestEpoch?: number | null;
  /** Why it ended: "epochs", "earlyStopping", "aborted", … */
  stopped: string;
  seconds?: number;
  samplesPerSecond?: number;
  threads?: number;
  build?: string;
}

export type LogRecord = LogStart | LogEpoch | LogEnd;

/**
 * One record as one line of JSON, without a line end.
 *
 * NaN and ±Infinity, which JSON does not know, become null: a reader sees that there was a figure and that it
 * was no number. Typed arrays become lists. Whatever some reader takes for a line end (U+0085, U+2028, U+2029
 * beside those that JSON escapes anyway) is escaped.
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
