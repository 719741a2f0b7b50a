/**
 * Optimisers by name: how a gradient changes the parameters. Each keeps its state in the precision of the parameters.
 * To add one: its formulas in `descent.ts`, `adaptive.ts` or `resilient.ts`, and its line in the table. Not here:
 * L-BFGS, which evaluates the loss several times in each step; clipping and penalties; schedules of η.
 */
import { adagrad, adam, nadam, rmsprop } from "./adaptive.js";
import { momentum, nesterov, sgd } from "./descent.js";
import { decayWeights } from "./regularise.js";
import { irpropMinus } from "./resilient.js";
import type { LayerValues, Storage } from "./storage.js";
import type { UpdateRule } from "./updateRule.js";

export interface OptimizerSettings {
  kind: OptimizerName;
  /** μ of momentum and nesterov (default: 0.9) and of sgd (default: 0). */
  momentum?: number;
  /** Of adam, adamw and nadam (default: 0.9). */
  beta1?: number;
  /** Of adam, adamw and nadam (default: 0.999). */
  beta2?: number;
  /** Decay of rmsprop (default: 0.9). */
  rho?: number;
  /** (default: 1e-8; 1e-10 for adagrad) */
  epsilon?: number;
  /** Of nadam (default: 0.004). */
  momentumDecay?: number;
  /** Of irpropMinus (defaults: 1.2, 0.5, 1e-6 and 50). Its first step is the learning rate. */
  increase?: number;
  decrease?: number;
  minStep?: number;
  maxStep?: number;
}

type Settings = Omit<OptimizerSettings, "kind">;

const makers = {
  sgd: ({ momentum: mu = 0 }) => (mu > 0 ? momentum(mu) : sgd),
  momentum: ({ momentum: mu = 0.9 }) => momentum(mu),
  nesterov: ({ momentum: mu = 0.9 }) => nesterov(mu),
  adagrad: ({ epsilon = 1e-10 }) => adagrad(epsilon),
  rmsprop: ({ rho = 0.9, epsilon = 1e-8 }) => rmsprop(rho, epsilon),
  adam: ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }) => adam(beta1, beta2, epsilon),
  /** The formulas of adam; only `defaultWeightDecay` differs. [Loshchilov & Hutter 2019] */
  adamw: ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }) => adam(beta1, beta2, epsilon),
  nadam: ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, momentumDecay = 0.004 }) =>
    nadam(beta1, beta2, epsilon, momentumDecay),
  irpropMinus: ({ increase = 1.2, decrease = 0.5, minStep = 1e-6, maxStep = 50 }) =>
    irpropMinus(increase, decrease, minStep, maxStep),
} satisfies Record<string, (settings: Settings) => UpdateRule>;

export type OptimizerName = keyof typeof makers;
export const optimizerNames = /* @__PURE__ */ Object.keys(makers) as readonly OptimizerName[];

/** Factors of the learning rate of a layer. */
export interface RateFactors {
  weights: number;
  biases: number;
}

export interface Optimizer {
  /**
   * Changes all parameters. All gradients must have been computed before the first change. The caller must pass the
   * same layers in the same order each time, because the state of a layer is found by its position.
   *
   * @param parameters by layer, read and overwritten
   * @param gradients  as `parameters`, read
   * @param factors    by layer (default: all 1)
   */
  step(
    parameters: readonly LayerValues[],
    gradients: readonly LayerValues[],
    learningRate: number,
    factors?: readonly RateFactors[],
  ): void;
}

export function defaultWeightDecay(kind: OptimizerName): number {
  return kind === "adamw" ? 0.01 : 0;
}

/**
 * An optimiser before its first step.
 *
 * @param weightDecay part of each weight, times η, that is subtracted before each step (default: 0.01 for adamw, else 0)
 */
export function makeOptimizer(
  settings: OptimizerSettings,
  weightDecay: number = defaultWeightDecay(settings.kind),
): Optimizer {
  const { kind, ...numbers } = settings;
  const rule = makers[kind](numbers);
  const states: { weights: Storage[]; biases: Storage[] }[] = [];
  let update = 0;
  return {
    step(parameters, gradients, learningRate, factors) {
      update++;
      parameters.forEach(({ weights, biases }, at) => {
        const { weights: weightGradient, biases: biasGradient } = gradients[at]!;
        const state = (states[at] ??= {
          weights: Array.from({ length: rule.slots }, () => weights.slice().fill(0)),
          biases: Array.from({ length: rule.slots }, () => biases.slice().fill(0)),
        });
        const factor = factors?.[at] ?? { weights: 1, biases: 1 };
        const ofWeights = { learningRate: factor.weights * learningRate, update };
        const ofBiases = { learningRate: factor.biases * learningRate, update };
        decayWeights(weights, ofWeights.learningRate, weightDecay);
        rule.change(weights, weightGradient, state.weights, ofWeights);
        rule.change(biases, biasGradient, state.biases, ofBiases);
      });
    },
  };
}
