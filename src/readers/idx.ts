/**
 * IDX, the format of MNIST and similar data sets: a header with element type and shape, then the elements, row by row, most
 * significant byte first. `bytes.ts` unpacks gzip.
 *
 *     byte 0, 1       0, 0
 *     byte 2          element type: 8 ubyte, 9 byte, 11 short, 12 int, 13 float, 14 double
 *     byte 3          number of dimensions, d
 *     4 bytes each    d sizes, then the elements
 *
 * Source: LeCun, Cortes & Burges, "The MNIST database of handwritten digits".
 */
import { DataError } from "../errors.js";
import { Dataset } from "../data/dataset.js";
import { type GivenBytes, isNumbers } from "../network/givenArrays.js";
import { show } from "../wording.js";
import { requireBytes } from "./unpack.js";

/** A row-major array from an IDX file. */
export interface IdxArray {
  /** Size of each dimension: [count, height, width] of images, [count] of labels. */
  readonly shape: readonly number[];
  /** All elements, row-major, in the type of the file. */
  readonly values: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
}

/** Options of `idxDataset`. */
export interface IdxDatasetOptions {
  /** Class names in the order of the labels, if they are known, e.g. from a model to evaluate. */
  classes?: readonly string[];
}

const readers = {
  8: { bytes: 1, Values: Uint8Array, read: (view: DataView, at: number) => view.getUint8(at) },
  9: { bytes: 1, Values: Int8Array, read: (view: DataView, at: number) => view.getInt8(at) },
  11: { bytes: 2, Values: Int16Array, read: (view: DataView, at: number) => view.getInt16(at) },
  12: { bytes: 4, Values: Int32Array, read: (view: DataView, at: number) => view.getInt32(at) },
  13: { bytes: 4, Values: Float32Array, read: (view: DataView, at: number) => view.getFloat32(at) },
  14: { bytes: 8, Values: Float64Array, read: (view: DataView, at: number) => view.getFloat64(at) },
} as const;

/** Whether bytes begin as an IDX file does. */
export function isIdx(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && bytes[0] === 0 && bytes[1] === 0 && bytes[2]! >= 8 && bytes[2]! <= 14;
}

/** What the header of a file says. */
export interface IdxHeader {
  readonly shape: readonly number[];
  /** Bytes of an element. */
  readonly bytes: number;
  /** Where the elements begin. */
  readonly body: number;
}

