/** Measures the preparation of columns on the training rows. `src/network/scaling.ts` applies it. */
import { ConfigError } from "../errors.js";
import { ln } from "../network/elementary.js";
import { addedBeforeLog, refuseWithoutLog } from "../network/logarithm.js";
import { isLinear, type Scaler, type Scalers, type ScalingName } from "../network/scaling.js";
import { inputWidths } from "../settings/inputColumns.js";
import type { Dataset } from "./dataset.js";
import { edgesOf, normalCurve, quantile, sortedColumn } from "./quantiles.js";

/** The settings `scaling`, `targetScaling` and `inputBins`. */
export interface ScalingSettings {
  readonly scaling: ScalingName | "auto";
  readonly targetScaling: ScalingName;
  readonly inputBins: number | readonly number[];
}

/** What is known of a matrix besides its numbers. */
export interface Measured {
  /** [columns] 1 for a column that stays as it is (default: none). */
  readonly flags?: ArrayLike<number> | null;
  /** Whether a number may be missing (default: false). */
  readonly hasMissing?: boolean;
  /** As the setting (default: 0). */
  readonly inputBins?: ScalingSettings["inputBins"];
}

/** The limit of `robust`. */
const robustLimit = 3;
/** A column whose numbers differ by less than this part of the largest is constant: they differ by rounding alone. */
const constantPart = 5.7e-14; // 256 units in the last place

/**
 * Measures the scalers of a training. Scalers that a network already has stay as they are.
 *
 * @param known the scalers that the network already has
 * @param rows  indices of the rows that count: those that train, with a weight above 0
 * @throws {ConfigError} for bins of another number of columns, and for an autoencoder, whose targets are scaled as its
 *   inputs, with `targetScaling`, bins or a curve
 * @throws {DataError} for a target that has no logarithm, where the scaling takes it
 */
export function measureScalers(
  dataset: Dataset,
  rows: ArrayLike<number>,
  { scaling, targetScaling, inputBins }: ScalingSettings,
  known: Scalers,
): Scalers {
  const { columns, targets, outputs, isAutoencoder } = dataset;
  const kind = scaling === "auto" ? (arePixels(dataset) ? "bytes" : "none") : scaling;
  const inputs =
    known.inputs ??
    measureScaler(kind, dataset.inputs, columns, rows, {
      flags: dataset.flags,
      hasMissing: dataset.hasMissing,
      inputBins,
    });
  if (isAutoencoder) {
    if (targetScaling === "none" && isLinear(inputs)) return { inputs, targets: inputs };
    const setting = targetScaling === "none" ? (inputs!.widths ? "inputBins" : "scaling") : "targetScaling";
    throw new ConfigError({
      setting,
      reason: "does not go with an autoencoder, whose targets are scaled as its inputs are. Drop it",
    });
  }
  if (known.targets || !targets) return { inputs, targets: known.targets };
  refuseWithoutLog(targetScaling, targets, outputs);
  return { inputs, targets: measureScaler(targetScaling, targets, outputs, rows) };
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
 *     bytes            x / 255
 *     minMax           (x − least) / (greatest − least)
 *     standard         (x − mean) / standard deviation (of the population)
 *     log, log1p       the same of ln x, of ln(1 + x); for targets
 *     robust           z = (x − median) / (upper − lower quartile), or 2 (x − median) / (greatest − least) where the
 *                      quartiles are equal; then z / √(1 + (z/3)²)
 *     quantileNormal   Φ⁻¹ of the fraction of numbers below x, linear between quantiles: see `normalCurve`
 *     bins             (x − edges[t − 1]) / (edges[t] − edges[t − 1]), not below 0 and not above 1: see `edgesOf`
 *
 * Missing numbers do not count. A constant column is mapped to 0, at prediction time too. Flags stay as they are.
 *
 * @param values [… × columns] row-major
 * @param rows   indices of the rows to measure; at least one
 */
export function measureScaler(
  kind: ScalingName,
  values: Float32Array | Float64Array | Uint8Array,
  columns: number,
  rows: ArrayLike<number>,
  measured: Measured = {},
): Scaler | null {
  const sorted = (column: number) => sortedColumn(values, columns, column, rows);
  const added = addedBeforeLog(kind);
  const seen = added === null ? values : Float64Array.from(values, (x) => ln(x + added));
  return scalerOf(kind, columns, () => spreadsOf(seen, columns, rows), sorted, measured);
}

/**
 * As `measureScaler`, from what is known of the columns.
 *
 * @param spreads gives what the columns reach; called at most once
 * @param sorted  gives the numbers of a column, or evenly spaced ones, ascending
 */
export function scalerOf(
  kind: ScalingName,
  columns: number,
  spreads: () => readonly Spread[],
  sorted: (column: number) => Float64Array,
  { flags, hasMissing, inputBins = 0 }: Measured = {},
): Scaler | null {
  const widths = inputWidths(inputBins, columns);
  const bins = typeof inputBins === "number" ? widths.map(() => inputBins) : inputBins;
  const isCut = bins.some((count) => count > 0);
  if (kind === "none" && !isCut && !hasMissing) return null;
  const known = kind === "bytes" ? null : spreads();
  const ways = widths.map((_, column): Way => {
    if (flags?.[column]) return asItIs;
    const spread = known?.[column];
    if (bins[column]! > 0) {
      const edges = edgesOf(sorted(column), bins[column]!);
      return edges.length > 1 && !isConstant(edges[0]!, edges.at(-1)!) ? { ...asItIs, edges } : constant;
    }
    if (kind === "none") return asItIs;
    if (!spread) return { ...asItIs, scale: 1 / 255 };
    return wayOf(kind, spread, () => sorted(column));
  });
  const means = known?.map(({ mean }) => mean);
  const shift = ways.map((way) => way.shift);
  const isByMean = kind === "standard" || addedBeforeLog(kind) !== null;
  const needsMeans = means && (!isByMean || means.some((mean, column) => mean !== shift[column]));
  return {
    kind,
    shift,
    scale: ways.map((way) => way.scale),
    ...(needsMeans && { missing: means }),
    ...(kind === "robust" && { limit: ways.map(({ limit = 0 }) => limit) }),
    ...(ways.some(({ edges }) => edges) && { edges: ways.map(({ edges = [] }) => edges) }),
    ...(ways.some(({ heights }) => heights) && { heights: ways.map(({ heights = [] }) => heights) }),
    ...(isCut && { widths }),
  };
}

/** Whether a scaling needs the quantiles of columns. */
export function needsQuantiles(kind: ScalingName, inputBins: ScalingSettings["inputBins"]): boolean {
  const isCut = typeof inputBins === "number" ? inputBins > 0 : inputBins.some((count) => count > 0);
  return isCut || kind === "robust" || kind === "quantileNormal";
}

/** How one column is prepared: the parts of a `Scaler`. */
interface Way {
  shift: number;
  scale: number;
  limit?: number;
  edges?: number[];
  heights?: number[];
}
const asItIs = { shift: 0, scale: 1 };
const constant = { shift: 0, scale: 0 };

function wayOf(
  kind: ScalingName,
  { mean, least, greatest, deviation }: Spread,
  column: () => Float64Array,
): Way {
  const inverse = (spread: number) => (isConstant(least, greatest) ? 0 : 1 / spread);
  if (kind === "minMax") return { shift: least, scale: inverse(greatest - least) };
  if (kind === "standard" || addedBeforeLog(kind) !== null) return { shift: mean, scale: inverse(deviation) };
  if (isConstant(least, greatest)) return { shift: mean, scale: 0 };
  const sorted = column();
  if (kind === "quantileNormal") return { ...asItIs, ...normalCurve(sorted) };
  const [lower, median, upper] = [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)];
  const scale = isConstant(lower, upper) ? 2 / (greatest - least) : 1 / (upper - lower);
  return { shift: median, scale, limit: robustLimit };
}

