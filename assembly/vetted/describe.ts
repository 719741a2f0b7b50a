/**
 * Whether a description is one of a network that can be trained: the first thing that `plan_size` and
 * `plan_create` look at. Nothing is written, and nothing beyond the description read.
 */
import { Activation, Pass, Refusal, Trainable } from "../codes";
import { goesWith, lastActivation, lastLoss, lastOptimizer } from "../generated/functions";
import { Layer, Plan, layerAt } from "../plan";

/** Most layers; most rows of a batch, and most units and inputs of a layer, so that no product below leaves 64 bits. */
const mostLayers: u32 = 1 << 16;
const most: u32 = 1 << 26;

/** Address 0 means "none", and the compiler may assume that nothing lives below this. */
const firstAddress: usize = 1024;

/** Whether `bytes` from `address` on lie in memory. */
export function isInMemory(address: usize, bytes: u64): bool {
  return address >= firstAddress && <u64>address + bytes <= (<u64>memory.size()) << 16;
}

/** Bytes of a plan's tables. */
@inline
export function tableBytes(plan: Plan): usize {
  return offsetof<Plan>() + <usize>plan.layers * offsetof<Layer>();
}

/** Whether `count` is not 1 … `limit`. */
@inline
function isNot(count: i32, limit: u32): bool {
  return <u32>(count - 1) >= limit;
}

/** Whether it is none of the codes 0 … `last`. */
@inline
export function isNoCode(code: i32, last: i32): bool {
  return <u32>code > <u32>last;
}


@inline
function isNoPart(value: f64): bool {
  return !(value >= 0 && value < 1);
}

/** 0, or the `Refusal` of a description at any address. */
export function refusalOf(description: usize): i32 {
  const d = changetype<Plan>(description);
  if (!isInMemory(description, offsetof<Plan>())) return Refusal.address;
  if (isNot(d.layers, mostLayers)) return Refusal.layers;
  if (!isInMemory(description, tableBytes(d))) return Refusal.address;
  if (isNot(d.batch, most)) return Refusal.batch;
  if (isNot(d.threads, ASC_FEATURE_THREADS ? 1024 : 1)) return Refusal.threads;
  if (d.floatBytes != 4 && d.floatBytes != 8) return Refusal.floatBytes;
  if (isNoCode(d.pass, Pass.gradients)) return Refusal.pass;
  if ((d.answers | d.epochs) < 0) return Refusal.room;
  if (isNoCode(d.optimizer, lastOptimizer)) return Refusal.optimizer;
  if (isNoPart(d.inputDropout)) return Refusal.dropout;
  let below = layerAt(d, 0).inputs;
  let activation = 0;
  for (let index = 0; index < d.layers; ++index) {
    const layer = layerAt(d, index);
    // a softmax may only be what the loop ends with
    if (activation == Activation.softmax) return Refusal.activation;
    const refusal = refusalOfLayer(d, index, layer, below);
    if (refusal) return refusal;
    below = layer.outputs;
    activation = layer.activation;
  }
  const loss = d.loss;
  return isNoCode(loss, lastLoss) || !goesWith(loss, activation) ? Refusal.loss : 0;
}


@inline
function refusalOfLayer(d: Plan, index: i32, layer: Layer, below: i32): i32 {
  const units = layer.outputs;
  const biases = layer.biasCount;
  const trainable = layer.trainable;
  const tied = layer.tied;
  if (layer.inputs != below || isNot(below, most) || isNot(units, most)) return Refusal.size;
  if (isNoCode(layer.activation, lastActivation)) return Refusal.activation;
  if (<u32>biases > 1 && biases != units) return Refusal.biases;
  const allowed = (tied ? 0 : Trainable.weights) | (biases ? Trainable.biases : 0);
  if (trainable & ~allowed) return Refusal.trainable;
  if (isNoPart(layer.dropout)) return Refusal.dropout;
  if (!tied) return 0;
  if (<u32>tied > <u32>index) return Refusal.tied;
  const source = layerAt(d, tied - 1);
  return source.tied || source.inputs != units || source.outputs != below ? Refusal.tied : 0;
}
