/** The source of a lesson: the worked example, or a model or config file with a few samples. */
import { parseNumber } from "../data/classNames.js";
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import type { LessonSource } from "../explain/lesson.js";
import { mazur } from "../explain/workedExamples.js";
import { measureScalers } from "../data/scalers.js";
import { applyScaler } from "../network/scaling.js";
import { Dataset } from "../data/dataset.js";
import { requireFit } from "../train/networkData.js";
import { Network } from "../train/network.js";
import { checkConfig } from "../settings/configuration.js";
import type { Config } from "../settings/generated/types.js";
import { configure } from "./complete.js";
import { readForModel } from "./data.js";

import { readBytes } from "./files.js";
import { openModel } from "./model.js";
import { gather, written } from "./gather.js";
import { openData } from "./source.js";

const sampleFlagNames = ["data", "labels", "target", "separator", "inputs", "targets", "rows"] as const;
/** Flags that choose the source of a lesson. */
export const lessonFlagNames = [...sampleFlagNames, "rounds"] as const;
export type LessonFlags = { [Name in (typeof lessonFlagNames)[number]]?: string };

/** @param what "mazur", a model file, or a config file (JSON) */
export async function lessonSource(what: string, flags: LessonFlags): Promise<LessonSource> {
  const given = samplesOf(flags);
  const rounds = countOf("--rounds", flags.rounds);
  if (what === "mazur") {
    refuseData(flags, "the worked example has its own sample");
    const { config, parameters, inputs, targets } = mazur;
    return {
      config: checkConfig(config),
      parameters,
      inputs: Float64Array.from(inputs),
      targets: Float64Array.from(targets),
      rows: 1,
      isScaled: false,
      rounds: rounds ?? config.epochs!,
    };
  }
  if (given)
    refuseData({ ...flags, inputs: undefined, targets: undefined }, "the samples come with --inputs");
  const { network, dataset } = await (isConfigFile(what) ? ofConfig : ofModel)(what, flags, given);
  try {
    return sourceOf(network, firstRows(dataset, flags), given !== null, rounds);
  } finally {
    network.dispose();
  }
}

interface Found {
  network: Network;
  dataset: Dataset;
}

async function ofModel(what: string, flags: LessonFlags, given: Dataset | null): Promise<Found> {
  const { network, notes } = openModel(what);
  if (given) return { network, dataset: given };
  if (flags.data === undefined) throw noSamples();
  return {
    network,
    dataset: await readForModel({ network, notes }, flags.data, { ...flags, withTargets: true }),
  };
}

async function ofConfig(what: string, flags: LessonFlags, given: Dataset | null): Promise<Found> {
  const { data: file, labels, target, separator } = flags;
  const gathered = gather(what, { data: file, labels, target, separator });
  try {
    if (given) return { network: Network.create(checkConfig(gathered.config)), dataset: given };
    if (gathered.own.data === undefined) throw noSamples();
    const data = await openData(gathered);
    return { network: Network.create(configure(gathered, data).config), dataset: data.dataset };
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
  const inputs = new Float64Array(dataset.inputs.length);
  applyScaler(inputs, dataset.inputs, scalers.inputs);
  const targets = targetsOf(dataset, config);
  if (dataset.targets) applyScaler(targets, dataset.targets, scalers.targets);
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

/** `--inputs "0,0;0,1" --targets "0;1"`: samples end with semicolons. */
function samplesOf({ inputs, targets }: LessonFlags): Dataset | null {
  if (inputs === undefined && targets === undefined) return null;
  const matrix = (flag: string, text: string | undefined) => {
    const refuse = (got: string) =>
      new ConfigError(`${flag}: expected numbers such as "0.05,0.1", samples apart by ";", got ${got}.`);
    if (text === undefined) throw refuse("nothing");
    return text.split(";").map((row) =>
      row.split(",").map((cell) => {
        const number = parseNumber(cell.trim());
        if (number === null) throw refuse(show(text));
        return number;
      }),
    );
  };
  return Dataset.from(matrix("--inputs", inputs), matrix("--targets", targets));
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

/** Whether a file is a config, not a model: its first character is a brace. */
export function isConfigFile(path: string): boolean {
  return /^\s*\{/.test(new TextDecoder().decode(readBytes(path).subarray(0, 8)));
}