/** The header of a file. @throws DataError where bytes have none */
export function idxHeader(bytes: Uint8Array, name: string): IdxHeader {
  if (bytes.length < 4) {
    throw new DataError(
      `expected an IDX header of at least 4 bytes, got ${bytes.length}. Download or copy the file again.`,
      { file: name },
    );
  }
  const reader = readers[bytes[2] as keyof typeof readers];
  const dimensions = bytes[3]!;
  if (bytes[0] !== 0 || bytes[1] !== 0 || reader === undefined || dimensions === 0) {
    const got = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new DataError(
      `expected an IDX file, beginning with bytes 00 00, an element type 08 to 0e and the number of ` +
        `dimensions, got ${got}. Check that this is the right file.`,
      { file: name },
    );
  }
  const body = 4 + 4 * dimensions;
  if (bytes.length < body) {
    throw new DataError(
      `expected an IDX header of ${body} bytes for ${dimensions} dimensions, got ${bytes.length}. ` +
        `Download or copy the file again.`,
      { file: name },
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, bytes: reader.bytes, body };
}

/** The header of a file with the same elements and another number of items. */
export function idxHeaderBytes(head: Uint8Array, { body }: IdxHeader, items: number): Uint8Array {
  const own = head.slice(0, body);
  new DataView(own.buffer).setUint32(4, items);
  return own;
}

/** A file with more classes than this probably does not hold labels. */
const mostClasses = 10_000;

/**
 * Reads an IDX file.
 *
 * @param given the bytes of the whole file, unpacked, as an ArrayBuffer or a view of one; ubyte elements are not copied: the result is a view of them
 * @param name of the file, for messages
 * @returns its shape and elements
 * @throws {DataError} for anything else than bytes, a wrong magic number, and for a header or body that is cut short or too long
 *
 * @example
 * ```js
 * import { readIdx } from "chainrule";
 *
 * // bytes, one dimension, three elements: as train-labels-idx1-ubyte of MNIST begins
 * const labels = readIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4]), "labels");
 * console.log(labels.shape, labels.values.join(" ")); // → [ 3 ] 5 0 4
 * ```
 */
export function readIdx(given: GivenBytes, name: string): IdxArray {
  const bytes = requireBytes(given, name);
  const { shape, body: header } = idxHeader(bytes, name);
  const reader = readers[bytes[2] as keyof typeof readers];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = shape.reduce((product, size) => product * size, 1);
  const expected = header + length * reader.bytes;
  if (bytes.length !== expected) {
    throw new DataError(
      `expected ${expected} bytes for ${shape.join(" × ")} elements, got ${bytes.length}. ` +
        `Download or copy the file again.`,
      { file: name },
    );
  }
  if (reader.Values === Uint8Array) return { shape, values: bytes.subarray(header) };
  const values = new reader.Values(length);
  for (let at = 0; at < length; at++) values[at] = reader.read(view, header + at * reader.bytes);
  return { shape, values };
}

/**
 * Images and their labels as a dataset; ubyte pixels stay bytes.
 *
 * @param images  [count × height × width], or [count × columns] if they are not images
 * @param labels  [count] class indices, or null where the data are for prediction only
 * @param names   of the two files, for messages
 * @param options class names (default: indices as text, from "0" to the greatest label)
 * @returns inputs [count × height·width] with `image`, labels [count]
 * @throws {DataError} if shapes, counts or labels do not fit
 *
 * @example
 * ```js
 * import { idxDataset, readIdx } from "chainrule";
 *
 * const pixels = [255, 0, 0, 255]; // 2 images of 1 × 2
 * const header = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2];
 * const images = readIdx(new Uint8Array([...header, ...pixels]), "images");
 * const labels = readIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 1, 0]), "labels");
 * const dataset = idxDataset(images, labels, { images: "images", labels: "labels" });
 * console.log(dataset.rows, dataset.columns, dataset.image, dataset.labels);
 * // → 2 2 [ 1, 2 ] Uint32Array(2) [ 1, 0 ]
 * ```
 */
export function idxDataset(
  images: IdxArray,
  labels: IdxArray | null,
  names: { images: string; labels?: string },
  options: IdxDatasetOptions = {},
): Dataset {
  requireIdx(images, names?.images);
  if (labels !== null) requireIdx(labels, names?.labels ?? "labels");
  const [count, height, width] = images.shape as [number, number?, number?];
  if (height === undefined || images.shape.length > 3) {
    throw new DataError(
      `expected images, count × height × width, got shape ${images.shape.join(" × ")}. ` +
        (height === undefined
          ? "Check that images and labels are not swapped."
          : "Give images of one channel."),
      { file: names.images },
    );
  }
  const columns = height * (width ?? 1);
  if (count === 0 || columns === 0) {
    throw new DataError(
      `expected at least 1 image of at least 1 pixel, got shape ${images.shape.join(" × ")}. ` +
        `Check that this is the right file.`,
      { file: names.images },
    );
  }
  const { values } = images;
  const pixels =
    values instanceof Uint8Array || values instanceof Float32Array || values instanceof Float64Array
      ? values
      : Float64Array.from(values);
  const wrong = pixels instanceof Uint8Array ? -1 : pixels.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new DataError(
      `image ${Math.floor(wrong / columns)}: expected finite numbers, got ${pixels[wrong]}. ` +
        `Correct the file, or write it again.`,
      { file: names.images },
    );
  }
  const image: [number, number] | undefined = width === undefined ? undefined : [height, width];
  if (labels === null) return Dataset.from(pixels, null, { columns, image });
  const classes = checkLabels(labels, count, names, options.classes);
  return Dataset.from(pixels, labels.values, { columns, image, classes });
}

/** Refuses what `readIdx` cannot have made. */
function requireIdx(array: IdxArray, name: string): void {
  const { shape, values } = (array ?? {}) as Partial<IdxArray>;
  const length = Array.isArray(shape)
    ? shape.reduce((product: number, size) => product * Number(size), 1)
    : NaN;
  if (isNumbers(values) && values.length === length) return;
  throw new DataError(`expected what readIdx gives, got ${show(array)}.`, { file: name });
}

/** Checks that labels are class indices, one per image, and gives the class names. */
function checkLabels(
  labels: IdxArray,
  count: number,
  names: { images: string; labels?: string },
  known: readonly string[] | undefined,
): readonly string[] {
  const name = names.labels ?? "labels";
  if (labels.shape.length !== 1) {
    throw new DataError(
      `expected labels in one dimension, got shape ${labels.shape.join(" × ")}. ` +
        `Check that images and labels are not swapped.`,
      { file: name },
    );
  }
  if (labels.shape[0] !== count) {
    throw new DataError(
      `expected ${count} labels as there are images in ${names.images}, got ${labels.shape[0]}. ` +
        `Check that the two files belong together.`,
      { file: name },
    );
  }
  const classes = known?.length ?? mostClasses;
  let largest = 0;
  labels.values.forEach((label: number, item: number) => {
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new DataError(
        `item ${item}: expected a class index 0 to ${classes - 1}, got ${label}. ` +
          (known ? "Use labels of the classes that the model knows." : "Check that this is the right file."),
        { file: name },
      );
    }
    largest = Math.max(largest, label);
  });
  return known ?? Array.from({ length: largest + 1 }, (_, index) => String(index));
}
