/** All activations. To add one: its file in `activations/` and its lines here; then the kernel and the reference. */
import type { Activation, ActivationFormula } from "./activation.js";
import { elu, eluFormula } from "./activations/elu.js";
import { exponential, exponentialFormula } from "./activations/exponential.js";
import { gelu, geluFormula } from "./activations/gelu.js";
import { hardSigmoid, hardSigmoidFormula } from "./activations/hardSigmoid.js";
import { identity, identityFormula } from "./activations/identity.js";
import { leakyRelu, leakyReluFormula } from "./activations/leakyRelu.js";
import { mish, mishFormula } from "./activations/mish.js";
import { relu, reluFormula } from "./activations/relu.js";
import { selu, seluFormula } from "./activations/selu.js";
import { sigmoid, sigmoidFormula } from "./activations/sigmoid.js";
import { silu, siluFormula } from "./activations/silu.js";
import { softmax, softmaxFormula } from "./activations/softmax.js";
import { softplus, softplusFormula } from "./activations/softplus.js";
import { softsign, softsignFormula } from "./activations/softsign.js";
import { tanh, tanhFormula } from "./activations/tanh.js";

/** The facts about each activation, in the order of all lists. */
const records = {
  sigmoid,
  tanh,
  relu,
  leakyRelu,
  elu,
  selu,
  gelu,
  silu,
  mish,
  softplus,
  softsign,
  hardSigmoid,
  exponential,
  identity,
  softmax,
};

/**
 * Name of an activation: the function that a unit applies to its net input z. `softmax` is for the last layer only.
 * Formulas and slopes: docs/settings.md.
 */
export type ActivationName = keyof typeof records;

export const activations: Readonly<Record<ActivationName, Activation>> = records;

/** Names of all activations, for lists to choose from. */
export const activationNames = /* @__PURE__ */ Object.keys(records) as ActivationName[];

/** Names of the activations that a hidden layer can have. */
export const hiddenActivationNames = /* @__PURE__ */ activationNames.filter(
  (name) => !activations[name].isLastOnly,
);

/** What is written about each activation. Apart from the facts, so that a program that only trains does not carry it. */
export const activationFormulas: Readonly<Record<ActivationName, ActivationFormula>> = {
  sigmoid: sigmoidFormula,
  tanh: tanhFormula,
  relu: reluFormula,
  leakyRelu: leakyReluFormula,
  elu: eluFormula,
  selu: seluFormula,
  gelu: geluFormula,
  silu: siluFormula,
  mish: mishFormula,
  softplus: softplusFormula,
  softsign: softsignFormula,
  hardSigmoid: hardSigmoidFormula,
  exponential: exponentialFormula,
  identity: identityFormula,
  softmax: softmaxFormula,
};
