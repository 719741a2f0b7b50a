/** The settings of a reference network. Their names are those of `Network`. */
import { assert } from "./assert.js";
import type { ActivationName } from "./activationTable.js";
import type { LossName, LossSettings } from "./lossTable.js";
import type { OptimizerSettings } from "./optimizerTable.js";
import type { Regularisation } from "./regularise.js";
import type { Precision } from "./storage.js";

export type BiasMode = "perNeuron" | "shared" | "none";
export type Reduction = "mean" | "sum";

export interface ReferenceConfig extends LossSettings, Regularisation {
  inputs: number;
  layers: readonly {
    units: number;
    /** (default: "sigmoid") */
    activation?: ActivationName;
    /** Of leakyRelu (default: 0.01) and elu (default: 1), ≥ 0. */
    alpha?: number;
    /** Whether weights and biases change (default: true). */
    trainable?: boolean;
    /** Factors of the learning rate for its weights and for its biases (default: 1). */
    rateFactor?: number | undefined;
    biasRateFactor?: number | undefined;
    /** The layer has no weights, but uses those of this earlier layer, transposed. Layers are counted from 1. */
    tied?: number | undefined;
  }[];
  loss: LossName;
  /**
   * k networks in one: they share all layers but the last, and each has factors of the inputs and a last layer of its own.
   * The loss is the mean of theirs, the answer the mean of their answers (default: 1).
   */
  members?: number;
  /** Whether there are factors of the inputs with 1 member too (default: false). */
  inputScale?: boolean;
  /** Factor of the learning rate for the factors of the inputs (default: 1). */
  inputScaleRate?: number;
  /** How the losses of a batch's rows are combined (default: "mean"). */
  reduction?: Reduction;
  /** "shared" is one value for a whole layer (default: "perNeuron"). */
  biases?: BiasMode;
  /** Whether biases change (default: true). */
  trainBiases?: boolean;
  /** (default: plain gradient descent) */
  optimizer?: OptimizerSettings;
  /** Part of each weight, times η, that is subtracted before each step (default: 0.01 for adamw, else 0). */
  weightDecay?: number;
  /** (default: "float64") */
  precision?: Precision;
  /** Both give the same bits (default: "blocked"). */
  matmul?: "naive" | "blocked";
}

/** Asserts what types cannot say and what would give wrong numbers without an error. */
export function assertConfig({ inputs, layers, loss, members = 1 }: ReferenceConfig): void {
  const sizes = [inputs, ...layers.map(({ units }) => units)];
  assert(layers.length >= 1, "expected at least 1 layer, got none");
  assert(
    sizes.every((size) => Number.isInteger(size) && size >= 1),
    `sizes: expected integers ≥ 1, got ${sizes.join(", ")}`,
  );
  assert(Number.isInteger(members) && members >= 1, `members: expected an integer ≥ 1, got ${members}`);
  layers.forEach(({ activation, units, tied }, l) => {
    const isLast = l === layers.length - 1;
    assert(isLast || activation !== "softmax", `layer ${l + 1}: softmax is for the last layer`);
    if (tied === undefined) return;
    assert(members === 1, `layer ${l + 1}: cannot be tied in a network with members`);
    const fits = tied >= 1 && tied <= l && sizes[tied] === sizes[l] && sizes[tied - 1] === units;
    assert(fits && layers[tied - 1]!.tied === undefined, `layer ${l + 1}: cannot be tied to layer ${tied}`);
  });
  const { activation = "sigmoid" } = layers.at(-1)!;
  const partners = { crossEntropy: "softmax", binaryCrossEntropy: "sigmoid", poisson: "exponential" };
  const partner = partners[loss as keyof typeof partners] ?? activation;
  assert(activation === partner, `${loss} needs ${partner} outputs, got ${activation}`);
}
