/**
 * What Keras 3 and TensorFlow.js call each activation, for importers and exporters. Apart from `activationFormulas`, so that the other
 * exports do not carry it.
 */
import type { ActivationName } from "./activations.js";

export interface KerasNames {
  /** In Keras 3. */
  readonly name: string;
  /** In TensorFlow.js; none where it does not have this function as an activation. */
  readonly tfjs?: string;
  /** Another name in older files. */
  readonly older?: string;
  /** The parameter that the name means, where the activation has one. */
  readonly alpha?: number;
}

/** By the names of the activations. None for one that neither has, or that they have as another function. */
export const kerasNames: Readonly<Partial<Record<ActivationName, KerasNames>>> = {
  sigmoid: { name: "sigmoid", tfjs: "sigmoid" },
  tanh: { name: "tanh", tfjs: "tanh" },
  relu: { name: "relu", tfjs: "relu" },
  leakyRelu: { name: "leaky_relu", alpha: 0.2 },
  elu: { name: "elu", tfjs: "elu", alpha: 1 },
  selu: { name: "selu", tfjs: "selu" },
  gelu: { name: "gelu", tfjs: "gelu" },
  silu: { name: "silu", tfjs: "swish", older: "swish" },
  mish: { name: "mish", tfjs: "mish" },
  softplus: { name: "softplus", tfjs: "softplus" },
  softsign: { name: "softsign", tfjs: "softsign" },
  hardSigmoid: { name: "hard_sigmoid" }, // that of Keras 2 and TensorFlow.js is another function
  exponential: { name: "exponential" },
  identity: { name: "linear", tfjs: "linear" },
  softmax: { name: "softmax", tfjs: "softmax" },
};
