/**
 * Losses of rows, and the output layer's delta. Each loss is summed over the outputs of a row from left to
 * right. The plan's `lossFactor` and `errorFactor` make half, whole and mean of it (src/functions/losses).
 *
 * To add a loss: a case in `lossOf` and one in `otherSlope`. A code without a case traps; vetted/ refuses
 * codes that no record has.
 */
import { activationCrossEntropy, logarithmTerm } from "./crossEntropy";
import { slope } from "./activation";
import { Activation, Loss } from "./codes";
import { hasPartner } from "./generated/functions";
import { absolute, atLeast, atMost, lanes, multiply, splat, subtract, wherePositive } from "./lanes";
import { Layer, Plan } from "./plan";
import { softmaxDeltas } from "./softmax";

/**
 * The loss of each row.
 *
 *     squared              lossFactor · Σ (o − t)²
 *     absolute             lossFactor · Σ |o − t|
 *     huber                Σ ½ e² where |e| ≤ δ, else δ (|e| − ½ δ),  e = o − t
 *     binaryCrossEntropy   −Σ t ln o + (1 − t) ln (1 − o)
 *     crossEntropy         −Σ t ln o
 *     hinge                Σ max(0, 1 − t · o)
 *     pinball              Σ τ (t − o) where t > o, else (1 − τ) (o − t)
 *     poisson              Σ o − t ln o
 *
 * @param losses  [rows] f64, overwritten
 * @param targets [rows × outputs] T, read
 * @param begin   first of the rows of the layer's `activations` and `netInputs`, which are read
 */
export function lossesOfRows<T>(
  plan: Plan,
  last: Layer,
  losses: usize,
  targets: usize,
  begin: i32,
  rows: i32,
): void {
  const at = <usize>(begin * last.outputs) * sizeof<T>();
  let outputs = last.activations + at;
  if (plan.loss == Loss.squared) {
    squaredErrors<T>(losses, outputs, targets, rows, last.outputs, plan.lossFactor);
    return;
  }
  let netInputs = last.netInputs + at;
  const width = <usize>last.outputs * sizeof<T>();
  for (let row = 0; row < rows; ++row) {
    let sum: f64 = 0;
    if (plan.loss == Loss.crossEntropy) {
      sum = activationCrossEntropy<T>(outputs, netInputs, targets, last.outputs);
    } else {
      for (let at: usize = 0; at < width; at += sizeof<T>()) {
        const o = <f64>load<T>(outputs + at);
        sum += lossOf<T>(plan, o, <f64>load<T>(targets + at), netInputs + at);
      }
    }
    store<f64>(losses, plan.loss == Loss.absolute ? plan.lossFactor * sum : sum);
    losses += sizeof<f64>();
    outputs += width;
    netInputs += width;
    targets += width;
  }
}

/**
 * The loss of one output, without factor.
 *
 * @param netInput its address; read only by a loss that needs net inputs
 */
@inline
function lossOf<T>(plan: Plan, o: f64, t: f64, netInput: usize): f64 {
  switch (plan.loss) {
    case Loss.absolute:
      return abs(o - t);
    case Loss.huber:
      return huber(o - t, plan.huberDelta);
    case Loss.hinge:
      return max<f64>(0, 1 - t * o);
    case Loss.pinball:
      return max<f64>((1 - plan.quantile) * (o - t), plan.quantile * (t - o));
    case Loss.poisson:
      return o - t * <f64>load<T>(netInput);
    case Loss.binaryCrossEntropy:
      return logarithmTerm(<f64>load<T>(netInput), t);
    default:
      return unreachable();
  }
}

/** The Huber loss of one error. */
@inline
function huber(error: f64, delta: f64): f64 {
  const size = abs(error);
  return size <= delta ? 0.5 * error * error : delta * (size - 0.5 * delta);
}

/** losses[r] ← factor · Σⱼ (o[r][j] − t[r][j])² */
function squaredErrors<T>(
  losses: usize,
  outputs: usize,
  targets: usize,
  rows: i32,
  columns: i32,
  factor: f64,
): void {
  for (let row = 0; row < rows; ++row) {
    let sum: f64 = 0;
    for (let column = 0; column < columns; ++column) {
      const error = <f64>(load<T>(outputs) - load<T>(targets));
      sum += error * error;
      outputs += sizeof<T>();
      targets += sizeof<T>();
    }
    store<f64>(losses, factor * sum);
    losses += sizeof<f64>();
  }
}

/**
 * The output layer's delta, ∂E/∂netInput, signed: ∂E/∂o times the slope; o − t at once where the activation
 * cancels the loss's logarithm.
 *
 * @param targets [rows × outputs] T, read
 * @param begin   first of the rows of the layer's `deltas`, which are overwritten
 */
export function outputDeltas<T, V>(plan: Plan, last: Layer, targets: usize, begin: i32, rows: i32): void {
  const at = <usize>(begin * last.outputs) * sizeof<T>();
  const length = rows * last.outputs;
  const isFused = hasPartner(plan.loss);
  const activation = isFused || last.activation == Activation.softmax ? Activation.identity : last.activation;
  const outputs = last.activations + at;
  const netInputs = last.netInputs ? last.netInputs + at : outputs;
  const deltas = last.deltas + at;
  const alpha = <T>last.alpha;
  const end = <usize>length * sizeof<T>();
  // the last vector may reach beyond the end: chunks begin at whole vectors, and regions end with padding
  for (let i: usize = 0; i < end; i += sizeof<V>()) {
    const o = load<V>(outputs + i);
    const error = errorSlope<T, V>(plan, o, load<V>(targets + i));
    store<V>(deltas + i, multiply<T, V>(error, slope<T, V>(activation, o, load<V>(netInputs + i), alpha)));
  }
  if (last.activation == Activation.softmax) {
    softmaxDeltas<T>(deltas, outputs, targets, rows, last.outputs, plan.loss == Loss.crossEntropy);
  }
}

/** ∂(row loss)/∂o. For a loss with a partner, o − t: that is ∂(row loss)/∂netInput. */
@inline
function errorSlope<T, V>(plan: Plan, o: V, t: V): V {
  const difference = subtract<T, V>(o, t);
  const loss = plan.loss;
  if (loss == Loss.squared) return multiply<T, V>(splat<T, V>(<T>plan.errorFactor), difference);
  if (hasPartner(loss)) return difference;
  return otherSlope<T, V>(plan, o, t, difference);
}

function otherSlope<T, V>(plan: Plan, o: V, t: V, difference: V): V {
  const zero = splat<T, V>(0 as T);
  switch (plan.loss) {
    case Loss.absolute:
    case Loss.pinball: {
      const isPinball = plan.loss == Loss.pinball;
      const above = <T>(isPinball ? 1 - plan.quantile : plan.errorFactor);
      const below = <T>(isPinball ? -plan.quantile : -plan.errorFactor);
      const negative = wherePositive<T, V>(subtract<T, V>(zero, difference), splat<T, V>(below), zero);
      return wherePositive<T, V>(difference, splat<T, V>(above), negative);
    }
    case Loss.huber: {
      const delta = <T>plan.huberDelta;
      return atMost<T, V>(atLeast<T, V>(difference, splat<T, V>(-delta as T)), splat<T, V>(delta));
    }
    case Loss.hinge: {
      const margin = subtract<T, V>(splat<T, V>(1 as T), multiply<T, V>(t, o));
      return wherePositive<T, V>(margin, subtract<T, V>(zero, t), zero);
    }
    default:
      return unreachable();
  }
}
