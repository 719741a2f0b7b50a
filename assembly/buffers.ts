/**
 * Which buffers a plan has, how long each is, and what it starts with. This is the only place that decides
 * it: `plan_create` (vetted/create.ts) lays plans out by these rules, and so does our host, by a copy in
 * TypeScript that scripts/layout.mjs makes of this file (src/wasm/generated/buffers.ts). The file therefore
 * keeps to what both languages have, and the build refuses a pointer of `Plan` or `Layer` that no rule here
 * names.
 *
 * A rule may read every field of a description, but no pointer. It gives bytes; 0 means that there is no such
 * buffer.
 */
import { Loss, Optimizer, Pass } from "./codes";
import { hasBufferedSetting, keepsNetInputs, lossNeedsNetInputs, momentsOf } from "./generated/functions";
import { Layer, Plan, copiesOf, layerAt, membersOf } from "./plan";
import { blockDepth } from "./tuning";

/** Whether the net inputs of a layer are needed once its activations are known. */
function layerKeepsNetInputs(plan: Plan, layer: Layer, isLast: bool): bool {
  return keepsNetInputs(layer.activation) || (isLast && lossNeedsNetInputs(plan.loss));
}

/**
 * Whether gradients go through buffers: for every update but plain descent, where layers share weights or have a
 * learning rate of their own, and where inputs have factors.
 */
export function isBuffered(plan: Plan): bool {
  if (plan.optimizer != Optimizer.sgd || hasBufferedSetting(plan) || hasFactors(plan)) return true;
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    if (layer.tied || layer.weightRate != 0 || layer.biasRate != 0) return true;
  }
  return false;
}

/** Whether the inputs of the network have factors. */
export function hasFactors(plan: Plan): bool {
  return plan.inputFactors != 0 || plan.members > 1;
}

/**
 * Whether training needs more than the tiny path can do; see tiny.ts.
 *
 * @param buffered what `isBuffered` says
 */
export function needsGeneral(plan: Plan, buffered: bool): bool {
  if (buffered || plan.loss != Loss.squared || plan.inputNoise + plan.inputDropout > 0) return true;
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    if (layer.dropout > 0 || layerKeepsNetInputs(plan, layer, index == plan.layers - 1)) return true;
  }
  return false;
}

/** Bytes of one row of numbers for each row of the batch, and each member. */
export function batchBytes(plan: Plan, columns: i32): u64 {
  return <u64>plan.batch * membersOf(plan) * columns * plan.floatBytes;
}

/**
 * Bytes of the buffer that the plan's pointer at `field` points to.
 *
 * @param workspaceBytes bytes that one thread needs
 */
export function planBufferBytes(plan: Plan, field: usize, workspaceBytes: usize): u64 {
  const inputs = layerAt(plan, 0).inputs;
  const outputs = layerAt(plan, plan.layers - 1).outputs;
  switch (field) {
    case offsetof<Plan>("shift"):
    case offsetof<Plan>("scale"):
      return plan.scales ? <u64>inputs * plan.floatBytes : 0;
    case offsetof<Plan>("outputs"):
      return <u64>plan.answers * outputs * plan.floatBytes;
    case offsetof<Plan>("losses"):
      return <u64>plan.epochs * 8;
    case offsetof<Plan>("batchInputs"):
      return <u64>plan.batch * inputs * plan.floatBytes;
    case offsetof<Plan>("batchTargets"):
      return batchBytes(plan, outputs);
    case offsetof<Plan>("rowLosses"):
      return <u64>plan.batch * membersOf(plan) * 8;
    case offsetof<Plan>("rowSquares"):
      return plan.clipNorm > 0 ? rowsOfWeights(plan) * 8 : 0;
    case offsetof<Plan>("workspace"):
      return <u64>plan.threads * workspaceBytes;
    case offsetof<Plan>("barrier"):
      return 128;
    default:
      return 0; // the data, which the host brings
  }
}

