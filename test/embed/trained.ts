/** What the library makes of that which the programs of examples/embed train, in double. */
import { Dataset } from "../../src/data/dataset.js";
import { Network } from "../../src/train/network.js";
import type { ConfigInput } from "../../src/settings/generated/types.js";

const plain: Partial<ConfigInput> = {
  loss: "halfSquaredError",
  precision: "float64",
  seed: 1,
  batchSize: "full",
  scaling: "none",
  shuffle: false,
};

/** The error of the worked 2-2-2 example after 10,000 rounds. */
export async function workedError(): Promise<number> {
  const network = Network.create({ ...plain, layers: [2, 2, 2], biases: "shared", trainBiases: false });
  network.setParameters([
    { weights: [0.15, 0.25, 0.2, 0.3], biases: [0.35] },
    { weights: [0.4, 0.5, 0.45, 0.55], biases: [0.6] },
  ]);
  const data = Dataset.from([[0.05, 0.1]], [[0.01, 0.99]]);
  await network.fit(data, { optimizer: { kind: "sgd", learningRate: 0.5 }, epochs: 10_000 });
  const { loss } = network.evaluate(data);
  network.dispose();
  return loss;
}

/** XOR by a 2-5-1 network, all four samples at once: its mean error afterwards, the answers, and the loss of each epoch. */
export async function xor(learningRate: number, epochs: number) {
  const initializer = { kind: "uniform", low: -1, high: 1 } as const;
  const network = Network.create({ ...plain, layers: [2, 5, 1], initializer });
  const rows = [0, 1, 2, 3].map((row) => [row >> 1, row & 1]);
  const data = Dataset.from(rows, [[0], [1], [1], [0]]);
  const history = await network.fit(data, { optimizer: { kind: "sgd", learningRate }, epochs });
  const { loss } = network.evaluate(data);
  const answers = network.predict(rows).map(([answer]) => answer!);
  network.dispose();
  return { error: loss, answers, losses: history.loss };
}
