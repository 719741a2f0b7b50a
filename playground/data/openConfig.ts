/**
 * A config file of `trace` on the page: the worked example that it names, or whose layers and samples it has, with the numbers
 * of the file. Loaded on demand. A setting that the page cannot follow is refused.
 */
import { ConfigError, DataError, ShapeError } from "../../src/errors.js";
import { isPreset, type Preset, presetNames, presetOf } from "../../src/explain/presets.js";
import { readParameters } from "../../src/explain/writtenParameters.js";
import { check, isPlainObject } from "../../src/settings/check.js";
import type { Config } from "../../src/settings/generated/types.js";
import { fileSettings, schemaKey } from "../../src/settings/fileRecords.js";
import { Network } from "../../src/train/network.js";
import { oneOf, show } from "../../src/wording.js";
import { applyChange, defaultsOf, mostLayers } from "../choices.js";
import { createNetwork } from "../configuration.js";
import type { Choices } from "../sessionTypes.js";
import { mostOwnWeights, ownLengths, presetFor, presetNameOf, workedNames } from "../worked/examples.js";
import type { WorkedName } from "../worked/examples.js";
import { type Numbers, numbersOf } from "../worked/ownNumbers.js";
import { makeSamples } from "./makeSamples.js";

type File = Readonly<Record<string, unknown>>;

/** Settings of the file alone that the page follows. */
const followed = ["example", "variant", "inputs", "targets", "weights", "biasValues"];
/** Settings that decide how long a training takes, not what a round is. */
const unimportant = ["epochs", "threads", "build"];

/**
 * The choices that show a config file.
 *
 * @param before of the page: seed, engine and speed stay
 * @throws ConfigError, DataError or ShapeError naming the file and the setting
 */
export function choicesOfConfig(text: string, name: string, before: Choices): Choices {
  const file = checked(parsed(text, name), name);
  try {
    return choicesOf(file, name, before);
  } catch (error) {
    if (error instanceof ConfigError && error.setting !== undefined && !error.setting.startsWith(name))
      throw error.about({ setting: `${name}: ${error.setting}` });
    if (error instanceof ShapeError) throw new ShapeError(`${name}: ${error.message}`);
    throw error;
  }
}

function choicesOf(file: File, name: string, before: Choices): Choices {
  const { example, variant } = file as { example?: "mazur"; variant?: string };
  if (example !== undefined && !isPreset(example)) {
    throw new ConfigError({ setting: "example", expected: oneOf(presetNames), got: show(example) });
  }
  const own = Object.fromEntries(Object.entries(file).filter(([key]) => !followed.includes(key)));
  const preset = example === undefined ? null : presetOf(example, variant);
  const [inputs, targets] = [rowsOf(file.inputs ?? preset?.inputs), rowsOf(file.targets ?? preset?.targets)];
  const network = Network.create({ precision: "float64", ...preset?.config, ...own, threads: 1 } as never);
  try {
    const { config } = network;
    const data = exampleOf(example, config, inputs, targets, name);
    const numbers = numbersIn(file, network, preset);
    const choices = applyChange(
      { ...defaultsOf(data), seed: before.seed, engine: before.engine, speed: before.speed },
      {
        ...shownBy(config),
        ...(own.seed !== undefined && { seed: config.seed }),
        inputs: inputs.flat(),
        targets: targets.flat(),
        weights: numbers?.weights ?? null,
        biases: numbers && config.biases !== "none" ? numbers.biases : null,
      },
    );
    refuseOthers(choices, config, own, name);
    return choices;
  } finally {
    network.dispose();
  }
}

/** The first weights and biases of the file, or of the example where the file has its layers; null if the seed draws them. */
function numbersIn(file: File, network: Network, preset: Preset | null): Numbers | null {
  const ofPreset = file.layers === undefined && file.weights === undefined ? preset?.parameters : null;
  const weights = file.weights ?? ofPreset?.weights;
  if (weights === undefined) return null;
  const biases = file.biasValues ?? ofPreset?.biases;
  return numbersOf(network.config, readParameters(network, { weights, biases } as never) as never);
}

