/**
 * What a network is: its layers, loss and numbers, checked and with every default filled in. How it is
 * trained is in `src/train/settings.ts`.
 */
import * as v from "valibot";
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { didYouMean } from "../nearest.js";
import { buildNames } from "../wasm/builds.js";
import { lossNames } from "./codes.js";
import type { BiasMode } from "./networkSettings.js";

export type { BiasMode, NetworkConfig } from "./networkSettings.js";

export const biasModes = ["perNeuron", "shared", "none"] as const;
export const initializerNames = [
  "glorotUniform",
  "glorotNormal",
  "heUniform",
  "heNormal",
  "lecunUniform",
  "lecunNormal",
  "uniform",
  "normal",
  "zeros",
] as const;

/**
 * A whole number ≥ `least` (and ≤ `most`).
 *
 * @internal
 */
export function integer(
  least: number,
  most = Number.MAX_SAFE_INTEGER,
  expected = most === Number.MAX_SAFE_INTEGER ? `an integer ≥ ${least}` : `an integer ${least} to ${most}`,
) {
  return v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(least, expected),
    v.maxValue(most, expected),
  );
}

/** Limits of a number: `above` < number < `below`, `least` ≤ number ≤ `most`. */
export interface Limits {
  above?: number;
  least?: number;
  below?: number;
  most?: number;
}

/**
 * A finite number within limits; `expected` is the end of "expected …".
 *
 * @internal
 */
export function real(expected: string, limits: Limits = {}) {
  const { above = -Infinity, least = -Infinity, below = Infinity, most = Infinity } = limits;
  return v.pipe(
    v.number(expected),
    v.finite(expected),
    v.gtValue(above, expected),
    v.minValue(least, expected),
    v.ltValue(below, expected),
    v.maxValue(most, expected),
  );
}

/** @internal */
export const positive = real("a finite number > 0", { above: 0 });
/** @internal */
export const notNegative = real("a finite number ≥ 0", { least: 0 });

/**
 * One of `names`.
 *
 * @internal
 */
export function choice<const Names extends readonly string[]>(names: Names) {
  return v.picklist(names, oneOf(names));
}

/** @internal */
export const flag = v.boolean("true or false");

/**
 * A part of something that is never all of it.
 *
 * @internal
 */
export const fraction = real("a fraction 0 ≤ f < 1", { least: 0, below: 1 });

/**
 * An object with these settings and no others; `expected` is the end of "expected …".
 *
 * @internal
 */
export function settings<const Entries extends v.ObjectEntries>(entries: Entries, expected: string) {
  const names = Object.keys(entries);
  const strict = v.strictObject(entries, (issue) => {
    if (issue.expected !== "never") {
      return v.safeParse(entries[missing(issue)]!, undefined).issues?.[0].message ?? "a value";
    }
    return didYouMean(String(issue.input), names) || ` Known: ${names.join(", ")}.`;
  });
  return v.pipe(v.custom<v.InferInput<typeof strict>>(isPlainObject, expected), strict);
}

/**
 * What a user may write, for the JSON Schema of the config file (`src/cli/schema.ts`), where that cannot be read
 * off the checks themselves.
 *
 * @internal
 */
export function writtenAs<Value>(...forms: v.GenericSchema[]) {
  return v.metadata<Value, { forms: v.GenericSchema[] }>({ forms });
}

/**
 * A whole number ≥ 1 (and ≤ `most`), or a word that stands for one.
 *
 * @internal
 */
export function integerOr<const Word extends string>(word: Word, most = Number.MAX_SAFE_INTEGER) {
  const expected =
    most === Number.MAX_SAFE_INTEGER ? `an integer ≥ 1 or "${word}"` : `an integer 1 to ${most} or "${word}"`;
  return v.union([integer(1, most, expected), v.literal(word)], expected);
}

/** The name of the setting that is not there. */
function missing({ path }: { path?: readonly v.IssuePathItem[] | undefined }): string {
  return String(path?.at(-1)?.key);
}

