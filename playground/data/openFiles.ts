/**
 * Files that a person opens: CSV, or IDX images with their labels, packed with gzip or not. Which bytes are
 * what is seen from the bytes, not from names.
 */
import { decodeText, gunzipIfNeeded, sniff } from "../../src/readers/bytes.js";
import { readCsv, type Separator } from "../../src/readers/csv.js";
import { encode } from "../../src/readers/encode.js";
import { idxDataset, readIdx } from "../../src/readers/idx.js";
import { inferSchema } from "../../src/readers/schema.js";
import { DataError } from "../../src/errors.js";
import type { Dataset } from "../../src/data/dataset.js";
import type { Samples } from "../sessionTypes.js";

/** A file that was read. */
export interface OpenedFile {
  name: string;
  dataset: Dataset;
  kind: Samples["kind"];
  range: Samples["range"];
  /** How inputs and numeric targets are to be scaled: columns of tables come in all units. */
  scaling: "none" | "standard" | "auto";
}

/** More than this take a page too long to draw and to copy. */
const mostBytes = 200e6;

interface Content {
  name: string;
  bytes: Uint8Array;
}

/**
 * Reads one CSV file, or one IDX file of images and one of labels, in either order. Of a table the last column
 * is what to learn.
 *
 * @throws DataError with the names of the files
 */
export async function openFiles(files: readonly File[]): Promise<OpenedFile> {
  if (files.length === 0) throw new DataError("files: expected a CSV file or two IDX files, got none.");
  const contents = await Promise.all(files.map(read));
  const arrays = contents.filter(({ bytes }) => sniff(bytes) === "idx");
  if (arrays.length > 0) return openIdx(contents, arrays);
  const [first, second] = contents as [Content, Content?];
  if (second) {
    throw new DataError(
      `${first.name}, ${second.name}: expected one CSV file, or IDX images and labels, got ` +
        `${contents.length} files that are no IDX. Open one at a time.`,
    );
  }
  return openCsv(first);
}

async function read(file: File): Promise<Content> {
  if (file.size > mostBytes) {
    throw new DataError(
      `${file.name}: expected at most ${mostBytes / 1e6} MB, got ${(file.size / 1e6).toFixed(0)} MB. ` +
        `Train with so many on the command line.`,
    );
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  return { name: file.name, bytes: await gunzipIfNeeded(bytes, file.name) };
}

function openIdx(contents: readonly Content[], arrays: readonly Content[]): OpenedFile {
  if (contents.length !== 2 || arrays.length !== 2) {
    throw new DataError(
      `${arrays[0]!.name}: expected two IDX files, images and labels together, got ` +
        `${contents.length} ${contents.length === 1 ? "file" : "files"}. Open both at once.`,
    );
  }
  const read = arrays.map(({ name, bytes }) => ({ name, array: readIdx(bytes, name) }));
  const [images, labels] = read[0]!.array.shape.length === 1 ? [read[1]!, read[0]!] : [read[0]!, read[1]!];
  const names = { images: images.name, labels: labels.name };
  const dataset = idxDataset(images.array, labels.array, names);
  const kind = dataset.image ? "images" : "table";
  return { name: images.name, dataset, kind, range: [0, 1], scaling: "auto" };
}

function openCsv({ name, bytes }: Content): OpenedFile {
  const text = decodeText(bytes, name);
  const table = readCsv(text, name, { separator: separatorOf(text) });
  const schema = inferSchema(table, table.header.at(-1)!);
  const dataset = encode(table, schema, { target: true });
  const range = rangeOf(dataset);
  const isPlane = dataset.columns === 2 && schema.inputs.every(({ kind }) => kind === "number");
  return { name, dataset, kind: isPlane ? "plane" : "table", range, scaling: "standard" };
}

const separators: readonly Separator[] = [",", ";", "\t", "|"];

/** What stands most often in the first line. */
function separatorOf(text: string): Separator {
  const line = text.slice(0, Math.max(0, text.search(/[\r\n]/)));
  const count = (mark: string) => line.split(mark).length;
  return separators.reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}

/** What holds all inputs, with some room around them. */
function rangeOf({ inputs }: Dataset): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of inputs) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const room = 0.05 * (high - low) || 1;
  return [low - room, high + room];
}
