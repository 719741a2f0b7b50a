/**
 * From pen strokes to the pixels a network knows: what a person draws is fitted into a box and centred, and
 * drawn with the pen of the training digits. No canvas of the screen here, so that tests can call it.
 */
import { Canvas } from "../../src/data/digits/pen.js";

/** Points x0, y0, x1, y1, … of one movement of the pen, 0 … 1 across the pad, y downwards. */
export type Stroke = readonly number[];

/** Pixels across the picture. */
export const padSide = 28;
/** Pixels that the longer side of a digit's middle line takes, and the pen's half-width. */
const box = 20;
const radius = 1.2;
const edge = 1;
/** A tap is a dot, not a blot as large as the box: no drawing grows as if its longer side were less than this. */
const leastExtent = 0.12;

/**
 * The strokes as a picture: scaled so that they fill a box of 20 × 20, their centre of mass in the middle, as far
 * as they then stay inside.
 *
 * @returns [28 · 28] bytes, 0 paper to 255 ink; all 0 for no strokes
 */
export function fitStrokes(strokes: readonly Stroke[]): Uint8Array {
  const picture = new Uint8Array(padSide * padSide);
  const bounds = boundsOf(strokes);
  if (!bounds) return picture;
  const { left, right, top, bottom } = bounds;
  const scale = box / Math.max(right - left, bottom - top, leastExtent);
  const middleX = padSide / 2 - (scale * (left + right)) / 2;
  const middleY = padSide / 2 - (scale * (top + bottom)) / 2;
  const canvas = new Canvas(padSide);
  draw(canvas, strokes, scale, middleX, middleY, radius);
  canvas.develop(picture, 0, 1);

  const [massX, massY] = centreOfMass(picture);
  const roomX = padSide / 2 - radius - (scale * (right - left)) / 2;
  const roomY = padSide / 2 - radius - (scale * (bottom - top)) / 2;
  const shiftX = Math.max(-roomX, Math.min(roomX, padSide / 2 - massX));
  const shiftY = Math.max(-roomY, Math.min(roomY, padSide / 2 - massY));
  canvas.clear();
  draw(canvas, strokes, scale, middleX + shiftX, middleY + shiftY, radius);
  canvas.develop(picture, 0, 1);
  return picture;
}

/**
 * Strokes upon a picture, where they are on the pad: what is added to a sample must not move it.
 *
 * @param picture [28 · 28] bytes, read
 * @returns another picture; where both have ink, the darker
 */
export function drawOver(picture: Uint8Array, strokes: readonly Stroke[]): Uint8Array {
  const canvas = new Canvas(padSide);
  draw(canvas, strokes, padSide, 0, 0, radius);
  const over = new Uint8Array(padSide * padSide);
  canvas.develop(over, 0, 1);
  return over.map((ink, at) => Math.max(ink, picture[at]!));
}

/** Where a picture's ink is on average, in pixels from its upper left corner; the middle for an empty one. */
export function centreOfMass(picture: Uint8Array): [x: number, y: number] {
  let [mass, x, y] = [0, 0, 0];
  for (let at = 0; at < picture.length; at++) {
    const ink = picture[at]!;
    mass += ink;
    x += ink * ((at % padSide) + 0.5);
    y += ink * (Math.floor(at / padSide) + 0.5);
  }
  return mass > 0 ? [x / mass, y / mass] : [padSide / 2, padSide / 2];
}

function boundsOf(strokes: readonly Stroke[]) {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const stroke of strokes) {
    for (let at = 0; at < stroke.length; at += 2) {
      left = Math.min(left, stroke[at]!);
      right = Math.max(right, stroke[at]!);
      top = Math.min(top, stroke[at + 1]!);
      bottom = Math.max(bottom, stroke[at + 1]!);
    }
  }
  return left <= right ? { left, right, top, bottom } : null;
}

/** Draws on the canvas at x · scale + moveX, y · scale + moveY; a stroke of one point is a dot. */
function draw(
  canvas: Canvas,
  strokes: readonly Stroke[],
  scale: number,
  moveX: number,
  moveY: number,
  halfWidth: number,
): void {
  for (const stroke of strokes) {
    for (let at = 0; at < stroke.length; at += 2) {
      const before = Math.max(0, at - 2);
      canvas.segment(
        scale * stroke[before]! + moveX,
        scale * stroke[before + 1]! + moveY,
        halfWidth,
        scale * stroke[at]! + moveX,
        scale * stroke[at + 1]! + moveY,
        halfWidth,
        edge,
        1,
      );
    }
  }
}
