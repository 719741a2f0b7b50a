/**
 * What settings cost: the time of a step of the case `mnist` with an optimiser, dropout, a loss or an activation,
 * compared with plain gradient descent, in turns. Tests check the losses.
 */
import { Random } from "../src/network/random.js";
import { Dataset } from "../src/data/dataset.js";
import { Network } from "../src/train/network.js";
import { cases } from "./cases.js";
import { plainEngines } from "./engines.js";
import type { SettingRow } from "./results.js";
import { medianOf, medianRatio, takeTurns, type TurnOptions } from "./turns.js";

const mnist = cases.find(({ name }) => name === "mnist")!;
const [inputs, hidden, classes] = mnist.layers as [number, number, number];
const hiddenAs = (layer: object) => ({ layers: [inputs, { units: hidden, ...layer }, classes] });

/** By name. The others are compared with the first. */
export const settings: Record<string, Record<string, unknown>> = {
  "plain descent": {},
  momentum: { optimizer: { kind: "momentum", learningRate: 0.01 } },
  adam: { optimizer: { kind: "adam" } },
  "dropout 0.5": hiddenAs({ dropout: 0.5 }),
  "softmax, crossEntropy": {
    layers: [inputs, hidden, { units: classes, activation: "softmax" }],
    loss: "crossEntropy",
  },
  relu: hiddenAs({ activation: "relu" }),
  tanh: hiddenAs({ activation: "tanh" }),
  gelu: hiddenAs({ activation: "gelu" }),
  clipNorm: { clipNorm: 1 },
  maxNorm: { maxNorm: 3 },
};

/** Batches of a run: enough that the start and the end of a training take little of its time. */
const batches = 16;

export async function measureSettings(
  options: TurnOptions,
  say: (text: string) => void,
  chosen = settings,
): Promise<SettingRow[]> {
  const { single: build } = plainEngines();
  const random = new Random(1, 99);
  const rows = mnist.batch * batches;
  const x = new Float32Array(rows * inputs).map(() => random.uniform());
  const labels = Array.from({ length: rows }, (_, row) => row % classes);
  const data = Dataset.from(x, labels, { columns: inputs, classes });
  const names = Object.keys(chosen);
  const shared = { layers: [...mnist.layers], batchSize: mnist.batch, build, threads: 1, seed: 1 };
  const optimizer = { kind: "sgd", learningRate: 0.1 };
  const networks = names.map((name) => Network.create({ ...shared, optimizer, ...chosen[name] } as never));
  const runners = networks.map((network) => ({
    run: async (epochs: number) => void (await network.fit(data, { epochs })),
  }));
  const rates = await takeTurns(runners, options);
  for (const network of networks) network.dispose();
  return names.map((setting, index) => {
    const turns = rates[index]!;
    const samplesPerSecond = { median: medianOf(turns) * rows, best: Math.max(...turns) * rows };
    const time = 1 / medianRatio(turns, rates[0]!);
    say(`settings: ${setting}: ${time.toFixed(2)} of the time of ${names[0]}`);
    return { setting, build, samplesPerSecond, time, bestTime: Math.max(...rates[0]!) / Math.max(...turns) };
  });
}