/** Rows of all weight matrices together. */
function rowsOfWeights(plan: Plan): u64 {
  let rows: u64 = 0;
  for (let index = 0; index < plan.layers; ++index)
    rows += layerAt(plan, index).inputs * copiesOf(plan, index);
  return rows;
}

/**
 * Bytes of the buffer that the pointer at `field` of a layer points to.
 *
 * @param isLast   whether it is the last layer
 * @param buffered what `isBuffered` says
 */
export function layerBufferBytes(plan: Plan, layer: Layer, isLast: bool, buffered: bool, field: usize): u64 {
  const members = membersOf(plan);
  const units = <u64>layer.outputs * plan.floatBytes * (isLast ? members : 1);
  const weights = layer.tied ? 0 : units * layer.inputs;
  const factored = layer == layerAt(plan, 0) && hasFactors(plan);
  const factors = factored ? <u64>members * layer.inputs * plan.floatBytes : 0;
  const rows = batchBytes(plan, layer.outputs);
  const trains = plan.pass != Pass.forward;
  const moments = trains ? momentsOf(plan.optimizer) : 0;
  switch (field) {
    case offsetof<Layer>("weights"):
      return weights;
    case offsetof<Layer>("biases"):
      return units;
    case offsetof<Layer>("activations"):
      return rows;
    case offsetof<Layer>("deltas"):
      return trains ? rows : 0;
    case offsetof<Layer>("weightGradients"):
      return trains && (buffered || plan.pass == Pass.gradients || plan.batch > blockDepth) ? weights : 0;
    case offsetof<Layer>("biasGradients"):
      return trains ? units : 0;
    case offsetof<Layer>("netInputs"):
      return layerKeepsNetInputs(plan, layer, isLast) ? rows : 0;
    case offsetof<Layer>("dropped"):
    case offsetof<Layer>("masks"):
      return trains && layer.dropout > 0 ? rows : 0;
    case offsetof<Layer>("weightAverages"):
      return trains && plan.weightAverage > 0 ? weights : 0;
    case offsetof<Layer>("biasAverages"):
      return trains && plan.weightAverage > 0 ? units : 0;
    case offsetof<Layer>("factorAverages"):
      return trains && plan.weightAverage > 0 ? factors : 0;
    case offsetof<Layer>("factors"):
      return factors;
    case offsetof<Layer>("factorGradients"):
      return trains ? factors : 0;
    case offsetof<Layer>("factorMoments1"):
      return moments >= 1 ? factors : 0;
    case offsetof<Layer>("factorMoments2"):
      return moments >= 2 ? factors : 0;
    case offsetof<Layer>("factored"):
      return factored ? batchBytes(plan, layer.inputs) : 0;
    case offsetof<Layer>("memberGradients"):
      return factored && trains ? weights : 0;
    case offsetof<Layer>("weightMoments1"):
      return moments >= 1 ? weights : 0;
    case offsetof<Layer>("weightMoments2"):
      return moments >= 2 ? weights : 0;
    case offsetof<Layer>("biasMoments1"):
      return moments >= 1 ? units : 0;
    case offsetof<Layer>("biasMoments2"):
      return moments >= 2 ? units : 0;
    default:
      return 0;
  }
}

/** What the numbers of a layer's buffer start with: 0, except factors (1) and the steps that iRprop− keeps. */
export function layerStart(plan: Plan, layer: Layer, field: usize): f64 {
  if (field == offsetof<Layer>("factors")) return 1;
  if (plan.optimizer != Optimizer.irpropMinus) return 0;
  if (field == offsetof<Layer>("weightMoments2")) return plan.learningRate * (layer.weightRate || 1);
  if (field == offsetof<Layer>("factorMoments2")) return plan.learningRate * (plan.inputScaleRate || 1);
  return field == offsetof<Layer>("biasMoments2") ? plan.learningRate * (layer.biasRate || 1) : 0;
}
