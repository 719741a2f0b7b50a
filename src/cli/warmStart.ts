/**
 * `--warm-start model`: training continues from the weights and scalers of a model. Settings of the network come from the
 * model if they are not given; if they are given, they must fit the model. Settings of the training do not come from it.
 */
import { ConfigError, ShapeError } from "../errors.js";
import { show } from "../wording.js";
import { readModel, writeModel } from "../network/modelFile.js";
import { configInput } from "../settings/configuration.js";
import { columnsOf } from "../settings/inputColumns.js";
import type { Config, LayerConfig } from "../settings/generated/types.js";
import { withTrait } from "../settings/records.js";
import type { Dataset, ImageShape } from "../data/dataset.js";
import { Network } from "../train/network.js";
import { type DataNotes, dataNotesOf } from "../readers/notes.js";
import { readBytes } from "./files.js";
import type { Gathered } from "./gather.js";

export interface Start {
  path: string;
  bytes: Uint8Array;
  config: Config;
  notes: DataNotes;
  /** Scaling of its inputs and targets. */
  scaling: string;
  targetScaling: string;
}

/**
 * Opens the model to start from.
 *
 * @returns null if no model is named
 * @throws ConfigError for a setting that does not go with it; DataError, ModelError for a file that is not a model
 */
export function openStart({ config, own }: Gathered): Start | null {
  const path = own.from;
  if (path === undefined) return null;
  if (config.warmStart === false) {
    throw new ConfigError({
      setting: "warmStart",
      reason: "false draws new weights, which does not go with a model",
    });
  }
  const bytes = readBytes(path);
  const model = Network.load(bytes, path);
  const { scalers } = model;
  const notes = dataNotesOf(model.notes, model.inputs, path);
  const start = {
    path,
    bytes,
    config: model.config,
    notes,
    scaling: scalers.inputs?.kind ?? "none",
    // an autoencoder scales its targets as its inputs, whatever the setting
    targetScaling: notes.autoencoder ? "none" : (scalers.targets?.kind ?? "none"),
  };
  model.dispose();
  const { scaling, targetScaling, config: its } = start;
  const fixed = { biases: its.biases, inputBins: its.inputBins, scaling, targetScaling };
  for (const [setting, own] of Object.entries(fixed)) {
    const given = config[setting];
    if (given === undefined || given === "auto" || show(given) === show(own)) continue;
    throw new ConfigError({
      setting,
      reason: `${path} has ${show(own)}`,
      got: show(given),
      advice: "Drop it.",
    });
  }
  return start;
}

/** Settings that come from the model if they are not given: scaling, settings of the loss, precision, and layers. */
export function inheritedFrom(
  start: Start,
  { config, own }: Pick<Gathered, "config" | "own">,
): Readonly<Record<string, unknown>> {
  const names = [...withTrait("ofModel"), ...(config.loss === undefined ? withTrait("ofLoss") : [])];
  const entries = names
    .filter((name) => config[name] === undefined)
    .map((name) => [name, start.config[name]]);
  const { scaling, targetScaling } = start;
  const hasLayers = [config.layers, own.hidden, own.activation, own.outputActivation].some(
    (given) => given !== undefined,
  );
  return {
    ...Object.fromEntries(entries),
    scaling,
    targetScaling,
    ...(!hasLayers && { layers: layersOf(start.config, own.inputDropout) }),
  };
}

/** The layers of a model, without settings of training: dropout, `trainable` and factors of the rate. */
function layersOf({ layers }: Config, inputDropout: unknown): unknown[] {
  const inputs = columnsOf({ layers });
  return [
    inputDropout === undefined ? inputs : { units: inputs, dropout: inputDropout },
    ...layers.map(({ units, activation, alpha, tied, name }) => ({
      units,
      activation,
      ...(alpha !== 0 && { alpha }),
      ...(tied !== undefined && { tied }),
      ...(name !== undefined && { name }),
    })),
  ];
}

/**
 * Refuses data that do not fit the model.
 *
 * @param name of the data, for messages
 */
export function refuseData({ path, config, notes }: Start, dataset: Dataset, name: string): void {
  const { image, columns, outputs, classNames } = dataset;
  const sizeOf = ([height, width, channels]: ImageShape) =>
    `images of ${height} × ${width} pixels${channels === 3 ? " in RGB" : ""}`;
  const inputs = columnsOf(config);
  const [takes, has] =
    notes.image && image
      ? [sizeOf(notes.image), sizeOf(image)]
      : [counted(inputs, "input column"), String(columns)];
  const fits = notes.image && image ? takes === has : inputs === columns;
  if (!fits) throw new ShapeError(`${name}: expected ${takes}, as ${path} takes them, got ${has}.`);
  const { units } = config.layers.at(-1)!;
  if (units === outputs) return;
  const what = classNames ? "class" : "target";
  throw new ShapeError(`${name}: expected ${counted(units, what)}, as ${path} gives, got ${outputs}.`);
}

/**
 * The network of a configuration, with the weights and scalers of a model.
 *
 * @throws ConfigError naming the first difference between their layers
 */
export function startFrom({ path, bytes, config: theirs }: Start, config: Config): Network {
  const difference = differenceOf(theirs.layers, config.layers);
  if (difference !== null) {
    throw new ConfigError(`--warm-start: ${path} ${difference}. Give the same layers, or leave them out.`);
  }
  const model = readModel(bytes, path);
  return Network.load(writeModel({ ...model, config: { ...configInput(config) } }), path);
}

/** The first difference, such as `has 16 units in layer 1, these settings 8`; null if there is no difference. */
function differenceOf(theirs: readonly LayerConfig[], ours: readonly LayerConfig[]): string | null {
  if (theirs.length !== ours.length) {
    return `has ${counted(theirs.length, "layer")} after the inputs, these settings ${ours.length}`;
  }
  for (const [index, their] of theirs.entries()) {
    const our = ours[index]!;
    const at = `in layer ${index + 1}`;
    if (their.units !== our.units)
      return `has ${counted(their.units, "unit")} ${at}, these settings ${our.units}`;
    if (their.activation !== our.activation) {
      return `has ${their.activation} ${at}, these settings ${our.activation}`;
    }
    if (their.alpha !== our.alpha) return `has alpha ${their.alpha} ${at}, these settings ${our.alpha}`;
    // the file has tied weights in full, so they may become separate; separate weights cannot become tied
    if (our.tied !== undefined && our.tied !== their.tied) {
      const what = their.tied === undefined ? "its own weights" : `the weights of layer ${their.tied}`;
      return `has ${what} ${at}, these settings those of layer ${our.tied}`;
    }
  }
  return null;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : what.endsWith("s") ? "es" : "s"}`;
}
