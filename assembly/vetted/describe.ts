/**
 * Checks that a description is that of a network that can be trained. `plan_size` and `plan_create` do this
 * first. Nothing is written, and nothing beyond the description is read.
 */
import { Activation, Pass, Refusal, Trainable } from "../codes";
import { goesWith, lastActivation, lastLoss, lastOptimizer } from "../generated/functions";
import { hasFactors } from "../buffers";
import { Layer, Plan, layerAt, membersOf } from "../plan";

/**
 * Most layers; most rows of a batch, and most units and inputs of a layer, so that no product below leaves 64
 * bits.
 */
const mostLayers: u32 = 1 << 16;
const most: u32 = 1 << 26;

/**
 * Address 0 means that there is nothing, and the compiler may assume that nothing lies below this address.
 */
const firstAddress: usize = 1024;

/** Whether the `bytes` from `address` on are inside memory. */
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

/** Whether it is not one of the codes 0 … `last`. */
@inline
export function isNoCode(code: i32, last: i32): bool {
  return <u32>code > <u32>last;
}

/** Whether it is not a fraction in [0, 1). */
@inline
function isNoPart(value: f64): bool {
  return !(value >= 0 && value < 1);
}

/** Checks a description at any address. @returns 0 or a `Refusal` */
export function refusalOf(description: usize): i32 {
  const plan = changetype<Plan>(description);
  if (!isInMemory(description, offsetof<Plan>())) return Refusal.address;
  if (isNot(plan.layers, mostLayers)) return Refusal.layers;
  if (!isInMemory(description, tableBytes(plan))) return Refusal.address;
  if (isNot(plan.batch, most)) return Refusal.batch;
  if (isNot(plan.threads, ASC_FEATURE_THREADS ? 1024 : 1)) return Refusal.threads;
  if (plan.floatBytes != 4 && plan.floatBytes != 8) return Refusal.floatBytes;
  if (isNoCode(plan.pass, Pass.gradients)) return Refusal.pass;
  if ((plan.answers | plan.epochs) < 0) return Refusal.capacity;
  if (isNoCode(plan.optimizer, lastOptimizer)) return Refusal.optimizer;
  if (isNoPart(plan.inputDropout)) return Refusal.dropout;
  if (plan.members < 0 || <u64>plan.batch * membersOf(plan) > most) return Refusal.members;
  let below = layerAt(plan, 0).inputs;
  let activation = 0;
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    // only the last layer may be a softmax
    if (activation == Activation.softmax) return Refusal.activation;
    const refusal = refusalOfLayer(plan, index, layer, below);
    if (refusal) return refusal;
    below = layer.outputs;
    activation = layer.activation;
  }
  const loss = plan.loss;
  return isNoCode(loss, lastLoss) || !goesWith(loss, activation) ? Refusal.loss : 0;
}

/** Checks one layer. @param below units of the layer below, or inputs of the network */
@inline
function refusalOfLayer(plan: Plan, index: i32, layer: Layer, below: i32): i32 {
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
  if (hasFactors(plan) && (tied || (plan.members > 1 && biases == 1 && units > 1))) return Refusal.members;
  if (!tied) return 0;
  if (<u32>tied > <u32>index) return Refusal.tied;
  const source = layerAt(plan, tied - 1);
  return source.tied || source.inputs != units || source.outputs != below ? Refusal.tied : 0;
}
