/**
 * The state of a training as part of a model file: numbers as tensors whose names begin with `training.`, the rest as JSON
 * under `training` in the metadata. A reader that does not know them reads the model alone.
 *
 *     training.memory.layers.0.weightMoments1   what the optimiser keeps of each weight; likewise the others, and the averages
 *     training.current, training.best           [n] all parameters that training continues from, and those of the best epoch
 *     training.minimiser.…                      L-BFGS: point [n], changes and gradientChanges [count × n], products [count]
 *     training.epochs.…                         the columns of `EpochLog`
 */
import { ModelError } from "../../errors.js";
import type { Tensor, TensorData } from "../../network/safetensors.js";
import { momentFields } from "../../network/layout.js";
import type { Parameters } from "../../network/parameters.js";
import { isScalingName } from "../../network/scalerCheck.js";
import type { StateParts } from "../../network/modelFile.js";
import type { Floats, Precision } from "../../wasm/kernels.js";
import { isPlainObject } from "../../settings/check.js";
import type { Metrics } from "../evaluation/evaluation.js";
import { EpochLog } from "./epochLog.js";
import { newTrainingState, type TrainingState } from "./trainingState.js";

const prefix = "training.";

/** What a network must say about itself for its state to be written or read. */
export interface Shape {
  precision: Precision;
  /** How many parameters there are; tied weights count once. */
  parameters: number;
  /** Numbers of a buffer of the optimiser; 0 where there is none of that name. */
  buffer: (layer: number, field: string) => number;
}

export function shapeOf({ config, places }: Parameters): Shape {
  const counts = places.flatMap((place) => [place.weightCount, place.biasCount, place.factorCount]);
  return {
    precision: config.precision,
    parameters: counts.reduce((sum, count) => sum + count, 0),
    buffer: (layer, field) => {
      const place = places[layer];
      const kind = momentFields.includes(field) ? /^(weight|bias|factor)/.exec(field)?.[0] : undefined;
      return (place && kind && place[`${kind as "weight" | "bias" | "factor"}Count`]) || 0;
    },
  };
}

