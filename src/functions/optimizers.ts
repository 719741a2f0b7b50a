/** All optimisers by name, in the order of the help. To add one, write its file and add its line here. */
import type { Detail } from "./detail.js";
import { type LossName, losses } from "./losses.js";
import { adagrad } from "./optimizers/adagrad.js";
import { adam } from "./optimizers/adam.js";
import { adamw } from "./optimizers/adamw.js";
import { irpropMinus } from "./optimizers/irpropMinus.js";
import { lbfgs } from "./optimizers/lbfgs.js";
import { momentum } from "./optimizers/momentum.js";
import { nadam } from "./optimizers/nadam.js";
import { nesterov } from "./optimizers/nesterov.js";
import type { OptimizerRecord } from "./optimizerRecord.js";
import { rmsprop } from "./optimizers/rmsprop.js";
import { sgd } from "./optimizers/sgd.js";

const all = { sgd, momentum, nesterov, adagrad, rmsprop, adam, adamw, nadam, irpropMinus, lbfgs };

/** Name of an optimiser: how weights follow the gradient. Formulas, defaults and sources: docs/settings.md. */
export type OptimizerKind = keyof typeof all;

export const optimizers: Readonly<Record<OptimizerKind, OptimizerRecord>> = all;

/** Names of all optimisers. */
export const optimizerKinds = /* @__PURE__ */ Object.keys(all) as OptimizerKind[];

/** The optimisers for which a question about their records is answered with yes. */
export function optimizersWhere(question: (record: OptimizerRecord) => unknown): OptimizerKind[] {
  return optimizerKinds.filter((kind) => question(optimizers[kind]));
}

/** Whether each update of an optimiser uses all samples. */
export function needsFullBatch(kind: OptimizerKind): boolean {
  return optimizers[kind].fullBatch === true;
}

/** The optimiser that the kernels run: `sgd` with a momentum is `momentum`. */
export function kernelOptimizer({
  kind,
  momentum: mu,
}: {
  kind: OptimizerKind;
  momentum?: number | undefined;
}): OptimizerRecord {
  return kind === "sgd" && mu ? momentum : optimizers[kind];
}

/**
 * The details of an optimiser as fields of the plan, without those that have no value.
 *
 * @param valueOf gives the value of a detail by its name
 */
export function detailFields(
  { details }: OptimizerRecord,
  valueOf: (name: string, detail: Detail) => unknown,
): Record<string, unknown> {
  const fields = Object.entries(details).map(
    ([name, one]) => [one.field ?? name, valueOf(name, one)] as const,
  );
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/**
 * Default of an optimiser's learning rate.
 *
 * @param activation of the last layer
 */
export function usualLearningRate(kind: OptimizerKind, activation: string, loss: LossName): number {
  const { learningRate } = optimizers[kind];
  if (typeof learningRate === "number") return learningRate;
  const isFlat = activation === "sigmoid" && losses[loss].partner !== activation;
  return isFlat ? learningRate.flat : learningRate.steep;
}
