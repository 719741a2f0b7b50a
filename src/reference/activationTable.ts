/**
 * Activation functions by name. To add one: its formulas in `saturating.ts`, `rectifying.ts` or a file of its own,
 * and its line in this table.
 */
import type { Activation } from "./activation.js";
import { elu, exponential, gelu, leakyRelu, mish, relu, selu, silu, softplus } from "./rectifying.js";
import { hardSigmoid, identity, sigmoid, softsign, tanh } from "./saturating.js";
import { softmax } from "./softmaxRows.js";

/** Makes each activation. `leakyRelu` and `elu` have a parameter alpha. */
const makers = {
  sigmoid: () => sigmoid,
  tanh: () => tanh,
  relu: () => relu,
  leakyRelu: (alpha = 0.01) => leakyRelu(alpha),
  elu: (alpha = 1) => elu(alpha),
  selu: () => selu,
  gelu: () => gelu,
  silu: () => silu,
  mish: () => mish,
  softplus: () => softplus,
  softsign: () => softsign,
  hardSigmoid: () => hardSigmoid,
  exponential: () => exponential,
  identity: () => identity,
  softmax: () => softmax,
} satisfies Record<string, (alpha?: number) => Activation>;

export type ActivationName = keyof typeof makers;
export const activationNames = /* @__PURE__ */ Object.keys(makers) as readonly ActivationName[];

/** @param alpha of leakyRelu (default: 0.01) and elu (default: 1); the others ignore it */
export function makeActivation(name: ActivationName, alpha?: number): Activation {
  return makers[name](alpha);
}