/** Whether the text of a file is a config with a network, not a table. */
export function isConfig(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) && ["example", "layers", "weights"].some((key) => Object.hasOwn(value, key));
  } catch {
    return /^\s*\{\s*"(\$schema|example|layers|weights)"/.test(text); // to say what is wrong with it
  }
}

function parsed(text: string, name: string): File {
  try {
    return JSON.parse(text) as File;
  } catch (error) {
    throw new DataError(`${name}: expected JSON: ${(error as Error).message}.`);
  }
}

function checked(file: File, name: string): File {
  const entries = Object.entries(file).filter(([key]) => key !== schemaKey);
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const record = fileSettings[key];
      if (!record || (record.scope === "file" && !followed.includes(key))) {
        const reason = record ? "the page does not take it" : "there is no such setting";
        throw new ConfigError({ setting: `${name}: ${key}`, reason, advice: "Drop it." });
      }
      try {
        return [key, check(record, value, [key])];
      } catch (error) {
        throw error instanceof ConfigError ? error.about({ setting: `${name}: ${error.setting}` }) : error;
      }
    }),
  );
}

function rowsOf(given: unknown): number[][] {
  const list = (given ?? []) as (number | number[])[];
  return list.every((one) => typeof one === "number") ? [list] : (list as number[][]);
}

/** The example of the page with the widths, biases and number of samples of the file. */
function exampleOf(
  example: string | undefined,
  { layers, biases }: Config,
  inputs: readonly number[][],
  targets: readonly number[][],
  name: string,
): WorkedName {
  const shape = (rows: readonly (readonly number[])[]) => `${rows.length} × ${rows[0]?.length}`;
  const fits = (data: WorkedName) => {
    const preset = presetFor(data);
    return (
      shape(inputs) === shape(preset.inputs) &&
      shape(targets) === shape(preset.targets) &&
      layers[0]!.inputs === preset.inputs[0]!.length &&
      layers.at(-1)!.units === preset.targets[0]!.length
    );
  };
  const sameBiases = (data: WorkedName) => (presetFor(data).config.biases ?? "perNeuron") === biases;
  const known = workedNames.filter((data) => example === undefined || presetNameOf(data) === example);
  const found = known.find((data) => fits(data) && sameBiases(data)) ?? known.find(fits);
  if (found) return found;
  const got = `inputs of ${shape(inputs)} and targets of ${shape(targets)} numbers`;
  const expected = known.map((data) => {
    const preset = presetFor(data);
    return `${shape(preset.inputs)} and ${shape(preset.targets)} (${presetNameOf(data)})`;
  });
  throw new DataError(
    `${name}: expected samples and a network of the size of a worked example, ${expected.join(", ")}, got ${got}. ` +
      `Trace it with the command line.`,
  );
}

/** What the page shows of a configuration. */
function shownBy({ layers, loss, optimizer, precision }: Config): Partial<Choices> {
  const hidden = layers.slice(0, -1).map(({ units, activation }) => ({ units, activation }));
  return {
    hidden: hidden as Choices["hidden"],
    output: layers.at(-1)!.activation as Choices["output"],
    optimizer: optimizer.kind,
    learningRate: optimizer.learningRate,
    loss: loss as Choices["loss"],
    precision,
  };
}

/** Refuses settings that the training of the page would have otherwise, and networks that are too large. */
function refuseOthers(choices: Choices, config: Config, own: File, name: string): void {
  const weights = config.layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
  if (ownLengths(choices).weights === 0 || choices.hidden.length > mostLayers) {
    throw new DataError(
      `${name}: expected at most ${mostOwnWeights} weights in at most ${mostLayers + 1} layers, got ${weights} in ${config.layers.length}.`,
    );
  }
  const made = createNetwork({ ...choices, engine: "wasm" }, makeSamples(choices, null), null);
  const page = made.config;
  made.dispose();
  const keys = [...Object.keys(own), "biases", "trainBiases"] as (keyof Config)[];
  for (const key of keys) {
    if (unimportant.includes(key) || JSON.stringify(page[key]) === JSON.stringify(config[key])) continue;
    throw new ConfigError({
      setting: `${name}: ${key}`,
      expected: `${show(page[key])}, as the page trains the example`,
      got: show(config[key]),
      advice: "Trace it with the command line.",
    });
  }
}
