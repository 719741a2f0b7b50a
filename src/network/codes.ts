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
} as const satisfies Record<ActivationName, Activation>;

/**
 * Name of an activation: what a unit makes of its net input z. `softmax` is for the last layer alone. Formulas and slopes:
 * docs/settings.md.
 */
export type ActivationName =
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leakyRelu"
  | "elu"
  | "selu"
  | "gelu"
  | "silu"
  | "softplus"
  | "softsign"
  | "hardSigmoid"
  | "identity"
  | "softmax";
/** Names of all activations, for lists to choose from. */
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
} as const satisfies Record<LossName, Loss>;

/**
 * Name of a loss: what training makes small. `binaryCrossEntropy` goes with sigmoid outputs, `crossEntropy` with softmax.
 * Formulas: docs/settings.md.
 */
export type LossName =
  | "halfSquaredError"
  | "squaredError"
  | "meanSquaredError"
  | "meanAbsoluteError"
  | "huber"
  | "binaryCrossEntropy"
  | "crossEntropy"
  | "hinge";
/** Names of all losses, for lists to choose from. */
export const lossNames = Object.keys(lossCodes) as LossName[];
