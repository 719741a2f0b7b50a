/** Turns choices into what the library takes: a network with its first weights, and the settings of `fit`. */
import { presetOf, readParameters } from "../src/explain/presets.js";
import { Network } from "../src/train/network.js";
import type { ConfigInput, TrainingInput } from "../src/train/settings.js";
import type { OpenedFile } from "./data/openFiles.js";
import type { Choices, EngineName, Samples } from "./sessionTypes.js";
import { findsItsSteps } from "./choices.js";

/** The build and threads of an engine. Load the JavaScript build first with `prepareEngine`. */
export function engineSettings(engine: EngineName): Pick<ConfigInput, "build" | "threads"> {
  if (engine === "javascript") return { build: "javascript", threads: 1 };
  return { build: "auto", threads: engine === "threads" ? "auto" : 1 };
}

/** Whether the choices describe the network of the worked example, whose weights and biases are given. */
function isWorkedExample({ data, hidden }: Choices): boolean {
  return data === "mazur" && hidden.length === 1 && hidden[0]!.units === 2;
}

/**
 * Makes the network of some choices, with its first weights.
 *
 * @throws ConfigError for choices that exclude each other; MemoryError for a network that does not fit
 */
export function createNetwork(choices: Choices, samples: Samples, opened: OpenedFile | null): Network {
  const { hidden, output, loss, dropout, seed, precision, engine } = choices;
  const { columns, outputs, targets } = samples.train;
  const isGiven = isWorkedExample(choices);
  const scaling = choices.data === "file" ? opened!.scaling : "auto";
  const network = Network.create({
    layers: [columns, ...hidden.map((layer) => ({ ...layer })), { units: outputs, activation: output }],
    loss,
    dropout,
    seed,
    precision,
    scaling,
    targetScaling: targets && scaling === "standard" ? "standard" : "none",
    ...(isGiven && { biases: "shared", trainBiases: false }),
    ...engineSettings(engine),
    ...fitSettings(choices),
  });
  if (isGiven) network.setParameters(readParameters(network, presetOf("mazur").parameters!));
  return network;
}

/** The settings of `fit`: how the weights are updated. */
export function fitSettings(choices: Choices): TrainingInput {
  const { optimizer: kind, learningRate, batchSize, l1, l2 } = choices;
  const optimizer = findsItsSteps(kind) ? { kind } : { kind, learningRate };
  return { optimizer, batchSize, l1, l2 };
}
