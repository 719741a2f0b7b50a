/**
 * The two worked examples that people calculate by hand, ready to be trained: settings, first parameters, the one
 * pattern, and the errors that the stated rule leads to. Every figure between is in `test/golden/`.
 *
 * Computed in binary64 by a program of its own (CPython, `math.exp`), checked with decimal arithmetic at 40 digits.
 */
import type { GivenParameters } from "../network/parameters.js";
import type { ConfigInput } from "../train/settings.js";

export interface WorkedExample {
  name: string;
  config: ConfigInput & { optimizer: { kind: "sgd"; learningRate: number } };
  /** By layer: weights [inputs × units] row-major, biases [1] where shared, [0] where there are none. */
  parameters: readonly Required<GivenParameters>[];
  inputs: readonly number[];
  targets: readonly number[];
  /** The error after so many rounds. */
  errors: readonly { rounds: number; error: number }[];
}

/** The 2-2-2 network: w1 … w4 = 0.15, 0.2, 0.25, 0.3 and w5 … w8 = 0.4, 0.45, 0.5, 0.55 by destination. */
export const mazur: WorkedExample = {
  name: "2-2-2 worked example",
  config: {
    layers: [2, 2, 2],
    loss: "halfSquaredError",
    reduction: "mean",
    biases: "shared",
    trainBiases: false,
    optimizer: { kind: "sgd", learningRate: 0.5 },
    batchSize: 1,
    epochs: 10_000,
    shuffle: false,
  },
  parameters: [
    { weights: [0.15, 0.25, 0.2, 0.3], biases: [0.35] },
    { weights: [0.4, 0.5, 0.45, 0.55], biases: [0.6] },
  ],
  inputs: [0.05, 0.1],
  targets: [0.01, 0.99],
  errors: [
    { rounds: 0, error: 0.2983711087600027 },
    { rounds: 1, error: 0.29102777369359933 },
    { rounds: 10_000, error: 3.510187782978859e-5 },
  ],
};

const three: Pick<WorkedExample, "config" | "inputs" | "targets"> = {
  config: {
    layers: [3, 3, 2],
    loss: "squaredError",
    reduction: "mean",
    biases: "none",
    optimizer: { kind: "sgd", learningRate: 0.5 },
    batchSize: 1,
    epochs: 10_000,
    shuffle: false,
  },
  inputs: [0.9, 0.1, 0.8],
  targets: [0.01, 0.99],
};
const output = { weights: [0.3, 0.6, 0.7, 0.5, 0.5, 0.2], biases: [] };

/** The 3-3-2 network with the third row of weights as its document prints it. */
export const matrixAsPrinted: WorkedExample = {
  ...three,
  name: "3-3-2 worked example, matrix as printed",
  parameters: [{ weights: [0.9, 0.2, 0.8, 0.3, 0.8, 0.1, 0.4, 0.2, 0.9], biases: [] }, output],
  errors: [
    { rounds: 0, error: 0.6112104379834655 },
    { rounds: 1, error: 0.5366688211093621 },
    { rounds: 10_000, error: 2.2910875001243374e-7 },
  ],
};

/** The same with a third row that gives the signals its document goes on with. */
export const matrixBySignals: WorkedExample = {
  ...three,
  name: "3-3-2 worked example, signals as printed",
  parameters: [{ weights: [0.9, 0.2, 0.1, 0.3, 0.8, 0.5, 0.4, 0.2, 0.6], biases: [] }, output],
  errors: [
    { rounds: 0, error: 0.5922775269212409 },
    { rounds: 1, error: 0.5261726335300504 },
    { rounds: 10_000, error: 2.2543579877463486e-7 },
  ],
};

export const workedExamples: readonly WorkedExample[] = [mazur, matrixAsPrinted, matrixBySignals];
