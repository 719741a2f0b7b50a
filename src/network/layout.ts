/**
 * Where everything of a plan lies in the arena, and what its tables say: sizes first, then all regions in one go,
 * then the tables. What a plan does afterwards is in `plan.ts`.
 */
import { Loss, Trainable } from "../../assembly/codes.js";
import { activations } from "../functions/activations.js";
import { losses } from "../functions/losses.js";
import type { Arena } from "../wasm/arena.js";
import {
  layerBytes,
  layerFields,
  partBytes,
  planBytes,
  planFields,
  productBytes,
  productFields,
} from "../wasm/generated/layout.js";
import { bytesPerFloat, floatsAt, type Kernels } from "../wasm/kernels.js";
import type { Region } from "../wasm/spawn.js";
import { Table } from "../wasm/table.js";
import { biasCount, type NetworkConfig } from "./config.js";
import type { LayerConfig } from "./layers.js";
import type { Parameters } from "./parameters.js";
import { isBuffered, momentsOf, updateFields, type UpdateSettings } from "./updating.js";

/** What a plan is for; decides which buffers it has. */
export interface PlanUse {
  /** Rows of a full batch. */
  batch: number;
  /** Forward only, or backward too: with the gradients applied (`train`) or kept (`gradients`). */
  pass: "forward" | "train" | "gradients";
  /** Rows for which `evaluate` keeps the answers. */
  answers: number;
  /** How parameters change, where they do; plain descent unless told. */
  update?: UpdateSettings;
  /** Most threads that will run it together; 1 unless told. */
  threads?: number;
  /** Train by the general path even where a network is small enough for the tiny one: for tests. */
  general?: boolean;
  /** Keep the net inputs of every layer, for `traces`. */
  netInputs?: boolean;
}

/** A plan in the arena. */
export interface PlanLayout {
  table: Table<typeof planFields>;
  layers: Table<typeof layerFields>[];
  /** What the optimiser keeps. */
  moments: Region[];
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
}

/** Bytes of the words at which threads meet. */
const barrierBytes = 128;
/** What of a workspace lasts from call to call: the product's tile, and what is taken of the thread's share. */
const workspaceHeadBytes = productBytes + partBytes;
/** The buffers of a layer by the names of their fields, and their bytes; 0 where there is none. */
type Buffers = ReturnType<typeof bufferBytes>;
const momentFields = ["weightMoments1", "weightMoments2", "biasMoments1", "biasMoments2"] as const;

function bufferBytes(config: NetworkConfig, layer: LayerConfig, use: PlanUse, blockDepth: number) {
  const { update, batch, pass } = use;
  const size = bytesPerFloat[config.precision];
  const rows = batch * layer.units * size;
  const weights = layer.tied === undefined ? layer.inputs * layer.units * size : 0;
  const biases = layer.units * size;
  const backward = pass !== "forward";
  const gradients =
    pass === "gradients" || (backward && (keepsGradients(config, update) || batch > blockDepth));
  const moments = update ? momentsOf(update) : 0;
  const drops = pass === "train" && layer.dropout > 0;
  return {
    activations: rows,
    deltas: backward ? rows : 0,
    weightGradients: gradients ? weights : 0,
    biasGradients: backward ? biases : 0,
    netInputs: use.netInputs || keepsNetInputs(config, layer) ? rows : 0,
    dropped: drops ? rows : 0,
    masks: drops ? rows : 0,
    weightMoments1: moments >= 1 ? weights : 0,
    weightMoments2: moments >= 2 ? weights : 0,
    biasMoments1: moments >= 1 ? biases : 0,
    biasMoments2: moments >= 2 ? biases : 0,
  };
}

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
  const { layers, precision, reduction } = config;
  const { batch, update, threads = 1 } = use;
  const size = bytesPerFloat[precision];
  const inputs = layers[0]!.inputs;
  const outputs = layers.at(-1)!.units;
  const ofLayers = layers.map((layer) => bufferBytes(config, layer, use, kernels.blockDepth));
  const gradientRows = update && update.clipNorm > 0 ? layers.reduce((sum, one) => sum + one.inputs, 0) : 0;
  const own = {
    plan: planBytes + layers.length * layerBytes,
    workspace: kernels.workspaceBytes * threads,
    barrier: barrierBytes,
    batchInputs: batch * inputs * size,
    batchTargets: batch * outputs * size,
    rowLosses: batch * 8,
    shift: inputs * size,
    scale: inputs * size,
    answers: use.answers * outputs * size,
    rowSquares: gradientRows * 8,
  };
  const sizes = [own, ...ofLayers].flatMap((part) => Object.values(part));
  const addresses = arena.take(`a batch of ${batch}`, sizes);
  let taken = 0;
  const next = <Names extends string>(part: Record<Names, number>) => {
    const named = Object.entries<number>(part).map(([name, bytes]) => {
      const address = addresses[taken++]!;
      return [name, bytes > 0 ? address : 0];
    });
    return Object.fromEntries(named) as Record<Names, number>;
  };
  const { plan, shift, scale, answers, ...at } = next(own);
  const { memory } = arena;
  new Uint8Array(memory.buffer, plan, planBytes).fill(0);
  new Uint8Array(memory.buffer, at.barrier, barrierBytes).fill(0);
  const table = new Table(memory, plan, planFields);
  table.set({
    ...at,
    ...lossFields(config),
    ...(update && updateFields(update)),
    buffered: keepsGradients(config, update) ? 1 : 0,
    layers: layers.length,
    batch,
    mean: reduction === "mean" ? 1 : 0,
    inputDropout: use.pass === "train" ? config.inputDropout : 0,
    threads: 1,
    general: use.general || isGeneral(config, update) ? 1 : 0,
  });
  for (let thread = 0; thread < threads; thread++) {
    const product = at.workspace + thread * kernels.workspaceBytes;
    new Uint8Array(memory.buffer, product, workspaceHeadBytes).fill(0);
    new Table(memory, product, productFields).set({ tile: kernels.tile });
  }
  const moments: Region[] = [];
  const gradients: Region[] = [];
  const traces: Region[] = [];
  const tables = layers.map((layer, index) => {
    const bytes = ofLayers[index]!;
    const buffers = next(bytes);
    const regions = (names: readonly (keyof Buffers)[]) =>
      names.filter((name) => bytes[name] > 0).map((name) => ({ address: buffers[name], bytes: bytes[name] }));
    gradients.push(...regions(["weightGradients", "biasGradients"]));
    traces.push(...regions(["netInputs", "activations", "deltas"]));
    for (const field of momentFields) {
      if (bytes[field] === 0) continue;
      moments.push({ address: buffers[field], bytes: bytes[field] });
      const values = floatsAt(memory, precision, buffers[field], bytes[field] / size);
      values.fill(update && field.endsWith("2") ? firstStep(update) : 0);
    }
    const entry = new Table(memory, plan + planBytes + index * layerBytes, layerFields);
    entry.set(layerEntry(config, layer, parameters.places[index]!, buffers));
    return entry;
  });
  return {
    table,
    layers: tables,
    moments,
    tables: { address: plan, bytes: own.plan },
    written: [
      ...Array.from({ length: threads }, (_, thread) => ({
        address: at.workspace + thread * kernels.workspaceBytes,
        bytes: workspaceHeadBytes,
      })),
      { address: shift, bytes: own.shift },
      { address: scale, bytes: own.scale },
    ],
    gradients,
    traces,
    shift,
    scale,
    answers,
    answerBytes: own.answers,
  };
}

