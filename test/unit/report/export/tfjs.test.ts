import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { toTfjs } from "../../../../src/export/tfjs.js";
import { activationNames } from "../../../../src/functions/activations.js";
import { kerasNames } from "../../../../src/functions/kerasNames.js";
import { importTfjs } from "../../../../src/import/tfjs.js";
import { Network } from "../../../../src/train/network.js";
import { expectClose } from "../../../compare.js";

const rows = [
  [0.5, -1, 2],
  [-0.25, 0.75, 1.5],
  [1, 1, -3],
];
const known = activationNames.filter((name) => kerasNames[name]?.tfjs || name === "leakyRelu");
const unknown = activationNames.filter((name) => !known.includes(name));

/** Networks with each activation that TensorFlow.js has, and one that scales. */
async function networks(): Promise<[string, Network][]> {
  const scaled = Network.create({
    layers: [
      { units: 3, dropout: 0.1 },
      { units: 4, activation: "tanh", dropout: 0.25 },
      { units: 2, activation: "identity" },
    ],
    scaling: "standard",
    targetScaling: "minMax",
    biases: "none",
    epochs: 2,
  });
  await scaled.fit(rows, [
    [10, 200],
    [20, 300],
    [15, 100],
  ]);
  const others = known.map((activation): [string, Network] => {
    const hidden = { units: 4, activation: activation === "softmax" ? ("relu" as const) : activation };
    const output = { units: 2, activation };
    return [
      activation,
      Network.create({ layers: [3, hidden, output], biasInitializer: { kind: "uniform", low: 0, high: 1 } }),
    ];
  });
  return [["scaled", scaled], ...others];
}

/** The greatest |output|, which errors are relative to. */
const largestOf = (network: Network) =>
  Math.max(1, ...network.predict(rows).flatMap((row) => [...row].map(Math.abs)));

it("a network comes back from TensorFlow.js's files with its answers and its dropout", async () => {
  for (const [name, network] of await networks()) {
    const { json, weights } = toTfjs(network);
    const again = importTfjs(json, { weights });
    const largest = largestOf(network);
    for (const [index, row] of network.predict(rows).entries()) {
      expectClose(again.predict(rows)[index]!, row, { absolute: 1e-6 * largest }, `${name}, row ${index}`);
    }
    if (name !== "scaled") continue;
    expect(again.config.inputDropout).toBe(0.1);
    expect(again.config.layers[0]!.dropout).toBe(0.25);
    expect(
      JSON.parse(json).modelTopology.config.layers.map((one: { class_name: string }) => one.class_name),
    ).toEqual(["BatchNormalization", "Dropout", "Dense", "Dropout", "Dense", "BatchNormalization"]);
  }
});

describe("what TensorFlow.js does not have is refused", () => {
  it.each(unknown)("%s", (activation) => {
    const network = Network.create({ layers: [1, { units: 1, activation }] });
    expect(() => toTfjs(network)).toThrow(
      `tfjs: TensorFlow.js has no activation ${activation}. Export the network to onnx, js or c.`,
    );
  });

  it("members, elu with another alpha, and curves", async () => {
    expect(() => toTfjs(Network.create({ layers: [2, 3, 1], members: 2 }))).toThrow("network with members");
    const elu = Network.create({ layers: [1, { units: 1, activation: "elu", alpha: 0.5 }] });
    expect(() => toTfjs(elu)).toThrow("TensorFlow.js has no elu with alpha 0.5.");
    const curved = Network.create({ layers: [3, 1], scaling: "robust", epochs: 1 });
    await curved.fit(rows, [[0], [1], [0]]);
    expect(() => toTfjs(curved)).toThrow("Export the layers alone (preparation: false, --no-preparation)");
    expect(toTfjs(curved, { preparation: false }).weights).toHaveLength(16);
  });
});

const require = createRequire(import.meta.url);
const peers = ["core", "layers", "backend-cpu"].map((name) => `@tensorflow/tfjs-${name}`);
const hasPeers = peers.every((name) => {
  try {
    return require.resolve(name) !== "";
  } catch {
    return false;
  }
});
if (!hasPeers)
  console.warn(`Skipped: TensorFlow.js reads what was exported (npm i --no-save ${peers.join(" ")}).`);

it.skipIf(!hasPeers)("TensorFlow.js reads it and answers alike", async () => {
  const [tf, layers] = peers.map((name) => require(name));
  for (const [name, network] of await networks()) {
    const { json, weights } = toTfjs(network);
    const { modelTopology, weightsManifest } = JSON.parse(json);
    const artifacts = { modelTopology, weightSpecs: weightsManifest[0].weights, weightData: weights.buffer };
    const model = await layers.loadLayersModel({ load: () => Promise.resolve(artifacts) });
    const found = model.predict(tf.tensor(rows)).arraySync() as number[][];
    const largest = largestOf(network);
    for (const [index, row] of network.predict(rows).entries()) {
      expectClose(found[index]!, row, { absolute: 2e-6 * largest }, `${name}, row ${index}`);
    }
  }
});
