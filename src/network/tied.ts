/**
 * Tied weights: a layer that uses the weights of an earlier one, transposed, as the second half of an autoencoder
 * may those of the first. Only its biases are its own. Which layers are tied is settled here, and what their
 * weights are when they are written out; the gradient of a shared matrix, the sum over its uses, is in
 * assembly/gradients.ts.
 */
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import { didYouMean, listNames } from "../nearest.js";
import type { LayerConfig } from "./layers.js";

/** A layer that may name the one it is tied to. */
export type MaybeTied = Omit<LayerConfig, "tied"> & { tied?: number | string | undefined };

/**
 * Makes names of layers into indices, and ties the second half of a network where `tiedWeights` asks for it.
 *
 * @param given       all layers but the inputs
 * @param tiedWeights whether layer L + 1 − l uses the weights of layer l: L the last, l in the first half
 * @throws ConfigError for a layer that cannot be tied as it says, or a network without mirrored sizes
 */
export function tieLayers(
  given: readonly MaybeTied[],
  tiedWeights: boolean,
  label: (path: string) => string = (path) => path,
): LayerConfig[] {
  if (tiedWeights) refuseUnmirrored(given, label("tiedWeights"));
  const layers: LayerConfig[] = [];
  for (const [index, { tied: wanted, ...layer }] of given.entries()) {
    const where = label(`layers[${index + 1}].tied`);
    const named = wanted === undefined ? undefined : sourceOf(wanted, given.slice(0, index), where);
    const mirrored = tiedWeights && 2 * (index + 1) > given.length + 1 ? given.length - index : undefined;
    if (tiedWeights && named !== undefined && named !== mirrored) {
      const other = mirrored === undefined ? "lets it have its own" : `ties it to layer ${mirrored}`;
      throw new ConfigError(
        `${where}: does not go with tiedWeights, which ${other}, got ${show(wanted)}. Drop one of them.`,
      );
    }
    const tied = named ?? mirrored;
    if (tied !== undefined) refuseShape(layer, layers[tied - 1]!, [index + 1, tied], where);
    layers.push({ ...layer, ...(tied !== undefined && { tied }) });
  }
  return layers;
}

/** The index of a layer that is named by it or by its name, counted from 1. */
function sourceOf(wanted: number | string, earlier: readonly MaybeTied[], where: string): number {
  if (earlier.length === 0) {
    throw new ConfigError(`${where}: there is no earlier layer that has weights. Drop it.`);
  }
  if (typeof wanted === "number") {
    if (wanted <= earlier.length) return wanted;
    const most = earlier.length === 1 ? "1" : `1 to ${earlier.length}`;
    throw new ConfigError(`${where}: expected the index of an earlier layer, ${most}, got ${wanted}.`);
  }
  const index = earlier.findIndex(({ name }) => name === wanted);
  if (index >= 0) return index + 1;
  const names = earlier.flatMap(({ name }) => name ?? []);
  const there = names.length > 0 ? ` There are: ${listNames(names)}.` : " None has one: give its index.";
  throw new ConfigError(
    `${where}: there is no earlier layer of the name ${show(wanted)}.${didYouMean(wanted, names) || there}`,
  );
}

function refuseShape(
  layer: { inputs: number; units: number },
  source: LayerConfig,
  [own, other]: readonly [number, number],
  where: string,
): void {
  if (source.tied !== undefined) {
    throw new ConfigError(
      `${where}: expected an earlier layer with weights of its own, got layer ${other}, ` +
        `which is tied to layer ${source.tied}. Tie it to that one.`,
    );
  }
  if (source.inputs === layer.units && source.units === layer.inputs) return;
  throw new ConfigError(
    `${where}: expected an earlier layer with weights [${layer.units} × ${layer.inputs}], the transpose of ` +
      `layer ${own}'s, got layer ${other} with [${source.inputs} × ${source.units}]. ` +
      "Give the two mirrored sizes, or drop it.",
  );
}

function refuseUnmirrored(layers: readonly MaybeTied[], where: string): void {
  const sizes = [layers[0]!.inputs, ...layers.map(({ units }) => units)];
  if (layers.length < 2) {
    throw new ConfigError(
      `${where}: goes with at least 2 layers after the inputs, got 1. Add a hidden layer, or drop it.`,
    );
  }
  if (sizes.every((size, at) => size === sizes.at(-1 - at))) return;
  throw new ConfigError(
    `${where}: goes with sizes that are the same from both ends, as 8-3-8, got ${sizes.join("-")}. ` +
      "Change the layers, or drop it.",
  );
}

/**
 * The weights that a layer uses [inputs × units] row-major: its own, or a transposed copy of those that it is tied to.
 *
 * @param parameters by layer, as `Network.parameters` has them
 */
export function weightsInUse<Values extends Float32Array | Float64Array>(
  layers: readonly Pick<LayerConfig, "inputs" | "units" | "tied">[],
  parameters: readonly { weights: Values }[],
  index: number,
): Values {
  const { tied } = layers[index]!;
  if (tied === undefined) return parameters[index]!.weights;
  const { inputs, units } = layers[tied - 1]!;
  return transposed(parameters[tied - 1]!.weights, inputs, units);
}

/** A copy of a row-major matrix [rows × columns] with rows and columns exchanged. */
export function transposed<Values extends Float32Array | Float64Array>(
  matrix: Values,
  rows: number,
  columns: number,
): Values {
  const copy = matrix.slice() as Values;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      copy[column * rows + row] = matrix[row * columns + column]!;
    }
  }
  return copy;
}
