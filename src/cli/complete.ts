/** Settings that depend on the data: layers, scaling, epochs. Fills in those not given, refuses what does not fit. */
import { parseNumber } from "../data/classNames.js";
import { ChainruleError, ConfigError, ShapeError } from "../errors.js";
import { listNames } from "../nearest.js";
import type { Dataset } from "../data/dataset.js";
import { checkConfig, type Config } from "../train/settings.js";
import { splitRows } from "../data/split.js";
import { refuseMonitor } from "../train/loop/stopping.js";
import { rowWeights } from "../data/rowWeights.js";
import { number as readNumber } from "./settingFlags.js";
import type { Settings } from "./settings.js";

/** Default epochs are as many as make about so many updates, within limits. */
const defaultUpdates = 10_000;
const [fewestEpochs, mostEpochs] = [10, 500];

/**
 * The whole configuration for a data set.
 *
 * @param name of the data, for messages
 * @throws ConfigError for a wrong setting; ShapeError for layers of a config file that the data do not fit
 */
export function complete(settings: Settings, dataset: Dataset, name: string): Config {
  const { config, label } = settings;
  const isClasses = dataset.labels !== null;
  const { given, labelOf } = forData(settings, dataset);
  const full = checkConfig(given, labelOf);
  if (isClasses && full.targetScaling !== "none") {
    const isNumeric = dataset.inputNames && dataset.classNames!.every((one) => parseNumber(one) !== null);
    throw new ConfigError(
      `${label("targetScaling")}: does not go with classes, which are not scaled. ` +
        (isNumeric ? "Drop it, or learn a number with --target-kind number." : "Drop it."),
    );
  }
  if (config.layers !== undefined) refuseMisfit(full, dataset, name, label);
  const { train, validation } = splitRows(dataset.rows, full.validation, full.seed);
  byFlag(label, () => {
    refuseMonitor(full.earlyStopping, validation.length);
    rowWeights(dataset, full.classWeights);
  });
  if (config.epochs === undefined) {
    const count = train.length;
    const batch = full.batchSize === "full" ? count : full.batchSize;
    const epochs = Math.round(defaultUpdates / Math.ceil(count / batch));
    full.epochs = Math.min(mostEpochs, Math.max(fewestEpochs, epochs));
  }
  return full;
}

/** Lets errors that begin with a setting's name begin with what the user wrote. */
function byFlag(label: Settings["label"], check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof ChainruleError) error.message = error.message.replace(/^\w+/, label);
    throw error;
  }
}

/** The settings as given, with the layers and scaling that the data call for; not checked. */
export function forData(
  settings: Settings,
  dataset: Dataset,
): { given: Record<string, unknown>; labelOf: Settings["label"] } {
  const { config } = settings;
  const isBytes = dataset.inputs instanceof Uint8Array;
  const isAuto = config.scaling === undefined || config.scaling === "auto";
  const scaling = isAuto ? (isBytes ? "bytes" : "standard") : config.scaling;
  const usual = dataset.labels || dataset.isAutoencoder ? "none" : "standard";
  const targetScaling = config.targetScaling ?? usual;
  const { layers, labelOf } =
    config.layers === undefined ? makeLayers(settings, dataset, scaling) : ownLayers(settings);
  return { given: { ...config, scaling, targetScaling, layers }, labelOf };
}

interface Layers {
  layers: unknown;
  labelOf: Settings["label"];
}

/** Layers as a config file gives them. */
function ownLayers({ config, activation, outputActivation, inputDropout, label }: Settings): Layers {
  for (const [flag, given] of [
    ["--activation", activation],
    ["--output-activation", outputActivation],
    ["--input-dropout", inputDropout],
  ]) {
    if (given !== undefined) {
      throw new ConfigError(`${flag}: does not go with the layers of a config file. Set it there.`);
    }
  }
  return { layers: config.layers, labelOf: label };
}

/** Layers made of flags, for the data. */
function makeLayers(settings: Settings, dataset: Dataset, scaling: unknown): Layers {
  const { hidden, activation, outputActivation, inputDropout, config, label } = settings;
  if (hidden?.length === 0 && activation !== undefined) {
    throw new ConfigError(
      "--activation: there are no hidden layers. Drop it, or set --output-activation instead.",
    );
  }
  const ofLoss = config.loss === "crossEntropy" ? "softmax" : usualOutput(dataset, scaling);
  const layers = [
    inputDropout === undefined ? dataset.columns : { units: dataset.columns, dropout: inputDropout },
    ...(hidden ?? usualHidden(dataset)).map((units) => ({ units, ...withAlpha(activation) })),
    { units: dataset.outputs, ...withAlpha(outputActivation ?? ofLoss) },
  ];
  // their activations have flags of their own
  const labelOf = (path: string) => {
    const [, index, key] = /^layers\[(\d+)\]\.(\w+)$/.exec(path) ?? [];
    if (key === "dropout") return "--input-dropout";
    if (index === undefined || (key !== "activation" && key !== "alpha")) return label(path);
    return Number(index) === layers.length - 1 ? "--output-activation" : "--activation";
  };
  return { layers, labelOf };
}

/** `leakyRelu:0.2` → the activation, and the number that belongs to it. */
function withAlpha(given: unknown): { activation?: unknown; alpha?: unknown } {
  const [, activation, alpha] = /^(\w+):(.*)$/.exec(String(given)) ?? [];
  return activation === undefined ? { activation: given } : { activation, alpha: readNumber(alpha!) };
}

function usualHidden({ image, isAutoencoder, columns }: Dataset): number[] {
  // a code must be narrower than what it stands for
  const half = Math.ceil(columns / 2);
  if (isAutoencoder) return [image ? Math.min(32, half) : half];
  return [image ? 128 : 16];
}

function usualOutput({ labels, isAutoencoder }: Dataset, scaling: unknown): string {
  const isBetween0And1 = scaling === "bytes" || scaling === "minMax";
  return labels || (isAutoencoder && isBetween0And1) ? "sigmoid" : "identity";
}

/** Refuses first and last layers that the data do not fit. */
function refuseMisfit({ layers }: Config, dataset: Dataset, name: string, label: Settings["label"]): void {
  const { columns, outputs, image, inputNames, classNames } = dataset;
  const refuse = (index: number, units: number, what: string, got: number) => {
    const expected = `${units} ${units === 1 ? "unit" : "units"}, ${what} of ${name}`;
    throw new ShapeError(`${label(`layers[${index}]`)}: expected ${expected}, got ${got}.`);
  };
  const { inputs } = layers[0]!;
  const { units } = layers.at(-1)!;
  if (inputs !== columns) {
    const names = inputNames ? ` (${listNames(inputNames)})` : "";
    refuse(0, columns, `one for each ${image ? "pixel" : `input${names}`}`, inputs);
  }
  if (units !== outputs) {
    const whole = dataset.isAutoencoder ? "one for each input" : "for the target";
    const what = classNames ? `one for each class (${listNames(classNames)})` : whole;
    refuse(layers.length, outputs, what, units);
  }
}
