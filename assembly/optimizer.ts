/**
 * The update of parameters where it is more than plain descent: one pass over gradients, parameters and what
 * the optimiser keeps of them. It works element by element, so any thread may update any of them.
 *
 *     g ← factor · gradient, clipped, + l2 · w + l1 · sign w        w ← w − η · weightDecay · w
 *
 *     momentum     v ← μ v + g                  w ← w − η v
 *     nesterov     v ← μ v + g                  w ← w − η (g + μ v)
 *     adagrad      s ← s + g²                   w ← w − η g / (√s + ε)
 *     rmsprop      s ← ρ s + (1 − ρ) g²         w ← w − η g / (√s + ε)
 *     adam         m ← β₁ m + (1 − β₁) g        w ← w − η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
 *                  v ← β₂ v + (1 − β₂) g²
 *     nadam        as adam, with the step looking ahead along m
 *     irpropMinus  a step for each weight, by the sign of g alone
 *
 * Sources: Polyak 1964; Nesterov 1983 in the form of Sutskever et al. 2013; Duchi et al. 2011; Tieleman &
 * Hinton 2012; Kingma & Ba 2015; Dozat 2016; Loshchilov & Hutter 2019 (decoupled decay); Igel & Hüsken 2003.
 */
import { Optimizer } from "./codes";
import {
  add,
  atLeast,
  atMost,
  divide,
  multiply,
  multiplyAdd,
  splat,
  squareRoot,
  subtract,
  wherePositive,
} from "./lanes";
import { Plan } from "./plan";

/**
 * Begins the update of a batch: takes the next learning rate, and updates the running products. One thread
 * calls it.
 */
export function beginUpdate(plan: Plan): void {
  if (plan.rates) plan.learningRate = load<f64>(plan.rates + ((<usize>plan.update) << 3));
  ++plan.update;
  plan.averagePower *= plan.weightAverage;
  if (plan.optimizer == Optimizer.adam || plan.optimizer == Optimizer.nadam) {
    plan.power1 *= plan.beta1;
    plan.power2 *= plan.beta2;
  }
  if (plan.optimizer == Optimizer.nadam) {
    plan.momentumDecay *= nadamDecay;
    plan.momentumPower *= nadamMomentum(plan, plan.momentumDecay);
  }
}

/** 0.96^0.004 */
const nadamDecay: f64 = 0.999836725352675278;

/** nadam's momentum μ of an update, from its power of 0.96. */
@inline
function nadamMomentum(plan: Plan, decay: f64): f64 {
  return plan.beta1 * (1 - 0.5 * decay);
}

/**
 * Updates `count` parameters, by whole vectors. The last vector may reach beyond the end, which does no harm:
 * the parts of threads begin at whole vectors, and regions are padded.
 *
 * @param at       [count] T: the parameters, read and overwritten
 * @param gradient [count] T, read
 * @param moments1 [count] T, like `moments2`: what the optimiser keeps; read and overwritten if it keeps that
 *                 many
 * @param isWeight whether penalties apply
 * @param factor   factor of the gradient: 1 / rows, times the factor of clipping by norm
 * @param ownRate  factor of the learning rate, of the weights or biases of this layer; 0: no factor
 */
