/** Random small networks with a sample, for properties of traces. */
import fc from "fast-check";
import { Network } from "../../../src/train/network.js";
import type { ActivationName } from "../../../src/functions/activations.js";
import type { LossName } from "../../../src/functions/losses.js";
import type { Sample } from "../../../src/explain/trace.js";

/** All that a layer below the output may have; gelu needs erfc, which no calculator has. */
const hidden: ActivationName[] = [
  "sigmoid",
  "tanh",
  "relu",
  "leakyRelu",
  "elu",
  "selu",
  "silu",
  "mish",
  "softplus",
  "softsign",
  "hardSigmoid",
  "identity",
];
const outputs: [ActivationName, LossName[]][] = [
  [
    "sigmoid",
    [
      "halfSquaredError",
      "squaredError",
      "meanSquaredError",
      "huber",
      "meanAbsoluteError",
      "binaryCrossEntropy",
    ],
  ],
  ["softmax", ["crossEntropy", "halfSquaredError"]],
  ["tanh", ["hinge", "squaredError"]],
  ["identity", ["halfSquaredError", "huber", "pinball"]],
  ["exponential", ["poisson", "halfSquaredError"]],
];

export interface Study {
  network: Network;
  sample: Sample;
}

/** @yields a network with weights in −1.5 … 1.5, and a sample that its loss takes */
export const study: fc.Arbitrary<() => Study> = fc
  .record({
    inputs: fc.integer({ min: 1, max: 3 }),
    hidden: fc.array(
      fc.record({ units: fc.integer({ min: 1, max: 3 }), activation: fc.constantFrom(...hidden) }),
      { maxLength: 3 },
    ),
    units: fc.integer({ min: 1, max: 3 }),
    output: fc.constantFrom(...outputs),
    loss: fc.nat(),
    biases: fc.constantFrom("perNeuron" as const, "shared" as const, "none" as const),
    trainBiases: fc.boolean(),
    numbers: fc.array(fc.integer({ min: -1500, max: 1500 }), { minLength: 60, maxLength: 60 }),
  })
  .map((given) => () => {
    const [activation, losses] = given.output;
    const loss = losses[given.loss % losses.length]!;
    const { biases, trainBiases } = given;
    const network = Network.create({
      layers: [given.inputs, ...given.hidden, { units: given.units, activation }],
      loss,
      biases,
      trainBiases,
      precision: "float64",
      optimizer: { kind: "sgd", learningRate: 0.5 },
    });
    let at = 0;
    // small numbers, so that no exponential overflows
    const size = activation === "exponential" ? 10_000 : 1000;
    const next = () => given.numbers[at++ % given.numbers.length]! / size;
    for (const layer of network.parameters()) {
      layer.weights.forEach((_, i) => (layer.weights[i] = next()));
      layer.biases.forEach((_, i) => (layer.biases[i] = next()));
    }
    const inputs = Array.from({ length: given.inputs }, next);
    const targets = Array.from({ length: given.units }, (_, k) => {
      if (loss === "hinge") return next() < 0 ? -1 : 1;
      if (loss === "poisson") return Math.floor(Math.abs(3 * next()));
      if (loss === "crossEntropy") return k === 0 ? 1 : 0;
      if (loss === "binaryCrossEntropy") return k % 2 === 0 ? 1 : Math.abs(next()) / 2;
      return next();
    });
    return { network, sample: { inputs, targets } };
  });
