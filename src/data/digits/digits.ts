/**
 * Generates images of handwritten-looking digits, so that a network can learn something realistic without a download. The
 * styles of writing are in `strokes.ts`, the pen in `pen.ts`; this file varies them. These are not the MNIST digits: do not
 * compare results on them with published results.
 *
 * The same bytes in every engine (see `pen.ts`), and image i depends on (seed, i) alone.
 */
import { ConfigError } from "../../errors.js";
import { checkOptions } from "../../arguments.js";
import { show } from "../../wording.js";
import { Random, streams } from "../../network/random.js";
import { Dataset } from "../dataset.js";
import { Canvas } from "./pen.js";
import { digitStyles, type Style } from "./strokes.js";

/** Which digits `makeDigits` draws. */
export interface DigitsOptions {
  /** How many images, 1 to 2,000,000. */
  rows: number;
  /** Integer 0 … 2⁵³ − 1; another seed gives other images by the same hands. */
  seed: number;
}

const size = 28;
const grid = 4;

/**
 * Draws `rows` digits, 28 × 28 bytes each, 0 paper to 255 ink, all ten equally likely.
 *
 * They are about as hard as handwriting: trained on 10,000 of them with plain SGD, a 784-128-10 sigmoid network classifies
 * 97 % of 2,000 others right. Most mistakes are a 4 for a 9, or a 7 for a 1. Drawing takes about 40 µs an image.
 *
 * @param options how many, and by which seed; image i depends on the seed and i alone
 * @returns inputs [rows × 784] uint8, labels [rows] of the classes "0" to "9"
 * @throws {ConfigError} for rows or a seed out of range
 *
 * @example
 * ```js
 * import { makeDigits } from "chainrule";
 *
 * const { inputs, labels, columns } = makeDigits({ rows: 8, seed: 1 });
 * console.log(columns, labels?.join(" ")); // → 784 7 7 1 0 2 2 5 2
 * console.log(Array.from(inputs.subarray(8 * 28 + 9, 8 * 28 + 19)).join(" "));
 * // → 34 9 0 0 4 0 0 17 0 144
 * ```
 */
export function makeDigits(options: DigitsOptions): Dataset {
  checkOptions(options, "makeDigits");
  const { rows, seed } = options;
  if (!Number.isInteger(rows) || rows < 1 || rows > 2_000_000) {
    throw new ConfigError(`rows: expected an integer from 1 to 2000000, got ${show(rows)}.`);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new ConfigError(`seed: expected an integer from 0 to 2^53 - 1, got ${show(seed)}.`);
  }
  const images = new Uint8Array(rows * size * size);
  const labels = new Uint8Array(rows);
  const canvas = new Canvas(size);
  for (let row = 0; row < rows; row++) {
    const random = new Random(seed, streams.digits, row);
    const digit = random.below(10);
    labels[row] = digit;
    canvas.clear();
    write(canvas, chooseStyle(random, digitStyles[digit]!), random);
    speckle(canvas, random);
    const noise = random.uniform() < 0.35 ? 22 * random.uniform() : 0;
    canvas.develop(images.subarray(row * size * size, (row + 1) * size * size), noise, random.word());
  }
  return Dataset.from(images, labels, { columns: size * size, classes: 10, image: [size, size] });
}

/** A number around 0 with standard deviation 1, between −3 and 3: the sum of three uniforms, scaled. */
function spread(random: Random): number {
  return 2 * (random.uniform() + random.uniform() + random.uniform()) - 3;
}

/** A number from `low` to `high`, uniform. */
function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random.uniform();
}

function chooseStyle(random: Random, styles: readonly Style[]): Style {
  let total = 0;
  for (const { weight } of styles) total += weight;
  let left = random.uniform() * total;
  for (const style of styles) {
    left -= style.weight;
    if (left < 0) return style;
  }
  return styles.at(-1)!;
}

/** Points of a stroke in pixels, with the pen's half-width at each. */
interface Trace {
  readonly points: number[];
  readonly radii: number[];
}

/** Writes one digit as one person would, near the middle of the canvas. */
function write(canvas: Canvas, style: Style, random: Random): void {
  const wobble = between(random, 1, 5);
  const bend = makeBend(random, between(random, 1, 7));
  const turn = makeTurn(random);
  const height = between(random, 18, 23.5);
  const width = height * between(random, 0.72, 1.2);
  const radius = 0.65 + 1.35 * random.uniform() * (0.4 + 0.6 * random.uniform());
  const pressure = 0.32 * random.uniform();
  const edge = between(random, 0.7, 1.5);
  const strength = 1 - 0.3 * random.uniform() * random.uniform();

  const traces: Trace[] = [];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const stroke of style.strokes) {
    const trace = follow(jitter(stroke, wobble, random), radius, pressure, random);
    const { points } = trace;
    for (let at = 0; at < points.length; at += 2) {
      const [bentX, bentY] = bend(points[at]! / 100, points[at + 1]! / 100);
      const [x, y] = turn(bentX - 0.5, bentY - 0.5);
      points[at] = x * width;
      points[at + 1] = y * height;
      left = Math.min(left, points[at]!);
      right = Math.max(right, points[at]!);
      top = Math.min(top, points[at + 1]!);
      bottom = Math.max(bottom, points[at + 1]!);
    }
    traces.push(trace);
  }

  // move the middle of the digit near the middle of the canvas; shrink a digit that would not fit
  const fit = Math.min(1, 24 / Math.max(right - left, bottom - top));
  const slack = (extent: number): number => Math.max(0, (size - 2 - extent * fit) / 2 - radius);
  const shift = (extent: number): number =>
    Math.max(-slack(extent), Math.min(slack(extent), 0.8 * spread(random)));
  const centreX = size / 2 + shift(right - left) - (fit * (left + right)) / 2;
  const centreY = size / 2 + shift(bottom - top) - (fit * (top + bottom)) / 2;
  for (const { points, radii } of traces) {
    for (let at = 2, piece = 0; at < points.length; at += 2, piece++) {
      canvas.segment(
        centreX + fit * points[at - 2]!,
        centreY + fit * points[at - 1]!,
        radii[piece]!,
        centreX + fit * points[at]!,
        centreY + fit * points[at + 1]!,
        radii[piece + 1]!,
        edge,
        strength,
      );
    }
  }
}

