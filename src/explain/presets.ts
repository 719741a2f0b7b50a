/**
 * The networks that a trace knows by name. Weights are written as in the examples: W[k][j] leads from neuron j to
 * neuron k, so a row has the weights into one neuron.
 */
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { Network } from "../train/network.js";
import type { ConfigInput } from "../settings/generated/types.js";
import type { NameStyle } from "./names.js";
import { readParameters, type WrittenParameters } from "./writtenParameters.js";

/** Weights and biases of a preset: matrices, a row for each unit that the weights lead to. */
export interface PresetParameters extends WrittenParameters {
  /** By layer, W[k][j]: row = destination. */
  weights: readonly (readonly (readonly number[])[])[];
}

/** A network that a trace knows by name, with its weights and samples. */
export interface Preset {
  /** How its numbers are named: see `TraceOptions.names`. */
  names: NameStyle;
  /** For `Network.create`: float64, plain gradient descent, one sample at a time, not shuffled. */
  config: ConfigInput & {
    /** Plain descent. */
    optimizer: {
      /** Plain descent. */
      kind: "sgd";
      /** η. */
      learningRate: number;
    };
  };
  /** Initial weights and biases; null to draw them by the seed. */
  parameters: PresetParameters | null;
  /** [samples × inputs] */
  inputs: readonly (readonly number[])[];
  /** [samples × outputs] */
  targets: readonly (readonly number[])[];
  /** The row of the sample that a lesson shows (default: 0). */
  shown?: number;
}

const common = { precision: "float64", batchSize: 1, shuffle: false, reduction: "sum" } as const;
const half = { kind: "sgd", learningRate: 0.5 } as const;
/** Uniform over [0, 1). */
const unit = { kind: "uniform", low: 0, high: 1 } as const;

/* @__NO_SIDE_EFFECTS__ */
function threeThreeTwo(thirdRow: readonly number[]): Preset {
  return {
    names: "matrices",
    config: { ...common, layers: [3, 3, 2], loss: "squaredError", biases: "none", optimizer: half },
    parameters: {
      weights: [
        [[0.9, 0.3, 0.4], [0.2, 0.8, 0.2], thirdRow],
        [
          [0.3, 0.7, 0.5],
          [0.6, 0.5, 0.2],
        ],
      ],
    },
    inputs: [[0.9, 0.1, 0.8]],
    targets: [[0.01, 0.99]],
  };
}

const oneHot = /* @__PURE__ */ [0, 1, 2, 3].map((hot) => [0, 1, 2, 3].map((at) => (at === hot ? 1 : 0)));

const presets: Record<PresetName, (variant: PresetVariant) => Preset> = {
  /** 2-2-2, with fixed biases that each layer shares: the well-known step-by-step example. */
  mazur: (): Preset => ({
    names: "neurons",
    config: {
      ...common,
      layers: [2, 2, 2],
      loss: "halfSquaredError",
      biases: "shared",
      trainBiases: false,
      optimizer: half,
    },
    parameters: {
      weights: [
        [
          [0.15, 0.2],
          [0.25, 0.3],
        ],
        [
          [0.4, 0.45],
          [0.5, 0.55],
        ],
      ],
      biases: [0.35, 0.6],
    },
    inputs: [[0.05, 0.1]],
    targets: [[0.01, 0.99]],
  }),
  /**
   * 3-3-2 in matrices, without biases. The third row of weights as printed does not give the printed signal; the row of
   * the "consistent" variant does.
   */
  matrix: (variant: PresetVariant): Preset =>
    threeThreeTwo(variant === "printed" ? [0.8, 0.1, 0.9] : [0.1, 0.5, 0.6]),
  /** 2-5-1, four patterns; as a listing has it, with drawn biases that each layer shares and that are never trained. */
  xor: (variant: PresetVariant): Preset => ({
    names: "neurons",
    config: {
      ...common,
      layers: [2, 5, 1],
      loss: "halfSquaredError",
      optimizer: half,
      seed: 1,
      ...(variant === "listing" && {
        biases: "shared",
        trainBiases: false,
        initializer: unit,
        biasInitializer: unit,
        shuffle: true,
      }),
    },
    parameters: null,
    inputs: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    targets: [[0], [1], [1], [0]],
    // with inputs of 0 the gradients of their weights are 0, and nothing is seen of the first layer
    shown: 3,
  }),
  /** 4-2-4: reproduces its inputs through two neurons. */
  autoencoder: (): Preset => ({
    names: "neurons",
    config: { ...common, layers: [4, 2, 4], loss: "halfSquaredError", optimizer: half, seed: 1 },
    parameters: null,
    inputs: oneHot,
    targets: oneHot,
  }),
};

