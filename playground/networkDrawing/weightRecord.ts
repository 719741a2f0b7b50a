/**
 * Records the weights of a training over time, for the chart: all weights of a small network, or the mean and the largest
 * |w| of each layer. When the record is full, every second entry is dropped.
 */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import type { LayerParameters } from "../../src/network/parameters.js";
import type { Network } from "../../src/train/network.js";
import type { Place, Session } from "../sessionTypes.js";

/** With more weights, lines could not be told apart. */
export const mostWeights = 64;
/** Updates that are kept. */
export const mostRecorded = 512;

export type Series =
  | { readonly kind: "weight" | "bias"; readonly place: Place; readonly index: number }
  | { readonly kind: "mean" | "largest"; readonly layer: number };

/** The lines of a network, layer by layer: weights by target unit, then biases. */
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
  /** Updates since the reset, of each entry. */
  readonly updates: number[] = [];
  /** By series, a number for each entry. */
  readonly lines: number[][];
  /** Every `#stride`th entry is kept. */
  #stride = 1;
  #taken = 0;
  #keepsNewest = false;

  constructor(readonly series: readonly Series[]) {
    this.lines = series.map(() => []);
  }

  /**
   * Adds the current parameters. The newest entry is always there; the next one replaces it unless it is a
   * `#stride`th.
   *
   * @param updates since the reset; fewer than before start a new record
   */
  take(updates: number, parameters: readonly LayerParameters[]): void {
    let newest = this.updates.at(-1);
    if (newest !== undefined && updates < newest) {
      this.#clear();
      newest = undefined;
    }
    const isSame = newest === updates;
    if (newest !== undefined && (isSame || !this.#keepsNewest)) {
      for (const values of [this.updates, ...this.lines]) values.pop();
    }
    if (!isSame) this.#keepsNewest = this.#taken++ % this.#stride === 0;
    this.updates.push(updates);
    this.series.forEach((one, index) => this.lines[index]!.push(valueOf(one, parameters)));
    if (this.updates.length >= mostRecorded) this.#thin();
  }

  #thin(): void {
    const last = this.updates.length - 1;
    for (const values of [this.updates, ...this.lines]) {
      let kept = 0;
      for (let at = 0; at <= last; at++) if (at % 2 === 0 || at === last) values[kept++] = values[at]!;
      values.length = kept;
    }
    this.#stride *= 2;
    this.#keepsNewest = (this.#taken - 1) % this.#stride === 0;
  }

  #clear(): void {
    for (const values of [this.updates, ...this.lines]) values.length = 0;
    [this.#stride, this.#taken] = [1, 0];
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

/** Milliseconds between entries while the training runs: a large network has many weights to read. */
const recordEvery = 50;

export interface Recording {
  record: WeightRecord;
  /** Time of the last entry. */
  time: number;
}

const recordings = new WeakMap<Session, ReadonlySignal<Recording>>();

/** The weights of a session since its reset, or since the first call. All panels share one record. */
export function recordingOf(session: Session): ReadonlySignal<Recording> {
  const known = recordings.get(session);
  if (known) return known;
  const recording = signal<Recording>({ record: new WeightRecord([]), time: -Infinity });
  recordings.set(session, recording);
  let shape = "";
  effect(() => {
    const network = session.network.value;
    const { state, updates } = session.frame.value;
    let { record, time } = recording.peek();
    const now = performance.now();
    const { layers, biases } = network.config;
    const its = `${biases} ${layers.map(({ inputs, units }) => `${inputs}-${units}`).join(" ")}`;
    if (its !== shape) {
      shape = its;
      record = new WeightRecord(seriesOf(network));
    } else if (state === "running" && now - time < recordEvery && updates >= (record.updates.at(-1) ?? 0)) {
      return;
    }
    record.take(updates, network.parameters());
    recording.value = { record, time: now };
  });
  return recording;
}
