/** Turns choices into what the library takes: a network with its first weights, and the settings of `fit`. */
import { Network } from "../src/train/network.js";
import type { ConfigInput, TrainingInput } from "../src/settings/generated/types.js";
import type { OpenedFile } from "./data/openFiles.js";
import type { Choices, EngineName, Samples } from "./sessionTypes.js";
import { findsItsSteps } from "./choices.js";
import { hasItsShape, isWorked, presetFor } from "./worked/examples.js";
import { givenNumbers, type Numbers, numbersOf, withNumbers } from "./worked/ownNumbers.js";

/** The build and threads of an engine. Load the JavaScript build first with `prepareEngine`. */
export function engineSettings(engine: EngineName): Pick<ConfigInput, "build" | "threads"> {
  if (engine === "javascript") return { build: "javascript", threads: 1 };
  return { build: "auto", threads: engine === "threads" ? "auto" : 1 };
}

/** What the configuration of a worked example says beyond the choices: its biases, and that its samples take turns. */
function workedSettings(choices: Choices): Partial<ConfigInput> {
  if (!isWorked(choices.data)) return {};
  const { biases, trainBiases, shuffle, reduction } = presetFor(choices.data).config;
  const own = { ...(biases && { biases }), ...(trainBiases !== undefined && { trainBiases }) };
  return { ...(hasItsShape(choices) && own), shuffle, reduction };
}

/**
 * Makes the network of some choices, with its first weights.
 *
 * @throws ConfigError for choices that exclude each other; MemoryError for a network that does not fit
 */
export function createNetwork(choices: Choices, samples: Samples, opened: OpenedFile | null): Network {
  const { hidden, output, loss, dropout, seed, precision, engine } = choices;
  const { columns, outputs, targets } = samples.train;
  const scaling = choices.data === "file" ? opened!.scaling : "auto";
  const network = Network.create({
    layers: [columns, ...hidden.map((layer) => ({ ...layer })), { units: outputs, activation: output }],
    loss,
    dropout,
    seed,
    precision,
    scaling,
    targetScaling: targets && scaling === "standard" ? "standard" : "none",
    ...workedSettings(choices),
    ...engineSettings(engine),
    ...fitSettings(choices),
  });
  const given = givenNumbers(choices);
  if (given.weights || given.biases) {
    network.setParameters(withNumbers(network.config, network.parameters(), given));
  }
  return network;
}

/** The first weights and biases of some choices as flat lists, also where the seed draws them. */
export function firstNumbers({ choices, samples }: { choices: Choices; samples: Samples }): Numbers {
  const network = createNetwork({ ...choices, engine: "wasm" }, samples, null);
  try {
    return numbersOf(network.config, network.parameters());
  } finally {
    network.dispose();
  }
}

/** The settings of `fit`: how the weights are updated. */
export function fitSettings(choices: Choices): TrainingInput {
  const { optimizer: kind, learningRate, batchSize, l1, l2 } = choices;
  const optimizer = findsItsSteps(kind) ? { kind } : { kind, learningRate };
  return { optimizer, batchSize, l1, l2 };
}
