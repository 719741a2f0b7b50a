/**
 * The space of a search: its dimensions by the path of a setting, how values are drawn from each, and the configuration
 * at a point. `search.ts` decides which points are tried.
 */
import { ConfigError } from "../../errors.js";
import { show } from "../../wording.js";
import { exp, ln } from "../../network/elementary.js";
import { Random, streams } from "../../network/random.js";
import { didYouMean, listNames } from "../../nearest.js";
import { check, isPlainObject } from "../../settings/check.js";
import { checkConfig } from "../../settings/configuration.js";
import type { ConfigInput } from "../../settings/generated/types.js";
import type { Kind } from "../../settings/kinds.js";
import { hasTrait, settings } from "../../settings/records.js";
import { dimensionKinds } from "../../settings/searchRecords.js";

/** The values of one dimension: a list of choices, or the numbers of an interval, both ends included. */
export type Dimension =
  | {
      /** Values to choose from, all equally likely; at least one. */
      choices: readonly unknown[];
    }
  | {
      /** Least value; > 0 for the scale "log". */
      low: number;
      /** Greatest value, > low. */
      high: number;
      /** "log" draws the logarithm uniformly: 0.001 to 0.01 is as likely as 0.01 to 0.1 (default: "linear"). */
      scale?: "linear" | "log";
      /** Whether numbers are whole; other numbers are rounded to four digits (default: false). */
      integer?: boolean;
    };

/** The numbers of an interval. */
export type Interval = Exclude<Dimension, { choices: readonly unknown[] }>;

/**
 * Dimensions by the path of their setting: `optimizer.learningRate`, `batchSize` …; `layers.hidden` for the list of
 * hidden layers, `layers.activation` for the activation of all of them.
 */
export type Space = Readonly<Record<string, Dimension>>;
/** One value for each dimension of a space, by path. */
export type Point = Record<string, unknown>;

/** Settings that apply to all hidden layers together. */
const ofHidden = ["layers.hidden", "layers.activation"];
/** Settings that can vary. The others change what trials are compared by, or have no effect on the weights. */
const names = Object.keys(settings).filter((name) => !hasTrait(name, "fixedInSearch"));
/** What to write instead of a path, for advice. */
const examples = ["optimizer.learningRate", "optimizer.kind", ...ofHidden, ...names];

/**
 * Checks the dimensions themselves. `checkPoint` checks that the values are valid for their settings.
 *
 * @throws ConfigError for an unknown path, no choices, or an interval without low < high
 */
export function checkSpace(given: unknown): Space {
  const setting = "search.space";
  if (!isPlainObject(given) || Object.keys(given).length === 0) {
    throw new ConfigError({
      setting,
      expected: 'settings to vary, as in { "batchSize": { "choices": [16, 64] } }',
      got: show(given),
    });
  }
  for (const [path, dimension] of Object.entries(given)) {
    const [first = "", ...rest] = path.split(".");
    if (!ofHidden.includes(path) && !(names.includes(first) && (rest.length === 0 || isNested(first)))) {
      const isFixed = hasTrait(first, "fixedInSearch");
      const other = didYouMean(path, examples).trim() || `There are: ${listNames(examples)}.`;
      throw new ConfigError({
        setting,
        reason: `${show(path)} is not a setting that can vary`,
        advice: isFixed ? "It stays the same in all trials: set it outside `search`." : other,
      });
    }
    checkDimension(dimension, settingOf(path));
  }
  return given as Space;
}

/** Whether the parts of a setting may vary one by one. */
function isNested(name: string): boolean {
  return ["object", "kinds"].includes(settings[name as keyof typeof settings].type);
}

/** The path of a dimension in a configuration file. */
function settingOf(path: string): string {
  return `search.space[${JSON.stringify(path)}]`;
}

function checkDimension(dimension: unknown, setting: string): void {
  const refuse = (expected: string, got: string, at = "", advice?: string) => {
    throw new ConfigError({ setting: setting + at, expected, got, advice });
  };
  if (!isPlainObject(dimension)) {
    refuse('{ "choices": […] } or { "low": …, "high": … }', show(dimension));
    return;
  }
  const kind = "choices" in dimension ? dimensionKinds.choices : dimensionKinds.interval;
  const known = Object.keys(kind.details);
  const unknown = Object.keys(dimension).find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const advice = known.length > 1 ? `Known: ${known.join(", ")}.` : "Drop it.";
    throw new ConfigError({
      setting,
      reason: `${show(unknown)} does not belong there`,
      advice: didYouMean(unknown, known).trim() || advice,
    });
  }
  if ("choices" in dimension) {
    const { choices } = dimension;
    if (Array.isArray(choices) && choices.length > 0) return;
    refuse("a list of at least 1 value", show(choices), ".choices", "Name some, or drop it.");
  }
  const checked = checkAt(kind, dimension, setting) as Interval;
  const { low, high, scale, integer } = checked;
  if (!(low < high)) refuse("low < high", `low ${show(low)} and high ${show(high)}`);
  if (scale === "log" && !(low > 0)) refuse('low > 0 for the scale "log"', show(low));
  if (integer && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    refuse("integers", `low ${show(low)} and high ${show(high)}`);
  }
}