export function updateParameters<T, V>(
  plan: Plan,
  at: usize,
  gradient: usize,
  moments1: usize,
  moments2: usize,
  count: i32,
  isWeight: bool,
  factor: f64,
  ownRate: f64,
): void {
  const kind = plan.optimizer;
  const limit = plan.clipValue;
  const hasPenalty = isWeight && (plan.l1 != 0 || plan.l2 != 0);
  const hasDecay = isWeight && plan.weightDecay != 0;
  const eta = ownRate ? ownRate * plan.learningRate : plan.learningRate;
  const scale = splat<T, V>(<T>factor);
  const rate = splat<T, V>(<T>rateOf(plan, eta));
  const ahead = splat<T, V>(<T>aheadOf(plan, eta));
  const spread = splat<T, V>(<T>(1 / sqrt<f64>(1 - plan.power2)));
  const keep1 = splat<T, V>(<T>(kind < Optimizer.adagrad ? plan.momentum : plan.beta1));
  const take1 = splat<T, V>(<T>(1 - plan.beta1));
  const keep2 = splat<T, V>(<T>plan.beta2);
  const take2 = splat<T, V>(<T>(1 - plan.beta2));
  const epsilon = splat<T, V>(<T>plan.epsilon);
  const high = splat<T, V>(<T>limit);
  const low = splat<T, V>(<T>-limit);
  const l1 = splat<T, V>(<T>plan.l1);
  const l2 = splat<T, V>(<T>plan.l2);
  const remain = splat<T, V>(<T>(1 - eta * plan.weightDecay));
  for (const end = at + <usize>count * sizeof<T>(); at < end; at += sizeof<V>()) {
    let w = load<V>(at);
    let g = multiply<T, V>(scale, load<V>(gradient));
    if (limit > 0) g = atMost<T, V>(atLeast<T, V>(g, low), high);
    if (hasPenalty) g = add<T, V>(multiplyAdd<T, V>(l2, w, g), signed<T, V>(w, l1));
    if (hasDecay) w = multiply<T, V>(remain, w);
    switch (kind) {
      case Optimizer.momentum: {
        const v = multiplyAdd<T, V>(keep1, load<V>(moments1), g);
        store<V>(moments1, v);
        w = subtract<T, V>(w, multiply<T, V>(rate, v));
        break;
      }
      case Optimizer.nesterov: {
        const v = multiplyAdd<T, V>(keep1, load<V>(moments1), g);
        store<V>(moments1, v);
        w = subtract<T, V>(w, multiply<T, V>(rate, multiplyAdd<T, V>(keep1, v, g)));
        break;
      }
      case Optimizer.adagrad: {
        const s = multiplyAdd<T, V>(g, g, load<V>(moments1));
        store<V>(moments1, s);
        const root = add<T, V>(squareRoot<T, V>(s), epsilon);
        w = subtract<T, V>(w, divide<T, V>(multiply<T, V>(rate, g), root));
        break;
      }
      case Optimizer.rmsprop: {
        const s = multiplyAdd<T, V>(take2, multiply<T, V>(g, g), multiply<T, V>(keep2, load<V>(moments1)));
        store<V>(moments1, s);
        const root = add<T, V>(squareRoot<T, V>(s), epsilon);
        w = subtract<T, V>(w, divide<T, V>(multiply<T, V>(rate, g), root));
        break;
      }
      case Optimizer.adam:
      case Optimizer.nadam: {
        const m = multiplyAdd<T, V>(take1, g, multiply<T, V>(keep1, load<V>(moments1)));
        const v = multiplyAdd<T, V>(take2, multiply<T, V>(g, g), multiply<T, V>(keep2, load<V>(moments2)));
        store<V>(moments1, m);
        store<V>(moments2, v);
        const root = multiplyAdd<T, V>(squareRoot<T, V>(v), spread, epsilon);
        let step = multiply<T, V>(rate, m);
        if (kind == Optimizer.nadam) step = multiplyAdd<T, V>(ahead, g, step);
        w = subtract<T, V>(w, divide<T, V>(step, root));
        break;
      }
      case Optimizer.irpropMinus: {
        w = subtract<T, V>(w, resilientStep<T, V>(plan, g, moments1, moments2));
        break;
      }
      case Optimizer.sgd: {
        w = subtract<T, V>(w, multiply<T, V>(rate, g));
        break;
      }
      default:
        unreachable();
    }
    store<V>(at, w);
    gradient += sizeof<V>();
    moments1 += sizeof<V>();
    moments2 += sizeof<V>();
  }
}

/** Factor of the step: η; for adam and nadam also what corrects for moments that began at 0. */
function rateOf(plan: Plan, eta: f64): f64 {
  if (plan.optimizer == Optimizer.adam) return eta / (1 - plan.power1);
  if (plan.optimizer != Optimizer.nadam) return eta;
  const next = nadamMomentum(plan, plan.momentumDecay * nadamDecay);
  return (eta * next) / (1 - plan.momentumPower * next);
}

/** nadam's factor of the gradient itself. */
function aheadOf(plan: Plan, eta: f64): f64 {
  if (plan.optimizer != Optimizer.nadam) return 0;
  const now = nadamMomentum(plan, plan.momentumDecay);
  return (eta * (1 - now)) / (1 - plan.momentumPower);
}

/**
 * The step of iRprop−: longer while the sign of the gradient stays the same; where it changes, the next step
 * is shorter and this one is 0. `moments1` has the previous gradients, `moments2` the sizes of the steps.
 */
@inline
function resilientStep<T, V>(plan: Plan, g: V, moments1: usize, moments2: usize): V {
  const zero = splat<T, V>(0 as T);
  const turned = signed<T, V>(load<V>(moments1), g); // a product could underflow
  const step = load<V>(moments2);
  const longer = atMost<T, V>(
    multiply<T, V>(step, splat<T, V>(<T>plan.increase)),
    splat<T, V>(<T>plan.mostStep),
  );
  const shorter = atLeast<T, V>(
    multiply<T, V>(step, splat<T, V>(<T>plan.decrease)),
    splat<T, V>(<T>plan.leastStep),
  );
  const back = subtract<T, V>(zero, turned);
  const size = wherePositive<T, V>(turned, longer, wherePositive<T, V>(back, shorter, step));
  g = wherePositive<T, V>(back, zero, g);
  store<V>(moments1, g);
  store<V>(moments2, size);
  return signed<T, V>(g, size);
}

/** size · sign x; 0 for 0. */
@inline
function signed<T, V>(x: V, size: V): V {
  const zero = splat<T, V>(0 as T);
  const negative = wherePositive<T, V>(subtract<T, V>(zero, x), subtract<T, V>(zero, size), zero);
  return wherePositive<T, V>(x, size, negative);
}
