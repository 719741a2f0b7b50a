/**
 * The networks that a trace knows by name. Weights are written as in the examples: W[k][j] leads from neuron j to
 * neuron k, so a row has the weights into one neuron.
 */
import { ConfigError, ShapeError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { biasCount } from "../network/parameters.js";
import type { GivenParameters } from "../network/parameters.js";
import { Network } from "../train/network.js";
import type { ConfigInput } from "../settings/generated/types.js";
import type { NameStyle } from "./names.js";

/** Weights and biases as a person writes them, by layer. */
export interface WrittenParameters {
  /** By layer, W[k][j]: row = destination, so a row has the weights into one unit. */
  weights: readonly (readonly (readonly number[])[])[];
  /** By layer: a number if the layer shares one bias, otherwise a list. Missing if there are no biases. */
  biases?: readonly (number | readonly number[])[];
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
  parameters: WrittenParameters | null;
  /** [samples × inputs] */
  inputs: readonly (readonly number[])[];
  /** [samples × outputs] */
  targets: readonly (readonly number[])[];
}

const common = { precision: "float64", batchSize: 1, shuffle: false, reduction: "sum" } as const;
const half = { kind: "sgd", learningRate: 0.5 } as const;

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

const presets: Record<PresetName, (variant: MatrixVariant) => Preset> = {
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
  matrix: (variant: MatrixVariant): Preset =>
    threeThreeTwo(variant === "printed" ? [0.8, 0.1, 0.9] : [0.1, 0.5, 0.6]),
  /** 2-5-1, four patterns. */
  xor: (): Preset => ({
    names: "neurons",
    config: { ...common, layers: [2, 5, 1], loss: "halfSquaredError", optimizer: half, seed: 1 },
    parameters: null,
    inputs: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    targets: [[0], [1], [1], [0]],
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

export function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name);
}

/**
 * A network that a trace knows by name, with its weights and samples.
 *
 * @param name    one of `presetNames`
 * @param variant for "matrix": "consistent" (default), with the third row of weights that gives the printed signals, or
 *   "printed", with the row as it is printed
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
export function presetOf(name: PresetName, variant: string = matrixVariants[0]): Preset {
  if (!(matrixVariants as readonly string[]).includes(variant)) {
    throw new ConfigError(`variant: expected ${oneOf(matrixVariants)}, got ${show(variant)}.`);
  }
  return presets[name](variant as MatrixVariant);
}

/**
 * A network of a preset, with its weights. Call `dispose` after use.
 *
 * @param preset settings, and weights as a person writes them: W[k][j], row = destination; null to draw them by the seed
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
}: Pick<Preset, "parameters"> & { config: ConfigInput }): Network {
  const network = Network.create(config);
  if (parameters) network.setParameters(readParameters(network, parameters));
  return network;
}

/**
 * Parameters as a person writes them, in the layout of the library.
 *
 * @throws ShapeError naming the layer
 */
export function readParameters(
  network: Pick<Network, "config">,
  written: WrittenParameters,
): Required<GivenParameters>[] {
  const { layers, biases: mode } = network.config;
  const { weights, biases = [] } = written;
  if (!Array.isArray(weights) || weights.length !== layers.length) {
    throw new ShapeError(
      `weights: expected a matrix for each of ${layers.length} layers, got ${show(weights?.length)}.`,
    );
  }
  return layers.map(({ inputs, units }, l) => {
    const matrix = weights[l] as readonly (readonly number[])[];
    const wanted = `${units} rows of ${inputs} numbers, a row for each neuron that they lead to`;
    if (!Array.isArray(matrix) || matrix.length !== units) {
      throw new ShapeError(`weights[${l}]: expected ${wanted}, got ${show(matrix)}.`);
    }
    matrix.forEach((row, k) => {
      if (!Array.isArray(row) || row.length !== inputs) {
        throw new ShapeError(`weights[${l}][${k}]: expected ${inputs} numbers, got ${show(row)}.`);
      }
    });
    const flat = Array.from(
      { length: inputs * units },
      (_, at) => matrix[at % units]![Math.floor(at / units)]!,
    );
    const own = biases[l] ?? (mode === "none" ? [] : 0);
    const count = biasCount(mode, units);
    const listed = typeof own === "number" ? Array.from({ length: count }, () => own) : [...own];
    return { weights: flat, biases: listed };
  });
}
