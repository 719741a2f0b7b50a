/**
 * From flags and a config file to settings: a flag goes before the file, the file before the default. Keeps
 * track of where each setting came from, so that errors name it as the user wrote it.
 */
import * as v from "valibot";
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import {
  check,
  choice,
  flag,
  integer,
  isPlainObject,
  networkEntries,
  pathOf,
  writtenAs,
} from "../network/config.js";
import { didYouMean } from "../nearest.js";
import { searchSetting } from "../train/search/searchSettings.js";
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

const marks = [",", ";", "|", "tab"] as const;

/** Keys of a config file that are not settings but say where data and models are. */
export const fileEntries = {
  data: v.string("the name of a file"),
  labels: v.string("the name of a file"),
  target: v.string("the name of a column"),
  targetKind: choice(["class", "number"]),
  drop: v.union([v.string(), v.array(v.string())], "a list of column names"),
  separator: v.picklist([...marks, "\t"], oneOf(marks)),
  samples: integer(20, 1_000_000),
  sampleWeights: v.string("the name of a column"),
  autoencoder: flag,
  from: v.string("the name of a model file"),
  folds: integer(2),
  search: v.pipe(
    v.custom<Record<string, unknown>>(isPlainObject, "an object of settings"),
    writtenAs(searchSetting),
  ),
};
/** For editors; nothing here looks at it. */
export const schemaKey = "$schema";

/** The flag of a key of `fileEntries`. */
export function flagOfFile(key: string): string {
  return key === "from"
    ? "--warm-start"
    : `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Gathers settings from a config file (if any) and the flags that were given. */
export function gatherSettings(configFile: string | undefined, flags: Record<string, unknown>): Settings {
  const file = configFile === undefined ? {} : readConfig(configFile);
  if (flags.warmStart !== undefined) flags = { ...flags, from: flags.warmStart };
  if (typeof file.warmStart === "string") {
    throw new ConfigError(
      `${configFile}: warmStart: expected true or false, got ${show(file.warmStart)}. ` +
        'The model to start from goes into "from".',
    );
  }
  const files: Record<string, unknown> = {};
  const config: Settings["config"] = {};
  const known = Object.keys({ ...fileEntries, ...networkEntries, ...trainingEntries });
  for (const [key, value] of Object.entries(file)) {
    if (key === schemaKey) continue;
    if (!known.includes(key)) {
      const advice = didYouMean(key, known) || ` Known: ${known.join(", ")}.`;
      throw new ConfigError(`${configFile}: ${pathOf([key])}: there is no such setting.${advice}`);
    }
    if (!Object.hasOwn(fileEntries, key)) {
      config[key] = value;
      continue;
    }
    const entry = fileEntries[key as keyof typeof fileEntries];
    files[key] = check(entry, value, () => `${configFile}: ${key}`);
  }
  if (flags.from !== undefined) files.from = flags.from;
  const fromFlag: FromFlag = new Map();
  const settings: Settings = {
    config,
    files,
    label: (path) => flagOf(path, fromFlag, file) ?? (configFile ? `${configFile}: ${path}` : path),
  };
  for (const key of Object.keys(fileEntries)) {
    if (flags[key] !== undefined) fromFlag.set(key, { flag: flagOfFile(key), text: String(flags[key]) });
  }
  for (const one of flagGroups.flatMap((group) => group.flags)) {
    const long = one.flags.split(" ")[0]!;
    const name = long.replace(/^--(no-)?/, "").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const given = flags[name];
    // commander gives `true` for a --no-… flag that was not used
    if (given === undefined || (given === true && long.startsWith("--no-"))) continue;
    fromFlag.set(one.path, { flag: long, text: String(given) });
    const value = one.read(String(given), long);
    if (one.path.startsWith("optimizer")) {
      config.optimizer = optimizerOf(one.path, value, config.optimizer);
    } else if (forLayers.includes(one.path)) {
      (settings as unknown as Record<string, unknown>)[one.path] = value;
    } else config[one.path] = value;
  }
  if (settings.hidden) {
    fromFlag.set("layers", fromFlag.get("hidden")!);
    delete config.layers;
  }
  return settings;
}

/** Flags that were given, and what stood after them, by the setting's path. */
type FromFlag = Map<string, { flag: string; text: string }>;

/**
 * A setting by the flag that it came from, with the detail's name where the user wrote one: `--optimizer` for
 * `optimizer.kind`, `--optimizer: beta1` for `optimizer.beta1` of `adam:beta1=2`; undefined if from the file.
 */
function flagOf(path: string, fromFlag: FromFlag, file: Record<string, unknown>): string | undefined {
  const exact = fromFlag.get(path);
  if (exact) return exact.flag;
  const [, head, rest = ""] = /^(\w+)\W?(.*)$/s.exec(path) ?? [];
  const given = fromFlag.get(head ?? "");
  if (!given) return undefined;
  const name = rest.replaceAll(/^"|"$/g, "");
  if (given.text.split(/[:,]/).some((part) => part.startsWith(`${name}=`))) return `${given.flag}: ${rest}`;
  const inFile = Object.hasOwn(file, head!) ? file[head!] : undefined;
  const isOfFile = head === "optimizer" && name !== "kind" && isPlainObject(inFile) && name in inFile;
  return isOfFile ? undefined : given.flag;
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
