/**
 * Gathers settings from a config file and flags: flags override the file, and the file overrides the defaults. Each value is
 * checked by its record, so that a wrong one is refused before any data are read. Rules between settings are checked later,
 * when the data are known. Gathered settings never change.
 */
import { dirname, isAbsolute, join } from "node:path";
import { ConfigError } from "../errors.js";
import { nearest } from "../nearest.js";
import { check, isPlainObject, pathOf } from "../settings/check.js";
import { aliases } from "../settings/configuration.js";
import { columnSettingNames } from "../settings/columnRecords.js";
import { imageSettingNames } from "../settings/imageRecords.js";
import { textFileSettingNames } from "../settings/textFileRecords.js";
import { type FileSettingName, fileSettings, schemaKey } from "../settings/fileRecords.js";
import { divisionOptionNames } from "../readers/divisionColumn.js";
import { readText } from "../settings/readText.js";
import type { PresetName } from "../train/recipe.js";
import { show } from "../wording.js";
import { readBytes } from "./files.js";
import { isExample, overExample } from "./example.js";
import { flagNameOf, keyOf, longName, settingFlags } from "./flags.js";

/** The settings of a command, as they were given. */
export interface Gathered {
  /** Settings of the library, as `checkConfig` takes them; `layers` may be missing. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Settings that exist only on the command line and in config files. */
  readonly own: FileSettings;
  /** A setting's path as the user wrote it: `--batch`, or `c.json: batchSize`. */
  readonly nameOf: (path: string) => string;
}

/** Values of the settings that only the command line and config files take. */
export interface FileSettings extends Readonly<Partial<Record<FileSettingName, unknown>>> {
  readonly data?: string | readonly string[];
  readonly sql?: string;
  readonly labels?: string;
  readonly target?: string | readonly string[];
  readonly targetKind?: "class" | "number";
  readonly columns?: string | readonly string[];
  readonly drop?: string | readonly string[];
  readonly categorical?: string | readonly string[];
  readonly numeric?: string | readonly string[];
  readonly id?: string | readonly string[];
  readonly missing?: "fill" | "drop" | "refuse";
  readonly missingValues?: readonly string[];
  readonly sampleWeights?: string;
  readonly imageSize?: string;
  readonly imageColor?: "grey" | "rgb";
  readonly group?: string;
  readonly time?: string;
  readonly split?: string;
  readonly validationData?: string;
  readonly validationLabels?: string;
  readonly test?: string;
  readonly testLabels?: string;
  readonly memory?: string;
  readonly cache?: string;
  readonly autoencoder?: boolean;
  readonly samples?: number;
  readonly from?: string;
  readonly folds?: number;
  readonly calibrate?: boolean;
  readonly search?: Readonly<Record<string, unknown>>;
  readonly example?: string;
  readonly inputs?: unknown;
  readonly targets?: unknown;
  readonly weights?: unknown;
  readonly biasValues?: unknown;
  readonly preset?: PresetName;
  readonly hidden?: readonly number[];
  readonly inputDropout?: number;
}

/** Settings that describe a data file. */
export const ofDataFile = [
  "sql",
  "labels",
  "target",
  "targetKind",
  "sampleWeights",
  ...divisionOptionNames,
  ...columnSettingNames,
  ...textFileSettingNames,
  ...imageSettingNames,
] as const;

/** Flags that were given, and their values, by the setting's path. */
type FromFlags = Map<string, { flag: string; text: string }>;

/**
 * @param configFile a config file, or the name of a worked example
 * @param flags as commander gives them
 * @param stored settings of a checkpoint, which file and flags override
 * @throws ConfigError naming the flag, or the file and the key
 */
export function gather(
  configFile: string | undefined,
  flags: Readonly<Record<string, unknown>>,
  stored: Readonly<Record<string, unknown>> = {},
): Gathered {
  const file = over(stored, readSettings(configFile, flags));
  const values: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(file)) {
    if (key === schemaKey) continue;
    refuseUnknown(key, value, configFile!);
    values[key] = value;
  }
  const fromFlags: FromFlags = new Map();
  const nameOf = (path: string) => {
    const inFile = configFile === undefined ? path : `${configFile}: ${path}`;
    const [name] = /^\w*/.exec(path)!;
    const isOfFile = Object.hasOwn(file, name) && Object.hasOwn(values, name);
    const flag = flagNameOf(path);
    return flagOf(path, fromFlags, file) ?? (isOfFile || flag === path ? inFile : flag);
  };
  for (const one of settingFlags) {
    const given = flags[keyOf(one)];
    const flag = longName(one);
    // commander gives `true` for a --no-… flag that was not used
    if (given === undefined || (given === true && flag.startsWith("--no-"))) continue;
    fromFlags.set(one.path, { flag, text: String(given) });
    const value = asWritten(nameOf, () =>
      typeof given === "string" ? readText(one.setting, given, one.path) : given,
    );
    put(values, one.path, value);
  }
  putSamplesFirst(values, fromFlags);
  if (fromFlags.has("hidden")) {
    fromFlags.set("layers", fromFlags.get("hidden")!);
    delete values.layers;
  } else if (values.layers !== undefined && values.hidden !== undefined) {
    throw new ConfigError(`${configFile}: hidden: "layers" has the hidden layers too. Drop one of them.`);
  }
  const checked = asWritten(nameOf, () => checkEach(values));
  const isOwn = ([name]: [string, unknown]) => fileSettings[name]!.scope === "file";
  const entries = Object.entries(values);
  return {
    config: Object.freeze(Object.fromEntries(entries.filter((one) => !isOwn(one)))),
    own: Object.freeze(Object.fromEntries(Object.entries(checked).filter(isOwn))),
    nameOf,
  };
}

