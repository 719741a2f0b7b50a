/**
 * Applies the scaling of columns that a network keeps: x becomes (x − shift) · scale, and back. `src/data/scalers.ts`
 * measures shift and scale.
 */
import { DataError } from "../errors.js";
import { scalingNames } from "../settings/machineRecords.js";

export { scalingNames };
/** How columns are scaled, by name: see `Scaler`. */
export type ScalingName = (typeof scalingNames)[number];

/**
 * How the columns of a matrix are scaled, measured on the rows that train:
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
  /** [columns]; 0 for a constant column, which is mapped to 0. */
  readonly scale: readonly number[];
}

/** The scalers of a network; null if inputs or targets are not scaled. */
export interface Scalers {
  /** Of the input columns, by the setting `scaling`. */
  readonly inputs: Scaler | null;
  /** Of targets that are numbers, by the setting `targetScaling`; for an autoencoder that of its inputs. */
  readonly targets: Scaler | null;
}

type Values = Float32Array | Float64Array | Uint8Array;

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
 * Refuses finite numbers that became infinite when they were scaled and rounded to the network's precision.
 *
 * @param placed what `applyScaler` made of `values`
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
      `${where}: ${values[at]} becomes ${placed[at]} when it is scaled and rounded to ${precision}. ` +
        "Give it in another unit, or use another scaling or precision.",
    );
  }
}

/** Scales values back to the units of the data, in place. A constant column gets its constant value. */
export function undoScaler(values: Float32Array | Float64Array, scaler: Scaler | null): void {
  if (!scaler) return;
  const columns = scaler.shift.length;
  for (let i = 0; i < values.length; i++) {
    const scale = scaler.scale[i % columns]!;
    values[i] = (scale === 0 ? 0 : values[i]! / scale) + scaler.shift[i % columns]!;
  }
}
