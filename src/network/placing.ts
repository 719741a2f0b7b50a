/**
 * Copies samples into linear memory, as the kernels read them. It works in steps of a few milliseconds, so
 * that the event loop can run in between.
 */
import type { Arena } from "../wasm/arena.js";
import { bytesPerFloat, floatsAt } from "../wasm/kernels.js";
import type { Region } from "../wasm/threadMessages.js";
import type { NetworkConfig } from "../settings/generated/types.js";
import { ConfigError } from "../errors.js";
import { applyScaler, isLinear, preparedWidth, refuseNotFinite, type Scaler } from "./scaling.js";

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
  const { arena, config, scalers, wrote } = to;
  const { precision } = config;
  const { memory } = arena;
  const size = bytesPerFloat[precision];
  const { rows, inputs, targets, labels } = samples;
  const width = preparedWidth(scalers.inputs, inputs.length / rows);
  if (width !== config.layers[0]!.inputs) {
    throw new ConfigError(
      "inputBins: the network has no edges of bins yet. Train it first: `fit` measures them on the training rows.",
    );
  }
  // kernels scale bytes as they gather them; curves and bins are for the host
  const bytes = inputs instanceof Uint8Array && isLinear(scalers.inputs) ? inputs : null;
  const inputBytes = bytes ? 1 : size;
  // kernels of the tiny path read up to one vector beyond the end
  const sizes = [
    rows * width * inputBytes + vectorBytes,
    (targets ? targets.length * size : labels ? rows * 4 : 0) + vectorBytes,
  ] as const;
  const [x, y] = arena.take(`${rows} samples`, sizes) as [number, number];
  wrote({ address: x, bytes: sizes[0] });
  wrote({ address: y, bytes: sizes[1] });
  if (bytes) {
    for (let at = 0; at < bytes.length; at += placedBytes) {
      new Uint8Array(memory.buffer).set(bytes.subarray(at, at + placedBytes), x + at);
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
  values: Samples["inputs"],
  rows: number,
): Generator<void, void, void> {
  const scaler = scalers[name];
  const { precision } = config;
  const columns = values.length / rows;
  const width = preparedWidth(scaler, columns);
  const step = Math.ceil(placedNumbers / width);
  for (let row = 0; row < rows; row += step) {
    const from = values.subarray(row * columns, (row + step) * columns);
    const count = (from.length / columns) * width;
    // a fresh view: memory may have grown since the last step
    const into = floatsAt(arena.memory, precision, address + row * width * bytesPerFloat[precision], count);
    applyScaler(into, from, scaler);
    refuseNotFinite(name, into, from, columns, scaler, row);
    yield;
  }
}
