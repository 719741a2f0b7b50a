/**
 * The scaling and the names that a program kept beside a model: of columns by their least and greatest values, by mean and
 * deviation, or as ml5 writes them into `model_meta.json`.
 */
import { ConfigError } from "../errors.js";
import { refuseScaler } from "../network/scalerCheck.js";
import type { Scaler } from "../network/scaling.js";
import { show } from "../wording.js";
import { isObject, own } from "./refusal.js";

/** One number for all columns, or a list with one for each. */
export type ByColumn = number | readonly number[];

/**
 * How the columns of a matrix were scaled: from `min` … `max` to 0 … 1, or to mean 0 and standard deviation 1; or a scaler of
 * `Network.scalers`.
 */
export type GivenRange =
  | {
      /** What became 0. */
      readonly min: ByColumn;
      /** What became 1. */
      readonly max: ByColumn;
    }
  | {
      /** Mean, which became 0. */
      readonly mean: ByColumn;
      /** Standard deviation, which became 1. */
      readonly std: ByColumn;
    }
  | Scaler;

/** How inputs and targets were scaled, each left out where it was not; or the contents of ml5's `model_meta.json`. */
export type GivenScaling =
  | {
      /** Of the inputs. */
      readonly inputs?: GivenRange | null;
      /** Of the targets. */
      readonly targets?: GivenRange | null;
    }
  | Ml5Meta;

/** ml5's `model_meta.json`: columns by their names. */
export interface Ml5Meta {
  /** Columns of the inputs, in order. */
  readonly inputs: Readonly<Record<string, Ml5Column>>;
  /** Columns of the outputs, in order. */
  readonly outputs: Readonly<Record<string, Ml5Column>>;
  /** Whether the numbers were scaled to 0 … 1. */
  readonly isNormalized?: boolean;
}

/** A column in ml5's `model_meta.json`. */
export interface Ml5Column {
  /** "number" or "string". */
  readonly dtype: string;
  /** The least number of the column. */
  readonly min?: number;
  /** The greatest number of the column. */
  readonly max?: number;
  /** Values of a column of texts. */
  readonly uniqueValues?: readonly string[];
}

export interface Scalings {
  inputs: Scaler | null;
  targets: Scaler | null;
  inputNames?: string[];
  classes?: string[];
}

/**
 * Scalers of what a caller gives.
 *
 * @throws ConfigError for anything else; ShapeError for another number of columns
 */
export function scalersOf(given: GivenScaling, inputs: number, outputs: number): Scalings {
  if (!isObject(given)) throw wrong("scaling", "an object with inputs and targets", given);
  const scalings = isMl5(given) ? ofMl5(given) : ofRanges(given, inputs, outputs);
  refuseScaler("inputs", scalings.inputs, inputs, inputs);
  refuseScaler("targets", scalings.targets, outputs, outputs);
  return scalings;
}

function isMl5(given: object): given is Ml5Meta {
  return isObject(own(given, "inputs")) && isObject(own(given, "outputs"));
}

function ofRanges(given: Record<string, unknown>, inputs: number, outputs: number): Scalings {
  for (const name of Object.keys(given)) {
    if (name !== "inputs" && name !== "targets")
      throw wrong("scaling", 'the keys "inputs" and "targets"', name);
  }
  return {
    inputs: ofRange("scaling.inputs", given.inputs, inputs),
    targets: ofRange("scaling.targets", given.targets, outputs),
  };
}

function ofRange(where: string, given: unknown, columns: number): Scaler | null {
  if (given === undefined || given === null) return null;
  if (!isObject(given)) throw wrong(where, "{ min, max } or { mean, std }", given);
  if ("kind" in given) return given as unknown as Scaler;
  const list = (name: string): number[] => {
    const value = given[name];
    const numbers = typeof value === "number" ? Array.from({ length: columns }, () => value) : value;
    if (Array.isArray(numbers) && numbers.length === columns && numbers.every(Number.isFinite))
      return numbers as number[];
    throw wrong(`${where}.${name}`, `a number, or a list of ${columns} numbers`, value);
  };
  if ("min" in given) return ofLimits(list("min"), list("max"));
  const scale = list("std").map((one) => (one === 0 ? 0 : 1 / one));
  return { kind: "standard", shift: list("mean"), scale };
}

/** (x − min) / (max − min); 0 for a column that did not vary. */
function ofLimits(min: readonly number[], max: readonly number[]): Scaler {
  const scale = min.map((least, column) => (max[column] === least ? 0 : 1 / (max[column]! - least)));
  return { kind: "minMax", shift: [...min], scale };
}

/** Of one column, as ml5 encodes it: a number to 0 … 1, a text as one number for each of its values. */
function ofMl5({ inputs, outputs, isNormalized = false }: Ml5Meta): Scalings {
  const names: string[] = [];
  const columnsOf = (what: string, columns: Readonly<Record<string, Ml5Column>>) => {
    const limits: [number, number][] = [];
    for (const [name, column] of Object.entries(columns)) {
      const { dtype, min, max } = isObject(column) ? column : ({} as Ml5Column);
      const where = `scaling.${what}.${name}`;
      if (dtype === "string") {
        for (const value of textsOf(where, column)) {
          limits.push([0, 1]);
          if (what === "inputs") names.push(`${name}=${value}`);
        }
      } else if (dtype === "number" && Number.isFinite(min) && Number.isFinite(max)) {
        limits.push([min!, max!]);
        if (what === "inputs") names.push(name);
      } else throw wrong(where, 'dtype "string", or "number" with min and max', column);
    }
    return ofLimits(
      limits.map(([least]) => least),
      limits.map(([, most]) => most),
    );
  };
  const ofInputs = columnsOf("inputs", inputs);
  const ofTargets = columnsOf("outputs", outputs);
  const [first] = Object.values(outputs);
  const isOfClasses = first?.dtype === "string" && Object.keys(outputs).length === 1;
  return {
    inputs: isNormalized ? ofInputs : null,
    targets: isNormalized && !isOfClasses ? ofTargets : null,
    inputNames: names,
    ...(isOfClasses && { classes: textsOf("scaling.outputs", first) }),
  };
}

function textsOf(where: string, column: Ml5Column): string[] {
  const values = own(column, "uniqueValues");
  if (Array.isArray(values) && values.length > 0) return values.map(String);
  throw wrong(where, "a list uniqueValues", column);
}

function wrong(setting: string, expected: string, got: unknown): ConfigError {
  return new ConfigError({ setting, expected, got: show(got) });
}