/** Views of bytes as numbers of a precision. */
function numbersOf(
  precision: Precision,
  { buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>,
): Floats {
  return precision === "float64"
    ? new Float64Array(buffer, byteOffset, byteLength / 8)
    : new Float32Array(buffer, byteOffset, byteLength / 4);
}

/** Fields that are plain JSON. */
const plain = [
  "epochs",
  "samples",
  "lossSum",
  "updates",
  "seconds",
  "trained",
  "mark",
  "batch",
  "best",
] as const;
const waiting = ["plateau", "stopping"] as const;

/** @param precision of the network */
export function writeState(state: TrainingState, precision: Precision): StateParts {
  const numbers = (bytes: Uint8Array<ArrayBuffer>) => numbersOf(precision, bytes);
  const tensors = new Map<string, Tensor>();
  const add = (name: string, data: TensorData, shape: readonly number[] = [data.length]) =>
    tensors.set(prefix + name, { shape, data });
  for (const [name, bytes] of state.optimizer?.moments ?? []) add(`memory.layers.${name}`, numbers(bytes));
  if (state.current) add("current", numbers(state.current));
  if (state.bestParameters) add("best", numbers(state.bestParameters));
  const { minimiser, log } = state;
  if (minimiser) {
    const { point, changes, gradientChanges, products } = minimiser;
    add("minimiser.point", point);
    add("minimiser.products", Float64Array.from(products));
    add("minimiser.changes", joined(changes), [changes.length, point.length]);
    add("minimiser.gradientChanges", joined(gradientChanges), [changes.length, point.length]);
  }
  for (const [name, values] of log.columns) add(`epochs.${name}`, Float64Array.from(values));
  const about: Record<string, unknown> = { version: 1 };
  for (const name of plain) about[name] = state[name];
  // JSON has no Infinity: the best value before the first is left out
  for (const name of waiting) {
    const memory = state[name];
    about[name] = memory && { ...memory, best: Number.isFinite(memory.best) ? memory.best : null };
  }
  about.scaling = state.scaling;
  about.optimizer = state.optimizer && { kind: state.optimizer.kind, products: state.optimizer.products };
  return { about, tensors };
}

/**
 * Reads what `writeState` wrote.
 *
 * @param shown bytes of the parameters of the file
 * @throws ModelError for parts that do not fit each other or the network
 */
export function readState(
  { about, tensors }: StateParts,
  shape: Shape,
  shown: Uint8Array<ArrayBuffer>,
  name: string,
): TrainingState {
  const refuse = (what: string) => new ModelError(`${name}: its training state is damaged: ${what}.`);
  const { version } = about;
  if (version !== 1)
    throw refuse(`expected version 1, got ${JSON.stringify(version) ?? "none"}. Update chainrule`);
  const state = newTrainingState();
  const number = (value: unknown, what: string, least = -Infinity): number => {
    if (typeof value === "number" && Number.isFinite(value) && value >= least) return value;
    throw refuse(`${what}: expected a number, got ${JSON.stringify(value) ?? "none"}`);
  };
  const object = (value: unknown, what: string): Record<string, unknown> | null => {
    if (value === null || value === undefined) return null;
    if (isPlainObject(value)) return value as Record<string, unknown>;
    throw refuse(`${what}: expected an object`);
  };
  for (const field of ["epochs", "samples", "updates", "batch"] as const) {
    state[field] = number(about[field], field, 0);
    if (!Number.isSafeInteger(state[field])) throw refuse(`${field}: expected a whole number`);
  }
  for (const field of ["lossSum", "seconds", "trained"] as const) state[field] = number(about[field], field);
  state.mark = about.mark === null ? null : number(about.mark, "mark", 0);
  const waitingOf = (field: (typeof waiting)[number]) => {
    const memory = object(about[field], field);
    return (
      memory && { ...memory, best: memory.best === null ? Infinity : number(memory.best, `${field}.best`) }
    );
  };
  const plateau = waitingOf("plateau");
  for (const field of ["waited", "rate", "base"])
    if (plateau) number(plateau[field as "best"], `plateau.${field}`, 0);
  state.plateau = plateau as TrainingState["plateau"];
  const stopping = waitingOf("stopping");
  for (const field of ["waited", "epoch"])
    if (stopping) number(stopping[field as "best"], `stopping.${field}`, 0);
  state.stopping = stopping as TrainingState["stopping"];
  const best = object(about.best, "best");
  if (best) {
    const metrics = object(best.metrics, "best.metrics") ?? {};
    for (const [metric, value] of Object.entries(metrics)) number(value, `best.metrics.${metric}`);
    state.best = {
      epoch: number(best.epoch, "best.epoch", 1),
      loss: number(best.loss, "best.loss"),
      metrics: metrics as Metrics,
    };
  }
  state.scaling = scalingOf(object(about.scaling, "scaling"), refuse);

  const used = new Set<string>();
  const take = (key: string, length?: number): TensorData | null => {
    const tensor = tensors.get(prefix + key);
    if (!tensor) return null;
    used.add(prefix + key);
    if (length !== undefined && tensor.data.length !== length)
      throw refuse(`tensor "${prefix}${key}": expected ${length} numbers, got ${tensor.data.length}`);
    return tensor.data;
  };
  const bytes = (data: TensorData | null) => {
    if (!data) return null;
    const exact = shape.precision === "float64" ? Float64Array.from(data) : Float32Array.from(data);
    return new Uint8Array(exact.buffer);
  };
  /** Parameters: what an optimiser keeps of them may be infinite where they are not. */
  const finite = (key: string, length?: number) => {
    const data = take(key, length);
    if (data && !data.every(Number.isFinite))
      throw refuse(`tensor "${prefix}${key}": expected finite numbers`);
    return data;
  };
  state.current = bytes(finite("current", shape.parameters));
  state.shown = state.current && shown;
  state.bestParameters = bytes(finite("best", shape.parameters));
  const optimizer = object(about.optimizer, "optimizer");
  if (optimizer) {
    const products = object(optimizer.products, "optimizer.products") ?? {};
    for (const [field, value] of Object.entries(products)) number(value, `optimizer.products.${field}`);
    const moments = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const key of tensors.keys()) {
      const match = /^training\.memory\.layers\.((\d{1,7})\.(\w+))$/.exec(key);
      if (!match) continue;
      const data = take(key.slice(prefix.length), shape.buffer(Number(match[2]), match[3]!));
      moments.set(match[1]!, bytes(data)!);
    }
    state.optimizer = {
      kind: String(optimizer.kind),
      moments,
      products: products as Record<string, number>,
    };
  }
  const point = finite("minimiser.point");
  if (point) {
    const products = take("minimiser.products") ?? new Float64Array(0);
    const rows = (key: string) => {
      const data = take(key, products.length * point.length) ?? new Float64Array(0);
      const all = Float64Array.from(data);
      return Array.from(products, (_, row) => all.slice(row * point.length, (row + 1) * point.length));
    };
    state.minimiser = {
      point: Float64Array.from(point),
      products: Array.from(products),
      changes: rows("minimiser.changes"),
      gradientChanges: rows("minimiser.gradientChanges"),
    };
  }
  const start = `${prefix}epochs.`;
  const length = tensors.get(`${start}epoch`)?.data.length ?? 0;
  const columns = [...tensors.keys()].filter((key) => key.startsWith(start));
  for (const column of ["epoch", "loss", "learningRate"]) {
    if (length > 0 && !columns.includes(start + column))
      throw refuse(`tensor "${start}${column}" is missing`);
  }
  state.log = new EpochLog(
    columns.map((key) => [key.slice(start.length), take(key.slice(prefix.length), length)!]),
  );
  for (const key of tensors.keys()) if (!used.has(key)) throw refuse(`tensor "${key}" is unknown`);
  return state;
}

/** Only these two settings: whatever else stands there must not become a setting of the next `fit`. */
function scalingOf(
  given: Record<string, unknown> | null,
  refuse: (what: string) => ModelError,
): TrainingState["scaling"] {
  if (given === null) return null;
  const { scaling, targetScaling } = given;
  if (isScalingName(targetScaling) && (scaling === "auto" || isScalingName(scaling)))
    return { scaling, targetScaling };
  throw refuse("scaling: expected names of scaling");
}

function joined(rows: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}
