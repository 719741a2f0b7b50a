/** Worked examples as settings: by their name in the place of a config file, or under `example` in one. */
import { existsSync } from "node:fs";
import { isPreset, type PresetName, presetNames, presetOf } from "../explain/presets.js";
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";

/** How many updates the worked examples are trained for. */
const exampleUpdates = 10_000;

/** Whether a word on the command line is the name of a worked example, and not of a file. */
export function isExample(what: string): what is PresetName {
  return isPreset(what) && !existsSync(what);
}

/**
 * The settings and numbers of a worked example, as a config file would have them.
 *
 * @param nameOf the setting as the user wrote it, for messages: `example` or `variant`
 * @throws {ConfigError} for an unknown example or variant
 */
function settingsOfExample(
  name: unknown,
  variant: unknown,
  nameOf: (setting: "example" | "variant") => string,
): Record<string, unknown> {
  if (typeof name !== "string" || !isPreset(name)) {
    throw new ConfigError(`${nameOf("example")}: expected ${oneOf(presetNames)}, got ${show(name)}.`);
  }
  const { config, parameters, inputs, targets } = presetFor(name, variant, nameOf);
  return {
    example: name,
    ...config,
    epochs: exampleUpdates / inputs.length,
    inputs,
    targets,
    ...(parameters && { weights: parameters.weights }),
    ...(parameters?.biases && { biasValues: parameters.biases }),
  };
}

function presetFor(name: PresetName, variant: unknown, nameOf: (setting: "variant") => string) {
  try {
    return presetOf(name, variant as string | undefined);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message.replace(/^variant/, nameOf("variant")));
  }
}

/**
 * A config file over the example that it names: its own keys win, and other layers have other weights.
 *
 * @param nameOf the setting as the user wrote it, for messages
 * @param flags  settings that flags will give
 */
export function overExample(
  file: Readonly<Record<string, unknown>>,
  nameOf: (setting: "example" | "variant") => string,
  flags: readonly string[] = [],
): Record<string, unknown> {
  const { example, variant, ...own } = file;
  if (example === undefined) {
    if (variant === undefined) return own;
    throw new ConfigError(`${nameOf("variant")}: goes with "example", which is not there. Drop it.`);
  }
  const base = settingsOfExample(example, variant, nameOf);
  const others = {
    hidden: ["layers", "weights", "biasValues"],
    layers: ["weights", "biasValues"],
    weights: ["biasValues"],
    data: ["inputs", "targets"],
  };
  for (const [key, replaced] of Object.entries(others)) {
    if (own[key] !== undefined || flags.includes(key)) for (const one of replaced) delete base[one];
  }
  return { ...base, ...own };
}
