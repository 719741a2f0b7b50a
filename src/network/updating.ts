/**
 * How parameters are updated, as the plan has it: the codes and coefficients of optimisers, penalties and
 * limits. What users may give is checked in `src/train/settings.ts`.
 */
import { kernelOptimizer, type OptimizerKind } from "../functions/optimizers.js";

export { type OptimizerKind, optimizerKinds } from "../functions/optimizers.js";

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

/** The fields of the plan that say how to update. */
export function updateFields(update: UpdateSettings) {
  const { optimizer, l1, l2, weightDecay, clipValue, clipNorm, maxNorm, inputNoise } = update;
  const { code, details, hostSide } = kernelOptimizer(optimizer);
  const given: Readonly<Record<string, unknown>> = { ...optimizer };
  const own = Object.entries(hostSide ? {} : details)
    .map(([name, { field = name }]) => [field, given[name]] as const)
    .filter(([, value]) => value !== undefined);
  return {
    optimizer: code,
    learningRate: optimizer.learningRate,
    ...unused,
    ...(Object.fromEntries(own) as Partial<typeof unused>),
    power1: 1,
    power2: 1,
    momentumPower: 1,
    momentumDecay: 1,
    l1,
    l2,
    weightDecay,
    clipValue,
    clipNorm,
    maxNorm,
    inputNoise,
  };
}

/** The plan's fields for details of optimisers, as they are while no optimiser uses them. */
const unused = {
  momentum: 0,
  beta1: 0,
  beta2: 0,
  epsilon: 0,
  increase: 1,
  decrease: 1,
  leastStep: 0,
  mostStep: 0,
};
