/** The weights of tied layers when they are written out. Which layers are tied: `src/settings/tiedLayers.ts`. */
import type { LayerConfig } from "../settings/generated/types.js";

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
