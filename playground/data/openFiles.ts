/** Opens files of the user: a table, or images with their labels. `src/readers` finds out what the bytes are. */
import { type DataFile, openDataFile, readToTrain } from "../../src/readers/dataFiles.js";
import { DataError } from "../../src/errors.js";
import type { Dataset } from "../../src/data/dataset.js";
import type { Samples } from "../sessionTypes.js";

export interface OpenedFile {
  name: string;
  dataset: Dataset;
  kind: Samples["kind"];
  range: Samples["range"];
  /** The scaling of inputs and numeric targets. Tables are standardised, since their columns differ in units. */
  scaling: "none" | "standard" | "auto";
}

/** Larger files take a page too long to copy and to draw. */
const mostBytes = 200e6;

/**
 * Reads one file, or one of samples and one of their labels, in either order. The last column of a table is the target.
 *
 * @throws DataError with the names of the files
 */
export async function openFiles(files: readonly File[]): Promise<OpenedFile> {
  if (files.length === 0) throw new DataError("files: expected a CSV file or two IDX files, got none.");
  const opened = await Promise.all(files.map(open));
  return opened.some(({ reader }) => reader.hasLabels) ? openPair(opened) : openTable(opened);
}

async function open(file: File): Promise<DataFile> {
  if (file.size > mostBytes) {
    throw new DataError(
      `${file.name}: expected at most ${mostBytes / 1e6} MB, got ${(file.size / 1e6).toFixed(0)} MB. ` +
        `Train on it with the command line.`,
    );
  }
  return openDataFile(new Uint8Array(await file.arrayBuffer()), file.name);
}

/** Opens a file of samples and a file of their labels. */
async function openPair(files: readonly DataFile[]): Promise<OpenedFile> {
  const { name } = files.find(({ reader }) => reader.hasLabels)!;
  if (files.length !== 2 || !files.every(({ reader }) => reader.hasLabels)) {
    throw new DataError(
      `${name}: expected two IDX files, images and labels together, got ` +
        `${files.length} ${files.length === 1 ? "file" : "files"}. Open both at once.`,
    );
  }
  const [first, second] = files as [DataFile, DataFile];
  const [samples, labels] = first.reader.hasLabels!(first) ? [second, first] : [first, second];
  const { dataset } = await readToTrain(samples, { labels });
  return {
    name: samples.name,
    dataset,
    kind: dataset.image ? "images" : "table",
    range: [0, 1],
    scaling: "auto",
  };
}

async function openTable(files: readonly DataFile[]): Promise<OpenedFile> {
  const [file, ...more] = files as [DataFile, ...DataFile[]];
  const { name } = file;
  if (more.length > 0) {
    throw new DataError(
      `${name}, ${more[0]!.name}: expected one CSV file, or IDX images and labels, got ${files.length} files that ` +
        `are not IDX. Open one at a time.`,
    );
  }
  const { dataset, notes } = await readToTrain(file, { lastIsTarget: true });
  const isPlane = dataset.columns === 2 && notes.schema!.inputs.every(({ kind }) => kind === "number");
  return {
    name,
    dataset,
    kind: isPlane ? "plane" : "table",
    range: rangeOf(dataset),
    scaling: "standard",
  };
}

/** The range of all inputs, with a margin. */
function rangeOf({ inputs }: Dataset): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of inputs) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const margin = 0.05 * (high - low) || 1;
  return [low - margin, high + margin];
}
