/** What a reference network is made of, and what is refused. */
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { type ActivationName, activationNames } from "./activation.js";
import { lossNames, type LossName, type LossSettings } from "./loss.js";
import type { OptimizerSettings } from "./optimizer.js";
import type { Regularisation } from "./regularise.js";
import type { Precision } from "./storage.js";

export type BiasMode = "perNeuron" | "shared" | "none";
export type Reduction = "mean" | "sum";

export interface ReferenceConfig extends LossSettings, Regularisation {
  /** Columns of the input. */
  inputs: number;
  layers: readonly {
    units: number;
    /** Default "sigmoid". */
    activation?: ActivationName;
    /** Of leakyRelu, default 0.01, and elu, default 1; ≥ 0. */
    alpha?: number;
    /** Default true; false leaves weights and biases as they are. */
    trainable?: boolean;
    /** Uses the weights of this earlier layer, the first is 1, transposed, and has none of its own. */
    tied?: number | undefined;
  }[];
  loss: LossName;
  /** What becomes of the losses of a batch's rows. Default "mean". */
  reduction?: Reduction;
  /** "shared" is one value for a whole layer. Default "perNeuron". */
  biases?: BiasMode;
  /** Default true; false leaves the biases as they are. */
  trainBiases?: boolean;
  /** Default plain gradient descent. */
  optimizer?: OptimizerSettings;
  /** Part of each weight that goes, times η, before each step. Default 0.01 with adamw, else 0. */
  weightDecay?: number;
  /** Default "float64". */
  precision?: Precision;
  /** Default "blocked"; both give the same bits. */
  matmul?: "naive" | "blocked";
}

/** @throws ConfigError for an unknown name, a number out of its range, a loss that needs other outputs */
export function checkConfig(config: ReferenceConfig): void {
  requireSize("inputs", config.inputs);
  if (config.layers.length === 0) throw new ConfigError("layers: expected at least 1 layer, got none.");
  requireName("loss", config.loss, lossNames);
  requireName("biases", config.biases, ["perNeuron", "shared", "none"]);
  requireName("reduction", config.reduction, ["mean", "sum"]);
  requireName("precision", config.precision, ["float64", "float32"]);
  requireName("matmul", config.matmul, ["naive", "blocked"]);
  const last = config.layers.length - 1;
  config.layers.forEach(({ units, activation, alpha }, l) => {
    requireSize(`layers[${l}].units`, units);
    requireName(`layers[${l}].activation`, activation, activationNames);
    requireNumber(`layers[${l}].alpha`, alpha, "a number ≥ 0", (a) => a >= 0);
    if (activation === "softmax" && l < last) {
      throw new ConfigError(
        `layers[${l}].activation: softmax is for the last layer, which is layers[${last}]. Choose another here.`,
      );
    }
  });
  requireTies(config);
  const { activation = "sigmoid" } = config.layers[last]!;
  const needed = { crossEntropy: "softmax", binaryCrossEntropy: "sigmoid" }[config.loss as string];
  if (needed !== undefined && activation !== needed) {
    throw new ConfigError(
      `loss: ${config.loss} needs ${needed} outputs, the last layer has ${show(activation)}. ` +
        `Set layers[${last}].activation to "${needed}", or choose another loss.`,
    );
  }
  requireNumber("huberDelta", config.huberDelta, "a number > 0", (delta) => delta > 0);
  requireNumber(
    "labelSmoothing",
    config.labelSmoothing,
    "a number from 0 to below 1",
    (e) => e >= 0 && e < 1,
  );
  for (const name of ["l1", "l2", "weightDecay", "clipValue", "clipNorm", "maxNorm"] as const) {
    requireNumber(name, config[name], "a number ≥ 0", (value) => value >= 0);
  }
}

/** @throws ConfigError unless every tied layer is, in shape, the transpose of an earlier one that is not tied */
function requireTies({ inputs, layers }: ReferenceConfig): void {
  const takes = (l: number): number => (l > 0 ? layers[l - 1]!.units : inputs);
  layers.forEach(({ units, tied }, l) => {
    if (tied === undefined) return;
    const source = tied <= l ? layers[tied - 1] : undefined;
    const fits = source && source.units === takes(l) && takes(tied - 1) === units;
    if (fits && source.tied === undefined) return;
    throw new ConfigError(
      `layers[${l}].tied: expected an earlier layer of ${units} inputs and ${takes(l)} units that is not tied, ` +
        `counted from 1, got ${show(tied)}.`,
    );
  });
}

/** @throws ConfigError unless `size` is an integer ≥ 1 */
export function requireSize(where: string, size: number): void {
  if (!(Number.isInteger(size) && size >= 1)) {
    throw new ConfigError(`${where}: expected an integer ≥ 1, got ${show(size)}.`);
  }
}

function requireName(where: string, name: string | undefined, names: readonly string[]): void {
  if (name !== undefined && !names.includes(name)) {
    throw new ConfigError(`${where}: expected ${oneOf(names)}, got ${show(name)}.`);
  }
}

function requireNumber(
  where: string,
  value: number | undefined,
  expected: string,
  holds: (value: number) => boolean,
): void {
  if (value !== undefined && !(Number.isFinite(value) && holds(value))) {
    throw new ConfigError(`${where}: expected ${expected}, got ${show(value)}.`);
  }
}
