/** Measures the scaling of columns on the training rows. `src/network/scaling.ts` applies it. */
import { ConfigError } from "../errors.js";
import type { Scaler, Scalers, ScalingName } from "../network/scaling.js";
import type { Dataset } from "./dataset.js";

/** The settings `scaling` and `targetScaling`. */
export interface ScalingSettings {
  readonly scaling: ScalingName | "auto";
  readonly targetScaling: ScalingName;
}

/**
 * Measures the scalers of a training. Scalers that a network already has stay as they are.
 *
 * @param known the scalers that the network already has
 * @param rows  indices of the training rows
 * @throws {ConfigError} for `targetScaling` with an autoencoder, whose targets are scaled as its inputs
 */
export function measureScalers(
  dataset: Dataset,
  rows: ArrayLike<number>,
  { scaling, targetScaling }: ScalingSettings,
  known: Scalers,
): Scalers {
  const { columns, targets, outputs, isAutoencoder } = dataset;
  const kind = scaling === "auto" ? (arePixels(dataset) ? "bytes" : "none") : scaling;
  const inputs = known.inputs ?? measureScaler(kind, dataset.inputs, columns, rows);
  if (isAutoencoder) {
    if (targetScaling === "none") return { inputs, targets: inputs };
    throw new ConfigError({
      setting: "targetScaling",
      reason: "does not go with an autoencoder, whose targets are scaled as its inputs are. Drop it",
    });
  }
  return {
    inputs,
    targets: known.targets ?? (targets && measureScaler(targetScaling, targets, outputs, rows)),
  };
}

/** Bytes up to this may be anything, such as flags or codes; without `image`, only greater ones are taken for pixels. */
const mostOfFewValues = 127;

/** Whether the inputs are bytes that stand for brightness: those of an image, or some that use the upper half. */
export function arePixels({ inputs, image }: Pick<Dataset, "inputs" | "image">): boolean {
  if (!(inputs instanceof Uint8Array)) return false;
  return image !== null || inputs.some((byte) => byte > mostOfFewValues);
}

/**
 * Measures the columns of some rows of a matrix.
 *
 *     bytes     x / 255
 *     minMax    (x − least) / (greatest − least)
 *     standard  (x − mean) / standard deviation (of the population)
 *
 * A constant column is mapped to 0, at prediction time too.
 *
 * @param values [… × columns] row-major
 * @param rows   indices of the rows to measure; at least one
 */
export function measureScaler(
  kind: ScalingName,
  values: Float32Array | Float64Array | Uint8Array,
  columns: number,
  rows: ArrayLike<number>,
): Scaler | null {
  if (kind === "none") return null;
  const fill = (value: number) => Array.from({ length: columns }, () => value);
  if (kind === "bytes") return { kind, shift: fill(0), scale: fill(1 / 255) };
  const least = fill(Infinity);
  const greatest = fill(-Infinity);
  const mean = fill(0);
  const squares = fill(0); // Σ (x − mean)², by Welford's update (Technometrics 1962)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]! * columns;
    for (let column = 0; column < columns; column++) {
      const x = values[row + column]!;
      least[column] = Math.min(least[column]!, x);
      greatest[column] = Math.max(greatest[column]!, x);
      const before = x - mean[column]!;
      mean[column]! += before / (i + 1);
      squares[column]! += before * (x - mean[column]!);
    }
  }
  const shift = kind === "minMax" ? least : mean;
  const scale = shift.map((_, column) => {
    const spread =
      kind === "minMax" ? greatest[column]! - least[column]! : Math.sqrt(squares[column]! / rows.length);
    return spread === 0 ? 0 : 1 / spread;
  });
  return { kind, shift, scale };
}
