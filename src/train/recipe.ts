/**
 * Settings made for a data set: what `Network.for` and the command line take where nothing is given. The preset "table" is
 * the best that is known without tuning (docs/tables.md has the measurements); "textbook" is the classic perceptron.
 */
import type { Dataset } from "../data/dataset.js";
import { arePixels } from "../data/scalers.js";
import { type ActivationName, activationNames, activations } from "../functions/activations.js";
import { type LossName, lossNames, losses, usualOutput } from "../functions/losses.js";
import type { ScalingName } from "../network/scaling.js";
import { isPlainObject } from "../settings/check.js";
import type { ConfigInput } from "../settings/generated/types.js";
import type { presetNames } from "../settings/fileRecords.js";

export type PresetName = (typeof presetNames)[number];

/** Settings by name, as a user writes them; not checked. */
export type Given = Readonly<Record<string, unknown>>;

/** What may be given of the layers; the data decide the rest. */
interface LayersGiven {
  readonly hidden?: readonly number[] | undefined;
  /** A name, or `{ kind, alpha }`. */
  readonly activation?: unknown;
  readonly outputActivation?: unknown;
  readonly inputDropout?: number | undefined;
}

/** Settings of `Network.for`, which override what it chooses for the data. */
export interface SettingsForData extends Omit<ConfigInput, "layers"> {
  /** Units of the hidden layers (default: by the number of rows). */
  hidden?: readonly number[];
  /** Activation of the hidden layers (default: relu). */
  activation?: ActivationName;
  /** Activation of the last layer (default: softmax for classes, sigmoid for targets 0 and 1, else identity). */
  outputActivation?: ActivationName;
}

/** Layers and settings for a data set. */
interface Recipe {
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  readonly outputActivation: ActivationName;
  readonly inputDropout?: number;
  /** The loss where neither it nor the last activation is given; without it, the usual one of the last activation. */
  readonly loss?: LossName;
  /** Other settings where they are not given. */
  readonly settings: Given;
}

/** The recipe of each preset. */
const recipes: Readonly<Record<PresetName, (dataset: Dataset, given: Given) => Recipe>> = {
  table: tableRecipe,
  textbook: textbookRecipe,
};

/**
 * A configuration for a data set.
 *
 * @param given settings that win over the recipe
 * @returns as `checkConfig` takes it
 */
export function madeFor(
  dataset: Dataset,
  preset: PresetName,
  given: Given,
  layers: LayersGiven = {},
): Record<string, unknown> & { layers: LayerKeys[] } {
  const recipe = recipes[preset](dataset, given);
  const { hidden = recipe.hidden, activation = recipe.activation } = layers;
  const { inputDropout = recipe.inputDropout } = layers;
  const isUsual = given.loss === undefined && layers.outputActivation === undefined;
  const output = layers.outputActivation ?? outputFor(given.loss, recipe.outputActivation);
  const made = [
    inputDropout === undefined ? dataset.columns : { units: dataset.columns, dropout: inputDropout },
    ...hidden.map((units) => ({ units, ...activationKeys(activation) })),
    { units: dataset.outputs, ...activationKeys(output) },
  ];
  const all = (given.layers as LayerKeys[] | undefined) ?? made;
  const loss = given.loss ?? (isUsual ? recipe.loss : undefined);
  const { scaling, optimizer = given.optimizer } = recipe.settings;
  const now = {
    ...recipe.settings,
    targetScaling: usualTargetScaling(dataset, loss, all),
    ...defined(given),
    loss,
    optimizer,
    scaling: isAuto(given.scaling) ? scaling : given.scaling,
  };
  return { ...defined(now), layers: all };
}

