/**
 * Draws the squares of the units. For a plane: the unit's outputs over it. For images: the sample, and the weights of the
 * first layer as images. Otherwise: the output for the sample as a colour, and as a number in large squares.
 */
import type { ImageShape } from "../../src/data/dataset.js";
import type { LayerParameters } from "../../src/network/parameters.js";
import { Picture } from "../drawing/canvas.js";
import { type Colours, cssOf, pixelOf, rampIndex, rgbOf, signedRamp } from "../drawing/colours.js";
import { decimal } from "../drawing/numbers.js";
import type { Samples } from "../sessionTypes.js";
import type { ActivationName } from "../../src/functions/activations.js";
import { type Activity, gridSide, spanOf } from "./activity.js";
import type { Layout, Spot } from "./drawingLayout.js";

/** Least side of a square with a number, and the strength of its colour. */
const [sideForNumber, numberStrength] = [36, 0.55];

export type FaceKind = "surface" | "sample" | "weights" | "value";

/** What the squares of a layer show. @param kind of the samples */
export function faceKind(kind: Samples["kind"], layer: number): FaceKind {
  if (kind === "plane") return "surface";
  if (kind === "images" && layer <= 1) return layer === 0 ? "sample" : "weights";
  return "value";
}

export class Faces {
  readonly #pictures = new Map<string, Picture>();
  #ramp: Uint32Array = new Uint32Array(0);
  #ink: Uint32Array = new Uint32Array(0);
  #of: Colours | null = null;

  /** @param image height and width of the inputs, where they are images */
  constructor(
    readonly samples: Samples,
    readonly image: ImageShape | null,
  ) {}

  /** Draws the squares of all units whose values are known. */
  draw(
    context: CanvasRenderingContext2D,
    layout: Layout,
    activity: Activity,
    parameters: readonly LayerParameters[],
    look: { colours: Colours; alphaOf: (spot: Spot) => number },
  ): void {
    this.#takeColours(look.colours);
    for (const { layer, spots } of layout.columns) {
      const kind = faceKind(this.samples.kind, layer);
      const values = activity.layers[layer];
      if (!values) continue;
      const activation = activity.network.config.layers[layer - 1]?.activation ?? "identity";
      // a square for one number shows its sign; over a plane, ½ is the boundary of outputs from 0 to 1
      const { centre, most } = scaleOf(activation, values, kind === "surface");
      const weights = parameters[layer - 1]?.weights ?? [];
      const mostWeight = kind === "weights" ? usualSize(weights) : 1;
      for (const spot of spots) {
        context.globalAlpha = look.alphaOf(spot);
        const { x, y, side, unit } = spot;
        const place = [x, y, side, side] as const;
        if (kind === "value") {
          this.#value(context, spot, values[0]![unit]!, { centre, most, text: look.colours.text });
        } else if (kind === "surface") {
          const picture = this.#picture(spot, gridSide, gridSide);
          fillSurface(picture.pixels, values, unit, { centre, most }, this.#ramp);
          picture.draw(context, place);
        } else {
          const [height, width] = this.image!;
          const picture = this.#picture(spot, width, height);
          const units = values[0]!.length;
          if (kind === "sample") fillInk(picture.pixels, values[0]!, this.#ink);
          else fillWeights(picture.pixels, weights, { unit, units, most: mostWeight }, this.#ramp);
          picture.draw(context, place, kind === "weights");
        }
      }
    }
    context.globalAlpha = 1;
  }

  #value(
    context: CanvasRenderingContext2D,
    { x, y, side }: Spot,
    value: number,
    { centre, most, text }: { centre: number; most: number; text: string },
  ): void {
    const hasNumber = side >= sideForNumber;
    const part = Math.max(-1, Math.min(1, (value - centre) / most)) * (hasNumber ? numberStrength : 1);
    context.fillStyle = cssOf(this.#ramp[rampIndex(part)]!);
    context.fillRect(x, y, side, side);
    if (!hasNumber) return;
    context.fillStyle = text;
    context.font = "12px system-ui, sans-serif";
    [context.textAlign, context.textBaseline] = ["center", "middle"];
    context.fillText(decimal(value, 2), x + side / 2, y + side / 2 + 1, side - 4);
  }

  #picture({ layer, unit }: Spot, width: number, height: number): Picture {
    const key = `${layer}-${unit}`;
    const known = this.#pictures.get(key);
    if (known?.width === width && known.height === height) return known;
    const picture = new Picture(width, height);
    this.#pictures.set(key, picture);
    return picture;
  }

  #takeColours(colours: Colours): void {
    if (this.#of === colours) return;
    this.#of = colours;
    this.#ramp = signedRamp(colours);
    this.#ink = inkRamp(colours);
  }
}

/** The outputs that get no colour and the full colour. @param isSurface whether they are seen over the plane */
export function scaleOf(
  activation: ActivationName,
  values: readonly ArrayLike<number>[],
  isSurface: boolean,
): { centre: number; most: number } {
  const { reach, ...span } = spanOf(activation);
  const centre = isSurface ? span.centre : 0;
  return { centre, most: reach === null ? largest(values) : reach + span.centre - centre };
}

/** Colours a picture of a unit's outputs. @param values a row of the layer's outputs for each pixel */
export function fillSurface(
  pixels: Uint32Array,
  values: readonly ArrayLike<number>[],
  unit: number,
  { centre, most }: { centre: number; most: number },
  ramp: Uint32Array,
): void {
  values.forEach((row, point) => {
    pixels[point] = ramp[rampIndex((row[unit]! - centre) / most)]!;
  });
}

/** Colours a picture of the weights into a unit, one for each pixel of the image. */
export function fillWeights(
  pixels: Uint32Array,
  weights: ArrayLike<number>,
  { unit, units, most }: { unit: number; units: number; most: number },
  ramp: Uint32Array,
): void {
  for (let pixel = 0; pixel < pixels.length; pixel++) {
    pixels[pixel] = ramp[rampIndex(weights[pixel * units + unit]! / most)]!;
  }
}

/** 256 colours from paper to full ink. */
export function inkRamp({ card, text }: Colours): Uint32Array {
  const [from, to] = [rgbOf(card), rgbOf(text)];
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const at = (channel: 0 | 1 | 2) => from[channel] + ((to[channel] - from[channel]) * i) / 255;
    return pixelOf([at(0), at(1), at(2)]);
  });
}

/** The largest |value|; 1 where all are 0. */
export function largest(rows: readonly ArrayLike<number>[]): number {
  let most = 0;
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) most = Math.max(most, Math.abs(row[i]!));
  }
  return most || 1;
}

/** Three times the root mean square; the colours of the few larger weights are limited. */
export function usualSize(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return 3 * Math.sqrt(sum / values.length) || 1;
}

/** Draws the pixels of a sample as ink; the largest number gets full ink. */
export function fillInk(pixels: Uint32Array, values: ArrayLike<number>, ink: Uint32Array): void {
  const most = largest([values]);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = ink[Math.round((255 * Math.max(0, values[i]!)) / most)]!;
  }
}
