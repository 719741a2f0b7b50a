/**
 * How parameters are updated, as the plan has it: the codes and coefficients of optimisers, penalties and
 * limits. What users may give is checked in `src/train/settings.ts`.
 */
import { Optimizer } from "../../assembly/codes.js";

/** The code of each optimiser in the plan, and how many numbers it keeps of each parameter. */
const optimizers = {
  sgd: { code: Optimizer.sgd, moments: 0 },
  momentum: { code: Optimizer.momentum, moments: 1 },
  nesterov: { code: Optimizer.nesterov, moments: 1 },
  adagrad: { code: Optimizer.adagrad, moments: 1 },
  rmsprop: { code: Optimizer.rmsprop, moments: 1 },
  adam: { code: Optimizer.adam, moments: 2 },
  adamw: { code: Optimizer.adam, moments: 2 },
  nadam: { code: Optimizer.nadam, moments: 2 },
  irpropMinus: { code: Optimizer.irpropMinus, moments: 2 },
  /** Runs on the host over gradients: see src/train/secondOrder/lbfgs.ts. */
  lbfgs: { code: Optimizer.sgd, moments: 0 },
} as const satisfies Record<OptimizerKind, { code: Optimizer; moments: number }>;

/** Name of an optimiser: how weights follow the gradient. Formulas, defaults and sources: docs/settings.md. */
export type OptimizerKind =
  | "sgd"
  | "momentum"
  | "nesterov"
  | "adagrad"
  | "rmsprop"
  | "adam"
  | "adamw"
  | "nadam"
  | "irpropMinus"
  | "lbfgs";
/** Names of all optimisers, for lists to choose from. */
export const optimizerKinds = Object.keys(optimizers) as OptimizerKind[];

/** Everything about an update but the gradient. */
export interface UpdateSettings {
  optimizer: {
    kind: OptimizerKind;
    learningRate: number;
    momentum?: number | undefined;
    rho?: number | undefined;
    beta1?: number | undefined;
    beta2?: number | undefined;
    epsilon?: number | undefined;
    increase?: number | undefined;
    decrease?: number | undefined;
    minStep?: number | undefined;
    maxStep?: number | undefined;
  };
  l1: number;
  l2: number;
  weightDecay: number;
  clipValue: number;
  clipNorm: number;
  maxNorm: number;
  inputNoise: number;
}

/** Numbers that the optimiser keeps of each parameter: 0, 1 or 2. */
export function momentsOf({ optimizer }: UpdateSettings): number {
  if (optimizer.kind === "sgd") return optimizer.momentum ? 1 : 0;
  return optimizers[optimizer.kind].moments;
}

/** Whether gradients have to be kept in buffers: for all but plain descent. */
export function isBuffered(update: UpdateSettings): boolean {
  const { optimizer, l1, l2, weightDecay, clipValue, clipNorm, maxNorm } = update;
  const isPlain = optimizer.kind === "sgd" && !optimizer.momentum;
  return !isPlain || [l1, l2, weightDecay, clipValue, clipNorm, maxNorm].some((value) => value > 0);
}

/** The fields of the plan that say how to update. */
export function updateFields(update: UpdateSettings) {
  const { optimizer, l1, l2, weightDecay, clipValue, clipNorm, maxNorm, inputNoise } = update;
  const { kind, learningRate, momentum = 0, rho = 0, beta1 = 0, beta2 = 0, epsilon = 0 } = optimizer;
  const { increase = 1, decrease = 1, minStep = 0, maxStep = 0 } = optimizer;
  return {
    optimizer: kind === "sgd" && momentum ? Optimizer.momentum : optimizers[kind].code,
    learningRate,
    momentum,
    beta1,
    beta2: kind === "rmsprop" ? rho : beta2,
    epsilon,
    power1: 1,
    power2: 1,
    momentumPower: 1,
    momentumDecay: 1,
    increase,
    decrease,
    leastStep: minStep,
    mostStep: maxStep,
    l1,
    l2,
    weightDecay,
    clipValue,
    clipNorm,
    maxNorm,
    inputNoise,
  };
}
