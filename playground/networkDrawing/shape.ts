/** Everything about the drawing of a network that stays the same while it trains. */
import { type Names, makeNames } from "../../src/explain/names.js";
import { textOf } from "../../src/explain/symbol.js";
import type { Network } from "../../src/train/network.js";
import type { Place, Samples } from "../sessionTypes.js";
import { sizesOf } from "../networkSizes.js";
import { type Layout, layOut } from "./drawingLayout.js";
import { type Line, linesOf } from "./weightLines.js";

export interface Shape {
  readonly network: Network;
  readonly samples: Samples;
  /** Units of each layer, inputs first. */
  readonly sizes: readonly number[];
  /** Names of units and weights in formulas: h1, w5. */
  readonly names: Names;
  readonly layout: Layout;
  readonly lines: readonly Line[];
  /** Names beside the inputs and the outputs; null for none. */
  readonly inputNames: readonly string[] | null;
  readonly outputNames: readonly string[] | null;
}

/**
 * @param first by layer, the first unit to draw
 * @returns null while the width is unknown, or where the samples do not belong to the network
 */
export function shapeOf(
  network: Network,
  samples: Samples,
  { width, height }: { width: number; height: number },
  first: readonly number[],
): Shape | null {
  if (width < 1 || samples.train.columns !== network.inputs) return null;
  const sizes = sizesOf(network);
  const isPicture = samples.kind === "images";
  const { classNames } = samples;
  const inputNames = isPicture || samples.inputNames.length !== sizes[0] ? null : samples.inputNames;
  const outputNames = classNames?.length === sizes.at(-1) ? classNames : null;
  const letters = (names: readonly string[] | null) => Math.max(0, ...(names ?? []).map((one) => one.length));
  const layout = layOut(sizes, {
    width,
    height,
    first,
    isPicture,
    inputLetters: letters(inputNames),
    outputLetters: letters(outputNames),
  });
  const names = makeNames(samples.nameStyle, sizes);
  const lines = linesOf(layout, sizes);
  return { network, samples, sizes, names, layout, lines, inputNames, outputNames };
}

/** The name of a place in formulas: h1, w5. */
export function nameOf({ names }: Pick<Shape, "names">, { layer, unit, from }: Place): string {
  return from === undefined ? names.unit(layer, unit) : textOf(names.weight(layer, from, unit));
}

/** Whether a network has this unit or weight. @param sizes of its layers, inputs first */
export function isThere(sizes: readonly number[], { layer, unit, from }: Place): boolean {
  return unit < (sizes[layer] ?? 0) && (from === undefined || from < (sizes[layer - 1] ?? 0));
}

/** The row of a training sample; the last row where there are fewer. */
export function sampleRow({ train }: Samples, row: number): number {
  return Math.max(0, Math.min(train.rows - 1, row));
}
