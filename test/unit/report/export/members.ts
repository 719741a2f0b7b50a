/** Networks with members to export, in the form of `subjects`. */
import { Dataset } from "../../../../src/data/dataset.js";
import type { ConfigInput } from "../../../../src/settings/generated/types.js";
import type { Network } from "../../../../src/train/network.js";
import { networkOf, numbers, type Precision } from "./networks.js";

/** A network of which biases differ from 0, and factors of the inputs from 1 and −1. */
export function withMembers(config: ConfigInput): Network {
  const network = networkOf(config);
  const { inputFactors } = network.parameters()[0]!;
  inputFactors?.set(numbers(1, inputFactors.length, 1.5, 200)[0]!);
  return network;
}

/** Classes, one sigmoid, numbers in units of their own, bins and missing numbers; with and without hidden layers. */
export async function ofMembers(precision: Precision): Promise<[string, Network, number[][]][]> {
  const wide = numbers(64, 3, 6);
  const holes = wide.map(([a, b, c], row) => [Math.fround(a! ** 3), b!, row % 7 ? c! : Number.NaN]);
  const asked = [...holes, [1e9, -7, Number.NaN], [-1e9, 9, 1e6]];
  const targets = wide.map(([a, b]) => [1e6 + 300 * Math.sin(a!), 2 * b!]);
  const plain: [string, ConfigInput][] = [
    ["relu", { layers: [3, { units: 7, activation: "relu" }, { units: 2, activation: "identity" }] }],
    ["classes", { layers: [3, 6, 5, { units: 4, activation: "softmax" }] }],
    ["one sigmoid", { layers: [3, 6, 1] }],
    ["no biases", { layers: [3, 6, 2], biases: "none" }],
    ["no hidden layer", { layers: [3, { units: 3, activation: "softmax" }] }],
    [
      "one output, no hidden layer",
      { layers: [3, { units: 1, activation: "elu", alpha: 0.3 }], biases: "none" },
    ],
  ];
  const fitted: [string, Omit<ConfigInput, "layers">, number[][], number[][]][] = [
    ["numbers", { scaling: "standard", targetScaling: "standard" }, wide, wide],
    ["bins", { scaling: "robust", inputBins: [5, 0, 4], targetScaling: "minMax" }, holes, asked],
    ["curves", { scaling: "quantileNormal", targetScaling: "standard" }, holes, asked],
  ];
  const found: [string, Network, number[][]][] = [];
  for (const members of [1, 2, 8]) {
    for (const [name, config] of plain) {
      const network = withMembers({ ...config, precision, members });
      if (name === "classes") network.scalers = { ...network.scalers, temperature: 0.7 };
      found.push([`${name}, members ${members}`, network, wide]);
    }
    for (const [name, config, known, rows] of fitted) {
      const layers = [3, { units: 5, activation: "tanh" }, { units: 2, activation: "identity" }] as const;
      const network = withMembers({ layers, precision, members, epochs: 3, ...config });
      await network.fit(Dataset.from(known, targets, { allowMissing: true }));
      found.push([`${name}, members ${members}`, network, rows]);
    }
  }
  return found;
}
