/**
 * Going on from a checkpoint: which settings and files its command had, and what is left of the training. `checkpointFolder.ts` finds
 * the checkpoint; `differences.ts` compares it with the present command.
 */
import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { DataError } from "../errors.js";
import { isPlainObject } from "../settings/check.js";
import { configInput } from "../settings/configuration.js";
import { fileSettings } from "../settings/fileRecords.js";
import type { Config } from "../settings/generated/types.js";
import type { Dataset } from "../data/dataset.js";
import type { History, Stopped } from "../train/loop/history.js";
import type { Network } from "../train/network.js";
import type { TrainingProgress } from "../train/networkTypes.js";
import { info } from "../wasm/info.js";
import { recordProblem } from "./commandRecord.js";
import { dataHash } from "./dataHash.js";
import type { FileSettings, Gathered } from "./gather.js";
import type { OutputPlaces } from "./outputs.js";

/** Files that the command writes, by flag. */
const placeNames = ["output", "report", "log", "tensorboard"] as const;

/** The data, as they were encoded. */
export interface DataMark {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly outputs: number;
  readonly sha256: string;
}

/** What a checkpoint says about its command. */
export interface CommandRecord {
  /** Of this record. */
  readonly format: 1;
  /** Of the package. */
  readonly version: string;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** The complete configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Settings of the command line that are still needed: data files, and how they are read. */
  readonly own: FileSettings;
  readonly places: OutputPlaces;
  readonly data: DataMark;
  /** Whether the columns were read as a model had them, from which the training started. */
  readonly isLike: boolean;
  /** Where the training of this command began: a model that it started from may have been trained before. */
  readonly begun: Begun;
  readonly every: string;
  readonly keep: number;
  /** Why the training ended, if this is the checkpoint of its end. */
  readonly stopped?: Stopped | null;
}

/** What was trained before a command. */
export type Begun = Pick<TrainingProgress, "epochs" | "updates" | "seconds">;

export function begunNow({ training }: Network): Begun {
  const { epochs, updates, seconds } = training;
  return { epochs, updates, seconds };
}

/** Settings that the complete configuration has taken in: layers, and where the first weights came from. */
const takenIn = [
  "hidden",
  "activation",
  "outputActivation",
  "inputDropout",
  "from",
  "weights",
  "biasValues",
  "example",
  "variant",
];

export function recordOf(
  config: Config,
  { own, config: given }: Gathered,
  places: OutputPlaces,
  about: Pick<CommandRecord, "data" | "isLike" | "begun" | "every" | "keep">,
): CommandRecord {
  // the preset that decided; a complete configuration has layers, which would decide otherwise
  const preset =
    own.preset ?? (own.inputs !== undefined || given.layers !== undefined ? "textbook" : "table");
  const kept = Object.entries({ ...own, preset }).filter(([name]) => !takenIn.includes(name));
  return {
    format: 1,
    version: info().version,
    cwd: process.cwd(),
    config: { ...configInput(config) },
    own: Object.fromEntries(kept),
    places: Object.fromEntries(placeNames.map((name) => [name, places[name]])) as unknown as OutputPlaces,
    ...about,
  };
}

export function dataMark(name: string, dataset: Dataset): DataMark {
  const { rows, columns, outputs } = dataset;
  return { name, rows, columns, outputs, sha256: dataHash(dataset) };
}

/** @throws DataError for a record of a later version, or a value that is not a record */
export function readRecord(command: unknown): CommandRecord {
  if (!isPlainObject(command) || command.format !== 1) {
    throw new DataError("it was written by a later version. Update chainrule");
  }
  const problem = recordProblem(command);
  if (problem !== null) throw new DataError(`it is damaged: its command is not valid: ${problem}`);
  return command as unknown as CommandRecord;
}

/** The settings of a checkpoint as a config file would give them, with paths that lead to the same files from here. */
export function settingsOf({ config, own, cwd }: CommandRecord): Record<string, unknown> {
  const settings = Object.entries({ ...config, ...own }).map(([name, value]): [string, unknown] => {
    const isPath = Object.hasOwn(fileSettings, name) && fileSettings[name]!.isPath;
    if (!isPath) return [name, value];
    const fromThere = (one: unknown) => (typeof one === "string" ? from(cwd, one) : one); // another kind is refused later
    return [name, Array.isArray(value) ? value.map(fromThere) : fromThere(value)];
  });
  return Object.fromEntries(settings);
}

/** The files of a checkpoint's command. */
export function placesOf({ places, cwd }: CommandRecord): OutputPlaces {
  const entries = placeNames.map((name) => [
    name,
    places[name] === undefined ? undefined : from(cwd, places[name]),
  ]);
  return Object.fromEntries(entries) as OutputPlaces;
}

/** A path that was relative to a folder. The folder may be gone, for example in another container. */
function from(cwd: string, path: string): string {
  if (isAbsolute(path) || path === "-" || cwd === process.cwd() || !existsSync(cwd)) return path;
  return join(cwd, path);
}

/** What a command did in all its runs: the history of the last one, with what was trained before it. */
export function wholeHistory(history: History, { training }: Network, begun: Begun): History {
  const epochs = training.epochs - begun.epochs;
  if (epochs === history.epochs) return history;
  const entries = training.entries.filter(({ epoch }) => epoch > begun.epochs);
  return {
    ...history,
    epochs,
    epochNumbers: entries.map(({ epoch }) => epoch),
    loss: entries.map(({ loss }) => loss),
    metrics: entries.flatMap(({ metrics }) => metrics ?? []),
    validation: entries.flatMap(({ validation }) => validation ?? []),
    learningRate: entries.map(({ learningRate }) => learningRate),
    updates: training.updates - begun.updates,
    seconds: training.seconds - begun.seconds,
  };
}

/** Ends of a training that a later `fit` with the same settings would not find again at once. */
const endings = new Set<Stopped>(["earlyStopping", "targetLoss", "converged", "lineSearch"]);

/** The settings of `fit` for what is left of a training. */
export interface Rest {
  readonly epochs: number;
  readonly stepLimit?: number;
  readonly timeLimit?: number;
}

/**
 * What is left of a training: epochs, updates and seconds of the whole command, less those of the checkpoint.
 *
 * @param before what the checkpoint says, and the configuration that the command had then
 */
export function restOf(
  { epochs, stepLimit = Infinity, timeLimit = Infinity, targetLoss, earlyStopping }: Config,
  training: Begun,
  { begun, stopped, config: before }: Pick<CommandRecord, "begun" | "stopped" | "config">,
): Rest {
  const updates = stepLimit - (training.updates - begun.updates);
  const seconds = timeLimit - (training.seconds - begun.seconds);
  // it ended by itself, and nothing that ended it is different now
  const enders = [targetLoss, earlyStopping];
  const isSame = JSON.stringify([before.targetLoss, before.earlyStopping]) === JSON.stringify(enders);
  const isOver = isSame && stopped != null && endings.has(stopped);
  return {
    epochs: isOver || updates <= 0 || seconds <= 0 ? 0 : Math.max(0, begun.epochs + epochs - training.epochs),
    ...(0 < updates && updates < Infinity && { stepLimit: updates }),
    ...(0 < seconds && seconds < Infinity && { timeLimit: seconds }),
  };
}
