/** Activations and losses by name, and their codes in the plan. */
import { Activation, Loss } from "../../assembly/codes.js";

/** The code of each activation in the plan. */
export const activationCodes = {
  sigmoid: Activation.sigmoid,
  tanh: Activation.tanh,
  relu: Activation.relu,
  leakyRelu: Activation.leakyRelu,
  elu: Activation.elu,
  selu: Activation.selu,
  gelu: Activation.gelu,
  silu: Activation.silu,
  softplus: Activation.softplus,
  softsign: Activation.softsign,
  hardSigmoid: Activation.hardSigmoid,
  identity: Activation.identity,
  softmax: Activation.softmax,
} as const;
export type ActivationName = keyof typeof activationCodes;
export const activationNames = Object.keys(activationCodes) as ActivationName[];

/** The code of each loss in the plan. */
export const lossCodes = {
  halfSquaredError: Loss.squared,
  squaredError: Loss.squared,
  meanSquaredError: Loss.squared,
  meanAbsoluteError: Loss.absolute,
  huber: Loss.huber,
  binaryCrossEntropy: Loss.binaryCrossEntropy,
  crossEntropy: Loss.crossEntropy,
  hinge: Loss.hinge,
} as const;
export type LossName = keyof typeof lossCodes;
export const lossNames = Object.keys(lossCodes) as LossName[];
