/**
 * What the benchmark measures: the wasm builds through the public `fit`, and the reference in plain TypeScript with a
 * naive and with a blocked matrix product. All train the same network on the same data from the same weights.
 */
import { Random } from "../src/network/random.js";
import { ReferenceNetwork } from "../src/reference/referenceNetwork.js";
import { Dataset } from "../src/data/dataset.js";
import { Network } from "../src/train/network.js";
import { exactly } from "../src/wasm/builds.js";
import { batchesOf, type Case, hasNaive } from "./cases.js";
import { type Engine, engines } from "./engines.js";
import { productSubjects } from "./products.js";
import type { Data, Subject, Weights } from "./subject.js";
import { threadedProduct } from "./threaded-product.js";

export const learningRate = 0.1;

/** All of our own subjects of a case; the first is the baseline. */
export function subjectsOf(one: Case, options: { naive: boolean }): Subject[] {
  if (one.kind === "product") {
    const threaded = engines().filter(({ threads }) => threads > 1);
    return [...productSubjects(one), ...threaded.map((engine) => threadedProduct(one, engine))];
  }
  const data = dataOf(one);
  return [
    referenceSubject(one, data, "blocked"),
    ...(options.naive && hasNaive(one) ? [referenceSubject(one, data, "naive")] : []),
    ...engines().map((engine) => wasmSubject(one, data, engine)),
  ];
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

function create({ layers, batch, precision }: Case, engine: Engine, keepFree = false): Network {
  const config = { layers, batchSize: batch, precision, shuffle: false };
  const host = { keepFree, ...exactly(engine.build) };
  return Network.create({ ...config, ...engine, optimizer: { kind: "sgd", learningRate } }, host);
}

function copyOf(network: Network): Weights[] {
  return network
    .parameters()
    .map(({ weights, biases }) => ({ weights: weights.slice(), biases: biases.slice() }));
}

export function firstWeights(one: Case): Weights[] {
  const network = create(one, { build: "scalar", threads: 1 });
  const first = copyOf(network);
  network.dispose();
  return first;
}

export function wasmSubject(one: Case, data: Data, engine: Engine): Subject {
  const network = create(one, engine);
  const dataset = Dataset.from(data.inputs, data.targets, { columns: one.layers[0]! });
  const first = copyOf(network);
  return {
    implementation: "wasm",
    build: network.build,
    threads: engine.threads,
    reset: () => network.setParameters(first),
    train: async (epochs) => void (await network.fit(dataset, { epochs })),
    loss: () => network.evaluate(dataset).loss,
    dispose: () => network.dispose(),
  };
}

/** Independent networks of one thread each that train at the same time. A training of the subject trains all of them. */
export function apartSubject(one: Case, data: Data, build: Engine["build"], count: number): Subject {
  const networks = Array.from({ length: count }, () => create(one, { build, threads: 1 }, true));
  const dataset = Dataset.from(data.inputs, data.targets, { columns: one.layers[0]! });
  const first = copyOf(networks[0]!);
  return {
    implementation: "wasm",
    build,
    threads: count,
    reset: () => networks.forEach((network) => network.setParameters(first)),
    train: async (epochs) => {
      await Promise.all(networks.map((network) => network.fit(dataset, { epochs })));
    },
    loss: () => networks[0]!.evaluate(dataset).loss,
    dispose: () => networks.forEach((network) => network.dispose()),
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
  const first = firstWeights(one);
  const parts = batchesIn(one, data);
  return {
    implementation: "typescript",
    build: matmul,
    threads: 1,
    reset: () => reference.setParameters(first),
    train: (epochs) => {
      for (let epoch = 0; epoch < epochs; epoch++) {
        for (const { inputs, targets } of parts) reference.step(inputs, targets, batch, learningRate);
      }
    },
    loss: () => reference.loss(data.inputs, data.targets, data.rows),
    dispose: () => {},
  };
}

/** The data by batches, as views. */
export function batchesIn({ layers, batch }: Case, { inputs, targets, rows }: Data) {
  const columns = layers[0]!;
  const outputs = layers.at(-1)!;
  return Array.from({ length: rows / batch }, (_, index) => ({
    inputs: inputs.subarray(index * batch * columns, (index + 1) * batch * columns),
    targets: targets.subarray(index * batch * outputs, (index + 1) * batch * outputs),
  }));
}

/** Half the squared error of answers [rows × outputs] by batches, per sample. Sums in double precision. */
export function lossOf(answers: readonly ArrayLike<number>[], one: Case, data: Data): number {
  let sum = 0;
  batchesIn(one, data).forEach(({ targets }, index) => {
    targets.forEach((target, at) => (sum += (answers[index]![at]! - target) ** 2 / 2));
  });
  return sum / data.rows;
}