/** Checks an object whose path is not one of plain names. */
function checkAt(kind: Kind, value: unknown, setting: string): unknown {
  try {
    return check(kind, value);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { setting: part, expected, got, advice } = error;
    throw new ConfigError({ setting: `${setting}.${part}`, expected, got, advice });
  }
}

/**
 * The point of a trial. It does not depend on the other trials, so more trials do not change the first ones.
 *
 * Reals are rounded to four digits, so that what a table shows is what was tried.
 *
 * @param trial 1 for the first
 */
export function drawPoint(space: Space, seed: number, trial: number): Point {
  const random = new Random(seed, streams.search, trial);
  return Object.fromEntries(
    Object.entries(space).map(([path, dimension]) => [path, drawValue(dimension, random)]),
  );
}

function drawValue(dimension: Dimension, random: Random): unknown {
  if ("choices" in dimension) return dimension.choices[random.below(dimension.choices.length)];
  return valueAt(dimension, random.uniform());
}

/** The value of an interval at a place 0 … 1, on its scale. */
export function valueAt({ low, high, scale, integer = false }: Interval, place: number): number {
  const past = integer ? high + 1 : high; // whole numbers are rounded down
  const value = scale === "log" ? exp(ln(low) + place * (ln(past) - ln(low))) : low + place * (past - low);
  const rounded = integer ? Math.floor(value) : Number(value.toPrecision(4));
  return Math.min(high, Math.max(low, rounded));
}

/** The place of a value: the inverse of `valueAt`; of a whole number, the middle of its places. */
export function placeOf({ low, high, scale, integer = false }: Interval, value: number): number {
  const past = integer ? high + 1 : high;
  const middle = integer ? value + 0.5 : value;
  const place =
    scale === "log" ? (ln(middle) - ln(low)) / (ln(past) - ln(low)) : (middle - low) / (past - low);
  return Math.min(1, Math.max(0, place));
}

/**
 * The configuration at a point.
 *
 * `layers.hidden` lists the units, or layers, between the first and the last of `base`. What they leave out is taken from
 * the first hidden layer of `base`. `layers.activation` applies to all hidden layers.
 */
export function configAt(base: ConfigInput, point: Point): ConfigInput {
  const config: Record<string, unknown> = { ...base };
  for (const [path, value] of Object.entries(point)) {
    if (ofHidden.includes(path)) continue;
    const [first, ...rest] = path.split(".") as [string, ...string[]];
    config[first] = rest.length === 0 ? value : withPart(config[first], rest, value);
  }
  const hidden = (point["layers.hidden"] as unknown[] | undefined) ?? base.layers.slice(1, -1);
  const activation = point["layers.activation"];
  const model = base.layers.length > 2 ? base.layers[1] : undefined;
  const like = typeof model === "object" && "layers.hidden" in point ? { ...model, name: undefined } : {};
  const middle = hidden.map((one) => ({
    ...like,
    ...(typeof one === "object" ? one : { units: one }),
    // the slope of another activation is not this one's
    ...(activation !== undefined && { activation, alpha: undefined }),
  }));
  return { ...config, layers: [base.layers[0]!, ...middle, base.layers.at(-1)!] as ConfigInput["layers"] };
}

/** An object with one part, by its path, set; a kind alone becomes an object. */
function withPart(whole: unknown, [first, ...rest]: string[], value: unknown): unknown {
  const object = isPlainObject(whole) ? whole : typeof whole === "string" ? { kind: whole } : {};
  const part = rest.length === 0 ? value : withPart(object[first!], rest, value);
  return { ...object, [first!]: part };
}

/**
 * Refuses a point whose configuration is not valid. The error names the dimension.
 *
 * @throws ConfigError
 */
export function checkPoint(base: ConfigInput, point: Point): void {
  const hidden = point["layers.hidden"] ?? [];
  if (!Array.isArray(hidden)) {
    throw new ConfigError({
      setting: settingOf("layers.hidden"),
      expected: "a list of units of the hidden layers",
      got: show(hidden),
    });
  }
  try {
    checkConfig(configAt(base, point));
  } catch (error) {
    if (!(error instanceof ConfigError) || error.setting === undefined) throw error;
    const setting = dimensionOf(error.setting, Object.keys(point));
    if (setting === undefined) throw error;
    const isFraction = error.expected?.startsWith("an integer") && error.got?.includes(".");
    const advice = [error.advice, isFraction ? 'Add "integer": true.' : undefined].filter(Boolean).join(" ");
    throw error.about({ setting, ...(advice && { advice }) });
  }
}

/** The dimension that decides a setting; undefined if no dimension does. */
function dimensionOf(setting: string, paths: readonly string[]): string | undefined {
  const own = setting.startsWith("layers[")
    ? paths.find((one) => ofHidden.includes(one))
    : (paths.find((one) => one === setting) ?? paths.find((one) => one === setting.replace(/[[.].*/, "")));
  return own && settingOf(own);
}