/**
 * Name of a preset: `mazur`, 2-2-2 with shared and fixed biases, the well-known step-by-step example; `matrix`,
 * 3-3-2 without biases, in matrices; `xor`, 2-5-1 with four patterns; `autoencoder`, 4-2-4.
 */
export type PresetName = "mazur" | "matrix" | "xor" | "autoencoder";
/** Names of all presets. */
export const presetNames = /* @__PURE__ */ Object.keys(presets) as PresetName[];
export const matrixVariants = ["consistent", "printed"] as const satisfies readonly MatrixVariant[];
/** Of "matrix": the third row of weights that gives the printed signals, or the row as it is printed. */
export type MatrixVariant = "consistent" | "printed";

/** Variants of the presets that have several, the usual one first. */
export const presetVariants = {
  matrix: matrixVariants,
  xor: ["trained", "listing"],
} as const satisfies Partial<Record<PresetName, readonly string[]>>;
/**
 * Of "matrix" a `MatrixVariant`; of "xor": "trained", with biases of each unit that are trained, or "listing", as a published
 * listing has it: weights and biases drawn from [0, 1), a bias for each layer that is never trained, samples at random.
 */
export type PresetVariant = MatrixVariant | "trained" | "listing";

/** The variants of a preset; empty if there is only one. */
export function variantsOf(name: PresetName): readonly PresetVariant[] {
  return (presetVariants as Partial<Record<PresetName, readonly PresetVariant[]>>)[name] ?? [];
}

export function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}

/**
 * A network that a trace knows by name, with its weights and samples.
 *
 * @param name    one of `presetNames`
 * @param variant for "matrix": "consistent" (default), with the third row of weights that gives the printed signals, or
 *   "printed", with the row as it is printed; for "xor": "trained" (default) or "listing": see `PresetVariant`
 * @returns settings, weights and samples; `presetNetwork` makes the network
 * @throws {ConfigError} for an unknown variant
 *
 * @example
 * ```js
 * import { presetOf } from "chainrule";
 *
 * const { config, parameters, inputs, targets } = presetOf("mazur");
 * console.log(config.layers, config.optimizer.learningRate); // → [ 2, 2, 2 ] 0.5
 * console.log(parameters?.weights[0], inputs, targets);
 * // → [ [ 0.15, 0.2 ], [ 0.25, 0.3 ] ] [ [ 0.05, 0.1 ] ] [ [ 0.01, 0.99 ] ]
 * ```
 */
export function presetOf(name: PresetName, variant?: string): Preset {
  if (!isPreset(name))
    throw new ConfigError({ setting: "preset", expected: oneOf(presetNames), got: show(name) });
  const known = variantsOf(name);
  if (variant !== undefined && !(known as readonly string[]).includes(variant)) {
    const setting = "variant";
    if (known.length === 0)
      throw new ConfigError({ setting, reason: `${name} has only one`, advice: "Drop it." });
    throw new ConfigError({ setting, expected: oneOf(known), got: show(variant) });
  }
  return presets[name]((variant ?? known[0]) as PresetVariant);
}

/**
 * A network of a preset, with its weights. Call `dispose` after use.
 *
 * @param preset settings, and weights as a person writes them: matrices W[k][j] with a row for each unit that they lead to,
 *   flat lists in that order, or by name (w1, b1, or w_{1,2}: from 1 to 2); null to draw them by the seed
 * @returns a network with the weights in the library's layout
 * @throws {ConfigError} for a wrong setting
 * @throws {ShapeError} for weights that do not fit, naming the layer
 *
 * @example
 * ```js
 * import { presetNetwork, presetOf } from "chainrule";
 *
 * const network = presetNetwork(presetOf("mazur"));
 * console.log(network.predict([[0.05, 0.1]])[0]);
 * // → Float64Array(2) [ 0.7513650695523157, 0.7729284653214625 ]
 * network.dispose();
 * ```
 */
export function presetNetwork({
  config,
  parameters,
}: {
  config: ConfigInput;
  parameters: WrittenParameters | null;
}): Network {
  const network = Network.create(config);
  if (parameters) network.setParameters(readParameters(network, parameters));
  return network;
}
