/**
 * The picture of a network's outputs over a plane: the grid of points, the colour of an output, and how fine a grid can be
 * computed in time. It makes pixels; `surfacePainter.ts` puts them on a canvas.
 */
import { type Colours, pixelOf, rampIndex, rgbOf, signedRamp } from "../drawing/colours.js";
import type { PlaneView } from "../sessionTypes.js";
import { clarity, type Reading, saidClass } from "./reading.js";

/** Colours of classes 2 to 9, for light and dark cards. Classes 0 and 1 are orange and blue. */
const furtherClasses = [
  "#3f9b6c",
  "#b3952a",
  "#2f9fa6",
  "#a0714f",
  "#c274ab",
  "#7f9f3c",
  "#6277c6",
  "#8a8f5c",
];

/** The colour of a class as "#rrggbb". There are ten; then they repeat. */
export function classColour({ negative, positive }: Colours, index: number): string {
  const all = [negative, positive, ...furtherClasses];
  return all[index % all.length]!;
}

/** The strength of the colour of a certain output. Points have the full colour and must stand out. */
const strongest = 0.6;
/** Steps of the colour ramp of a class. */
const steps = 64;

/** Colours of outputs as pixels, by how clear the output is. */
export interface Ramps {
  signed: Uint32Array;
  /** One ramp per class, from the card to its colour; empty where `signed` is enough. */
  classes: readonly Uint32Array[];
}

export function rampsOf(colours: Colours, reading: Reading): Ramps {
  const card = rgbOf(colours.card);
  const ramp = (_: string, index: number) => {
    const colour = rgbOf(classColour(colours, index));
    const mixed = (part: number) => (channel: number, at: number) => channel + part * (colour[at]! - channel);
    return Uint32Array.from({ length: steps + 1 }, (__, step) => {
      const [red, green, blue] = card.map(mixed((strongest * step) / steps));
      return pixelOf([red!, green!, blue!]);
    });
  };
  const classes = reading.kind === "classes" && reading.names.length > 2 ? reading.names.map(ramp) : [];
  return { signed: signedRamp(colours), classes };
}

/**
 * Colours the cells of a grid by their outputs.
 *
 * @param pixels  [cells] overwritten
 * @param answers [cells] rows of outputs
 * @param output  the output to show, where outputs are numbers
 * @param isDiscrete whether to show the predicted class or the sign alone, not how clear it is
 */
export function paint(
  pixels: Uint32Array,
  answers: readonly ArrayLike<number>[],
  reading: Reading,
  { signed, classes }: Ramps,
  output = 0,
  isDiscrete = false,
): void {
  for (let cell = 0; cell < answers.length; cell++) {
    const answer = answers[cell]!;
    const exact = clarity(reading, answer, 0, output);
    const clear = isDiscrete ? (classes.length > 0 ? 1 : Math.sign(exact)) : exact;
    pixels[cell] =
      classes.length > 0
        ? classes[saidClass(reading, answer)]![Math.round(steps * (clear || 0))]!
        : signed[rampIndex(strongest * clear)]!;
  }
}

/**
 * The centres of size × size cells, row by row from the upper left; y points up.
 *
 * @returns [size² × 2] x and y
 */
export function gridOf(size: number, [across, up]: PlaneView["ranges"]): Float32Array {
  const grid = new Float32Array(2 * size * size);
  const stepX = (across[1] - across[0]) / size;
  const stepY = (up[1] - up[0]) / size;
  for (let at = 0; at < size * size; at++) {
    grid[2 * at] = across[0] + ((at % size) + 0.5) * stepX;
    grid[2 * at + 1] = up[1] - (Math.floor(at / size) + 0.5) * stepY;
  }
  return grid;
}

/** Possible numbers of cells per side. */
export const gridSizes = [16, 24, 32, 44, 60, 80, 100, 140, 200] as const;

/** Finds the finest grid that can be drawn in a given time, from the times of the last ones. */
export class GridChoice {
  #msPerCell = Number.NaN;

  /** @param cells that took `ms` */
  measured(cells: number, ms: number): void {
    const now = ms / cells;
    // adapts to slower immediately, to faster gradually
    this.#msPerCell = !(now <= this.#msPerCell) ? now : 0.8 * this.#msPerCell + 0.2 * now;
  }

  /** @param ms the time that a picture may take */
  size(ms: number): number {
    if (Number.isNaN(this.#msPerCell)) return gridSizes[2];
    return gridSizes.findLast((size) => size * size * this.#msPerCell <= ms) ?? gridSizes[0];
  }
}

/**
 * The row of the training sample nearest to a place; −1 where none is within `reach`.
 *
 * @param reach as a fraction of the ranges
 */
export function nearestPoint(
  { train: points, ranges: [across, up] }: Pick<PlaneView, "train" | "ranges">,
  [x, y]: readonly [x: number, y: number],
  reach: number,
): number {
  const [width, height] = [across[1] - across[0], up[1] - up[0]];
  let [best, row] = [reach * reach, -1];
  for (let at = 0; at < points.length; at += 2) {
    const distance = ((points[at]! - x) / width) ** 2 + ((points[at + 1]! - y) / height) ** 2;
    if (distance <= best) [best, row] = [distance, at / 2];
  }
  return row;
}