/** Settings of a config file over those of a checkpoint, which has the hidden layers among its layers. */
function over(
  stored: Readonly<Record<string, unknown>>,
  file: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { layers, ...rest } = stored;
  return { ...rest, ...(layers !== undefined && file.hidden === undefined && { layers }), ...file };
}

/** Puts in a value; a detail joins the object of its setting, and the same kind keeps the details of the file. */
function put(values: Record<string, unknown>, path: string, value: unknown): void {
  const [name, detail] = path.split(".") as [string, string?];
  const asObject = (given: unknown) => (typeof given === "string" ? { kind: given } : given);
  const before = asObject(values[name]) ?? {};
  const after = detail === undefined ? asObject(value) : { [detail]: value };
  if (detail === undefined && fileSettings[name]!.type !== "kinds") values[name] = value;
  else if (!isPlainObject(before))
    return; // the check refuses it
  else if (!isPlainObject(after)) values[name] = after;
  else if (detail !== undefined || after.kind === before.kind) values[name] = { ...before, ...after };
  else values[name] = typeof value === "string" ? value : after;
}

/** Samples of flags stand in the place of those of the file, and of the data file that it names. */
function putSamplesFirst(values: Record<string, unknown>, fromFlags: FromFlags): void {
  const samples = ["inputs", "targets"] as const;
  if (!samples.some((name) => fromFlags.has(name))) return;
  for (const name of [...samples, "data", "samples", ...ofDataFile] as const) {
    if (!fromFlags.has(name)) delete values[name];
  }
}

function checkEach(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, check(fileSettings[name]!, value, [name])]),
  );
}

function refuseUnknown(key: string, value: unknown, configFile: string): void {
  if (key === "warmStart" && typeof value === "string") {
    throw new ConfigError({
      setting: `${configFile}: warmStart`,
      expected: "true or false",
      got: show(value),
      advice: 'The model to start from goes into "from".',
    });
  }
  const known = Object.keys(fileSettings);
  if (known.includes(key)) return;
  const meant = aliases(fileSettings).get(key) ?? nearest(key, known);
  throw new ConfigError({
    setting: `${configFile}: ${pathOf([key])}`,
    reason: "there is no such setting",
    advice: meant === null ? `Known: ${known.join(", ")}.` : `Did you mean ${JSON.stringify(meant)}?`,
  });
}

/**
 * A setting by the flag that gave it, with the detail's name where the user wrote one: `--optimizer` for
 * `optimizer.kind`, `--optimizer: beta1` for `optimizer.beta1` of `adam:beta1=2`; undefined where the file gave it.
 */
function flagOf(
  path: string,
  fromFlags: FromFlags,
  file: Readonly<Record<string, unknown>>,
): string | undefined {
  const exact = fromFlags.get(path);
  if (exact) return exact.flag;
  const [, head = "", rest = ""] = /^(\w+)\W?(.*)$/s.exec(path) ?? [];
  const given = fromFlags.get(head);
  if (!given) return undefined;
  const name = rest.replaceAll(/^"|"$/g, "");
  if (given.text.split(/[:,]/).some((part) => part.startsWith(`${name}=`))) return `${given.flag}: ${rest}`;
  const inFile = Object.hasOwn(file, head) ? file[head] : undefined;
  const isOfFile = name !== "kind" && isPlainObject(inFile) && name in inFile;
  if (isOfFile) return undefined;
  const isDetail = fileSettings[head]!.type === "kinds" && /^\w+$/.test(rest) && rest !== "kind";
  return isDetail ? `${given.flag}: ${rest}` : given.flag;
}

/** Does some work; an error about a setting names it as the user wrote it. */
export function asWritten<Result>(nameOf: Gathered["nameOf"], work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw written(error, nameOf);
  }
}

/** An error about a setting, which it names as the user wrote it; other errors as they are. */
export function written<Thrown>(error: Thrown, nameOf: Gathered["nameOf"]): Thrown | ConfigError {
  if (!(error instanceof ConfigError) || error.setting === undefined) return error;
  return new ConfigError(error.messageFor(nameOf(error.setting)));
}

/** The settings of a config file or of a worked example; none without one. */
function readSettings(
  what: string | undefined,
  { variant, layers }: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const isNamed = what !== undefined && isExample(what);
  const file =
    what === undefined ? {} : isNamed ? { example: what } : withPaths(readConfig(what), dirname(what));
  const flagged = layers === undefined ? [] : ["hidden"];
  if (variant === undefined) return overExample(file, (setting) => `${what}: ${setting}`, flagged);
  if (file.example !== undefined)
    return overExample({ ...file, variant }, (setting) => `--${setting}`, flagged);
  const got = what === undefined ? "nothing" : show(what);
  throw new ConfigError(`--variant: goes with a worked example, got ${got}. Drop it.`);
}

/** The settings of a config file, with the files that it names as they lie beside it. */
function withPaths(settings: Record<string, unknown>, directory: string): Record<string, unknown> {
  if (directory === ".") return settings;
  const beside = (name: unknown): unknown =>
    typeof name === "string" && name !== "-" && !isAbsolute(name) ? join(directory, name) : name;
  const entries = Object.entries(settings).map(([key, value]): [string, unknown] => {
    if (!Object.hasOwn(fileSettings, key) || !fileSettings[key]!.isPath) return [key, value];
    return [key, Array.isArray(value) ? value.map(beside) : beside(value)];
  });
  return Object.fromEntries(entries);
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
  if (!isPlainObject(config)) {
    throw new ConfigError(`${path}: expected a JSON object of settings, got ${show(config)}.`);
  }
  return config;
}
