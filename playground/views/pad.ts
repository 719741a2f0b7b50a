/**
 * Turns pen strokes into pixels like those of the training digits: scaled into a box, centred, and drawn with the same
 * pen. It uses no canvas of the page, so that tests can run it.
 */
import { Canvas } from "../../src/data/digits/pen.js";

/** Points x0, y0, x1, y1, … of one stroke, 0 … 1 across the pad, y downwards. */
export type Stroke = readonly number[];

export const padSide = 28;
/** Longer side of the strokes' centre lines, and half the width of the pen, in pixels. */
const box = 20;
const radius = 1.2;
const edge = 1;
/** Strokes with a shorter longer side are scaled as if it were this long, so that a tap stays a dot. */
const leastExtent = 0.12;

/**
 * Draws strokes as an image: scaled to a box of 20 × 20 pixels, with the centre of mass in the middle as far as they
 * stay inside the image.
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
 * Draws strokes over an image, at their positions on the pad: adding to a sample must not move it.
 *
 * @param picture [28 · 28] bytes, read
 * @returns a new image; where both have ink, the darker one wins
 */
export function drawOver(picture: Uint8Array, strokes: readonly Stroke[]): Uint8Array {
  const canvas = new Canvas(padSide);
  draw(canvas, strokes, padSide, 0, 0, radius);
  const over = new Uint8Array(padSide * padSide);
  canvas.develop(over, 0, 1);
  return over.map((ink, at) => Math.max(ink, picture[at]!));
}

/** The mean position of an image's ink, in pixels from the upper left; the middle for an empty image. */
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

/** Draws strokes at x · scale + moveX, y · scale + moveY. A stroke of one point is a dot. */
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
