/**
 * Makes the checked configuration of a training on the command line: from the given settings, the model to start from, and
 * the defaults that depend on the data (layers, scaling, epochs).
 */
import { ConfigError, ShapeError } from "../errors.js";
import { activationNames, activations } from "../functions/activations.js";
import { listNames } from "../nearest.js";
import { checkValues, completeConfig } from "../settings/configuration.js";
import type { Config } from "../settings/generated/types.js";
import { columnsOf } from "../settings/inputColumns.js";
import { plural } from "../wording.js";
import { rowWeights } from "../data/rowWeights.js";
import { type Split, splitDataset } from "../data/split.js";
import type { Dataset } from "../data/dataset.js";
import { metricNamesOf } from "../train/evaluation/evaluation.js";
import { madeFor, usualEpochs } from "../train/recipe.js";
import { refuseMonitor } from "../train/loop/stopping.js";
import type { Gathered } from "./gather.js";
import { refuseWidths } from "./given.js";
import { hasNumericClasses, toLearnNumbers } from "./source.js";
import type { TrainingData } from "./trainingData.js";
import { inheritedFrom, type Start } from "./warmStart.js";

/** A configuration that fits the data, and how they are split. */
export interface Configured {
  readonly config: Config;
  readonly split: Split;
}

/**
 * Completes and checks what was gathered, for a data set.
 *
 * @param start the model to start from, if any
 * @throws ConfigError for a wrong setting; ShapeError for layers of a config file that the data do not fit
 */
export function configure(gathered: Gathered, data: TrainingData, start: Start | null = null): Configured {
  const { dataset } = data;
  let split: Split | null = null;
  const config = configureFor(gathered, data, start, ({ validation, seed, stratify }) => {
    split = splitDataset(dataset, validation, seed, stratify);
    return split.train.length;
  });
  const parts = split as unknown as Split; // TypeScript does not see that it was set
  refuseMonitor(config.earlyStopping, parts.validation.length, () =>
    metricNamesOf(dataset.select(parts.validation), config),
  );
  rowWeights(dataset, config.classWeights);
  return { config, split: parts };
}

/**
 * As `configure`, for data that the caller divides.
 *
 * @param divide gives the number of rows that train
 */
export function configureFor(
  gathered: Gathered,
  data: TrainingData,
  start: Start | null,
  divide: (values: Pick<Config, "validation" | "seed" | "stratify">) => number,
): Config {
  const { dataset, name } = data;
  const given = settingsFor(gathered, data, start);
  const values = namingLayers(given, () => checkValues(given.config));
  const rows = divide(values as Pick<Config, "validation" | "seed" | "stratify">);
  const isGiven = given.config.epochs !== undefined;
  const epochs = (batchSize: number | "full") => usualEpochs(rows, batchSize);
  const config = namingLayers(given, () => completeConfig(values, isGiven ? undefined : epochs));
  refuseScaledClasses(config, dataset);
  if (data.isGiven) refuseWidths(config, dataset, gathered.nameOf);
  else if (given.config.layers === gathered.config.layers)
    refuseMisfit(config, dataset, name, gathered.nameOf);
  return config;
}

/** The settings for a lesson, which shows plain descent: those of the textbook where nothing is given. */
export function asTextbook(gathered: Gathered): Gathered {
  return { ...gathered, own: { preset: "textbook", ...gathered.own } };
}

/** Settings, including those that the data and the model decide; not checked. */
export interface GivenSettings {
  readonly config: Readonly<Record<string, unknown>>;
  /** Index of the last layer, if the layers were made here; 0 if the user wrote them. */
  readonly lastMade: number;
}

