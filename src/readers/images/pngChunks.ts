/**
 * The parts of a PNG file: its header, palette and transparency, and its packed pixels, unpacked with a limit. `png.ts` makes a
 * picture of them. Nothing is believed: a size that the pixels do not have, a palette that is missing and pixels that unpack to more
 * than the size says are errors. [PNG, third edition, W3C 2025]
 */
import { Inflate } from "fflate";
import { checkSize } from "./picture.js";

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Whether bytes begin as a PNG file does. */
export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/** Types of colour, and the depths in bits that each of them may have. */
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** The parts that are used. */
export interface PngParts {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colour: number;
  readonly isInterlaced: boolean;
  /** RGB, 3 bytes for each colour. */
  readonly palette: Uint8Array | null;
  /** Alpha by the colours of the palette, or the one colour that is transparent, in 16 bits. */
  readonly transparency: Uint8Array | null;
  /** The packed pixels, in the pieces of the file. */
  readonly packed: readonly Uint8Array[];
}

/** Reads the parts. @throws Error with what is wrong */
export function pngParts(bytes: Uint8Array): PngParts {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let header: Omit<PngParts, "palette" | "transparency" | "packed"> | null = null;
  let [palette, transparency]: (Uint8Array | null)[] = [null, null];
  const packed: Uint8Array[] = [];
  for (let at = signature.length; ;) {
    if (at + 12 > bytes.length) throw new Error("it is cut short");
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) throw new Error("it is cut short");
    const content = bytes.subarray(at + 8, at + 8 + length);
    at += 12 + length;
    if (header === null) {
      if (name !== "IHDR" || length !== 13) throw new Error("it does not begin with its header");
      header = headerOf(content);
    } else if (name === "PLTE") palette = content;
    else if (name === "tRNS") transparency = content;
    else if (name === "IDAT") packed.push(content);
    else if (name === "IEND") break;
    // capital letters mark parts without which the others mean nothing
    else if (/^[A-Z]/.test(name)) throw new Error(`it has a part ${JSON.stringify(name)} that is not known`);
  }
  const parts = { ...header!, palette: palette!, transparency: transparency!, packed };
  checkParts(parts);
  return parts;
}

function headerOf(content: Uint8Array) {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  checkSize(width, height);
  const [depth, colour, compression, filter, interlace] = content.subarray(8) as unknown as number[];
  if (!depths[colour!]?.includes(depth!))
    throw new Error(`it has colours of type ${colour} in ${depth} bits`);
  if (compression !== 0 || filter !== 0 || interlace! > 1) throw new Error("it is packed in an unknown way");
  return { width, height, depth: depth!, colour: colour!, isInterlaced: interlace === 1 };
}

function checkParts({ colour, palette, transparency, packed, depth }: PngParts): void {
  if (packed.length === 0) throw new Error("it has no pixels");
  const colours = palette === null ? 0 : palette.length / 3;
  if (colour === 3 && !(Number.isInteger(colours) && colours >= 1 && colours <= 2 ** depth))
    throw new Error(`its palette has ${palette?.length ?? 0} bytes`);
  if (transparency === null) return;
  const { length } = transparency;
  const fits = colour === 3 ? length <= colours : colour === 0 ? length === 2 : length === 6 && colour === 2;
  if (!fits) throw new Error(`its transparency has ${length} bytes`);
}

/** How many bytes one packed byte may become: a copy of 258 bytes takes two bits. */
const mostRatio = 1032;
/** Bytes that are unpacked between two looks at how many came out. */
const step = 1 << 12;

/**
 * Unpacks pixels (zlib).
 *
 * @param bytes that must come out
 * @throws Error for more or fewer bytes, or others than were packed
 */
export function unpackPixels(packed: readonly Uint8Array[], bytes: number): Uint8Array {
  const all = joined(packed);
  // two bytes of header, four of checksum
  if (all.length < 6 || (all[0]! & 15) !== 8 || ((all[0]! << 8) | all[1]!) % 31 !== 0 || (all[1]! & 32) !== 0)
    throw new Error("its pixels are packed in an unknown way");
  if (bytes > mostRatio * all.length) throw new Error("it has fewer pixels than its header says");
  const result = new Uint8Array(bytes);
  let length = 0;
  const inflate = new Inflate((piece) => {
    if (length + piece.length > bytes) throw new Error("it has more pixels than its header says");
    result.set(piece, length);
    length += piece.length;
  });
  const end = all.length - 4;
  for (let at = 2; at < end; at += step)
    inflate.push(all.subarray(at, Math.min(end, at + step)), at + step >= end);
  if (length < bytes) throw new Error("it has fewer pixels than its header says");
  const checksum = new DataView(all.buffer, all.byteOffset).getUint32(end);
  if (adler32(result) !== checksum) throw new Error("its pixels are damaged");
  return result;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** [RFC 1950, section 9] */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length;) {
    // as many bytes as sums of 32 bits can hold
    const stop = Math.min(bytes.length, at + 5552);
    for (; at < stop; at++) {
      a += bytes[at]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
