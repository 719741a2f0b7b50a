/**
 * What is measured: our wasm builds through the public `fit`, and the reference in plain TypeScript with its
 * naive and its blocked product. All train the same network on the same data from the same weights.
 */
import { Dataset, Network } from "../src/index.js";
import { Random } from "../src/network/random.js";
import { ReferenceNetwork } from "../src/reference/network.js";
import type { BuildName } from "../src/wasm/builds.js";
import { batchesOf, type Case } from "./cases.js";

/** Something that trains a case. */
export interface Subject {
  implementation: "wasm" | "typescript";
  /** Build or product. */
  build: string;
  threads: number;
  /** Back to the first weights. */
  reset(): void;
  /** Trains so many times over the data of `batches` batches. */
  train(epochs: number): Promise<void>;
  /** Mean loss per sample over the data. */
  loss(): number;
  dispose(): void;
}

const learningRate = 0.1;

interface Data {
  inputs: Float32Array | Float64Array;
  targets: Float32Array | Float64Array;
  rows: number;
}

export function dataOf(one: Case): Data {
  const { layers, batch, precision } = one;
  const random = new Random(1, 99);
  const rows = batch * batchesOf(one);
  const draw = (length: number) => {
    const values = precision === "float64" ? new Float64Array(length) : new Float32Array(length);
    return values.map(() => random.uniform());
  };
  return { rows, inputs: draw(rows * layers[0]!), targets: draw(rows * layers.at(-1)!) };
}

function create({ layers, batch, precision }: Case, build: BuildName): Network {
  return Network.create({
    layers,
    batchSize: batch,
    precision,
    build,
    shuffle: false,
    optimizer: { kind: "sgd", learningRate },
  });
}

export function wasmSubject(one: Case, data: Data, build: BuildName): Subject {
  const network = create(one, build);
  const dataset = Dataset.from(data.inputs, data.targets, { columns: one.layers[0]! });
  const first = network
    .parameters()
    .map(({ weights, biases }) => ({ weights: weights.slice(), biases: biases.slice() }));
  return {
    implementation: "wasm",
    build,
    threads: 1,
    reset: () => network.setParameters(first),
    train: async (epochs) => void (await network.fit(dataset, { epochs })),
    loss: () => network.evaluate(dataset).loss,
    dispose: () => network.dispose(),
  };
}

export function referenceSubject(one: Case, data: Data, matmul: "naive" | "blocked"): Subject {
  const { layers, batch, precision } = one;
  const reference = new ReferenceNetwork({
    inputs: layers[0]!,
    layers: layers.slice(1).map((units) => ({ units })),
    loss: "halfSquaredError",
    precision,
    matmul,
  });
  const network = create(one, "scalar"); // its first weights
  const first = network
    .parameters()
    .map(({ weights, biases }) => ({ weights: weights.slice(), biases: biases.slice() }));
  network.dispose();
  const columns = layers[0]!;
  const outputs = layers.at(-1)!;
  const parts = Array.from({ length: batchesOf(one) }, (_, index) => ({
    inputs: data.inputs.subarray(index * batch * columns, (index + 1) * batch * columns),
    targets: data.targets.subarray(index * batch * outputs, (index + 1) * batch * outputs),
  }));
  return {
    implementation: "typescript",
    build: matmul,
    threads: 1,
    reset: () => reference.setParameters(first),
    train: async (epochs) => {
      for (let epoch = 0; epoch < epochs; epoch++) {
        for (const { inputs, targets } of parts) reference.step(inputs, targets, batch, learningRate);
      }
    },
    loss: () => reference.loss(data.inputs, data.targets, data.rows),
    dispose: () => {},
  };
}