/** What the second moments of an optimiser start at: with iRprop−, its steps. */
function firstStep({ optimizer }: UpdateSettings): number {
  return optimizer.kind === "irpropMinus" ? optimizer.learningRate : 0;
}

/** What the table says of one layer. */
function layerEntry(
  { biases, trainBiases }: NetworkConfig,
  layer: LayerConfig,
  place: { weights: number; biases: number },
  buffers: Buffers,
) {
  const weightsTrain = layer.trainable && layer.tied === undefined;
  const biasesTrain = layer.trainable && trainBiases && biases !== "none";
  return {
    inputs: layer.inputs,
    outputs: layer.units,
    activation: activations[layer.activation].code,
    alpha: layer.alpha,
    dropout: buffers.dropped ? layer.dropout : 0,
    biasCount: biasCount(biases, layer.units),
    trainable: (weightsTrain ? Trainable.weights : 0) | (biasesTrain ? Trainable.biases : 0),
    weights: place.weights,
    biases: place.biases,
    tied: layer.tied ?? 0,
    ...buffers,
  };
}

/** The fields of the plan that say what the loss is; see assembly/loss.ts. */
function lossFields({ loss, layers, huberDelta, labelSmoothing }: NetworkConfig) {
  const { units } = layers.at(-1)!;
  const { kernel, lossFactor, errorFactor, offTarget } = losses[loss];
  return {
    loss: kernel.code,
    errorFactor: errorFactor?.(units) ?? 1,
    lossFactor: lossFactor?.(units) ?? 1,
    huberDelta,
    classOn: 1 - labelSmoothing + labelSmoothing / units,
    classOff: offTarget ?? labelSmoothing / units,
  };
}

/** Whether the net inputs of a layer are needed after its activations are known. */
function keepsNetInputs({ layers, loss }: NetworkConfig, layer: LayerConfig): boolean {
  const { slopeNeedsNetInput, isOfRow } = activations[layer.activation];
  if (slopeNeedsNetInput || isOfRow) return true;
  return layer === layers.at(-1) && losses[loss].needsNetInputs === true;
}

/** Whether a layer uses the weights of another. */
function hasTied({ layers }: NetworkConfig): boolean {
  return layers.some(({ tied }) => tied !== undefined);
}

/** Whether a training has its gradients in buffers: also where they are added up over layers that share weights. */
function keepsGradients(config: NetworkConfig, update: UpdateSettings | undefined): boolean {
  return hasTied(config) || (update !== undefined && isBuffered(update));
}

/** Whether a training needs more than the tiny path of assembly/tiny.ts can do. */
function isGeneral(config: NetworkConfig, update: UpdateSettings | undefined): boolean {
  const { layers, loss, inputDropout } = config;
  if (losses[loss].kernel.code !== Loss.squared || inputDropout > 0 || hasTied(config)) return true;
  if (update && (isBuffered(update) || update.inputNoise > 0)) return true;
  return layers.some((layer) => layer.dropout > 0 || keepsNetInputs(config, layer));
}