/** Adds layers and scaling that fit the data, and the settings of the model to start from, to the gathered settings. */
export function settingsFor(
  { config, own }: Gathered,
  { dataset, isMade, isGiven }: TrainingData,
  start: Start | null = null,
): GivenSettings {
  const inherited = start ? inheritedFrom(start, { config, own }) : {};
  const before: Readonly<Record<string, unknown>> = {
    ...(isMade && dataset.division === null && { validation: 1 / 6 }),
    ...(isGiven && { scaling: "none", targetScaling: "none", precision: "float64" }),
    ...config,
    ...inherited,
  };
  const preset = own.preset ?? (isGiven || config.layers !== undefined ? "textbook" : "table");
  if (own.hidden?.length === 0 && own.activation !== undefined) {
    throw new ConfigError({
      setting: "activation",
      reason: "there are no hidden layers",
      advice: "Drop it, or set --output-activation instead.",
    });
  }
  const made = madeFor(dataset, preset, before, own);
  if (before.layers === undefined) {
    refuseClasses(made.layers.at(-1), dataset, { config, own });
    return { config: made, lastMade: made.layers.length - 1 };
  }
  refuseLayerSettings(own, inherited.layers !== undefined);
  return { config: made, lastMade: 0 };
}

/** Refuses an output for classes where the target is a number. */
function refuseClasses(
  last: unknown,
  { outputs, targets }: Dataset,
  { config, own }: Pick<Gathered, "config" | "own">,
): void {
  const { activation } = last as { activation: unknown };
  const name = activationNames.find((one) => one === activation);
  if (!name || !activations[name].isOfRow || outputs !== 1 || targets === null) return;
  const isOfLoss = own.outputActivation === undefined;
  throw new ConfigError({
    setting: isOfLoss ? "loss" : "outputActivation",
    reason: `${String(isOfLoss ? config.loss : activation)} is for classes, and the target is a number`,
    advice: "Set targetKind (--target-kind) to class, or take another one.",
  });
}

/** Settings of hidden layers do not go with a list of all layers. */
function refuseLayerSettings(own: Gathered["own"], isInherited: boolean): void {
  const names = isInherited ? ([] as const) : (["activation", "outputActivation", "inputDropout"] as const);
  const given = names.find((name) => own[name] !== undefined);
  if (given === undefined) return;
  throw new ConfigError({
    setting: given,
    reason: "does not go with the layers of a config file",
    advice: "Set it there, or give --layers too.",
  });
}

/** Makes errors about layers that were made here name the setting that decided. */
function namingLayers<Result>({ lastMade }: GivenSettings, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (lastMade === 0 || !(error instanceof ConfigError) || error.setting === undefined) throw error;
    const [, index, key] = /^layers\[(\d+)\]\.(\w+)$/.exec(error.setting) ?? [];
    if (index === undefined) throw error;
    const isLast = Number(index) === lastMade;
    if (key === "dropout") throw error.about({ setting: "inputDropout" });
    if (key !== "activation" && key !== "alpha") throw error;
    throw error.about({ setting: isLast ? "outputActivation" : "activation" });
  }
}

function refuseScaledClasses({ targetScaling }: Config, dataset: Dataset): void {
  if (dataset.labels === null || targetScaling === "none") return;
  throw new ConfigError({
    setting: "targetScaling",
    reason: "does not go with classes, which are not scaled",
    advice: hasNumericClasses(dataset) ? "Drop it, or learn a number with --target-kind number." : "Drop it.",
  });
}

/** Refuses first and last layers that do not fit the data. */
function refuseMisfit({ layers }: Config, dataset: Dataset, name: string, nameOf: Gathered["nameOf"]): void {
  const { columns, outputs, image, inputNames, classNames } = dataset;
  const refuse = (index: number, units: number, what: string, got: number, advice = "") => {
    const expected = `${plural(units, "unit")}, ${what} of ${name}`;
    throw new ShapeError(`${nameOf(`layers[${index}]`)}: expected ${expected}, got ${got}.${advice}`);
  };
  const inputs = columnsOf({ layers });
  const { units } = layers.at(-1)!;
  if (inputs !== columns) {
    const names = inputNames ? ` (${listNames(inputNames)})` : "";
    refuse(0, columns, `one for each ${image ? "pixel" : `input${names}`}`, inputs);
  }
  if (units !== outputs) {
    const whole = dataset.isAutoencoder ? "one for each input" : "for the target";
    const what = classNames ? `one for each class (${listNames(classNames)})` : whole;
    const advice = units === 1 && hasNumericClasses(dataset) ? ` ${toLearnNumbers}` : "";
    refuse(layers.length, outputs, what, units, advice);
  }
}
