/**
 * Small grey images in a terminal, side by side, with captions such as the predicted class. One character shows two
 * pixels: ▀ in two colours, or a shade if there is no colour.
 */
import type { ImageShape } from "../data/dataset.js";
import { ShapeError } from "../errors.js";
import { cut, pad } from "./terminal.js";

export interface ImageOptions {
  columns: number;
  /** Whether to use the 256 ANSI colours (default: false, shades " ░▒▓█" and half blocks). */
  colour: boolean;
}

const gap = 2;
/** Most images side by side. If the terminal is too narrow for them, the images are made smaller. */
const abreast = 4;
/** Pixels up to this value count as empty when margins are cropped. */
const faint = 48;

/**
 * Draws images in rows, as many side by side as fit, but at least four. Margins that are empty in all images are
 * cropped.
 *
 * @param given    [count × height × width × channels] bytes, 0 paper to 255 ink, or RGB
 * @param shape    height and width in pixels, and channels
 * @param captions [count]; cut to the width of an image
 * @returns lines joined by "\n"
 * @throws ShapeError if `given` does not have one image for each caption
 */
export function drawImages(
  given: Uint8Array,
  shape: ImageShape,
  captions: readonly string[],
  options: ImageOptions,
): string {
  const [height, width, channels = 1] = shape;
  const count = captions.length;
  const bytes = count * height * width * channels;
  if (given.length !== bytes) {
    throw new ShapeError(
      `images: expected ${bytes} bytes for ${count} images of ${height} × ${width}, got ${given.length}.`,
    );
  }
  const images = channels === 1 ? given : greyOf(given);
  const box = inkBox(images, height, width);
  const boxWidth = box.right - box.left;
  const boxHeight = box.bottom - box.top;
  const widest = Math.floor((options.columns + gap) / Math.min(abreast, Math.max(1, count))) - gap;
  // tiny images are doubled, large ones made smaller
  const across = Math.max(1, Math.min(widest, boxWidth <= 10 ? 2 * boxWidth : boxWidth));
  const down = 2 * Math.max(1, Math.round((boxHeight * across) / boxWidth / 2));
  const perLine = Math.max(1, Math.floor((options.columns + gap) / (across + gap)));

  const lines: string[] = [];
  for (let first = 0; first < count; first += perLine) {
    const drawn: string[][] = [];
    for (let image = first; image < Math.min(count, first + perLine); image++) {
      const pixels = images.subarray(image * height * width, (image + 1) * height * width);
      const drawing = options.colour ? drawColoured : drawShades;
      drawn.push([
        ...drawing(resample(pixels, width, box, across, down), across),
        pad(cut(captions[image]!, across), across, "centre"),
      ]);
    }
    if (first > 0) lines.push("");
    for (let line = 0; line <= down / 2; line++) {
      lines.push(
        drawn
          .map((rows) => rows[line]!)
          .join(" ".repeat(gap))
          .trimEnd(),
      );
    }
  }
  return lines.join("\n");
}

/** The mean of the channels of each pixel. */
function greyOf(rgb: Uint8Array): Uint8Array {
  return Uint8Array.from(
    { length: rgb.length / 3 },
    (_, pixel) => (rgb[3 * pixel]! + rgb[3 * pixel + 1]! + rgb[3 * pixel + 2]!) / 3,
  );
}

/** A part of an image; `right` and `bottom` are the first outside. */
interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The smallest box around the ink of all images, plus one pixel of margin if the images have one. */
function inkBox(images: Uint8Array, height: number, width: number): Box {
  const box: Box = { left: width, right: 0, top: height, bottom: 0 };
  images.forEach((value, at) => {
    if (value <= faint) return;
    const x = at % width;
    const y = Math.floor(at / width) % height;
    box.left = Math.min(box.left, Math.max(0, x - 1));
    box.right = Math.max(box.right, Math.min(width, x + 2));
    box.top = Math.min(box.top, Math.max(0, y - 1));
    box.bottom = Math.max(box.bottom, Math.min(height, y + 2));
  });
  return box.right > box.left ? box : { left: 0, right: width, top: 0, bottom: height };
}

/**
 * Resizes a part of an image: each new pixel is the mean of the old pixels that it covers.
 *
 * @returns [down × across]
 */
function resample(pixels: Uint8Array, width: number, box: Box, across: number, down: number): Float64Array {
  const stepX = (box.right - box.left) / across;
  const stepY = (box.bottom - box.top) / down;
  const result = new Float64Array(across * down);
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const [x0, y0] = [box.left + column * stepX, box.top + row * stepY];
      const [x1, y1] = [x0 + stepX, y0 + stepY];
      let total = 0;
      for (let y = Math.floor(y0); y < y1; y++) {
        const shareY = Math.min(y + 1, y1) - Math.max(y, y0);
        for (let x = Math.floor(x0); x < x1; x++) {
          const shareX = Math.min(x + 1, x1) - Math.max(x, x0);
          total += shareX * shareY * (pixels[y * width + x] ?? 0);
        }
      }
      result[row * across + column] = total / (stepX * stepY);
    }
  }
  return result;
}

/** The upper pixel as foreground of ▀, the lower as background, in the 24 greys of the 256-colour palette. */
function drawColoured(pixels: Float64Array, across: number): string[] {
  const grey = (value: number): number => {
    const level = Math.round((25 * value) / 255);
    return level === 0 ? 16 : level === 25 ? 231 : 231 + level;
  };
  const lines: string[] = [];
  for (let at = 0; at < pixels.length; at += 2 * across) {
    let line = "";
    let last = "";
    for (let column = at; column < at + across; column++) {
      const code = `\u001b[38;5;${grey(pixels[column]!)};48;5;${grey(pixels[column + across]!)}m`;
      line += (code === last ? "" : code) + "▀";
      last = code;
    }
    lines.push(line + "\u001b[0m");
  }
  return lines;
}

/** A half block if the two pixels differ much, otherwise a shade of their mean. */
function drawShades(pixels: Float64Array, across: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < pixels.length; at += 2 * across) {
    let line = "";
    for (let column = at; column < at + across; column++) {
      const [upper, lower] = [pixels[column]!, pixels[column + across]!];
      if (upper - lower > 110) line += "▀";
      else if (lower - upper > 110) line += "▄";
      else line += " ░▒▓█"[Math.min(4, Math.floor((5 * (upper + lower)) / 2 / 256))]!;
    }
    lines.push(line);
  }
  return lines;
}