/** `{…}`: no list, no null, no instance of something. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

const anyNumber = real("a finite number");
const initializer = v.pipe(
  settings(
    {
      kind: choice(initializerNames),
      low: v.optional(anyNumber),
      high: v.optional(anyNumber),
      mean: v.optional(anyNumber),
      deviation: v.optional(anyNumber),
    },
    oneOf(initializerNames),
  ),
  v.transform((given) => (given.kind === "normal" ? { ...given, mean: given.mean ?? 0 } : given)),
);
type InitializerInput = v.InferInput<typeof initializer>;

/** Those that take no numbers. */
const plainInitializers = choice(initializerNames.filter((name) => name !== "uniform" && name !== "normal"));
const initializerForms = [
  plainInitializers,
  settings({ kind: plainInitializers }, ""),
  settings({ kind: choice(["uniform"]), low: anyNumber, high: anyNumber }, ""),
  settings({ kind: choice(["normal"]), mean: v.optional(anyNumber, 0), deviation: positive }, ""),
];

/**
 * The settings of a network by name; `layers` is checked in layers.ts.
 *
 * @internal
 */
export const networkEntries = {
  layers: v.optional(v.unknown()),
  loss: v.optional(choice(lossNames)),
  huberDelta: v.optional(positive, 1),
  labelSmoothing: v.optional(fraction, 0),
  dropout: v.optional(fraction, 0),
  reduction: v.optional(choice(["mean", "sum"]), "mean"),
  biases: v.optional(choice(biasModes), "perNeuron"),
  trainBiases: v.optional(flag, true),
  tiedWeights: v.optional(flag, false),
  initializer: v.optional(
    v.pipe(
      v.custom<InitializerInput | InitializerInput["kind"]>(() => true),
      v.transform((given) => (typeof given === "string" ? { kind: given } : given)),
      initializer,
      writtenAs(...initializerForms),
    ),
    "glorotUniform",
  ),
  precision: v.optional(choice(["float32", "float64"]), "float32"),
  seed: v.optional(integer(0), 1),
  build: v.optional(choice(["auto", ...buildNames]), "auto"),
  threads: v.optional(integerOr("auto", 64), "auto"),
};

/**
 * Checks `value` against a schema.
 *
 * @param label how the user wrote a setting's name, e.g. `batchSize` → `--batch`
 * @throws ConfigError `label: expected …, got …` for the first thing wrong
 * @internal
 */
export function check<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  label: (path: string) => string = (path) => path,
): v.InferOutput<Schema> {
  // schemas bring their own messages; the one here keeps valibot's from users where one does not
  const result = v.safeParse(schema, value, { abortEarly: true, message: "another value" });
  if (result.success) return result.output;
  const issue = result.issues[0];
  const keys = writtenPath(
    (issue.path ?? []).map((item) => item.key),
    value,
  );
  const where = label(pathOf(keys)) || "config";
  if (issue.type === "strict_object" && issue.expected === "never") {
    throw new ConfigError(`${where}: there is no such setting.${issue.message}`);
  }
  const isMissing = issue.type.endsWith("object") && issue.input === undefined && keys.length > 0;
  const got = isMissing ? "nothing" : show(issue.input);
  throw new ConfigError(`${where}: expected ${issue.message}, got ${got}.`);
}

/** As much of a path as the user has written: `optimizer`, not `optimizer.kind`, of `optimizer: "adma"`. */
function writtenPath(keys: readonly unknown[], value: unknown): readonly unknown[] {
  let written = value;
  for (const [depth, key] of keys.entries()) {
    if (typeof written !== "object" || written === null) return keys.slice(0, depth);
    written = (written as Record<string, unknown>)[String(key)];
  }
  return keys;
}

/** `["layers", 1, "units"]` → `layers[1].units`; a name that could be no setting's comes in quotes. */
export function pathOf(keys: readonly unknown[]): string {
  const parts = keys.map((key) => {
    if (typeof key === "number") return `[${key}]`;
    return "." + (/^\w+$/.test(String(key)) ? String(key) : show(String(key)));
  });
  return parts.join("").replace(/^\./, "");
}

/** Values of a layer's bias vector: none, one for all, or one per unit. */
export function biasCount(mode: BiasMode, units: number): number {
  return mode === "none" ? 0 : mode === "shared" ? 1 : units;
}