/** Whether two numbers differ by rounding alone. */
function isConstant(least: number, greatest: number): boolean {
  return !(greatest - least > constantPart * Math.max(Math.abs(least), Math.abs(greatest)));
}

/** What the numbers of a column reach. */
export interface Spread {
  least: number;
  greatest: number;
  mean: number;
  /** Standard deviation of the population. */
  deviation: number;
}

/** [columns] of some rows; all 0 for a column without a number. */
function spreadsOf(values: ArrayLike<number>, columns: number, rows: ArrayLike<number>): readonly Spread[] {
  const spreads = new Spreads(columns);
  for (let i = 0; i < rows.length; i++) spreads.add(values, rows[i]!);
  return spreads.ofColumns();
}

/** Measures columns row by row. The same rows in the same order give the same bits. */
export class Spreads {
  readonly #least: Float64Array;
  readonly #greatest: Float64Array;
  readonly #mean: Float64Array;
  readonly #count: Float64Array;
  /** Σ (x − mean)², by Welford's update (Technometrics 1962). */
  readonly #squares: Float64Array;

  constructor(private readonly columns: number) {
    const fill = (value: number) => new Float64Array(columns).fill(value);
    [this.#least, this.#greatest] = [fill(Infinity), fill(-Infinity)];
    [this.#mean, this.#count, this.#squares] = [fill(0), fill(0), fill(0)];
  }

  /** @param values [… × columns] @param row the one to take up */
  add(values: ArrayLike<number>, row: number): void {
    const { columns } = this;
    const [least, greatest, mean, count] = [this.#least, this.#greatest, this.#mean, this.#count];
    const squares = this.#squares;
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      const x = values[start + column]!;
      if (Number.isNaN(x)) continue;
      least[column] = Math.min(least[column]!, x);
      greatest[column] = Math.max(greatest[column]!, x);
      const before = x - mean[column]!;
      count[column]!++;
      mean[column]! += before / count[column]!;
      squares[column]! += before * (x - mean[column]!);
    }
  }

  /** [columns]; all 0 for a column without a number. */
  ofColumns(): readonly Spread[] {
    return Array.from(this.#count, (numbers, column) =>
      numbers === 0
        ? { least: 0, greatest: 0, mean: 0, deviation: 0 }
        : {
            least: this.#least[column]!,
            greatest: this.#greatest[column]!,
            mean: this.#mean[column]!,
            deviation: Math.sqrt(this.#squares[column]! / numbers),
          },
    );
  }
}
