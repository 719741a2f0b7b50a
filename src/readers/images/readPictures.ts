/**
 * Files with pictures → rows of bytes, all of one size and colour. A first pass reads what the files say of themselves and decides both;
 * a second one decodes. Every file is read again then, so that no more than one is in memory.
 */
import { DataError } from "../../errors.js";
import { decodeJpeg, isJpeg, type JpegDecoder, jpegHeader } from "./jpeg.js";
import { decodePng, pngHeader } from "./png.js";
import { isPng } from "./pngChunks.js";
import { mostPixels, type Picture, type PictureHeader, type PictureShape, writePicture } from "./picture.js";

/** A file with a picture. */
export interface PictureFile {
  /** For messages. */
  readonly name: string;
  /** Its class; null where nothing says it. */
  readonly label: string | null;
  read(): Uint8Array;
}

/** How pictures are read. */
export interface PictureOptions {
  /** Decodes JPEG. */
  readonly jpeg?: JpegDecoder | undefined;
  /** What happens at a file that cannot be read (default: "stop"). */
  readonly onError?: "stop" | "skip" | undefined;
  readonly onProgress?: ((read: { readonly bytes: number; readonly rows: number }) => void) | undefined;
}

/** Pictures are brought to at most this many pixels across and down, if nobody says otherwise. */
const longestSide = 64;

/** What was found in the files. */
export interface Survey {
  /** Those that can be read. */
  readonly files: readonly PictureFile[];
  /** Messages about the others. */
  readonly faults: readonly string[];
  readonly shape: PictureShape;
  /** How many pictures there are of each size, the most frequent first: "28 × 28". */
  readonly sizes: ReadonlyMap<string, number>;
  readonly isGrey: boolean;
}

/**
 * Decides size and colour: those that are given, or else the most frequent size, made smaller where it is large, and RGB if any file
 * has colours.
 *
 * @throws DataError for a file that cannot be read, unless such files are skipped; and for no files
 */
export function surveyPictures(
  given: readonly PictureFile[],
  wanted: { readonly size?: readonly [height: number, width: number]; readonly channels?: 1 | 3 },
  options: PictureOptions,
): Survey {
  const found: { file: PictureFile; header: PictureHeader }[] = [];
  const faults: string[] = [];
  let bytes = 0;
  for (const file of given) {
    trying(file, options, faults, () => {
      const content = file.read();
      found.push({ file, header: headerOf(content) });
      bytes += content.length;
    });
    options.onProgress?.({ bytes, rows: found.length });
  }
  if (found.length === 0) throw new DataError(faults[0] ?? "expected at least 1 image, got none.");
  const counts = new Map<string, { count: number; width: number; height: number }>();
  for (const { header } of found) {
    const { width, height } = header;
    const own = counts.get(sizeText(header)) ?? { count: 0, width, height };
    counts.set(sizeText(header), { ...own, count: own.count + 1 });
  }
  const sorted = [...counts].sort(([, a], [, b]) => b.count - a.count);
  const [height, width] = wanted.size ?? smaller(sorted[0]![1]);
  const isGrey = found.every(({ header }) => header.isGrey);
  return {
    files: found.map(({ file }) => file),
    faults,
    shape: { height, width, channels: wanted.channels ?? (isGrey ? 1 : 3) },
    sizes: new Map(sorted.map(([text, { count }]) => [text, count])),
    isGrey,
  };
}

/** "640 × 480": width and height. */
export function sizeText({ width, height }: { readonly width: number; readonly height: number }): string {
  return `${width} × ${height}`;
}

function smaller({ width, height }: { width: number; height: number }): [height: number, width: number] {
  const factor = Math.min(1, longestSide / Math.max(width, height));
  return [Math.max(1, Math.round(height * factor)), Math.max(1, Math.round(width * factor))];
}

/** Rows of bytes, and the files that they are from. */
export interface PictureRows {
  /** [rows × height · width · channels] */
  readonly pixels: Uint8Array;
  /** [rows] index of the file of each row. */
  readonly rows: Uint32Array;
  readonly faults: readonly string[];
}

/** Decodes pictures. @throws DataError as `surveyPictures` */
export function readPictures(
  files: readonly PictureFile[],
  shape: PictureShape,
  options: PictureOptions,
): PictureRows {
  const columns = shape.height * shape.width * shape.channels;
  const pixels = memoryFor(files, columns);
  const rows = new Uint32Array(files.length);
  const faults: string[] = [];
  let [count, bytes] = [0, 0];
  files.forEach((file, index) => {
    trying(file, options, faults, () => {
      const content = file.read();
      bytes += content.length;
      const picture = decode(content, options.jpeg);
      writePicture(picture, shape, pixels.subarray(count * columns, (count + 1) * columns));
      rows[count++] = index;
    });
    options.onProgress?.({ bytes, rows: count });
  });
  return { pixels: pixels.subarray(0, count * columns), rows: rows.subarray(0, count), faults };
}

function memoryFor({ length }: readonly PictureFile[], columns: number): Uint8Array {
  try {
    return new Uint8Array(length * columns);
  } catch (cause) {
    throw new DataError(
      `expected images that fit into memory, got ${length} of ${columns} numbers each. Choose a smaller size.`,
      { cause },
    );
  }
}

/** Does something with a file. A fault of the file is an error, or a message in `faults`. */
function trying(file: PictureFile, { onError }: PictureOptions, faults: string[], work: () => void): void {
  try {
    work();
  } catch (cause) {
    const { message } = cause as Error;
    const error =
      cause instanceof DataError
        ? cause
        : new DataError(
            `expected a PNG or JPEG image that can be read, but ${message}. ` +
              `Replace or remove the file, or skip such files (--on-error skip).`,
            { file: file.name, cause },
          );
    if (onError !== "skip") throw error;
    faults.push(error.message);
  }
}

function headerOf(bytes: Uint8Array): PictureHeader {
  if (isPng(bytes)) return pngHeader(bytes);
  if (isJpeg(bytes)) return jpegHeader(bytes);
  throw new Error(otherKind(bytes));
}

function decode(bytes: Uint8Array, jpeg: JpegDecoder | undefined): Picture {
  if (isPng(bytes)) return decodePng(bytes);
  if (!isJpeg(bytes)) throw new Error(otherKind(bytes));
  if (jpeg) return decodeJpeg(bytes, jpeg);
  throw new Error("this host has no decoder of JPEG: give one (jpeg-js)");
}

function otherKind(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  if (bytes.length === 0) return "it is empty";
  if (text.startsWith("GIF8")) return "it is a GIF image";
  if (/^RIFF....WEBP/s.test(text)) return "it is a WebP image";
  if (text.startsWith("BM")) return "it is a BMP image";
  if (/^(II\*\0|MM\0\*)/.test(text)) return "it is a TIFF image";
  if (/^....ftyp/s.test(text)) return "it is an HEIF or AVIF image";
  return "it holds other data";
}

/** Height and width of a text such as "28x28", which has the width first; null for another text. */
export function sizeOf(text: string): [height: number, width: number] | null {
  const [, width, height] = (/^(\d{1,8})[x×](\d{1,8})$/i.exec(text.trim()) ?? []).map(Number);
  return width && height && width * height <= mostPixels ? [height, width] : null;
}
