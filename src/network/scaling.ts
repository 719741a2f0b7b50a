/**
 * Scaling of columns: x becomes (x − shift) · scale. Measured on the training part alone, kept with the
 * model, and applied to all that the model is ever given.
 */
import { DataError } from "../errors.js";

/** Names of the ways to scale columns. */
export const scalingNames = ["none", "bytes", "minMax", "standard"] as const satisfies readonly ScalingName[];
/** How columns are scaled, by name: see `Scaler`. */
export type ScalingName = "none" | "bytes" | "minMax" | "standard";

/**
 * How the columns of a matrix are scaled, measured on the training part alone:
 *
 *     x becomes (x − shift) · scale
 *
 * `bytes` divides by 255, `minMax` brings each column to 0 … 1, `standard` to mean 0 and standard deviation 1.
 */
export interface Scaler {
  /** How shift and scale were measured. */
  readonly kind: ScalingName;
  /** [columns], in the units of the data. */
  readonly shift: readonly number[];
  /** [columns]; 0 for a column that did not vary, which becomes 0. */
  readonly scale: readonly number[];
}

type Values = Float32Array | Float64Array | Uint8Array;

/**
 * Measures the columns of some rows of a matrix.
 *
 *     bytes     x / 255
 *     minMax    (x − least) / (greatest − least)
 *     standard  (x − mean) / standard deviation (of the population)
 *
 * A constant column tells nothing: it becomes 0, for all that is given later too.
 *
 * @param values [… × columns] row-major
 * @param rows   indices of the rows to measure; at least one
 */
export function measureScaler(
  kind: ScalingName,
  values: Values,
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

/** Writes the scaled matrix; without a scaler, a copy. `to` and `values` are [… × columns]. */
export function applyScaler(to: Float32Array | Float64Array, values: Values, scaler: Scaler | null): void {
  if (!scaler) {
    to.set(values);
    return;
  }
  const { shift, scale } = scaler;
  const columns = shift.length;
  for (let i = 0, column = 0; i < values.length; i++) {
    to[i] = (values[i]! - shift[column]!) * scale[column]!;
    if (++column === columns) column = 0;
  }
}

/**
 * Refuses numbers that were finite and are so no longer, as scaled and rounded to the network's precision.
 *
 * @param placed what `applyScaler` has made of `values`
 * @param firstRow number of their first row
 * @throws DataError for the first of them
 */
export function refuseOverflow(
  name: string,
  placed: Float32Array | Float64Array,
  values: Values,
  columns: number,
  firstRow = 0,
): void {
  for (let at = 0; at < placed.length; at++) {
    if (placed[at]! - placed[at]! === 0) continue;
    const where = `${name}: row ${firstRow + Math.floor(at / columns)}, column ${at % columns}`;
    const precision = placed instanceof Float32Array ? "float32" : "float64";
    throw new DataError(
      `${where}: ${values[at]} becomes ${placed[at]}, as scaled and in ${precision}. ` +
        "Give it in another unit, or use another scaling or precision.",
    );
  }
}

/** The way back: scaled values to those of the data, in place. A constant column comes back as its value. */
export function undoScaler(values: Float32Array | Float64Array, scaler: Scaler | null): void {
  if (!scaler) return;
  const columns = scaler.shift.length;
  for (let i = 0; i < values.length; i++) {
    const scale = scaler.scale[i % columns]!;
    values[i] = (scale === 0 ? 0 : values[i]! / scale) + scaler.shift[i % columns]!;
  }
}
