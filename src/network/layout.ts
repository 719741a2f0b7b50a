/**
 * Lays a plan out in the arena: describes it as its tables do, takes what `assembly/buffers.ts` says that it
 * needs, all in one go, and writes the tables. What a plan does afterwards is in `plan.ts`.
 */
import { Pass, Trainable } from "../../assembly/codes.js";
import { activations } from "../functions/activations.js";
import { losses } from "../functions/losses.js";
import type { Arena } from "../wasm/arena.js";
import * as buffers from "../wasm/generated/buffers.js";
import {
  chunkBytes,
  layerBytes,
  layerFields,
  planBytes,
  planFields,
  productBytes,
  productFields,
} from "../wasm/generated/layout.js";
import { bytesPerFloat, floatsAt, type Kernels } from "../wasm/kernels.js";
import type { Region } from "../wasm/threadMessages.js";
import { Table } from "../wasm/table.js";
import type { LayerConfig, NetworkConfig, TrainingConfig } from "../settings/generated/types.js";
import { factorCount } from "../settings/members.js";
import { biasCount } from "./parameters.js";
import type { Parameters } from "./parameters.js";
import { settingFields, updateFields } from "./updating.js";

/** What a plan is for; decides which buffers it has. */
export interface PlanUse {
  batch: number;
  /** Forward only, or backward too: with the gradients applied (`train`) or kept (`gradients`). */
  pass: keyof typeof Pass;
  /** Rows for which `evaluate` keeps the answers. */
  answers: number;
  /** How parameters change, where they do (default: plain descent). */
  update?: TrainingConfig;
  /** Most threads that will run it together (default: 1). */
  threads?: number;
  /** Train by the general path even where a network is small enough for the tiny one: for tests. */
  general?: boolean;
  /** Have buffers for the gradients even where an update needs none. */
  buffered?: boolean;
  /** Keep the net inputs of every layer, for `traces`. */
  netInputs?: boolean;
}

export interface PlanLayout {
  table: Table<typeof planFields>;
  layers: Table<typeof layerFields>[];
  /** What the optimiser keeps, with its name `layer.field`. */
  moments: (Region & { name: string })[];
  /** The tables; what else the host has written; gradients; and what a batch leaves behind. */
  tables: Region;
  written: Region[];
  gradients: Region[];
  traces: Region[];
  /** Addresses of the input scaler's numbers, and of the answers that `evaluate` keeps. */
  shift: number;
  scale: number;
  answers: number;
  answerBytes: number;
  /** Clears what threads share during a call, and the head of each workspace. */
  reset: () => void;
}

type PlanField = keyof typeof planFields;
type LayerField = keyof typeof layerFields;
/** A buffer: the pointer to it, in the table of the plan (`index` −1) or of a layer, and its bytes. */
interface Buffer {
  index: number;
  field: PlanField | LayerField;
  bytes: number;
}

/** Tables that keep their numbers from call to call, at the head of each workspace. */
const workspaceHeadBytes = productBytes + chunkBytes;
/** Buffers of parameters, which the network has outside of any plan. */
const parameterFields = ["weights", "biases", "factors"];
const zeros = <Name extends string>(fields: Readonly<Record<Name, unknown>>) =>
  Object.fromEntries(Object.keys(fields).map((name) => [name, 0])) as Record<Name, number>;
// made once: a plan of a small batch takes less time than this
const emptyPlan = /* @__PURE__ */ zeros(planFields);
const emptyLayer = /* @__PURE__ */ zeros(layerFields);
/** What the optimiser keeps of each parameter, and the averages. */
export const momentFields = [
  "weightAverages",
  "biasAverages",
  "factorAverages",
  "weightMoments1",
  "weightMoments2",
  "biasMoments1",
  "biasMoments2",
  "factorMoments1",
  "factorMoments2",
];
const gradientFields = ["weightGradients", "biasGradients", "factorGradients"];
const traceFields = ["netInputs", "activations", "deltas"];

/**
 * Lays out a plan above all that is in the arena.
 *
 * @throws MemoryError where it does not fit; nothing is taken then
 */
