/**
 * What is checked, and against what: an implementation under test, and a worked example to put it through.
 * `toInputMajor` is the one place where the files' order of weights is turned into ours.
 */

/** What a subject must be able to be; names as in the package's own configuration. */
export interface SubjectConfig {
  /** Units per layer, inputs first; the logistic function everywhere. */
  layers: number[];
  loss: "halfSquaredError" | "squaredError" | "meanSquaredError";
  reduction: "mean" | "sum";
  biases: "perNeuron" | "shared" | "none";
  trainBiases: boolean;
  learningRate: number;
}

/** weights [inputs × units] row-major; biases [units], [1] if shared, [0] if there are none. */
export interface LayerNumbers {
  weights: ArrayLike<number>;
  biases: ArrayLike<number>;
}

type Eventually<T> = T | Promise<T>;

/** An implementation under test, in double precision. */
export interface Subject {
  name: string;
  create(config: SubjectConfig, initial: LayerNumbers[]): Eventually<Trainee>;
}

/** One network of a subject. */
export interface Trainee {
  /** Online training: one update per pattern, in the order given, `epochs` times over all patterns. */
  train(inputs: number[][], targets: number[][], epochs: number): Eventually<unknown>;
  outputs(inputs: number[]): Eventually<ArrayLike<number>>;
  loss(inputs: number[], targets: number[]): Eventually<number>;
  gradients(inputs: number[], targets: number[]): Eventually<readonly LayerNumbers[]>;
  parameters(): Eventually<readonly LayerNumbers[]>;
  /** By layer, where the implementation lets them be seen; what needs them is left out where it does not. */
  netInputs?(inputs: number[]): Eventually<ArrayLike<number>[]>;
  dispose(): void;
}

/** W[k][j], row = destination. */
export type DestinationMajor = number[][];

/** One worked example: a network, one pattern, and the figures of one round. */
export interface Example {
  config: SubjectConfig;
  weights: DestinationMajor[];
  /** One per layer. */
  biases: number[];
  inputs: number[];
  targets: number[];
  values: { key: string; formula: string; value: number }[];
}

/** Weights from W[k][j], row = destination, to ours: [inputs × units] row-major, row = source. */
export function toInputMajor(weights: DestinationMajor): number[] {
  return weights[0]!.flatMap((_, input) => weights.map((row) => row[input]!));
}

/** What a subject is given to begin with; `biases` one per layer. */
export function initialOf(
  config: SubjectConfig,
  weights: DestinationMajor[],
  biases: number[],
): LayerNumbers[] {
  return weights.map((layer, l) => ({
    weights: toInputMajor(layer),
    biases:
      config.biases === "none"
        ? []
        : Array.from({ length: config.biases === "shared" ? 1 : layer.length }, () => biases[l] ?? 0),
  }));
}
