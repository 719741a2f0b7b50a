/**
 * From flags and a config file to settings: a flag goes before the file, the file before the default. Keeps
 * track of where each setting came from, so that errors name it as the user wrote it.
 */
import { ConfigError, show } from "../errors.js";
import { activationNames, lossNames } from "../network/codes.js";
import { biasModes, initializerNames, isPlainObject, networkEntries, pathOf } from "../network/config.js";
import { scalingNames } from "../network/scaling.js";
import { didYouMean } from "../nearest.js";
import { trainingEntries } from "../train/settings.js";
import { buildNames } from "../wasm/builds.js";
import { readBytes } from "./files.js";

interface SettingFlag {
  /** As commander takes them. */
  flags: string;
  help: string;
  /** Path of the setting in the configuration. */
  path: string;
  /** Numbers are read as such; anything else stays the text it is, for the check to refuse. */
  kind: "number" | "text" | "list" | "false" | "initializer";
}

const names = (list: readonly string[]) => list.join(" | ");

/** Flags of `train` that are settings of the network or its training. */
export const settingFlags: readonly SettingFlag[] = [
  flag(
    "--layers <units>",
    'units of the hidden layers, e.g. 128,64; "" for none (16; 128 for images)',
    "hidden",
    "list",
  ),
  flag("--activation <name>", `of hidden layers: ${names(activationNames)} (sigmoid)`, "activation", "text"),
  flag(
    "--output-activation <name>",
    `of the last layer: ${names(activationNames)} (sigmoid for classes, identity for numbers)`,
    "outputActivation",
    "text",
  ),
  flag("--loss <name>", `${names(lossNames)} (halfSquaredError)`, "loss", "text"),
  flag("--reduction <name>", "of the gradient over a batch: mean | sum (mean)", "reduction", "text"),
  flag("--biases <mode>", `${names(biasModes)} (perNeuron)`, "biases", "text"),
  flag("--no-train-biases", "leave biases as they are", "trainBiases", "false"),
  flag(
    "--initializer <name>",
    `${names(initializerNames).replace("uniform ", "uniform:LOW,HIGH ")} (glorotUniform)`,
    "initializer",
    "initializer",
  ),
  flag(
    "--learning-rate <rate>",
    "step of gradient descent (1 for sigmoid outputs, else 0.05)",
    "optimizer.learningRate",
    "number",
  ),
  flag("--batch <rows>", "samples per update (16)", "batchSize", "number"),
  flag("--epochs <n>", "passes over the data (enough for 10,000 updates, 10 to 500)", "epochs", "number"),
  flag("--no-shuffle", "keep the order of the data", "shuffle", "false"),
  flag(
    "--validation <part>",
    "part of the data to hold out, e.g. 0.2 (0; 1/6 of digits made here)",
    "validation",
    "number",
  ),
  flag(
    "--scaling <kind>",
    `of inputs: auto | ${names(scalingNames)} (auto: bytes for images of bytes, else standard)`,
    "scaling",
    "text",
  ),
  flag(
    "--target-scaling <kind>",
    "of numeric targets: none | minMax | standard (standard)",
    "targetScaling",
    "text",
  ),
  flag("--precision <name>", "float32 | float64 (float32)", "precision", "text"),
  flag("--seed <n>", "of first weights, split, shuffles and made digits (1)", "seed", "number"),
  flag(
    "--threads <n>",
    "1 to 64 | auto, as many as pay; the same bits for any number (auto)",
    "threads",
    "number",
  ),
  flag("--build <name>", `wasm build: auto | ${names(buildNames)} (auto)`, "build", "text"),
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
  for (const one of settingFlags) {
    const long = one.flags.split(" ")[0]!;
    const name = long.replace(/^--(no-)?/, "").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const given = flags[name];
    // commander gives `true` for a --no-… flag that was not used
    if (given === undefined || (one.kind === "false" && given !== false)) continue;
    fromFlag.set(one.path, long);
    const value = readValue(String(given), one.kind);
    if (one.path === "optimizer.learningRate") {
      // what is no object is left to the check to refuse
      const { optimizer = {} } = config;
      if (isPlainObject(optimizer)) config.optimizer = { ...optimizer, learningRate: value };
    } else if (one.path === "hidden" || one.path === "activation" || one.path === "outputActivation") {
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
  if (kind === "initializer") return readInitializer(text);
  return text.trim() === "" ? [] : text.split(",").map(readNumber);
}

function readNumber(text: string): number | string {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : value;
}

/** `uniform:-0.5,0.5`, or the name of an initializer without an interval. */
function readInitializer(text: string): unknown {
  if (!/^uniform\b/.test(text)) return text;
  const [, low, high] = /^uniform:([^,]*),([^,]*)$/.exec(text) ?? [];
  if (low === undefined || high === undefined) {
    throw new ConfigError(
      `--initializer: expected uniform:LOW,HIGH, as in uniform:-0.5,0.5, got ${show(text)}.`,
    );
  }
  return { kind: "uniform", low: readNumber(low), high: readNumber(high) };
}

function readConfig(path: string): Record<string, unknown> {
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
