/** PNG → a picture: every type of colour and depth, interlaced or not. Alpha is laid on white; colour profiles are not applied. */
import { type PngParts, pngParts, unpackPixels } from "./pngChunks.js";
import type { Picture, PictureHeader } from "./picture.js";

/** Size and colour, from the parts of a file. @throws Error with what is wrong */
export function pngHeader(bytes: Uint8Array): PictureHeader {
  const { width, height, colour, palette } = pngParts(bytes);
  return { width, height, isGrey: colour === 3 ? isGreyPalette(palette!) : (colour & 2) === 0 };
}

function isGreyPalette(palette: Uint8Array): boolean {
  return palette.every((value, at) => value === palette[at - (at % 3)]);
}

/** Decodes a file. @throws Error with what is wrong */
export function decodePng(bytes: Uint8Array): Picture {
  const parts = pngParts(bytes);
  const { width, height, colour, palette, isInterlaced } = parts;
  const passes = (isInterlaced ? adam7 : whole)
    .map((pass) => ({
      ...pass,
      across: Math.ceil((width - pass.left) / pass.stepX),
      down: Math.ceil((height - pass.top) / pass.stepY),
    }))
    .filter(({ across, down }) => across > 0 && down > 0);
  const samples = samplesOf(colour);
  const bitsOfPixel = samples * parts.depth;
  const lineBytes = (across: number) => Math.ceil((across * bitsOfPixel) / 8);
  const needed = passes.reduce((sum, { across, down }) => sum + down * (1 + lineBytes(across)), 0);
  const lines = unpackPixels(parts.packed, needed);
  const channels = colour === 3 ? (isGreyPalette(palette!) ? 1 : 3) : (colour & 2) === 0 ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  const put = painterOf(parts, channels, data);
  const line = new Uint16Array(samples * width);
  let at = 0;
  for (const { left, top, stepX, stepY, across, down } of passes) {
    const own = lineBytes(across);
    for (let row = 0; row < down; row++, at += own + 1) {
      const above = row === 0 ? null : lines.subarray(at - own, at);
      unfilter(lines[at]!, lines.subarray(at + 1, at + 1 + own), above, Math.ceil(bitsOfPixel / 8));
      split(lines.subarray(at + 1, at + 1 + own), parts.depth, line.subarray(0, samples * across));
      const start = (top + row * stepY) * width + left;
      for (let column = 0; column < across; column++) put(line, column * samples, start + column * stepX);
    }
  }
  return { width, height, channels, data };
}

/** Places of the pixels of a pass: the first, and the steps between them. */
interface Pass {
  readonly left: number;
  readonly top: number;
  readonly stepX: number;
  readonly stepY: number;
}

const pass = (left: number, top: number, stepX: number, stepY: number): Pass => ({ left, top, stepX, stepY });
const whole: readonly Pass[] = [pass(0, 0, 1, 1)];
const adam7: readonly Pass[] = [
  pass(0, 0, 8, 8),
  pass(4, 0, 8, 8),
  pass(0, 4, 4, 8),
  pass(2, 0, 4, 4),
  pass(0, 2, 2, 4),
  pass(1, 0, 2, 2),
  pass(0, 1, 1, 2),
];

/** Samples of a pixel in the file. */
function samplesOf(colour: number): number {
  return colour === 3 ? 1 : ((colour & 2) === 0 ? 1 : 3) + (colour & 4 ? 1 : 0);
}

/**
 * Undoes the filter of a line, in place.
 *
 * @param distance bytes from a sample to that of the pixel before
 */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array | null, distance: number): void {
  if (filter === 0) return;
  if (filter > 4) throw new Error(`it has a line with the unknown filter ${filter}`);
  for (let at = 0; at < line.length; at++) {
    const before = at < distance ? 0 : line[at - distance]!;
    const over = above === null ? 0 : above[at]!;
    if (filter === 1) line[at]! += before;
    else if (filter === 2) line[at]! += over;
    else if (filter === 3) line[at]! += (before + over) >> 1;
    else line[at]! += paeth(before, over, above === null || at < distance ? 0 : above[at - distance]!);
  }
}

/** The neighbour that is nearest to left + above − diagonal. */
function paeth(left: number, above: number, diagonal: number): number {
  const guess = left + above - diagonal;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - diagonal)];
  return a <= b && a <= c ? left : b <= c ? above : diagonal;
}

/** The samples of a line. */
function split(line: Uint8Array, depth: number, to: Uint16Array): void {
  if (depth === 8) to.set(line);
  else if (depth === 16)
    to.forEach((_, index) => (to[index] = (line[2 * index]! << 8) | line[2 * index + 1]!));
  else {
    const mask = (1 << depth) - 1;
    to.forEach((_, index) => {
      const bit = index * depth;
      to[index] = (line[bit >> 3]! >> (8 - depth - (bit & 7))) & mask;
    });
  }
}

/** Writes a pixel: from the samples of a line, at a place in `data`. */
type Painter = (line: Uint16Array, at: number, pixel: number) => void;

function painterOf(parts: PngParts, channels: 1 | 3, data: Uint8Array): Painter {
  const { colour, depth, palette, transparency } = parts;
  if (colour === 3) {
    const colours = palette!.length / 3;
    return (line, at, pixel) => {
      const index = line[at]!;
      if (index >= colours) throw new Error(`it has a pixel of colour ${index}, and a palette of ${colours}`);
      const alpha = transparency?.[index] ?? 255;
      for (let channel = 0; channel < channels; channel++)
        data[pixel * channels + channel] = onWhite(palette![3 * index + channel]!, alpha);
    };
  }
  const most = 2 ** depth - 1;
  const half = most >> 1;
  const asByte =
    depth === 8 ? (value: number) => value : (value: number) => Math.floor((255 * value + half) / most);
  const hasAlpha = (colour & 4) !== 0;
  const clear =
    transparency && Array.from({ length: channels }, (_, channel) => sample(transparency, channel));
  return (line, at, pixel) => {
    let alpha = hasAlpha ? asByte(line[at + channels]!) : 255;
    if (clear?.every((value, channel) => value === line[at + channel])) alpha = 0;
    for (let channel = 0; channel < channels; channel++)
      data[pixel * channels + channel] = onWhite(asByte(line[at + channel]!), alpha);
  };
}

function sample(bytes: Uint8Array, index: number): number {
  return (bytes[2 * index]! << 8) | bytes[2 * index + 1]!;
}

function onWhite(value: number, alpha: number): number {
  return alpha === 255 ? value : Math.floor((2 * (value * alpha + 255 * (255 - alpha)) + 255) / 510);
}
