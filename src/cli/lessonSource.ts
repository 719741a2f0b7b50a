/** The source of a lesson: a worked example, or a model or config file with a few samples. */
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import type { LessonSource } from "../explain/lesson.js";
import { measureScalers } from "../data/scalers.js";
import { applyScaler, prepared, refuseNotFinite } from "../network/scaling.js";
import type { Dataset } from "../data/dataset.js";
import { requireFit } from "../train/networkData.js";
import type { Network } from "../train/network.js";
import type { Config } from "../settings/generated/types.js";
import { asTextbook, configure } from "./complete.js";
import { readForModel } from "./data.js";

import { readBytes } from "./files.js";
import { openModel } from "./model.js";
import { isExample } from "./example.js";
import { createNetwork, samplesOfFlags } from "./given.js";
import { gather, written } from "./gather.js";
import { openData } from "./source.js";

const sampleFlagNames = ["data", "labels", "target", "separator", "inputs", "targets", "rows"] as const;
/** Flags that choose the source of a lesson. */
export const lessonFlagNames = [...sampleFlagNames, "variant", "rounds"] as const;
export type LessonFlags = { [Name in (typeof lessonFlagNames)[number]]?: string };

/** @param what a worked example, a model file, or a config file (JSON) */
export async function lessonSource(what: string, flags: LessonFlags): Promise<LessonSource> {
  const rounds = countOf("--rounds", flags.rounds);
  if (flags.inputs !== undefined || flags.targets !== undefined)
    refuseData({ ...flags, inputs: undefined, targets: undefined }, "the samples come with --inputs");
  const { network, dataset, isGiven } = await (isUntrained(what) ? ofConfig : ofModel)(what, flags);
  try {
    return sourceOf(network, firstRows(dataset, flags), isGiven, rounds);
  } finally {
    network.dispose();
  }
}

interface Found {
  network: Network;
  dataset: Dataset;
  /** Whether the samples are given as numbers. */
  isGiven: boolean;
}

async function ofModel(what: string, flags: LessonFlags): Promise<Found> {
  const { network, notes } = openModel(what);
  const given = samplesOfFlags(flags);
  if (given) return { network, dataset: given, isGiven: true };
  if (flags.data === undefined) throw noSamples();
  const { dataset } = await readForModel({ network, notes }, flags.data, { ...flags, withTargets: true });
  return { network, dataset, isGiven: false };
}

async function ofConfig(what: string, flags: LessonFlags): Promise<Found> {
  const { data: file, labels, target, separator, variant, inputs, targets } = flags;
  const gathered = gather(what, { data: file, labels, target, separator, variant, inputs, targets });
  try {
    const { own } = gathered;
    if (own.inputs === undefined && own.targets === undefined && own.data === undefined) throw noSamples();
    const data = await openData(gathered);
    const network = createNetwork(configure(asTextbook(gathered), data).config, gathered);
    return { network, dataset: data.dataset, isGiven: data.isGiven };
  } catch (error) {
    throw written(error, gathered.nameOf);
  }
}

function noSamples(): ConfigError {
  return new ConfigError(
    "--data: expected the samples of the lesson, got nothing. Give --data, or --inputs and --targets.",
  );
}

/** @param isOwn whether the numbers came with --inputs; they are scaled only if the model has scalers */
function sourceOf(
  network: Network,
  dataset: Dataset,
  isOwn: boolean,
  rounds: number | undefined,
): LessonSource {
  const { config } = network;
  requireFit(dataset, config, true);
  const rows = Uint32Array.from({ length: dataset.rows }, (_, row) => row);
  const scalers = isOwn ? network.scalers : measureScalers(dataset, rows, config, network.scalers);
  const inputs = prepared(dataset.inputs, dataset.columns, scalers.inputs);
  const targets = targetsOf(dataset, config);
  if (dataset.targets) {
    applyScaler(targets, dataset.targets, scalers.targets);
    refuseNotFinite("targets", targets, dataset.targets, dataset.outputs, scalers.targets, 0);
  }
  return {
    config,
    parameters: network
      .parameters()
      .map(({ weights, biases }) => ({ weights: weights.slice(), biases: biases.slice() })),
    inputs,
    targets,
    rows: dataset.rows,
    isScaled: scalers.inputs !== null || scalers.targets !== null,
    rounds: rounds ?? Math.max(1, config.epochs),
  };
}

/** [rows × outputs]; for classes 1 for the class and 0 (with hinge −1) for the others. */
function targetsOf({ labels, rows, outputs }: Dataset, { loss }: Config): Float64Array {
  const targets = new Float64Array(rows * outputs).fill(loss === "hinge" ? -1 : 0);
  labels?.forEach((label, row) => (targets[row * outputs + label] = 1));
  return targets;
}

function firstRows(dataset: Dataset, flags: LessonFlags): Dataset {
  const count = countOf("--rows", flags.rows) ?? dataset.rows;
  return count >= dataset.rows ? dataset : dataset.select(Array.from({ length: count }, (_, row) => row));
}

function refuseData(flags: LessonFlags, why: string): void {
  for (const name of sampleFlagNames) {
    if (flags[name] !== undefined) throw new ConfigError(`--${name}: ${why}. Drop it.`);
  }
}

/** @throws ConfigError for anything but an integer ≥ 1 */
function countOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new ConfigError(`${flag}: expected an integer ≥ 1, got ${show(text)}.`);
  return Number(text);
}

/** Whether it is not a trained model: a worked example, or a file of settings, whose first character is a brace. */
export function isUntrained(what: string): boolean {
  return isExample(what) || /^\s*\{/.test(new TextDecoder().decode(readBytes(what).subarray(0, 8)));
}