/**
 * The stroke's points, each moved a little. Half of each move is passed on to the next point, so that round shapes stay
 * round. Both points of a corner move together.
 */
function jitter(stroke: readonly number[], wobble: number, random: Random): number[] {
  const moved: number[] = [];
  let [driftX, driftY] = [0, 0];
  for (let at = 0; at < stroke.length; at += 2) {
    if (at > 0 && stroke[at] === stroke[at - 2] && stroke[at + 1] === stroke[at - 1]) {
      moved.push(moved[at - 2]!, moved[at - 1]!);
    } else {
      driftX = 0.5 * driftX + 0.85 * wobble * spread(random);
      driftY = 0.5 * driftY + 0.85 * wobble * spread(random);
      moved.push(stroke[at]! + driftX, stroke[at + 1]! + driftY);
    }
  }
  return moved;
}

/**
 * Follows the Catmull-Rom spline through the control points in short straight pieces. The pressure is random at every
 * control point, and linear between them.
 */
function follow(control: readonly number[], radius: number, pressure: number, random: Random): Trace {
  const last = control.length / 2 - 1;
  const points = [control[0]!, control[1]!];
  let press = 1 + pressure * spread(random);
  const radii = [radius * Math.max(0.55, press)];
  for (let from = 0; from < last; from++) {
    const before = 2 * Math.max(0, from - 1);
    const after = 2 * Math.min(last, from + 2);
    const [x0, y0] = [control[2 * from]!, control[2 * from + 1]!];
    const [x1, y1] = [control[2 * from + 2]!, control[2 * from + 3]!];
    if (x0 === x1 && y0 === y1) continue;
    // tangents of the spline: half the way from the point before to the point after
    const [u0, v0] = [0.5 * (x1 - control[before]!), 0.5 * (y1 - control[before + 1]!)];
    const [u1, v1] = [0.5 * (control[after]! - x0), 0.5 * (control[after + 1]! - y0)];
    const nextPress = 1 + pressure * spread(random);
    const pieces = 2 + Math.floor((Math.abs(x1 - x0) + Math.abs(y1 - y0)) / 14);
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      const towards = t * t * (3 - 2 * t);
      const leaving = t * (1 - t) * (1 - t);
      const arriving = t * t * (t - 1);
      points.push(x0 + (x1 - x0) * towards + u0 * leaving + u1 * arriving);
      points.push(y0 + (y1 - y0) * towards + v0 * leaving + v1 * arriving);
      radii.push(radius * Math.max(0.55, press + t * (nextPress - press)));
    }
    press = nextPress;
  }
  return { points, radii };
}

/** A point of the unit box, moved. */
type Move = (x: number, y: number) => [x: number, y: number];

/** A smooth elastic distortion: offsets drawn on a coarse grid, in percent of the box, bilinear between. */
function makeBend(random: Random, amount: number): Move {
  const offsets = Array.from({ length: 2 * grid * grid }, () => 0.01 * amount * spread(random));
  return (x, y) => {
    const column = Math.max(0, Math.min(grid - 2, Math.floor(x * (grid - 1))));
    const line = Math.max(0, Math.min(grid - 2, Math.floor(y * (grid - 1))));
    const u = x * (grid - 1) - column;
    const v = y * (grid - 1) - line;
    const at = 2 * (line * grid + column);
    const offset = (which: number): number => {
      const above = offsets[at + which]! * (1 - u) + offsets[at + 2 + which]! * u;
      const below = offsets[at + 2 * grid + which]! * (1 - u) + offsets[at + 2 * grid + 2 + which]! * u;
      return above * (1 - v) + below * v;
    };
    return [x + offset(0), y + offset(1)];
  };
}

/** Slant and rotation about the middle. With t = tan(angle/2): cos = (1 − t²)/(1 + t²), sin = 2t/(1 + t²). */
function makeTurn(random: Random): Move {
  const slant = 0.1 + 0.16 * spread(random);
  const t = 0.055 * spread(random);
  const cosine = (1 - t * t) / (1 + t * t);
  const sine = (2 * t) / (1 + t * t);
  return (x, y) => {
    const slanted = x - slant * y;
    return [cosine * slanted - sine * y, sine * slanted + cosine * y];
  };
}

/** Adds a few specks, as from a dirty scanner, to one image in eight. */
function speckle(canvas: Canvas, random: Random): void {
  if (random.below(8) !== 0) return;
  const specks = 1 + random.below(4);
  for (let speck = 0; speck < specks; speck++) {
    const x = size * random.uniform();
    const y = size * random.uniform();
    const radius = between(random, 0.2, 0.7);
    canvas.segment(x, y, radius, x, y, radius, 0.8, between(random, 0.3, 0.9));
  }
}