function defined(settings: Given): Given {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** What is read of a layer that may be the user's; it is not checked yet. */
type LayerKeys = number | Given;

/** The last activation that a loss needs, or the recipe's. */
function outputFor(loss: unknown, usual: ActivationName): ActivationName {
  const { partner } = losses[loss as LossName] ?? {};
  if (partner && activations[partner].isOfRow) return partner;
  return loss !== undefined && activations[usual].isOfRow ? "sigmoid" : usual;
}

/** The default scaling of targets: one that the loss takes and the outputs reach. */
function usualTargetScaling(
  { labels, isAutoencoder }: Dataset,
  given: unknown,
  layers: readonly LayerKeys[],
): ScalingName {
  const loss = lossNames.find((name) => name === given);
  if (labels || isAutoencoder || (loss && losses[loss].targets)) return "none";
  const last = layers.at(-1);
  const named = isPlainObject(last) ? last.activation : undefined;
  const activation = activationNames.find((name) => name === named) ?? usualOutput(loss);
  return activations[activation].range.every((bound) => !Number.isFinite(bound)) ? "standard" : "minMax";
}

/** `{ kind: "leakyRelu", alpha: 0.2 }`, or a name → the keys of a layer. */
function activationKeys(given: unknown): { activation: unknown; alpha?: unknown } {
  if (!isPlainObject(given)) return { activation: given };
  return { activation: given.kind, ...(given.alpha !== undefined && { alpha: given.alpha }) };
}

/** Rows from which on some are held out, and up to which a table is small, or there are few enough for more epochs. */
const [fewRows, smallTable, manyRows] = [40, 2400, 12_000];
/** Part of the rows that is held out. */
const heldOut = { image: 0.1, table: 0.15 } as const;

/** The part of the rows of a large table that a preset holds out. */
export function heldOutOfTable(preset: PresetName = "table"): number {
  return preset === "textbook" ? 0 : heldOut.table;
}

/** For any table, and for images. Numbers of rows, columns and classes decide. */
function tableRecipe(dataset: Dataset, given: Given): Recipe {
  const { rows, labels } = dataset;
  if (dataset.isAutoencoder) return textbookRecipe(dataset, given);
  const isImage = arePixels(dataset);
  const outputActivation = labels ? "softmax" : areFlags(dataset) ? "sigmoid" : "identity";
  // of fewer rows none can be spared
  const isHeldOut = dataset.division?.kind === "heldOut";
  const { validation = isHeldOut || rows < fewRows ? 0 : heldOut[isImage ? "image" : "table"] } = given;
  return {
    hidden: isImage ? [512] : [128, 128],
    ...(isImage && { inputDropout: 0.1 }),
    activation: "relu",
    outputActivation,
    ...(outputActivation === "sigmoid" && { loss: "binaryCrossEntropy" }),
    settings: {
      scaling: isImage ? "bytes" : "standard",
      ...(!isImage && isAuto(given.scaling) && { inputBins: binsFor(dataset) }),
      validation,
      ...descent(rows, isImage, given.optimizer, isHeldOut || validation !== 0),
      // neither goes with members
      ...((given.inputScale === true || given.biases === "shared") && { members: 1 }),
    },
  };
}

/** [columns] bins: fewer where there are few different values, and none for flags. */
function binsFor({ inputs, rows, columns, flags }: Dataset): number[] {
  const mostBins = rows <= smallTable ? 8 : 16;
  return Array.from({ length: columns }, (_, column) => {
    if (flags?.[column]) return 0;
    const values = new Set<number>();
    for (let row = 0; row < rows && values.size <= mostBins; row++) {
      const value = inputs[row * columns + column]!;
      if (!Number.isNaN(value)) values.add(value);
    }
    const bins = Math.min(mostBins, values.size - 1);
    return bins > 1 ? bins : 0;
  });
}

/** Settings that go with the preset's optimiser; none where another optimiser is given. */
function descent(rows: number, isImage: boolean, optimizer: unknown, hasHeldOut: boolean): Given {
  const own = { kind: "adamw", learningRate: isImage ? 0.002 : 0.006 } as const;
  const given = isPlainObject(optimizer) ? optimizer : { kind: optimizer };
  if ((given.kind ?? own.kind) !== own.kind) return {};
  return {
    optimizer: { ...own, ...given, kind: own.kind },
    schedule: "oneCycle",
    weightDecay: 0.02,
    // never stops early, but keeps the weights with the lowest loss of the held-out rows
    ...(hasHeldOut && { earlyStopping: { patience: 1000 } }),
    ...(isImage ? ofImages(rows) : ofTables(rows)),
  };
}

function ofImages(rows: number): Given {
  return { dropout: 0.4, batchSize: 64, epochs: rows <= manyRows ? 20 : 10 };
}

/** Fewer rows need more members, which are averaged, and more epochs. */
function ofTables(rows: number): Given {
  if (rows <= smallTable) return { members: 8, batchSize: 32, epochs: 50 };
  return { members: 4, dropout: 0.1, batchSize: 128, epochs: rows <= manyRows ? 30 : 15 };
}

/** The classic perceptron: one hidden layer of sigmoid units, half squared error, plain descent. */
function textbookRecipe(dataset: Dataset, given: Given): Recipe {
  const { image, isAutoencoder, columns, labels } = dataset;
  const usual = arePixels(dataset) ? "bytes" : "standard";
  const scaling = isAuto(given.scaling) ? usual : given.scaling;
  const isBetween0And1 = scaling === "bytes" || scaling === "minMax";
  // the code of an autoencoder must be narrower than the inputs
  const half = Math.ceil(columns / 2);
  const units = isAutoencoder ? (image ? Math.min(32, half) : half) : image ? 128 : 16;
  return {
    hidden: [units],
    activation: "sigmoid",
    outputActivation: labels || (isAutoencoder && isBetween0And1) ? "sigmoid" : "identity",
    settings: { scaling },
  };
}

/** Whether scaling is left to the data. */
function isAuto(scaling: unknown): boolean {
  return scaling === undefined || scaling === "auto";
}

/** Whether all targets are 0 or 1. */
function areFlags({ targets }: Dataset): boolean {
  return targets !== null && targets.every((one: number) => one === 0 || one === 1);
}

/** The default number of epochs gives about this many updates, within limits. */
const usualUpdates = 10_000;
const [fewestEpochs, mostEpochs] = [10, 500];

/** Epochs where neither the caller nor the recipe gives them. @param rows that train */
export function usualEpochs(rows: number, batchSize: number | "full"): number {
  const batch = batchSize === "full" ? rows : batchSize;
  const epochs = Math.round(usualUpdates / Math.ceil(rows / batch));
  return Math.min(mostEpochs, Math.max(fewestEpochs, epochs));
}
