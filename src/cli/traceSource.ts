/** What `chainrule trace` shows: a network with its weights, and samples; from a preset, config or model. */
import { existsSync } from "node:fs";
import {
  isPreset,
  type MatrixVariant,
  matrixVariants,
  presetNames,
  presetNetwork,
  presetOf,
  readParameters,
} from "../explain/presets.js";
import type { NameStyle } from "../explain/names.js";
import { sampleOf } from "../explain/sample.js";
import type { Sample } from "../explain/trace.js";
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { didYouMean } from "../nearest.js";
import type { Dataset } from "../data/dataset.js";
import { Network } from "../train/network.js";
import { checkConfig } from "../settings/configuration.js";
import { readForModel, readTraining, separatorOf } from "./data.js";

import { openModel } from "./model.js";
import { asWritten, readConfig } from "./gather.js";

/** Flags that say what is traced. */
export interface SourceFlags {
  data?: string;
  labels?: string;
  target?: string;
  separator?: string;
  inputs?: string;
  targets?: string;
  variant?: string;
}

export interface TraceSource {
  network: Network;
  names: NameStyle;
  samples: Sample[];
  /** Which variant of an example; null if it has none. */
  variant: MatrixVariant | null;
  /** The other variants of an example, unless the user asked for one. */
  others: readonly MatrixVariant[];
}

const withoutVariants = { variant: null, others: [] } as const;

/** @throws ConfigError, DataError, ShapeError */
export async function openSource(what: string, flags: SourceFlags): Promise<TraceSource> {
  if (flags.variant !== undefined && what !== "matrix") {
    throw new ConfigError(`--variant: goes with the network "matrix", got ${show(what)}. Drop it.`);
  }
  if (flags.variant !== undefined && !(matrixVariants as readonly string[]).includes(flags.variant)) {
    throw new ConfigError(`--variant: expected ${oneOf(matrixVariants)}, got ${show(flags.variant)}.`);
  }
  if (isPreset(what)) {
    refuseData(flags, `the network "${what}"`);
    const preset = presetOf(what, flags.variant);
    const samples = given(flags) ?? pair(preset.inputs, preset.targets);
    const variant =
      what === "matrix" ? ((flags.variant as MatrixVariant | undefined) ?? matrixVariants[0]) : null;
    const others = variant && !flags.variant ? matrixVariants.filter((one) => one !== variant) : [];
    return { network: presetNetwork(preset), names: preset.names, samples, variant, others };
  }
  if (what.endsWith(".json")) return openConfig(what, flags);
  if (!/[./\\]/.test(what) && !existsSync(what)) {
    const known = presetNames.join(", ");
    throw new ConfigError(
      `trace: there is no network ${show(what)}, and no such file.${didYouMean(what, presetNames)} Known: ${known}.`,
    );
  }
  const { network, notes } = openModel(what);
  const own = given(flags);
  if (own) return { network, names: "neurons", ...withoutVariants, samples: own };
  if (flags.data === undefined) {
    throw new ConfigError(
      `--data: expected samples for ${what}, got nothing. Or give --inputs and --targets.`,
    );
  }
  const dataset = await readForModel({ network, notes }, flags.data, { ...flags, withTargets: true });
  return { network, names: "neurons", ...withoutVariants, samples: samplesOf(dataset, network) };
}

/** A config of `train` with `weights`, `biasValues`, `inputs` and `targets` beside the settings. */
async function openConfig(path: string, flags: SourceFlags): Promise<TraceSource> {
  const { weights, biasValues, inputs, targets, ...rest } = readConfig(path);
  const { data, labels, target, targetKind, drop, separator, samples: _, ...settings } = rest;
  const label = (key: string) => `${path}: ${key}`;
  const config = asWritten(label, () => checkConfig({ ...settings, precision: "float64" }));
  const network = Network.create(config);
  if (weights !== undefined) {
    network.setParameters(readParameters(network, { weights, biases: biasValues } as never));
  } else if (biasValues !== undefined) {
    throw new ConfigError(
      `${label("biasValues")}: goes with "weights", which is not there. Add it, or drop this.`,
    );
  }
  const own = given(flags);
  if (own) return { network, names: "neurons", ...withoutVariants, samples: own };
  const file = flags.data ?? (data as string | undefined);
  if (file === undefined) {
    const [x, y] = [rowsOf(inputs, label("inputs")), rowsOf(targets, label("targets"))];
    if (x.length !== y.length) {
      throw new ConfigError(`${label("targets")}: expected ${x.length} rows as in inputs, got ${y.length}.`);
    }
    return { network, names: "neurons", ...withoutVariants, samples: pair(x, y) };
  }
  const { dataset } = await readTraining({
    data: file,
    labels: flags.labels ?? (labels as string | undefined),
    target: flags.target ?? (target as string | undefined),
    targetKind: targetKind as "class" | "number" | undefined,
    drop: drop as string[] | undefined,
    separator: separatorOf(
      flags.separator ?? separator,
      flags.separator ? "--separator" : label("separator"),
    ),
  });
  return { network, names: "neurons", ...withoutVariants, samples: samplesOf(dataset, network) };
}

/** A sample from --inputs and --targets. */
function given({ inputs, targets }: SourceFlags): Sample[] | null {
  if (inputs === undefined && targets === undefined) return null;
  const numbers = (text: string | undefined, flag: string) => {
    const values = (text ?? "").split(",").map((part) => (part.trim() === "" ? NaN : Number(part)));
    if (text === undefined || !values.every(Number.isFinite)) {
      throw new ConfigError(`${flag}: expected numbers separated by commas, got ${show(text ?? "nothing")}.`);
    }
    return values;
  };
  return [{ inputs: numbers(inputs, "--inputs"), targets: numbers(targets, "--targets") }];
}

function rowsOf(value: unknown, where: string): number[][] {
  const isNumbers = (row: unknown): row is number[] =>
    Array.isArray(row) && row.every((one) => typeof one === "number");
  if (Array.isArray(value) && value.length > 0) {
    if (isNumbers(value)) return [value];
    if (value.every(isNumbers)) return value;
  }
  const advice = "Or give --data, or --inputs and --targets.";
  throw new ConfigError(
    `${where}: expected a list of numbers, or a list of such lists, got ${show(value)}. ${advice}`,
  );
}

function pair(inputs: readonly (readonly number[])[], targets: readonly (readonly number[])[]): Sample[] {
  return inputs.map((row, at) => ({ inputs: row, targets: targets[at]! }));
}

function samplesOf(dataset: Dataset, network: Network): Sample[] {
  return Array.from({ length: dataset.rows }, (_, row) => sampleOf(dataset, row, network.config.loss));
}

function refuseData(flags: SourceFlags, whose: string): void {
  for (const flag of ["data", "labels", "target", "separator"] as const) {
    if (flags[flag] === undefined) continue;
    throw new ConfigError(
      `--${flag}: does not go with ${whose}, which brings its samples. Drop it, or give --inputs and --targets.`,
    );
  }
}
