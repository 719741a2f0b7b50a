/**
 * From flags and a config file to settings: a flag goes before the file, the file before the default. Keeps
 * track of where each setting came from, so that errors name it as the user wrote it.
 */
import { ConfigError, show } from "../errors.js";
import { isPlainObject, networkEntries, pathOf } from "../network/config.js";
import { didYouMean } from "../nearest.js";
import { trainingEntries } from "../train/settings.js";
import { readBytes } from "./files.js";
import { flagGroups } from "./settingFlags.js";

/** Settings of `train` as gathered, and how to name them in messages. */
export interface Settings {
  /** As `checkConfig` takes them, but `layers` may be missing. */
  config: Record<string, unknown>;
  /** Units of the hidden layers, where they came as `--layers`. */
  hidden?: unknown[];
  activation?: unknown;
  outputActivation?: unknown;
  inputDropout?: unknown;
  /** Where data are, from the config file. */
  files: Record<string, unknown>;
  label: (path: string) => string;
}

const isText = (value: unknown) => typeof value === "string";
const isTexts = (value: unknown) => isText(value) || (Array.isArray(value) && value.every(isText));

/** Keys of a config file that are not settings but say where the data are: what each should be. */
const fileKeys: Record<string, { expected: string; holds: (value: unknown) => boolean }> = {
  data: { expected: "the name of a file", holds: isText },
  labels: { expected: "the name of a file", holds: isText },
  target: { expected: "the name of a column", holds: isText },
  targetKind: { expected: '"class" or "number"', holds: isText },
  drop: { expected: "a list of column names", holds: isTexts },
  separator: { expected: '",", ";", "|" or "tab"', holds: isText },
  samples: { expected: "an integer", holds: Number.isInteger },
  autoencoder: { expected: "true or false", holds: (value) => typeof value === "boolean" },
  folds: { expected: "an integer", holds: Number.isInteger },
  search: { expected: "an object of settings", holds: isPlainObject },
};

/** Gathers settings from a config file (if any) and the flags that were given. */
export function gatherSettings(configFile: string | undefined, flags: Record<string, unknown>): Settings {
  const file = configFile === undefined ? {} : readConfig(configFile);
  const files: Record<string, unknown> = {};
  const config: Settings["config"] = {};
  const known = Object.keys({ ...fileKeys, ...networkEntries, ...trainingEntries });
  for (const [key, value] of Object.entries(file)) {
    if (!known.includes(key)) {
      const advice = didYouMean(key, known) || ` Known: ${known.join(", ")}.`;
      throw new ConfigError(`${configFile}: ${pathOf([key])}: there is no such setting.${advice}`);
    }
    const { expected, holds } = (Object.hasOwn(fileKeys, key) && fileKeys[key]) || {};
    if (holds && !holds(value)) {
      throw new ConfigError(`${configFile}: ${key}: expected ${expected}, got ${show(value)}.`);
    }
    (holds ? files : config)[key] = value;
  }
  const fromFlag = new Map<string, string>();
  const settings: Settings = {
    config,
    files,
    label: (path) =>
      fromFlag.get(path) ??
      fromFlag.get(path.replace(/[[.].*/, "")) ??
      (configFile ? `${configFile}: ${path}` : path),
  };
  for (const key of Object.keys(fileKeys)) {
    if (flags[key] !== undefined) fromFlag.set(key, key === "targetKind" ? "--target-kind" : `--${key}`);
  }
  for (const one of flagGroups.flatMap((group) => group.flags)) {
    const long = one.flags.split(" ")[0]!;
    const name = long.replace(/^--(no-)?/, "").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const given = flags[name];
    // commander gives `true` for a --no-… flag that was not used
    if (given === undefined || given === true) continue;
    fromFlag.set(one.path, long);
    const value = one.read(String(given), long);
    if (one.path.startsWith("optimizer")) {
      config.optimizer = optimizerOf(one.path, value, config.optimizer);
    } else if (forLayers.includes(one.path)) {
      (settings as unknown as Record<string, unknown>)[one.path] = value;
    } else config[one.path] = value;
  }
  fromFlag.set("layers", "--layers");
  if (!settings.hidden) fromFlag.delete("layers");
  else if (config.layers !== undefined) delete config.layers;
  return settings;
}

/** Flags that say how layers are made. */
const forLayers = ["hidden", "activation", "outputActivation", "inputDropout"];

/** The optimiser of the file with what a flag says of it; what is no object is left to the check to refuse. */
function optimizerOf(path: string, value: unknown, before: unknown): unknown {
  const asObject = (given: unknown) => (typeof given === "string" ? { kind: given } : given);
  const [was = {}, given] = [asObject(before), asObject(value)];
  if (!isPlainObject(was)) return was;
  if (path === "optimizer.learningRate") return { ...was, learningRate: value };
  if (!isPlainObject(given)) return given;
  return was.kind === given.kind ? { ...was, ...given } : given;
}

/** A JSON object of settings. @throws ConfigError, DataError */
export function readConfig(path: string): Record<string, unknown> {
  const text = new TextDecoder().decode(readBytes(path));
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    // V8 quotes the file, line ends and all
    const reason = (error as Error).message.replaceAll(/[\p{Cc}\s]+/gu, " ");
    const advice = path.endsWith(".json") ? "" : ` Did you mean --data ${path}?`;
    throw new ConfigError(`${path}: not JSON: ${reason}.${advice}`);
  }
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new ConfigError(`${path}: expected a JSON object of settings, got ${show(config)}.`);
  }
  return config as Record<string, unknown>;
}
