/**
 * The space that a search looks through: its dimensions by the path of a setting, how each is drawn from, and
 * what a configuration is at a point of it. Which points are tried is the business of `search.ts`.
 */
import { ConfigError } from "../../errors.js";
import { show } from "../../wording.js";
import { isPlainObject, networkEntries } from "../../network/config.js";
import { exp, ln } from "../../network/elementary.js";
import { Random, streams } from "../../network/random.js";
import { didYouMean, listNames } from "../../nearest.js";
import { checkConfig, type ConfigInput, trainingEntries } from "../settings.js";

/** What a setting may be: one of some values, or a number of an interval, both ends included. */
export type Dimension =
  | {
      /** Values to choose from, each as likely; at least one. */
      choices: readonly unknown[];
    }
  | {
      /** Least value; > 0 for the scale "log". */
      low: number;
      /** Greatest value, > low. */
      high: number;
      /** "log": equal factors are equally likely (default: "linear"). */
      scale?: "linear" | "log";
      /** Whether numbers are whole; else they have four digits (default: false). */
      integer?: boolean;
    };

/**
 * Dimensions by the path of their setting: `optimizer.learningRate`, `batchSize` …; `layers.hidden` for the list of
 * hidden layers, `layers.activation` for what they have in common.
 */
export type Space = Readonly<Record<string, Dimension>>;
/** One value for each dimension of a space, by path. */
export type Point = Record<string, unknown>;

/** Settings of the hidden layers, all at once. */
const ofHidden = ["layers.hidden", "layers.activation"];
/** Settings that cannot vary: what is compared would not be the same, or they change no weight. */
const fixed = ["layers", "validation", "epochs", "threads", "build", "warmStart"];
/** Settings that are objects, whose parts may vary one by one. */
const nested = ["optimizer", "schedule", "initializer", "earlyStopping"];
const names = Object.keys({ ...networkEntries, ...trainingEntries }).filter((name) => !fixed.includes(name));
/** What to write of a path, for advice. */
const examples = ["optimizer.learningRate", "optimizer.kind", ...ofHidden, ...names];

/**
 * Checks the dimensions themselves; whether the values suit their settings is told by `checkPoint`.
 *
 * @param label how the user wrote a name, e.g. `search.space` → `c.json: search.space`
 * @throws ConfigError for an unknown path, no choices, an empty interval
 */
export function checkSpace(given: unknown, label: (path: string) => string = (path) => path): Space {
  const where = label("search.space");
  if (!isPlainObject(given) || Object.keys(given).length === 0) {
    throw new ConfigError(
      `${where}: expected settings to vary, as in { "batchSize": { "choices": [16, 64] } }, got ${show(given)}.`,
    );
  }
  for (const [path, dimension] of Object.entries(given)) {
    const [first = "", ...rest] = path.split(".");
    const isKnown =
      ofHidden.includes(path) || (names.includes(first) && (rest.length === 0 || nested.includes(first)));
    if (!isKnown) {
      const advice = fixed.includes(first)
        ? " It stays the same for all trials: set it beside the search."
        : didYouMean(path, examples) || ` There are: ${listNames(examples)}.`;
      throw new ConfigError(`${where}: ${show(path)} is no setting that can vary.${advice}`);
    }
    checkDimension(dimension, labelOf(path, label));
  }
  return given as Space;
}

function labelOf(path: string, label: (path: string) => string): string {
  return label(`search.space[${JSON.stringify(path)}]`);
}

function checkDimension(dimension: unknown, where: string): void {
  const expected = 'expected { "choices": […] } or { "low": …, "high": … }';
  if (!isPlainObject(dimension)) throw new ConfigError(`${where}: ${expected}, got ${show(dimension)}.`);
  const known = "choices" in dimension ? ["choices"] : ["low", "high", "scale", "integer"];
  for (const name of Object.keys(dimension)) {
    if (known.includes(name)) continue;
    const advice =
      didYouMean(name, known) || ` ${known.length > 1 ? `Known: ${known.join(", ")}.` : "Drop it."}`;
    throw new ConfigError(`${where}: ${show(name)} does not belong there.${advice}`);
  }
  if ("choices" in dimension) {
    const { choices } = dimension;
    if (Array.isArray(choices) && choices.length > 0) return;
    throw new ConfigError(
      `${where}.choices: expected a list of at least 1 value, got ${show(choices)}. Name some, or drop it.`,
    );
  }
  const { low, high, scale = "linear", integer = false } = dimension;
  for (const [name, value] of Object.entries({ low, high })) {
    if (typeof value === "number" && Number.isFinite(value)) continue;
    throw new ConfigError(`${where}.${name}: expected a finite number, got ${show(value)}.`);
  }
  if (!(low! < high!)) {
    throw new ConfigError(`${where}: expected low < high, got low ${show(low)} and high ${show(high)}.`);
  }
  if (scale !== "linear" && scale !== "log") {
    throw new ConfigError(`${where}.scale: expected "linear" or "log", got ${show(scale)}.`);
  }
  if (scale === "log" && !((low as number) > 0)) {
    throw new ConfigError(`${where}: expected low > 0 for the scale "log", got ${show(low)}.`);
  }
  if (typeof integer !== "boolean") {
    throw new ConfigError(`${where}.integer: expected true or false, got ${show(integer)}.`);
  }
  if (integer && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) {
    throw new ConfigError(`${where}: expected integers, got low ${show(low)} and high ${show(high)}.`);
  }
}

/**
 * The point that a trial is at. A trial's numbers are its own: more trials leave the first ones as they are.
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
  const { low, high, scale = "linear", integer = false } = dimension;
  const u = random.uniform();
  const past = integer ? high + 1 : high; // whole numbers are rounded down
  const value = scale === "log" ? exp(ln(low) + u * (ln(past) - ln(low))) : low + u * (past - low);
  const rounded = integer ? Math.floor(value) : Number(value.toPrecision(4));
  return Math.min(high, Math.max(low, rounded));
}

/**
 * The configuration at a point.
 *
 * `layers.hidden` are the units, or layers, between the first and the last of `base`; unless they say, they are as
 * the first hidden layer there. `layers.activation` is that of all hidden layers.
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
 * Refuses a point at which there is no configuration, naming the dimension.
 *
 * @throws ConfigError
 */
export function checkPoint(
  base: ConfigInput,
  point: Point,
  label: (path: string) => string = (path) => path,
): void {
  const paths = Object.keys(point);
  const ofPath = (path: string): string => {
    const own = path.startsWith("layers[")
      ? paths.find((one) => ofHidden.includes(one))
      : (paths.find((one) => one === path) ?? paths.find((one) => one === path.replace(/[[.].*/, "")));
    return own === undefined ? label(path) : labelOf(own, label);
  };
  const hidden = point["layers.hidden"] ?? [];
  if (!Array.isArray(hidden)) {
    throw new ConfigError(
      `${labelOf("layers.hidden", label)}: expected a list of units of the hidden layers, got ${show(hidden)}.`,
    );
  }
  try {
    checkConfig(configAt(base, point), ofPath);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const needsInteger = /expected an integer.*, got -?\d+\.\d+/.test(error.message);
    throw new ConfigError(error.message + (needsInteger ? ' Add "integer": true.' : ""));
  }
}
