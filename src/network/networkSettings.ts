/**
 * The settings of a network as types: what users may give, and what is complete. They are written out, so that
 * programs that use the package need none of what checks them; `config.ts` checks, and a test holds the two
 * together.
 */
import type { BuildName } from "../wasm/builds.js";
import type { LossName } from "./codes.js";
import type { LayerConfig, LayerInput } from "./layers.js";

/** One bias per unit, one per layer (its gradient is the sum of the layer's deltas), or none. */
export type BiasMode = "perNeuron" | "shared" | "none";

/** How first weights are drawn, by name. */
export type InitializerName =
  | "glorotUniform"
  | "glorotNormal"
  | "heUniform"
  | "heNormal"
  | "lecunUniform"
  | "lecunNormal"
  | "uniform"
  | "normal"
  | "zeros";

/** How first weights are drawn. `uniform` needs `low` and `high`, `normal` a `deviation`; the others take no numbers. */
export interface InitializerInput {
  /** Name of the initialiser. */
  kind: InitializerName;
  /** Least weight of `uniform`. */
  low?: number | undefined;
  /** Weights of `uniform` are below this. */
  high?: number | undefined;
  /** Mean weight of `normal`; 0 unless told. */
  mean?: number | undefined;
  /** Standard deviation of the weights of `normal`, > 0. */
  deviation?: number | undefined;
}

/** The settings of a network, as `Network.create` takes them. */
export interface NetworkInput {
  /** Inputs first: `[784, { units: 128, activation: "sigmoid" }, 10]`; a bare number is a sigmoid layer. */
  layers: readonly (number | LayerInput)[];
  /** What training makes small; `halfSquaredError`, or `crossEntropy` for softmax outputs. */
  loss?: LossName | undefined;
  /** Error at which the huber loss turns from square to straight, > 0; 1 unless told. */
  huberDelta?: number | undefined;
  /** ε of crossEntropy, 0 ≤ ε < 1: targets become (1 − ε) t + ε / classes; 0 unless told. */
  labelSmoothing?: number | undefined;
  /** Part of the hidden units that each training step leaves out, 0 ≤ p < 1; the others count 1 / (1 − p). */
  dropout?: number | undefined;
  /** Of loss and gradient over the samples of a batch; `mean` unless told. */
  reduction?: "mean" | "sum" | undefined;
  /** One bias per unit, one per layer, or none; `perNeuron` unless told. */
  biases?: BiasMode | undefined;
  /** Whether training changes biases; true unless told. */
  trainBiases?: boolean | undefined;
  /** Whether the second half of the layers uses the weights of the first, transposed; false unless told. */
  tiedWeights?: boolean | undefined;
  /** How first weights are drawn; `glorotUniform` unless told. Biases start at 0. */
  initializer?: InitializerName | InitializerInput | undefined;
  /** Of weights and all arithmetic; `float32` unless told. */
  precision?: "float32" | "float64" | undefined;
  /** Of first weights, split, shuffles, masks and noise, a whole number ≥ 0: the same seed gives the same bits. 1 unless told. */
  seed?: number | undefined;
  /** The wasm build; `auto` takes the best exact one that the host runs. */
  build?: BuildName | "auto" | undefined;
  /** 1 to 64, or `auto`: as many as pay. The same bits for any. */
  threads?: number | "auto" | undefined;
}

/** A network's settings, complete. */
export interface NetworkConfig {
  /** All but the input layer. */
  layers: LayerConfig[];
  /** The part of the inputs that each training step leaves out. */
  inputDropout: number;
  /** What training makes small. */
  loss: LossName;
  /** Error at which the huber loss turns from square to straight. */
  huberDelta: number;
  /** ε of crossEntropy. */
  labelSmoothing: number;
  /** Part of the hidden units that each training step leaves out. */
  dropout: number;
  /** Of loss and gradient over the samples of a batch. */
  reduction: "mean" | "sum";
  /** One per unit, one per layer, or none. */
  biases: BiasMode;
  /** Whether training changes biases. */
  trainBiases: boolean;
  /** Whether the second half of the layers uses the weights of the first, transposed. */
  tiedWeights: boolean;
  /** How first weights are drawn. */
  initializer: InitializerInput;
  /** Of weights and all arithmetic. */
  precision: "float32" | "float64";
  /** Of first weights, split, shuffles, masks and noise. */
  seed: number;
  /** The wasm build. */
  build: BuildName | "auto";
  /** 1 to 64, or as many as pay. */
  threads: number | "auto";
}
