/**
 * The weights of a training over time, for its chart: of a small network all of them, of a larger one the mean size
 * and the largest of each layer. Kept short in place: when it is full, every other moment goes.
 */
import type { LayerParameters } from "../../src/network/parameters.js";
import type { Network } from "../../src/train/network.js";
import type { Place } from "../sessionTypes.js";

/** With more weights the lines could not be told apart. */
export const mostWeights = 64;
/** Moments that are kept. */
export const mostMoments = 512;

/** One line of the chart. */
export type Series =
  | { readonly kind: "weight" | "bias"; readonly place: Place; readonly index: number }
  | { readonly kind: "mean" | "largest"; readonly layer: number };

/** Lines for a network: layer by layer, weights by the unit that they lead to, then biases. */
export function seriesOf({ config }: Pick<Network, "config">): Series[] {
  const { layers, biases } = config;
  const weights = layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
  if (weights > mostWeights) {
    return layers.flatMap((_, index): Series[] => {
      const layer = index + 1;
      return [
        { kind: "mean", layer },
        { kind: "largest", layer },
      ];
    });
  }
  return layers.flatMap(({ inputs, units }, index): Series[] => {
    const layer = index + 1;
    const all = Array.from({ length: inputs * units }, (_, at): Series => {
      const [unit, from] = [Math.floor(at / inputs), at % inputs];
      return { kind: "weight", place: { layer, unit, from }, index: from * units + unit };
    });
    const own = Array.from({ length: biases === "perNeuron" ? units : 0 }, (_, unit): Series => {
      return { kind: "bias", place: { layer, unit }, index: unit };
    });
    return [...all, ...own];
  });
}

export class WeightRecord {
  /** Updates since the reset, of each moment. */
  readonly updates: number[] = [];
  /** By series, a number for each moment. */
  readonly lines: number[][];
  /** Of so many moments, one is kept. */
  #stride = 1;
  #moments = 0;
  #newestStays = false;

  constructor(readonly series: readonly Series[]) {
    this.lines = series.map(() => []);
  }

  /**
   * Takes the parameters as they are. The newest moment is always there; whether it stays depends on its turn.
   *
   * @param updates since the reset; fewer than before begin anew
   */
  take(updates: number, parameters: readonly LayerParameters[]): void {
    let newest = this.updates.at(-1);
    if (newest !== undefined && updates < newest) {
      this.#clear();
      newest = undefined;
    }
    const isSame = newest === updates;
    if (newest !== undefined && (isSame || !this.#newestStays)) {
      for (const values of [this.updates, ...this.lines]) values.pop();
    }
    if (!isSame) this.#newestStays = this.#moments++ % this.#stride === 0;
    this.updates.push(updates);
    this.series.forEach((one, index) => this.lines[index]!.push(valueOf(one, parameters)));
    if (this.updates.length >= mostMoments) this.#thin();
  }

  #thin(): void {
    const last = this.updates.length - 1;
    for (const values of [this.updates, ...this.lines]) {
      let kept = 0;
      for (let at = 0; at <= last; at++) if (at % 2 === 0 || at === last) values[kept++] = values[at]!;
      values.length = kept;
    }
    this.#stride *= 2;
    this.#newestStays = (this.#moments - 1) % this.#stride === 0;
  }

  #clear(): void {
    for (const values of [this.updates, ...this.lines]) values.length = 0;
    [this.#stride, this.#moments] = [1, 0];
  }
}

function valueOf(series: Series, parameters: readonly LayerParameters[]): number {
  if ("place" in series) {
    const { weights, biases } = parameters[series.place.layer - 1]!;
    return (series.kind === "weight" ? weights : biases)[series.index]!;
  }
  const { weights } = parameters[series.layer - 1]!;
  let [sum, most] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    const size = Math.abs(weights[i]!);
    sum += size;
    if (size > most) most = size;
  }
  return series.kind === "mean" ? sum / weights.length : most;
}
