/**
 * The samples of a training as files: CSV for tables and points, IDX for images. Training and test samples are in their
 * original order, so that the library's split with the same seed selects the same test samples.
 */
import type { PresetName } from "../../src/explain/presets.js";
import { Dataset } from "../../src/data/dataset.js";
import { dataName } from "./fileNames.js";
import { isWorked, presetNameOf } from "../worked/examples.js";
import type { Snapshot } from "./snapshot.js";

/** A file to download. */
export interface MadeFile {
  name: string;
  type: string;
  content: string | Uint8Array;
}

/** Where exported code and commands get the samples. */
export type Origin =
  /** From the library. */
  | { kind: "preset"; name: PresetName }
  | { kind: "digits"; rows: number; seed: number }
  /**
   * From exported files. `part` is a column that says which samples are for testing: the command line has one seed, and draws
   * others with it.
   */
  | { kind: "csv"; file: string; target: string; targetKind: "class" | "number"; part: string | null }
  | { kind: "idx"; images: string; labels: string }
  /** In the code itself: a user's own numbers, or several target columns, which CSV files cannot have. */
  | { kind: "inline" };

/** Fewest digits that the command line generates. */
const fewestDigits = 20;

export function originOf(snapshot: Pick<Snapshot, "samples" | "choices">): Origin {
  const { samples, choices } = snapshot;
  const { train } = samples;
  if (isWorked(choices.data) && !choices.inputs && !choices.targets) {
    return { kind: "preset", name: presetNameOf(choices.data) };
  }
  if (choices.data === "digits" && choices.rows >= fewestDigits) {
    return { kind: "digits", rows: choices.rows, seed: choices.seed };
  }
  const name = dataName(snapshot);
  if (train.image && train.labels && train.inputs instanceof Uint8Array) {
    return { kind: "idx", images: `${name}-images.idx`, labels: `${name}-labels.idx` };
  }
  if (isWorked(choices.data) || (train.targets && train.outputs > 1)) return { kind: "inline" };
  const targetKind = train.labels ? "class" : "number";
  const target = freeName(samples.inputNames, targetKind === "class" ? "class" : "target");
  const hasPart = samples.test !== null && choices.dataSeed !== null;
  const part = hasPart ? freeName([...samples.inputNames, target], "part") : null;
  return { kind: "csv", file: `${name}.csv`, target, targetKind, part };
}

/** The fraction of test samples, for the library's split; 0: no test samples. */
export function testFraction({ samples, choices }: Pick<Snapshot, "samples" | "choices">): number {
  return samples.test ? choices.test : 0;
}

/** The files of the samples; none where the library has the samples. */
export function dataFiles(snapshot: Snapshot): MadeFile[] {
  const origin = originOf(snapshot);
  const { all, split, inputNames } = snapshot.samples;
  if (origin.kind === "csv") {
    const { file: name, target, part } = origin;
    const held = new Set(split?.validation);
    const parts =
      part === null ? null : { name: part, of: (row: number) => (held.has(row) ? "validation" : "train") };
    return [{ name, type: "text/csv", content: csvOf(all, inputNames, target, parts) }];
  }
  if (origin.kind !== "idx") return [];
  const [height, width] = all.image!;
  const type = "application/octet-stream";
  return [
    { name: origin.images, type, content: idxOf([all.rows, height, width], all.inputs as Uint8Array) },
    { name: origin.labels, type, content: idxOf([all.rows], Uint8Array.from(all.labels!)) },
  ];
}

/**
 * CSV: a header and a line per sample, every number with all its digits.
 *
 * @param more a further column; null for none
 */
export function csvOf(
  dataset: Dataset,
  inputNames: readonly string[],
  target: string,
  more: { name: string; of: (row: number) => string } | null = null,
): string {
  const { rows, columns, inputs, labels, targets, classNames } = dataset;
  const names = classNames && areSorted(classNames) ? classNames : null;
  const lines = [[...inputNames, target, ...(more ? [more.name] : [])].map(cell).join(",")];
  for (let row = 0; row < rows; row++) {
    const values = Array.from(inputs.subarray(row * columns, (row + 1) * columns), String);
    const answer = labels ? (names?.[labels[row]!] ?? String(labels[row]!)) : String(targets![row]!);
    lines.push([...values, cell(answer), ...(more ? [more.of(row)] : [])].join(","));
  }
  return lines.join("\n") + "\n";
}

/** Whether a reader that sorts the classes (numbers by value) gets the same order. */
function areSorted(names: readonly string[]): boolean {
  const areNumbers = names.every((name) => name.trim() !== "" && Number.isFinite(Number(name)));
  const before = (a: string, b: string) => (areNumbers ? Number(a) < Number(b) : a < b);
  return names.every((name, index) => index === 0 || before(names[index - 1]!, name));
}

/** A text as a cell of CSV. */
export function cell(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A name for a column that no other has. */
function freeName(others: readonly string[], wanted: string): string {
  let name = wanted;
  while (others.includes(name)) name += "_";
  return name;
}

/** Bytes as an IDX file: element type, shape, elements. */
export function idxOf(shape: readonly number[], values: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, 8, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, axis) => view.setUint32(4 + 4 * axis, size));
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}
