/**
 * A training as an event file of TensorBoard: bytes to write first, then bytes to append for each epoch. The caller
 * names and writes the file.
 *
 * A file is a sequence of records [TFRecord]:
 *
 *     length u64 · masked crc32c of the length u32 · data · masked crc32c of the data u32      little-endian
 *
 * and the data of each is one `Event` [tensorflow/core/util/event.proto, framework/summary.proto].
 */
import { PbfWriter } from "pbf";
import { checksum } from "./page/checksums.js";
import type { Histogram } from "./page/histogram.js";

/** The figures of one step. */
export interface EventFigures {
  /** The epoch, counted from 1. */
  step: number;
  /** Seconds since 1970. */
  wallTime: number;
  /** By tag: "loss/train", "loss/validation", "accuracy/validation", "learning_rate". */
  scalars: Record<string, number>;
  /** By tag: "weights/layer 1". */
  histograms?: Record<string, Histogram>;
}

/** Version of the format, in the first record of a file. */
const fileVersion = "brain.Event:2";

/**
 * The first record of an event file, which names its format. TensorBoard finds files named
 * `events.out.tfevents.SECONDS.HOST`.
 *
 * @param wallTime seconds since 1970
 * @returns bytes to write first
 *
 * @example
 * ```js
 * import { eventFileStart } from "chainrule";
 *
 * const bytes = eventFileStart(Date.now() / 1000);
 * console.log(bytes.length, new TextDecoder("latin1").decode(bytes).includes("brain.Event:2"));
 * // → 40 true
 * ```
 */
export function eventFileStart(wallTime: number): Uint8Array {
  const event = new PbfWriter();
  event.writeDoubleField(1, wallTime);
  event.writeStringField(3, fileVersion);
  return recordOf(event.finish());
}

/**
 * The record of one step: all its figures in one event. A scalar may be NaN or ±Infinity; TensorBoard shows it as
 * such.
 *
 * @param figures scalars and histograms of an epoch, by tag
 * @returns bytes to append to the file
 *
 * @example
 * ```js
 * import { Dataset, eventFileStart, eventRecord, Network, scalarTags } from "chainrule";
 *
 * const wallTime = 1_767_225_600; // Date.now() / 1000, where it counts
 * const records = [eventFileStart(wallTime)];
 * await Network.create({ layers: [1, 1] }).fit(Dataset.from([[0], [1]], [[1], [0]]), {
 *   epochs: 2,
 *   onEpoch: (report) => {
 *     records.push(eventRecord({ step: report.epoch, wallTime, scalars: scalarTags(report) }));
 *   },
 * });
 * console.log(records.map(({ length }) => length)); // → [ 40, 70, 70 ]
 * ```
 */
export function eventRecord(figures: EventFigures): Uint8Array {
  const event = new PbfWriter();
  event.writeDoubleField(1, figures.wallTime);
  event.writeVarintField(2, figures.step);
  event.writeMessage(5, writeSummary, figures);
  return recordOf(event.finish());
}

/**
 * Scalars of an epoch with their tags. TensorBoard groups them by the part of the tag before "/".
 *
 * @param report the report that `fit` passes to `onEpoch`, or a part of it
 * @returns scalars by tag: "loss/train", "loss/validation", "accuracy/validation" …, "learning_rate"
 *
 * @example
 * ```js
 * import { scalarTags } from "chainrule";
 *
 * const validation = { loss: 0.6, metrics: { accuracy: 0.9 } };
 * console.log(JSON.stringify(scalarTags({ loss: 0.5, validation })));
 * // → {"loss/train":0.5,"loss/validation":0.6,"accuracy/validation":0.9}
 * ```
 */
export function scalarTags(report: {
  loss: number;
  metrics?: Record<string, number> | null;
  validation?: { loss: number; metrics: Record<string, number> } | null;
  learningRate?: number;
}): Record<string, number> {
  const { validation, learningRate } = report;
  const tags: Record<string, number> = { "loss/train": report.loss };
  if (validation) tags["loss/validation"] = validation.loss;
  for (const [name, value] of Object.entries(report.metrics ?? {})) tags[`${name}/train`] = value;
  for (const [name, value] of Object.entries(validation?.metrics ?? {})) tags[`${name}/validation`] = value;
  if (learningRate !== undefined) tags.learning_rate = learningRate;
  return tags;
}

function recordOf(data: Uint8Array): Uint8Array {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedChecksum(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedChecksum(data), true);
  return record;
}

/** CRC-32C rotated right by 15 bits plus a constant, because a CRC of data that contain CRCs is weak [TFRecord]. */
export function maskedChecksum(bytes: Uint8Array): number {
  const check = checksum("crc32c", bytes);
  return (((check >>> 15) | (check << 17)) + 0xa282ead8) >>> 0;
}

function writeSummary({ scalars, histograms = {} }: EventFigures, summary: PbfWriter): void {
  for (const scalar of Object.entries(scalars)) {
    summary.writeMessage(1, writeScalar, scalar);
  }
  for (const histogram of Object.entries(histograms)) {
    summary.writeMessage(1, writeHistogram, histogram);
  }
}

/** Proto3 allows to leave out a field with its default value (0). It is written anyway. */
function writeScalar([tag, value]: [string, number], entry: PbfWriter): void {
  entry.writeStringField(1, tag);
  entry.writeFloatField(2, value);
}

function writeHistogram([tag, histogram]: [string, Histogram], entry: PbfWriter): void {
  entry.writeStringField(1, tag);
  entry.writeMessage(5, writeBins, histogram);
}

function writeBins(histogram: Histogram, message: PbfWriter): void {
  const { from, to, counts, count } = histogram;
  message.writeDoubleField(1, histogram.minimum);
  message.writeDoubleField(2, histogram.maximum);
  message.writeDoubleField(3, count);
  message.writeDoubleField(4, histogram.sum);
  message.writeDoubleField(5, histogram.sumOfSquares);
  const width = (to - from) / counts.length;
  // upper edges, increasing; an empty bin comes first, because otherwise the first bin would begin at −∞
  const limits = counts.map((_, bin) => (bin + 1 < counts.length ? from + (bin + 1) * width : to));
  message.writePackedDouble(6, width > 0 ? [from, ...limits] : limits);
  message.writePackedDouble(7, width > 0 ? [0, ...counts] : counts);
}
