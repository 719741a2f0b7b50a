/**
 * A user's own numbers of a worked example, as flat lists: samples row by row; weights and biases layer by layer, the
 * weights of a layer row by row, with a row for each unit that they lead to (w1 w2 … as the examples number them).
 */
import type { PresetParameters } from "../../src/explain/presets.js";
import { biasCount } from "../../src/network/parameters.js";
import type { GivenParameters, LayerParameters } from "../../src/network/parameters.js";
import type { Config } from "../../src/settings/generated/types.js";
import type { Choices } from "../sessionTypes.js";
import { hasItsShape, isWorked, presetFor, type WorkedName } from "./examples.js";

/** Weights and biases as flat lists. */
export interface Numbers {
  weights: number[];
  biases: number[];
}

/** The samples of an example: the user's own numbers, or those of the example. */
export function workedSamples(
  data: WorkedName,
  { inputs, targets }: Pick<Choices, "inputs" | "targets">,
): { inputs: number[][]; targets: number[][] } {
  const preset = presetFor(data);
  const rowsOf = (own: readonly number[] | null, given: readonly (readonly number[])[]) =>
    given.map((row, at) => row.map((value, column) => own?.[at * row.length + column] ?? value));
  return { inputs: rowsOf(inputs, preset.inputs), targets: rowsOf(targets, preset.targets) };
}

/** The first weights and biases that are given; null for those that the seed draws. */
export function givenNumbers(choices: Choices): { [List in keyof Numbers]: readonly number[] | null } {
  const { data, weights, biases } = choices;
  const parameters = isWorked(data) && hasItsShape(choices) ? presetFor(data).parameters : null;
  return {
    weights: weights ?? parameters?.weights.flat(2) ?? null,
    biases: biases ?? parameters?.biases?.flat() ?? null,
  };
}

/** The parameters of a network as flat lists. */
export function numbersOf(config: Pick<Config, "layers">, parameters: readonly LayerParameters[]): Numbers {
  return {
    weights: config.layers.flatMap(({ inputs, units }, l) =>
      Array.from(
        { length: inputs * units },
        (_, at) => parameters[l]!.weights[(at % inputs) * units + Math.floor(at / inputs)]!,
      ),
    ),
    biases: parameters.flatMap(({ biases }) => Array.from(biases)),
  };
}

/** Flat lists in the layout of the library. Where a list is null, the current parameters stay. */
export function withNumbers(
  config: Pick<Config, "layers">,
  parameters: readonly LayerParameters[],
  given: { [List in keyof Numbers]: readonly number[] | null },
): GivenParameters[] {
  const drawn = numbersOf(config, parameters);
  const [weights, biases] = [given.weights ?? drawn.weights, given.biases ?? drawn.biases];
  let [firstWeight, firstBias] = [0, 0];
  return config.layers.map(({ inputs, units }, l) => {
    const own = weights.slice(firstWeight, (firstWeight += inputs * units));
    const count = parameters[l]!.biases.length;
    return {
      weights: own.map((_, at) => own[(at % units) * inputs + Math.floor(at / units)]!),
      biases: biases.slice(firstBias, (firstBias += count)),
    };
  });
}

/** Flat lists as a person writes parameters: a matrix for each layer, a row for each unit that the weights lead to. */
export function writtenParameters(
  { layers, biases: mode }: Pick<Config, "layers" | "biases">,
  { weights, biases }: Numbers,
): PresetParameters {
  let [firstWeight, firstBias] = [0, 0];
  const matrices = layers.map(({ inputs, units }) =>
    Array.from({ length: units }, () => weights.slice(firstWeight, (firstWeight += inputs))),
  );
  if (mode === "none") return { weights: matrices };
  const lists = layers.map(({ units }) => {
    const own = biases.slice(firstBias, (firstBias += biasCount(mode, units)));
    return mode === "shared" ? own[0]! : own;
  });
  return { weights: matrices, biases: lists };
}

/** A list with one number replaced. */
export function withNumber(list: readonly number[], index: number, value: number): number[] {
  return list.map((one, at) => (at === index ? value : one));
}
