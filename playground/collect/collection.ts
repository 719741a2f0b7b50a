/**
 * Images that a user collects on the page, in classes of their own: what can be changed, whether a network can learn them, and
 * their files. Every change makes a new collection. Where the pixels come from is not its business.
 */
import { DataError } from "../../src/errors.js";
import { Dataset } from "../../src/data/dataset.js";
import type { OpenedFile } from "../data/openFiles.js";
import { cell, type MadeFile } from "../export/dataFiles.js";
import { padSide } from "../views/pad.js";

/** One class. */
export interface CollectedClass {
  /** Stays the same when classes before it are removed. */
  readonly id: number;
  readonly name: string;
  /** Each [28 · 28] bytes, 0 paper to 255 ink. */
  readonly pictures: readonly Uint8Array[];
}

export type Collection = readonly CollectedClass[];

export const mostClasses = 10;
/** Of each class. */
export const mostPictures = 400;

/** Two empty classes. */
export function newCollection(names: readonly string[]): Collection {
  return names.map((name, id) => ({ id, name, pictures: [] }));
}

export function withClass(collection: Collection, name: string): Collection {
  if (collection.length >= mostClasses) return collection;
  const id = Math.max(-1, ...collection.map((one) => one.id)) + 1;
  return [...collection, { id, name, pictures: [] }];
}

/** Two classes stay. */
export function withoutClass(collection: Collection, id: number): Collection {
  return collection.length > 2 ? collection.filter((one) => one.id !== id) : collection;
}

export function renamed(collection: Collection, id: number, name: string): Collection {
  return changed(collection, id, (one) => ({ ...one, name }));
}

/** Adds a picture to a class that is not full. */
export function withPicture(collection: Collection, id: number, picture: Uint8Array): Collection {
  return changed(collection, id, (one) =>
    one.pictures.length < mostPictures ? { ...one, pictures: [...one.pictures, picture] } : one,
  );
}

export function withoutPicture(collection: Collection, id: number, index: number): Collection {
  return changed(collection, id, (one) => ({
    ...one,
    pictures: one.pictures.filter((_, at) => at !== index),
  }));
}

function changed(
  collection: Collection,
  id: number,
  change: (one: CollectedClass) => CollectedClass,
): Collection {
  return collection.map((one) => (one.id === id ? change(one) : one));
}

/** Why a network cannot learn the collection yet, with the class that it is about; null where it can. */
export type Problem = { why: "empty" | "unnamed" | "same"; index: number } | null;

export function problemOf(collection: Collection): Problem {
  const names = collection.map(({ name }) => name.trim());
  const unnamed = names.indexOf("");
  if (unnamed >= 0) return { why: "unnamed", index: unnamed };
  const same = names.findIndex((name, index) => names.indexOf(name) < index);
  if (same >= 0) return { why: "same", index: same };
  const empty = collection.findIndex(({ pictures }) => pictures.length === 0);
  return empty >= 0 ? { why: "empty", index: empty } : null;
}

/**
 * The collection as samples.
 *
 * @returns inputs [pictures × 28 · 28] bytes, labels of the classes in their order
 * @throws DataError for a class without a name of its own or without a picture
 */
export function collectedData(collection: Collection): Dataset {
  const problem = problemOf(collection);
  if (problem) {
    const expected = problem.why === "empty" ? "at least 1 picture" : "a name of its own";
    throw new DataError(`class ${problem.index + 1}: expected ${expected}, got none.`);
  }
  const pictures = collection.flatMap((one) => one.pictures);
  const inputs = new Uint8Array(pictures.length * padSide * padSide);
  pictures.forEach((picture, row) => inputs.set(picture, row * padSide * padSide));
  const labels = collection.flatMap(({ pictures: own }, index) => own.map(() => index));
  return Dataset.from(inputs, labels, {
    columns: padSide * padSide,
    image: [padSide, padSide],
    classes: collection.map(({ name }) => name.trim()),
  });
}

/** The collection as a session takes it. @throws DataError as `collectedData` */
export function openedCollection(collection: Collection, name: string): OpenedFile {
  return { name, dataset: collectedData(collection), kind: "images", scaling: "auto", table: null };
}

/** The collection as a table: a column for each pixel, and the class. @throws DataError as `collectedData` */
export function csvFileOf(collection: Collection, name: string): MadeFile {
  const { columns, rows, inputs, labels, classNames } = collectedData(collection);
  const places = Array.from(
    { length: columns },
    (_, at) => `${Math.floor(at / padSide) + 1}-${(at % padSide) + 1}`,
  );
  const lines = [[...places, "class"].join(",")];
  for (let row = 0; row < rows; row++) {
    const pixels = inputs.subarray(row * columns, (row + 1) * columns);
    lines.push(`${pixels.join(",")},${cell(classNames![labels![row]!]!)}`);
  }
  return { name: `${name}.csv`, type: "text/csv", content: `${lines.join("\n")}\n` };
}

/** The pictures as a NumPy array [pictures × 28 × 28] of bytes, in the order of the rows of the table. */
export function npyFileOf(collection: Collection, name: string): MadeFile {
  const { inputs, rows } = collectedData(collection);
  return {
    name: `${name}.npy`,
    type: "application/octet-stream",
    content: npyOf([rows, padSide, padSide], inputs as Uint8Array),
  };
}

/** Bytes as a NumPy file, version 1.0. [numpy.lib.format] */
export function npyOf(shape: readonly number[], values: Uint8Array): Uint8Array {
  const about = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  // magic, version and length take 10 bytes; the data begin at a multiple of 64
  const length = 64 * Math.ceil((10 + about.length + 1) / 64) - 10;
  const header = `${about.padEnd(length - 1)}\n`;
  const bytes = new Uint8Array(10 + length + values.length);
  bytes.set([
    0x93,
    ...Array.from("NUMPY", (letter) => letter.charCodeAt(0)),
    1,
    0,
    length & 255,
    length >> 8,
  ]);
  bytes.set(new TextEncoder().encode(header), 10);
  bytes.set(values, 10 + length);
  return bytes;
}
