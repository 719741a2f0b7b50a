/**
 * brain.js: plain JavaScript that updates the weights after every sample, whatever the batch size. So its loss can be
 * compared with ours only for batches of one sample.
 */
import type { Case } from "../cases.js";
import { flopsPerSample } from "../cases.js";
import type { Data } from "../subject.js";
import { firstWeights, learningRate } from "../subjects.js";
import type { Peer, PeerSubject } from "./peer.js";

/** Flops of a step above which it takes too long. */
const limit = 1e8;

export const brain: Peer = {
  name: "brain.js",
  packages: ["brain.js"],
  takes: (one) =>
    one.kind === "step" && one.precision === "float32" && one.batch * flopsPerSample(one) < limit,
  open:
    async ([{ NeuralNetwork }]) =>
    async (one, data) => [stepSubject(NeuralNetwork, one, data)],
};

function stepSubject(NeuralNetwork: any, one: Case, { inputs, targets, rows }: Data): PeerSubject {
  const { layers, batch } = one;
  const columns = layers[0]!;
  const outputs = layers.at(-1)!;
  const first = firstWeights(one);
  const net = new NeuralNetwork({ hiddenLayers: layers.slice(1, -1), activation: "sigmoid" });
  net.sizes = [...layers];
  net.initialize();
  net.setActivation?.("sigmoid");
  Object.assign(net.trainOpts, { learningRate, momentum: 0 });
  const samples = Array.from({ length: rows }, (_, row) => ({
    input: inputs.subarray(row * columns, (row + 1) * columns),
    output: targets.subarray(row * outputs, (row + 1) * outputs),
  }));
  return {
    implementation: "brain.js",
    build: batch === 1 ? "JavaScript" : "JavaScript, sample by sample",
    threads: 1,
    comparable: batch === 1,
    reset() {
      first.forEach(({ weights, biases }, index) => {
        const units = layers[index + 1]!;
        for (let unit = 0; unit < units; unit++) {
          net.biases[index + 1][unit] = biases[unit];
          const row = net.weights[index + 1][unit];
          for (let input = 0; input < row.length; input++) row[input] = weights[input * units + unit];
        }
      });
    },
    train(epochs) {
      for (let epoch = 0; epoch < epochs; epoch++) {
        for (const sample of samples) net.trainPattern(sample);
      }
    },
    loss() {
      let sum = 0;
      for (const { input, output } of samples) {
        const answer: ArrayLike<number> = net.runInput(input);
        output.forEach((target, index) => (sum += (answer[index]! - target) ** 2 / 2));
      }
      return sum / rows;
    },
    dispose: () => {},
  };
}
