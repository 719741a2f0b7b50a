/**
 * Applies the preparation of columns that a network keeps: scaling, the smooth limit, the curve to normal quantiles, bins,
 * and what stands for missing numbers. `src/data/scalers.ts` measures it.
 */
import { DataError } from "../errors.js";
import type { scalingNames, targetScalingNames } from "../settings/machineRecords.js";
import { exp, ln } from "./elementary.js";
import { addedBeforeLog } from "./logarithm.js";

/** How columns are scaled, by name: see `Scaler`. */
export type ScalingName = (typeof scalingNames)[number] | (typeof targetScalingNames)[number];

/**
 * How the columns of a matrix are prepared, measured on the rows that train. A column is prepared in one of three ways:
 *
 *     without edges       z = (x − shift) · scale, with a limit c: z / √(1 + (z/c)²)
 *     edges and heights   linear between the points (edges[t], heights[t]), constant outside
 *     edges alone         bin t: (x − edges[t − 1]) / (edges[t] − edges[t − 1]), not below 0 and not above 1
 *
 * Bins give one number each; further numbers up to `widths` are 0. Flags keep their values: shift 0, scale 1. The kinds
 * "log" and "log1p", of targets only, scale ln x and ln(1 + x) in place of x.
 */
export interface Scaler {
  /** How it was measured. */
  readonly kind: ScalingName;
  /** [columns], in the units of the data, or of their logarithm. */
  readonly shift: readonly number[];
  /** [columns]; 0 for a constant column, which is mapped to 0. */
  readonly scale: readonly number[];
  /**
   * [columns] what stands for a missing number: the mean, in the units of the data (default: `shift` where the kind is
   * "standard"; otherwise no number may be missing).
   */
  readonly missing?: readonly number[];
  /** [columns] the limit of the scaled number; 0 for no limit (default: no limits). */
  readonly limit?: readonly number[];
  /** [columns] ascending edges, at least 2; none for a column that is scaled (default: all are). */
  readonly edges?: readonly (readonly number[])[];
  /** [columns] one for each edge; none for a column with bins, or scaled (default: no heights). */
  readonly heights?: readonly (readonly number[])[];
  /** [columns] how many inputs of the first layer the column becomes (default: 1 each). */
  readonly widths?: readonly number[];
}

/** What a network does to inputs and answers; null if inputs or targets are not scaled. */
export interface Scalers {
  /** Of the input columns, by the settings `scaling` and `inputBins`. */
  readonly inputs: Scaler | null;
  /** Of targets that are numbers, by the setting `targetScaling`; for an autoencoder that of its inputs. */
  readonly targets: Scaler | null;
  /**
   * The temperature of the probabilities that the network gives: the net inputs of the last layer are divided by it (default: 1).
   * Above 1, answers are less sure. `calibrate` finds it. Training changes weights at 1, and leaves it there.
   */
  readonly temperature?: number;
}

type Floats = Float32Array | Float64Array;
type Values = Floats | Uint8Array;

/** Scaled numbers are brought to ± this before the smooth limit, so that their squares are finite. */
export const mostBeforeLimit = 1e9;

/** Whether the columns are only shifted and scaled, which kernels can do with bytes as they gather them. */
export function isLinear(scaler: Scaler | null): boolean {
  return !scaler?.limit && !scaler?.edges;
}

/** How many numbers a row of `columns` becomes. */
export function preparedWidth(scaler: Scaler | null, columns: number): number {
  return scaler?.widths?.reduce((sum, width) => sum + width, 0) ?? columns;
}

/** [columns] what stands for missing numbers; undefined where none may be missing. */
export function standIns({ kind, shift, missing }: Scaler): readonly number[] | undefined {
  return missing ?? (kind === "standard" ? shift : undefined);
}

/** The prepared matrix [rows × prepared width] in float64, of `values` [rows × columns]. */
export function prepared(values: Values, columns: number, scaler: Scaler | null): Float64Array {
  const to = new Float64Array((values.length / columns) * preparedWidth(scaler, columns));
  applyScaler(to, values, scaler);
  return to;
}

/** Writes the prepared matrix [rows × prepared width]; without a scaler, a copy. `values` is [rows × columns]. */
export function applyScaler(to: Floats, values: Values, scaler: Scaler | null): void {
  if (!scaler) {
    to.set(values);
    return;
  }
  const { shift, scale } = scaler;
  const columns = shift.length;
  const missing = standIns(scaler) ?? none;
  if (!isLinear(scaler)) {
    applyCurves(to, values, scaler, missing);
    return;
  }
  const added = addedBeforeLog(scaler.kind);
  for (let i = 0, column = 0; i < values.length; i++) {
    const given = values[i]!;
    const x = added === null ? given : ln(given + added);
    to[i] = ((Number.isNaN(x) ? missing[column]! : x) - shift[column]!) * scale[column]!;
    if (++column === columns) column = 0;
  }
}

