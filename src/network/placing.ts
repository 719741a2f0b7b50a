/**
 * Copies samples into linear memory, as the kernels read them. It works in steps of a few milliseconds, so
 * that the event loop can run in between.
 */
import type { Arena } from "../wasm/arena.js";
import { bytesPerFloat, floatsAt } from "../wasm/kernels.js";
import type { Region } from "../wasm/threadMessages.js";
import type { NetworkConfig } from "../settings/generated/types.js";
import { applyScaler, refuseOverflow, type Scaler } from "./scaling.js";

/** Samples as a plan takes them; `Dataset` is one. */
export interface Samples {
  readonly inputs: Float32Array | Float64Array | Uint8Array;
  readonly rows: number;
  readonly targets: Float32Array | Float64Array | null;
  readonly labels: Uint32Array | null;
}

/** Samples in linear memory. */
export interface Placed {
  rows: number;
  inputs: number;
  inputBytes: number;
  targets: number;
  labels: number;
}

/** Where samples go, and how they are scaled on the way. */
export interface Destination {
  arena: Arena;
  config: NetworkConfig;
  scalers: { inputs: Scaler | null; targets: Scaler | null };
  /** Is called with each region that was taken. */
  wrote: (region: Region) => void;
}

const vectorBytes = 16;
/** Bytes, and numbers, that are copied in one step: about 2 ms of work. */
const placedBytes = 8 << 20;
const placedNumbers = 1 << 19;

/** See `Plan.place`. */
export function* placeSamples(to: Destination, samples: Samples): Generator<void, Placed, void> {
  const { arena, config, wrote } = to;
  const { precision } = config;
  const { memory } = arena;
  const size = bytesPerFloat[precision];
  const { rows, inputs, targets, labels } = samples;
  const inputBytes = inputs instanceof Uint8Array ? 1 : size;
  // kernels of the tiny path read up to one vector beyond the end
  const sizes = [
    inputs.length * inputBytes + vectorBytes,
    (targets ? targets.length * size : labels ? rows * 4 : 0) + vectorBytes,
  ] as const;
  const [x, y] = arena.take(`${rows} samples`, sizes) as [number, number];
  wrote({ address: x, bytes: sizes[0] });
  wrote({ address: y, bytes: sizes[1] });
  if (inputs instanceof Uint8Array) {
    for (let at = 0; at < inputs.length; at += placedBytes) {
      new Uint8Array(memory.buffer).set(inputs.subarray(at, at + placedBytes), x + at);
      yield;
    }
  } else {
    yield* scaleInto(to, "inputs", x, inputs, rows);
  }
  if (targets) {
    yield* scaleInto(to, "targets", y, targets, rows);
    const placed = floatsAt(memory, precision, y, targets.length);
    const { labelSmoothing: part, layers } = config;
    if (part > 0)
      placed.forEach((target, at) => (placed[at] = (1 - part) * target + part / layers.at(-1)!.units));
  }
  if (!targets && labels) new Uint32Array(memory.buffer, y, rows).set(labels);
  return { rows, inputs: x, inputBytes, targets: targets ? y : 0, labels: !targets && labels ? y : 0 };
}

function* scaleInto(
  { arena, config, scalers }: Destination,
  name: "inputs" | "targets",
  address: number,
  values: Float32Array | Float64Array,
  rows: number,
): Generator<void, void, void> {
  const scaler = scalers[name];
  const { precision } = config;
  const columns = values.length / rows;
  const step = columns * Math.ceil(placedNumbers / columns);
  for (let at = 0; at < values.length; at += step) {
    const from = values.subarray(at, at + step);
    // a fresh view: memory may have grown since the last step
    const into = floatsAt(arena.memory, precision, address + at * bytesPerFloat[precision], from.length);
    applyScaler(into, from, scaler);
    if (scaler || values.constructor !== into.constructor) {
      refuseOverflow(name, into, from, columns, at / columns);
    }
    yield;
  }
}