export function layOut(
  arena: Arena,
  kernels: Kernels,
  config: NetworkConfig,
  parameters: Parameters,
  use: PlanUse,
): PlanLayout {
  const { batch, threads = 1 } = use;
  const described = describe(config, use, parameters);
  const needed = buffersOf(described, kernels.workspaceBytes, use);
  const tableBytes = planBytes + layerBytes * described.tables.length;
  const sizes = [tableBytes, ...needed.map(({ bytes }) => bytes)];
  const [plan, ...addresses] = arena.take(`a batch of ${batch}`, sizes) as [number, ...number[]];
  const taken = needed.map((buffer, at) => ({ ...buffer, address: buffer.bytes > 0 ? addresses[at]! : 0 }));
  for (const { field, index, address } of taken) {
    if (index < 0) described[field as PlanField] = address;
    else described.tables[index]![field as LayerField] = address;
  }
  const { memory } = arena;
  const heads = Array.from({ length: threads }, (_, thread) => ({
    address: described.workspace + thread * kernels.workspaceBytes,
    bytes: workspaceHeadBytes,
  }));
  const ofPlan = (name: PlanField) => taken.find(({ index, field }) => index < 0 && field === name)!;
  const ofLayers = (names: string[]) =>
    taken.filter(({ index, field, bytes }) => index >= 0 && bytes > 0 && names.includes(field));
  const [barrier, answers, shift, scale] = (["barrier", "outputs", "shift", "scale"] as const).map(ofPlan);
  const clear = ({ address, bytes }: Region) => new Uint8Array(memory.buffer, address, bytes).fill(0);

  clear({ address: plan, bytes: tableBytes });
  const { tables, ...fields } = described;
  const table = new Table(memory, plan, planFields);
  // at first one thread runs it, bytes are not scaled, and no answers are kept
  table.set({ ...fields, threads: 1, shift: 0, scale: 0, outputs: 0 });
  const layers = tables.map((layer, index) => {
    const entry = new Table(memory, plan + planBytes + index * layerBytes, layerFields);
    entry.set(layer);
    return entry;
  });
  const reset = () => {
    clear(barrier!);
    for (const head of heads) {
      clear(head);
      new Table(memory, head.address, productFields).set({ tile: kernels.tile });
    }
  };
  reset();
  const moments = ofLayers(momentFields).map((buffer) => ({
    ...buffer,
    name: `${buffer.index}.${buffer.field}`,
  }));
  for (const { index, field, address, bytes } of moments) {
    const numbers = floatsAt(memory, config.precision, address, bytes / described.floatBytes);
    numbers.fill(buffers.layerStart(described, tables[index]!, field));
  }
  return {
    table,
    layers,
    moments,
    tables: { address: plan, bytes: tableBytes },
    written: [...heads, shift!, scale!],
    gradients: ofLayers(gradientFields),
    traces: ofLayers(traceFields),
    shift: shift!.address,
    scale: scale!.address,
    answers: answers!.address,
    answerBytes: answers!.bytes,
    reset,
  };
}

/** Every buffer that a plan may have, with the bytes that it needs. Parameters lie elsewhere. */
function buffersOf(described: buffers.Plan, workspaceBytes: number, use: PlanUse): Buffer[] {
  const last = described.layers - 1;
  const buffered = described.buffered === 1;
  const ofPlan = buffers.planBuffers.map((field) => ({
    index: -1,
    field,
    bytes: buffers.planBufferBytes(described, field, workspaceBytes),
  }));
  const ofLayers = described.tables.flatMap((layer, index) =>
    buffers.layerBuffers
      .filter((field) => !parameterFields.includes(field))
      .map((field) => {
        const isTraced = field === "netInputs" && use.netInputs;
        const bytes = isTraced
          ? buffers.batchBytes(described, layer.outputs)
          : buffers.layerBufferBytes(described, layer, index === last, buffered, field);
        return { index, field, bytes };
      }),
  );
  return [...ofPlan, ...ofLayers];
}

/**
 * The tables of a plan as far as they do not depend on where its buffers lie: what `plan_create` calls a
 * description.
 */
export function describe(config: NetworkConfig, use: PlanUse, parameters: Parameters): buffers.Plan {
  const { layers, precision, reduction } = config;
  const { batch, pass, answers, update, threads = 1 } = use;
  const described: buffers.Plan = {
    ...emptyPlan,
    tables: layers.map((layer, index) => describeLayer(config, layer, parameters.places[index]!, pass)),
    ...settingFields(config, "network"),
    ...lossFields(config),
    ...(update && updateFields(update)),
    layers: layers.length,
    batch,
    floatBytes: bytesPerFloat[precision],
    pass: Pass[pass],
    answers,
    threads,
    scales: 1,
    mean: reduction === "mean" ? 1 : 0,
    members: config.members,
    inputFactors: factorCount(config) > 0 ? 1 : 0,
    inputDropout: pass === "train" ? config.inputDropout : 0,
  };
  const buffered = use.buffered || buffers.isBuffered(described);
  described.buffered = buffered ? 1 : 0;
  described.general = use.general || buffers.needsGeneral(described, buffered) ? 1 : 0;
  return described;
}

/** The same of one layer. */
function describeLayer(
  { biases, trainBiases }: NetworkConfig,
  layer: LayerConfig,
  place: { weights: number; biases: number; factors: number },
  pass: PlanUse["pass"],
): buffers.Layer {
  const weightsTrain = layer.trainable && layer.tied === undefined;
  const biasesTrain = layer.trainable && trainBiases && biases !== "none";
  return {
    ...emptyLayer,
    inputs: layer.inputs,
    outputs: layer.units,
    activation: activations[layer.activation].code,
    alpha: layer.alpha,
    dropout: pass === "train" ? layer.dropout : 0,
    weightRate: pass === "train" ? (layer.rateFactor ?? 0) : 0,
    biasRate: pass === "train" ? (layer.biasRateFactor ?? 0) : 0,
    biasCount: biasCount(biases, layer.units),
    trainable: (weightsTrain ? Trainable.weights : 0) | (biasesTrain ? Trainable.biases : 0),
    weights: place.weights,
    biases: place.biases,
    factors: place.factors,
    tied: layer.tied ?? 0,
  };
}

/** The fields of the plan that say what the loss is; see assembly/loss.ts. */
function lossFields({ loss, layers, labelSmoothing }: NetworkConfig) {
  const { units } = layers.at(-1)!;
  const { kernel, lossFactor, errorFactor, offTarget } = losses[loss];
  return {
    loss: kernel.code,
    errorFactor: errorFactor?.(units) ?? 1,
    lossFactor: lossFactor?.(units) ?? 1,
    classOn: 1 - labelSmoothing + labelSmoothing / units,
    classOff: offTarget ?? labelSmoothing / units,
  };
}