/** So few rows do not repay copies of edges and heights. */
const fewRows = 16;
const none: readonly number[] = [];

/** Column by column, so that the inner loops are short. For few rows it allocates nothing. */
function applyCurves(to: Floats, values: Values, scaler: Scaler, missing: readonly number[]): void {
  const { shift, scale, limit, edges, heights, widths } = scaler;
  const columns = shift.length;
  const stride = preparedWidth(scaler, columns);
  const isShort = values.length <= fewRows * columns;
  let first = 0;
  for (let column = 0; column < columns; column++) {
    const ownEdges = edges?.[column] ?? none;
    const ownHeights = heights?.[column] ?? none;
    const own = isShort ? ownEdges : Float64Array.from(ownEdges);
    const points = isShort ? ownHeights : Float64Array.from(ownHeights);
    const width = widths?.[column] ?? 1;
    const least = shift[column]!;
    const factor = scale[column]!;
    const most = limit?.[column];
    const standIn = missing[column]!;
    for (let i = column, at = first; i < values.length; i += columns, at += stride) {
      const x = Number.isNaN(values[i]!) ? standIn : values[i]!;
      let written = 1;
      if (points.length > 0) to[at] = between(x, own, points);
      else if (own.length > 0) written = writeBins(to, at, x, own);
      else {
        const z = (x - least) * factor;
        to[at] = most ? limited(z, most) : z;
      }
      while (written < width) to[at + written++] = 0;
    }
    first += width;
  }
}

/** Writes one number for each bin. @returns how many */
function writeBins(to: Floats, at: number, x: number, edges: ArrayLike<number>): number {
  const count = edges.length - 1;
  let bin = 0;
  while (bin < count && x >= edges[bin + 1]!) to[at + bin++] = 1;
  if (bin === count) return count;
  const low = edges[bin]!;
  to[at + bin] = x <= low ? 0 : (x - low) / (edges[bin + 1]! - low);
  while (++bin < count) to[at + bin] = 0;
  return count;
}

/** z / √(1 + (z/limit)²) */
function limited(z: number, limit: number): number {
  const near = Math.max(-mostBeforeLimit, Math.min(mostBeforeLimit, z));
  return near / Math.sqrt(1 + (near / limit) * (near / limit));
}

/** Linear between points with ascending x; constant outside. */
function between(at: number, x: ArrayLike<number>, y: ArrayLike<number>): number {
  let low = 0;
  let high = x.length - 1;
  if (at <= x[low]!) return y[low]!;
  if (at >= x[high]!) return y[high]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle;
    else high = middle;
  }
  return y[low]! + (y[high]! - y[low]!) * ((at - x[low]!) / (x[high]! - x[low]!));
}

/**
 * Refuses numbers that are not finite once they are prepared: missing ones that nothing stands for, and finite ones that
 * became infinite when they were scaled and rounded to the network's precision.
 *
 * @param placed what `applyScaler` made of `values`
 * @param firstRow number of their first row
 * @throws DataError for the first of them
 */
export function refuseNotFinite(
  name: string,
  placed: Floats,
  values: Values,
  columns: number,
  scaler: Scaler | null,
  firstRow: number,
): void {
  for (let at = 0; at < placed.length; at++) {
    if (placed[at]! - placed[at]! === 0) continue;
    const width = preparedWidth(scaler, columns);
    const row = Math.floor(at / width);
    let column = 0;
    for (let past = at % width; past > 0; column++) past -= scaler?.widths?.[column] ?? 1;
    const x = values[row * columns + column]!;
    const problem = Number.isNaN(x)
      ? "expected a number, got a missing one, but the network was trained without missing numbers. Fill it first."
      : `${x} becomes ${placed[at]} when it is scaled and rounded to ${placed instanceof Float32Array ? "float32" : "float64"}. ` +
        "Give it in another unit, or use another scaling or precision.";
    throw new DataError(problem, { matrix: name, row: firstRow + row, column });
  }
}

/** Scales values back to the units of the data, in place. A constant column gets its constant value. */
export function undoScaler(values: Floats, scaler: Scaler | null): void {
  if (!scaler) return;
  const columns = scaler.shift.length;
  const added = addedBeforeLog(scaler.kind);
  for (let i = 0; i < values.length; i++) {
    const scale = scaler.scale[i % columns]!;
    const value = (scale === 0 ? 0 : values[i]! / scale) + scaler.shift[i % columns]!;
    values[i] = added === null ? value : exp(value) - added;
  }
}

/** A number of a column as the network sees it, of a scaler without curves. */
export function scaledNumber({ kind, shift, scale }: Scaler, column: number, x: number): number {
  const added = addedBeforeLog(kind);
  return ((added === null ? x : ln(x + added)) - shift[column]!) * scale[column]!;
}
