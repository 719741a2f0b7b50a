/**
 * The worked examples of the page: which data they are, the choices that they start with, and how many numbers a user can
 * fill in. `ownNumbers.ts` puts these numbers into a network.
 */
import { makeNames, type NameStyle } from "../../src/explain/names.js";
import { type Preset, type PresetName, presetOf } from "../../src/explain/presets.js";
import { textOf } from "../../src/explain/symbol.js";
import type { BiasMode } from "../../src/settings/generated/types.js";
import { biasCount } from "../../src/network/parameters.js";
import type { Choices, DataName, OwnName } from "../sessionTypes.js";

/** The data of the page that are worked examples, each with its preset. The page's "xor" are points with noise. */
const presetNames = { mazur: "mazur", matrix: "matrix", xor4: "xor", autoencoder: "autoencoder" } as const;
export type WorkedName = keyof typeof presetNames;
export const workedNames = Object.keys(presetNames) as WorkedName[];

export function isWorked(data: DataName): data is WorkedName {
  return Object.hasOwn(presetNames, data);
}

/** The name in the library. */
export function presetNameOf(data: WorkedName): PresetName {
  return presetNames[data];
}

export function presetFor(data: WorkedName): Preset {
  return presetOf(presetNames[data]);
}

/** The row of the sample that is explained first. */
export function firstSample(data: DataName): number {
  return (isWorked(data) && presetFor(data).shown) || 0;
}

/** How the numbers of a data set are named. */
export function nameStyleOf(data: DataName): NameStyle {
  return isWorked(data) ? presetFor(data).names : "neurons";
}

/** The choices of an example, as far as they differ from those of a plane. Nothing is held out of so few rows. */
export function workedDefaults(data: WorkedName): Partial<Choices> {
  const { config, inputs } = presetFor(data);
  return {
    noise: 0,
    rows: Math.max(4, inputs.length),
    test: 0,
    hidden: hiddenOf(data).map((units) => ({ units, activation: "sigmoid" })),
    output: "sigmoid",
    loss: config.loss as Choices["loss"],
    optimizer: config.optimizer.kind,
    learningRate: config.optimizer.learningRate,
    batchSize: 1,
    precision: "float64",
  };
}

function hiddenOf(data: WorkedName): number[] {
  return (presetFor(data).config.layers as number[]).slice(1, -1);
}

/** Whether the layers are those of the example. Only then its weights, and its kind of biases, apply. */
export function hasItsShape({ data, hidden }: Pick<Choices, "data" | "hidden">): boolean {
  return isWorked(data) && hidden.map(({ units }) => units).join() === hiddenOf(data).join();
}

/** Which biases the network has. */
export function biasModeOf(choices: Pick<Choices, "data" | "hidden">): BiasMode {
  const { data } = choices;
  return (isWorked(data) && hasItsShape(choices) && presetFor(data).config.biases) || "perNeuron";
}

/** Units of each layer of an example with these hidden layers, inputs first. */
export function workedSizes(data: WorkedName, hidden: Choices["hidden"]): number[] {
  const { inputs, targets } = presetFor(data);
  return [inputs[0]!.length, ...hidden.map(({ units }) => units), targets[0]!.length];
}

/** Most weights that get a field each. */
export const mostOwnWeights = 64;

/** Length of each list of own numbers; 0 where the example has no such list. */
export function ownLengths(choices: Pick<Choices, "data" | "hidden">): Record<OwnName, number> {
  const { data, hidden } = choices;
  if (!isWorked(data)) return { inputs: 0, targets: 0, weights: 0, biases: 0 };
  const sizes = workedSizes(data, hidden);
  const rows = presetFor(data).inputs.length;
  const weights = sizes.slice(1).reduce((sum, units, layer) => sum + units * sizes[layer]!, 0);
  const mode = biasModeOf(choices);
  const biases = sizes.slice(1).reduce((sum, units) => sum + biasCount(mode, units), 0);
  const isSmall = weights <= mostOwnWeights;
  return {
    inputs: rows * sizes[0]!,
    targets: rows * sizes.at(-1)!,
    weights: isSmall ? weights : 0,
    biases: isSmall ? biases : 0,
  };
}

/** Names of the inputs: i1, i2. */
export function workedInputNames(data: WorkedName, hidden: Choices["hidden"]): string[] {
  const sizes = workedSizes(data, hidden);
  const names = makeNames(presetFor(data).names, sizes);
  return Array.from({ length: sizes[0]! }, (_, unit) => textOf(names.out(0, unit)));
}
