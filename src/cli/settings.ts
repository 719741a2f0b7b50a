/**
 * From flags and a config file to settings: a flag goes before the file, the file before the default. Keeps
 * track of where each setting came from, so that errors name it as the user wrote it.
 */
import { ConfigError, show } from "../errors.js";
import { activationNames, biasModes, initializerNames, lossNames } from "../network/config.js";
import { scalingNames } from "../network/scaling.js";
import { buildNames } from "../wasm/builds.js";
import { readBytes } from "./files.js";

interface SettingFlag {
  /** As commander takes them. */
  flags: string;
  help: string;
  /** Path of the setting in the configuration. */
  path: string;
  /** Numbers are read as such; anything else stays the text it is, for the check to refuse. */
  kind: "number" | "text" | "list" | "false";
}

const names = (list: readonly string[]) => list.join(" | ");

/** Flags of `train` that are settings of the network or its training. */
export const settingFlags: readonly SettingFlag[] = [
  flag("--layers <units>", 'units of the hidden layers, e.g. 128,64; "" for none', "hidden", "list"),
  flag("--activation <name>", `of hidden layers: ${names(activationNames)}`, "activation", "text"),
  flag(
    "--output-activation <name>",
    "of the last layer (sigmoid for classes, identity for numbers)",
    "outputActivation",
    "text",
  ),
  flag("--loss <name>", names(lossNames), "loss", "text"),
  flag("--reduction <name>", "of the gradient over a batch: mean | sum", "reduction", "text"),
  flag("--biases <mode>", names(biasModes), "biases", "text"),
  flag("--no-train-biases", "leave biases as they are", "trainBiases", "false"),
  flag("--initializer <name>", names(initializerNames), "initializer", "text"),
  flag(
    "--learning-rate <rate>",
    "step of gradient descent (1 for sigmoid outputs, else 0.05)",
    "optimizer.learningRate",
    "number",
  ),
  flag("--batch <rows>", "samples per update (16)", "batchSize", "number"),
  flag("--epochs <n>", "passes over the data (enough for 10,000 updates, 10 to 500)", "epochs", "number"),
  flag("--no-shuffle", "keep the order of the data", "shuffle", "false"),
  flag("--validation <part>", "part of the data to hold out, e.g. 0.1 (0)", "validation", "number"),
  flag(
    "--scaling <kind>",
    `of inputs: ${names(scalingNames)} (standard for CSV, bytes for images)`,
    "scaling",
    "text",
  ),
  flag(
    "--target-scaling <kind>",
    "of numeric targets: none | minMax | standard (standard)",
    "targetScaling",
    "text",
  ),
  flag("--precision <name>", "float32 | float64", "precision", "text"),
  flag("--seed <n>", "of first weights, split, shuffles and made digits (1)", "seed", "number"),
  flag("--threads <n>", "1 | auto", "threads", "number"),
  flag("--build <name>", `wasm build: auto | ${names(buildNames)}`, "build", "text"),
];

function flag(flags: string, help: string, path: string, kind: SettingFlag["kind"]): SettingFlag {
  return { flags, help, path, kind };
}

/** Settings of `train` as gathered, and how to name them in messages. */
export interface Settings {
  /** As `checkConfig` takes them, but `layers` may be missing. */
  config: Record<string, unknown> & { optimizer?: Record<string, unknown> };
  /** Units of the hidden layers, where they came as `--layers`. */
  hidden?: unknown[];
  activation?: unknown;
  outputActivation?: unknown;
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
  samples: { expected: "an integer", holds: Number.isInteger },
};

/** Gathers settings from a config file (if any) and the flags that were given. */
export function gatherSettings(configFile: string | undefined, flags: Record<string, unknown>): Settings {
  const file = configFile === undefined ? {} : readConfig(configFile);
  const files: Record<string, unknown> = {};
  const config: Settings["config"] = {};
  for (const [key, value] of Object.entries(file)) {
    const { expected, holds } = (Object.hasOwn(fileKeys, key) && fileKeys[key]) || {};
    if (holds && !holds(value)) {
      throw new ConfigError(`${configFile}: ${key}: expected ${expected}, got ${show(value)}.`);
    }
    (holds ? files : config)[key] = value;
  }
  const { optimizer } = config;
  if (optimizer !== undefined && Object.prototype.toString.call(optimizer) !== "[object Object]") {
    throw new ConfigError(`${configFile}: optimizer: expected an object, got ${show(optimizer)}.`);
  }
  const fromFlag = new Map<string, string>();
  const settings: Settings = {
    config,
    files,
    label: (path) =>
      fromFlag.get(path) ??
  separator: { expected: '",", ";", "|" or "tab"', holds: isText },
      fromFlag.get(path.replace(/[[.].*/, "")) ??
      (configFile ? `${configFile}: ${path}` : path),
  };
  for (const key of Object.keys(fileKeys)) {
    if (flags[key] !== undefined) fromFlag.set(key, key === "targetKind" ? "--target-kind" : `--${key}`);
  }
  for (const one of settingFlags) {
    const long = one.flags.split(" ")[0]!;
    const name = long.replace(/^--(no-)?/, "").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const given = flags[name];
    // commander gives `true` for a --no-… flag that was not used
    if (given === undefined || (one.kind === "false" && given !== false)) continue;
    fromFlag.set(one.path, long);
    const value = readValue(String(given), one.kind);
    if (one.path === "optimizer.learningRate")
      config.optimizer = { ...config.optimizer, learningRate: value };
    else if (one.path === "hidden" || one.path === "activation" || one.path === "outputActivation") {
      (settings as unknown as Record<string, unknown>)[one.path] = value;
    } else config[one.path] = value;
  }
  fromFlag.set("layers", "--layers");
  if (!settings.hidden) fromFlag.delete("layers");
  else if (config.layers !== undefined) delete config.layers;
  return settings;
}

function readValue(text: string, kind: SettingFlag["kind"]): unknown {
  if (kind === "false") return false;
  if (kind === "text") return text;
  if (kind === "number") return readNumber(text);
  return text.trim() === "" ? [] : text.split(",").map(readNumber);
}

function readNumber(text: string): number | string {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : value;
}

function readConfig(path: string): Record<string, unknown> {
  const text = new TextDecoder().decode(readBytes(path));
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${path}: not JSON: ${(error as Error).message}.`);
  }
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    throw new ConfigError(`${path}: expected a JSON object of settings, got ${show(config)}.`);
  }
  return config as Record<string, unknown>;
}
