/** Writes PNG files of every kind, also those that encoders seldom write: interlaced, of 1 to 16 bits, with a chosen filter. */
import { zlibSync } from "fflate";

/** What a file is like. */
export interface PngKind {
  readonly width: number;
  readonly height: number;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha. */
  readonly colour: 0 | 2 | 3 | 4 | 6;
  readonly palette?: readonly number[];
  readonly transparency?: readonly number[];
  /** Filter of all lines (default: 0). */
  readonly filter?: number;
}

/**
 * A file without interlace.
 *
 * @param samples [height × width × samples of a pixel]
 * @param rows    number of rows that are written (default: height)
 */
export function pngOf(kind: PngKind, samples: ArrayLike<number>, rows = kind.height): Uint8Array {
  return fileOf(kind, 0, linesOf(kind, samples, kind.width, rows));
}

/** The same file interlaced. */
export function adam7Of(kind: PngKind, samples: ArrayLike<number>): Uint8Array {
  const { width, height } = kind;
  const each = perPixel(kind);
  const passes = [
    [0, 0, 8, 8],
    [4, 0, 8, 8],
    [0, 4, 4, 8],
    [2, 0, 4, 4],
    [0, 2, 2, 4],
    [1, 0, 2, 2],
    [0, 1, 1, 2],
  ] as const;
  const lines = passes.flatMap(([left, top, stepX, stepY]) => {
    const own: number[] = [];
    for (let y = top; y < height; y += stepY)
      for (let x = left; x < width; x += stepX)
        for (let index = 0; index < each; index++) own.push(samples[(y * width + x) * each + index]!);
    const across = Math.ceil((width - left) / stepX);
    return across <= 0 ? [] : linesOf(kind, own, across, Math.ceil(Math.max(0, height - top) / stepY));
  });
  return fileOf(kind, 1, lines);
}

function perPixel({ colour }: PngKind): number {
  return { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour];
}

/** Lines with their filters. */
function linesOf(kind: PngKind, samples: ArrayLike<number>, across: number, rows: number): number[] {
  const { depth, filter = 0 } = kind;
  const each = perPixel(kind) * across;
  const distance = Math.max(1, (perPixel(kind) * depth) / 8);
  const written: number[] = [];
  let above = new Uint8Array(Math.ceil((each * depth) / 8));
  for (let row = 0; row < rows; row++) {
    const line = new Uint8Array(above.length);
    for (let index = 0; index < each; index++) {
      const value = samples[row * each + index]!;
      if (depth === 16) line.set([value >> 8, value & 255], 2 * index);
      else line[(index * depth) >> 3]! |= value << (8 - depth - ((index * depth) & 7));
    }
    written.push(filter);
    line.forEach((value, at) => {
      const [left, diagonal] = at < distance ? [0, 0] : [line[at - distance]!, above[at - distance]!];
      const over = above[at]!;
      const guess = [0, left, over, (left + over) >> 1, nearest(left, over, diagonal)][filter]!;
      written.push((value - guess) & 255);
    });
    above = line;
  }
  return written;
}

function nearest(left: number, above: number, diagonal: number): number {
  const sorted = [left, above, diagonal].map((value, order) => ({
    value,
    order,
    far: Math.abs(left + above - diagonal - value),
  }));
  return sorted.sort((a, b) => a.far - b.far || a.order - b.order)[0]!.value;
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function fileOf(
  { width, height, depth, colour, palette, transparency }: PngKind,
  interlace: number,
  lines: number[],
) {
  const word = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
  // readers do not look at the checksum of a part
  const part = (name: string, content: ArrayLike<number>) => [
    ...word(content.length),
    ...[...name].map((letter) => letter.charCodeAt(0)),
    ...Array.from(content),
    ...word(0),
  ];
  return Uint8Array.from([
    ...signature,
    ...part("IHDR", [...word(width), ...word(height), depth, colour, 0, 0, interlace]),
    ...(palette ? part("PLTE", palette) : []),
    ...(transparency ? part("tRNS", transparency) : []),
    ...part("IDAT", zlibSync(Uint8Array.from(lines))),
    ...part("IEND", []),
  ]);
}
