/**
 * Optimisers: how a gradient becomes a change of the parameters. Each keeps its state in the precision of the
 * parameters. Not here: their formulas, which stand in `descent.ts`, `adaptive.ts` and `resilient.ts`;
 * L-BFGS, which asks for the loss at several places per step; clipping and penalties; schedules of η.
 */
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { adagrad, adam, nadam, rmsprop } from "./adaptive.js";
import { momentum, nesterov, sgd } from "./descent.js";
import { decayWeights } from "./regularise.js";
import { irpropMinus } from "./resilient.js";
import type { LayerValues, Storage } from "./storage.js";

/** η, and which update this is, from 1. */
export interface Moment {
  learningRate: number;
  update: number;
}

/** How one array of parameters changes; the formulas of an optimiser. */
export interface Rule {
  /** Arrays of state per array of parameters. They start at 0. */
  readonly slots: number;
  /**
   * @param w     parameters, read and overwritten
   * @param g     ∂E/∂w, as long, read
   * @param state `slots` arrays as long, read and overwritten
   */
  change(w: Storage, g: Storage, state: readonly Storage[], moment: Moment): void;
}

export interface OptimizerSettings {
  kind: OptimizerName;
  /** μ of momentum and nesterov, default 0.9; of sgd, default 0. */
  momentum?: number;
  /** Of adam, adamw and nadam. Defaults 0.9 and 0.999. */
  beta1?: number;
  beta2?: number;
  /** Decay of rmsprop. Default 0.9. */
  rho?: number;
  /** Default 1e-8, of adagrad 1e-10. */
  epsilon?: number;
  /** Of nadam. Default 0.004. */
  momentumDecay?: number;
  /** Of irpropMinus. Defaults 1.2, 0.5, 1e-6, 50; the first step is the learning rate, its default 0.1. */
  increase?: number;
  decrease?: number;
  minStep?: number;
  maxStep?: number;
}

type Settings = Omit<OptimizerSettings, "kind">;

const rules = {
  sgd: ({ momentum: mu = 0 }) => (mu > 0 ? momentum(mu) : sgd),
  momentum: ({ momentum: mu = 0.9 }) => momentum(mu),
  nesterov: ({ momentum: mu = 0.9 }) => nesterov(mu),
  adagrad: ({ epsilon = 1e-10 }) => adagrad(epsilon),
  rmsprop: ({ rho = 0.9, epsilon = 1e-8 }) => rmsprop(rho, epsilon),
  adam: ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }) => adam(beta1, beta2, epsilon),
  /** adam, which differs in its `defaultWeightDecay`. [Loshchilov & Hutter 2019] */
  adamw: ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }) => adam(beta1, beta2, epsilon),
  nadam: ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, momentumDecay = 0.004 }) =>
    nadam(beta1, beta2, epsilon, momentumDecay),
  irpropMinus: ({ increase = 1.2, decrease = 0.5, minStep = 1e-6, maxStep = 50 }) =>
    irpropMinus(increase, decrease, minStep, maxStep),
} satisfies Record<string, (settings: Settings) => Rule>;

export type OptimizerName = keyof typeof rules;
export const optimizerNames = /* @__PURE__ */ Object.keys(rules) as readonly OptimizerName[];

export interface Optimizer {
  /**
   * Changes all parameters, from gradients that were all taken before any changes. Must be given the same
   * layers, in the same order, each time: the state belongs to the place.
   *
   * @param parameters by layer, read and overwritten
   * @param gradients  as `parameters`, read
   */
  step(parameters: readonly LayerValues[], gradients: readonly LayerValues[], learningRate: number): void;
}

export function defaultWeightDecay(kind: OptimizerName): number {
  return kind === "adamw" ? 0.01 : 0;
}

/**
 * An optimiser that has made no step yet.
 *
 * @param weightDecay part of each weight that goes, times η, before the step; default 0.01 for adamw, else 0
 * @throws ConfigError for a kind that is not known or a setting that is not a number ≥ 0
 */
export function makeOptimizer(
  settings: OptimizerSettings,
  weightDecay: number = defaultWeightDecay(settings.kind),
): Optimizer {
  const { kind, ...numbers } = settings;
  if (!optimizerNames.includes(kind)) {
    throw new ConfigError(`optimizer.kind: expected ${oneOf(optimizerNames)}, got ${show(kind)}.`);
  }
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined && !(Number.isFinite(value) && value >= 0)) {
      throw new ConfigError(`optimizer.${name}: expected a number ≥ 0, got ${show(value)}.`);
    }
  }
  const rule = rules[kind](numbers);
  const states: { weights: Storage[]; biases: Storage[] }[] = [];
  let update = 0;
  return {
    step(parameters, gradients, learningRate) {
      update++;
      const moment = { learningRate, update };
      parameters.forEach(({ weights, biases }, at) => {
        const { weights: weightGradient, biases: biasGradient } = gradients[at]!;
        const state = (states[at] ??= {
          weights: Array.from({ length: rule.slots }, () => weights.slice().fill(0)),
          biases: Array.from({ length: rule.slots }, () => biases.slice().fill(0)),
        });
        decayWeights(weights, learningRate, weightDecay);
        rule.change(weights, weightGradient, state.weights, moment);
        rule.change(biases, biasGradient, state.biases, moment);
      });
    },
  };
}
