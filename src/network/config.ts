/**
 * What a network is: its layers, loss and numbers, checked and with every default filled in. How it is
 * trained is in `src/train/settings.ts`.
 */
import * as v from "valibot";
import { Activation } from "../../assembly/codes.js";
import { ConfigError, oneOf, show } from "../errors.js";
import { didYouMean } from "../nearest.js";
import { buildNames } from "../wasm/builds.js";

export const activationNames = ["sigmoid", "identity"] as const;
export type ActivationName = (typeof activationNames)[number];
export const lossNames = ["halfSquaredError", "squaredError", "meanSquaredError"] as const;
export type LossName = (typeof lossNames)[number];
export const biasModes = ["perNeuron", "shared", "none"] as const;
export type BiasMode = (typeof biasModes)[number];
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

/** The code of an activation in the plan. */
export const activationCodes: Record<ActivationName, Activation> = {
  sigmoid: Activation.sigmoid,
  identity: Activation.identity,
};

/** A whole number ≥ `least` (and ≤ `most`). */
export function integer(least: number, most = Number.MAX_SAFE_INTEGER) {
  const expected =
    most === Number.MAX_SAFE_INTEGER ? `an integer ≥ ${least}` : `an integer ${least} to ${most}`;
  return v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(least, expected),
    v.maxValue(most, expected),
  );
}

/** A finite number for which `holds`; `expected` is the end of "expected …". */
export function real(expected: string, holds: (value: number) => boolean = () => true) {
  return v.pipe(v.number(expected), v.finite(expected), v.check(holds, expected));
}

/** One of `names`. */
export function choice<const Names extends readonly string[]>(names: Names) {
  return v.picklist(names, oneOf(names));
}

export const flag = v.boolean("true or false");

/** An object with these settings and no others; `expected` is the end of "expected …". */
export function settings<const Entries extends v.ObjectEntries>(entries: Entries, expected: string) {
  const names = Object.keys(entries);
  const strict = v.strictObject(entries, (issue) =>
    issue.expected === "never"
      ? didYouMean(String(issue.input), names) || ` Known: ${names.join(", ")}.`
      : "a value",
  );
  return v.pipe(v.custom<v.InferInput<typeof strict>>(isPlainObject, expected), strict);
}

/** `{…}`: no list, no null, no instance of something. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

const layerExpected = 'a number of units, or an object such as { "units": 3 }';
const inputLayer = settings({ units: integer(1) }, layerExpected);
const layer = settings(
  {
    units: integer(1),
    activation: v.optional(choice(activationNames), "sigmoid"),
    trainable: v.optional(flag, true),
  },
  layerExpected,
);

const initializer = v.pipe(
  settings(
    {
      kind: choice(initializerNames),
      low: v.optional(real("a finite number")),
      high: v.optional(real("a finite number")),
      mean: v.optional(real("a finite number")),
      deviation: v.optional(real("a finite number")),
    },
    oneOf(initializerNames),
  ),
  v.transform((given) => (given.kind === "normal" ? { ...given, mean: given.mean ?? 0 } : given)),
);
type InitializerInput = v.InferInput<typeof initializer>;

const threadCount = v.custom<number | "auto">(
  (value) => value === "auto" || (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 64),
  'an integer 1 to 64 or "auto"',
);

/** The settings of a network by name; `layers` is checked by `checkLayers`. */
export const networkEntries = {
  layers: v.optional(v.unknown()),
  loss: v.optional(choice(lossNames), "halfSquaredError"),
  reduction: v.optional(choice(["mean", "sum"]), "mean"),
  biases: v.optional(choice(biasModes), "perNeuron"),
  trainBiases: v.optional(flag, true),
  initializer: v.optional(
    v.pipe(
      v.custom<InitializerInput | InitializerInput["kind"]>(() => true),
      v.transform((given) => (typeof given === "string" ? { kind: given } : given)),
      initializer,
    ),
    "glorotUniform",
  ),
  precision: v.optional(choice(["float32", "float64"]), "float32"),
  seed: v.optional(integer(0), 1),
  build: v.optional(choice(["auto", ...buildNames]), "auto"),
  threads: v.optional(threadCount, "auto"),
};

/** A layer that computes: what it takes, what it gives, how. */
export interface LayerConfig {
  inputs: number;
  units: number;
  activation: ActivationName;
  trainable: boolean;
}

type Entries = { [Name in keyof typeof networkEntries]: v.InferOutput<(typeof networkEntries)[Name]> };
/** A network's settings, complete. */
export interface NetworkConfig extends Omit<Entries, "layers"> {
  /** All but the input layer. */
  layers: LayerConfig[];
}

/**
 * Checks `value` against a schema.
 *
 * @param label how the user wrote a setting's name, e.g. `batchSize` → `--batch`
 * @throws ConfigError `label: expected …, got …` for the first thing wrong
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
  const keys = (issue.path ?? []).map((item) => item.key);
  const where = label(pathOf(keys)) || "config";
  if (issue.type === "strict_object" && issue.expected === "never") {
    throw new ConfigError(`${where}: there is no such setting.${issue.message}`);
  }
  const got = issue.type === "strict_object" ? "nothing" : show(issue.input);
  throw new ConfigError(`${where}: expected ${issue.message}, got ${got}.`);
}

/** `["layers", 1, "units"]` → `layers[1].units`; a name that could be no setting's comes in quotes. */
export function pathOf(keys: readonly unknown[]): string {
  const parts = keys.map((key) => {
    if (typeof key === "number") return `[${key}]`;
    return "." + (/^\w+$/.test(String(key)) ? String(key) : show(String(key)));
  });
  return parts.join("").replace(/^\./, "");
}

/**
 * Checks the list of layers: `[784, { units: 128, activation: "sigmoid" }, 10]`, the first one the inputs.
 *
 * @throws ConfigError naming the layer
 */
export function checkLayers(given: unknown, label?: (path: string) => string): LayerConfig[] {
  const where = label?.("layers") ?? "layers";
  if (!Array.isArray(given) || given.length < 2) {
    throw new ConfigError(
      `${where}: expected a list of at least 2 layers, inputs first, got ${show(given)}.`,
    );
  }
  const named = given.map((one: unknown) => (typeof one === "object" ? one : { units: one }));
  const first = check(v.object({ layers: v.tuple([inputLayer]) }), { layers: [named[0]] }, label).layers[0];
  const rest = check(v.object({ layers: v.array(layer) }), { layers: named.slice(1) }, (path) => {
    const shifted = path.replace(/\[(\d+)\]/, (_, index: string) => `[${Number(index) + 1}]`);
    return label?.(shifted) ?? shifted;
  }).layers;
  let inputs = first.units;
  return rest.map((one) => {
    const withInputs = { inputs, ...one };
    inputs = one.units;
    return withInputs;
  });
}

/** Values of a layer's bias vector: none, one for all, or one per unit. */
export function biasCount(mode: BiasMode, units: number): number {
  return mode === "none" ? 0 : mode === "shared" ? 1 : units;
}
