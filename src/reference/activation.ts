/**
 * Activation functions by name. Not here: the functions themselves, which stand in `saturating.ts`,
 * `rectifying.ts` and `softmax.ts`.
 */
import { elu, gelu, leakyRelu, relu, selu, silu, softplus } from "./rectifying.js";
import { hardSigmoid, identity, sigmoid, softsign, tanh } from "./saturating.js";
import { softmax } from "./softmax.js";
import type { Storage } from "./storage.js";

export interface Activation {
  /**
   * activation[i] ← σ(netInput[i])
   *
   * @param activation [length] overwritten; may be `netInput` itself
   * @param netInput   [length] read
   * @param columns    units of the layer, of which `length` is a multiple; only softmax asks
   */
  apply(activation: Storage, netInput: Storage, length: number, columns: number): void;

  /**
   * delta[i] ← delta[i] · σ′, with σ′ written in the activation where that can be done, which is everywhere
   * but for gelu and silu: two net inputs give them the same activation.
   *
   * @param delta      [length] read and overwritten
   * @param activation [length] read
   * @param netInput   [length] read
   * @param columns    as above
   */
  multiplyBySlope(
    delta: Storage,
    activation: Storage,
    netInput: Storage,
    length: number,
    columns: number,
  ): void;
}

/** What makes each activation; those that take an alpha have a default for it. */
const makers = {
  sigmoid: () => sigmoid,
  tanh: () => tanh,
  relu: () => relu,
  leakyRelu: (alpha = 0.01) => leakyRelu(alpha),
  elu: (alpha = 1) => elu(alpha),
  selu: () => selu,
  gelu: () => gelu,
  silu: () => silu,
  softplus: () => softplus,
  softsign: () => softsign,
  hardSigmoid: () => hardSigmoid,
  identity: () => identity,
  softmax: () => softmax,
} satisfies Record<string, (alpha?: number) => Activation>;

export type ActivationName = keyof typeof makers;
export const activationNames = /* @__PURE__ */ Object.keys(makers) as readonly ActivationName[];

/** @param alpha of leakyRelu (0.01 if undefined) and elu (1); the others have none and do not look */
export function makeActivation(name: ActivationName, alpha?: number): Activation {
  return makers[name](alpha);
}
