/**
 * What every format of `export` takes of a network: layers with their numbers, scalers, names. Made once here, so
 * that no writer asks a network itself. How it is written is the business of the writers beside this file.
 */
import { inputColumnNames } from "../readers/encode.js";
import type { InputColumn, Schema } from "../readers/schema.js";
import { ConfigError, ShapeError } from "../errors.js";
import type { ActivationName } from "../functions/activations.js";
import { isOfClasses } from "../functions/losses.js";
import type { Scaler } from "../network/scaling.js";
import type { Network } from "../train/network.js";
import { version } from "../wasm/version.js";

/** What all formats may be told: `toOnnx`, `toC`, `toJavaScript`. */
export interface ExportOptions {
  /**
   * Whether inputs are taken as they stand in the data and outputs given in the units of the targets (true); else
   * the layers go out alone, and whoever calls them scales. True unless told.
   */
  preparation?: boolean;
  /** [outputs] names of the classes; those in the notes of the network unless told, null for none. */
  classes?: readonly string[] | null;
  /** What the model is called, in names and comments: "model" unless told. */
  name?: string;
}

/** A layer with its own copy of nothing: `weights` is a view, to be read at once. */
export interface PortableLayer {
  inputs: number;
  units: number;
  activation: ActivationName;
  /** Of leakyRelu and elu; 0 for the others. */
  alpha: number;
  /** [inputs × units] row-major. */
  weights: Float32Array | Float64Array;
  /** [units]; null where there are none. */
  biases: Float32Array | Float64Array | null;
}

export interface PortableModel {
  name: string;
  /** Of the package that writes it. */
  version: string;
  precision: "float32" | "float64";
  layers: PortableLayer[];
  /** Weights and biases that go out, shared ones counted once for each unit. */
  parameters: number;
  /** Whether data are taken as they stand, scaled or not. */
  isPrepared: boolean;
  inputScaler: Scaler | null;
  targetScaler: Scaler | null;
  /** Columns of the table that the network was trained on, where it was. */
  columns: readonly InputColumn[] | null;
  /** [inputs] names of the columns as encoded, where they have any. */
  inputNames: readonly string[] | null;
  /** [outputs] likewise: classes, or what is learnt. */
  outputNames: readonly string[] | null;
  /** [outputs] where outputs stand for classes that have names. */
  classes: readonly string[] | null;
  /** Whether the greatest output tells the class. */
  isClassifier: boolean;
}

/**
 * @throws ShapeError where the classes are not as many as the outputs; ConfigError for layers that share weights
 */
export function portableModel(network: Network, options: ExportOptions = {}): PortableModel {
  const { config, notes, inputs, outputs } = network;
  const { preparation = true } = options;
  const { classes = classesOf(notes.classes, outputs) } = options;
  if (classes && classes.length !== outputs) {
    throw new ShapeError(
      `classes: expected ${outputs} names, one for each output, got ${classes.length}. Give them all, or null.`,
    );
  }
  const views = network.parameters();
  const layers = config.layers.map((layer, index): PortableLayer => {
    const { units, activation, alpha } = layer;
    const { weights, biases } = views[index]!;
    if ((layer as { tied?: unknown }).tied || weights.length !== layer.inputs * units) {
      throw new ConfigError(
        `layer ${index + 1}: expected weights of its own, got tied ones, which cannot be exported. ` +
          "Train without tying them.",
      );
    }
    const isShared = biases.length === 1 && units > 1;
    const own = isShared
      ? new (biases.constructor as Float32ArrayConstructor)(units).fill(biases[0]!)
      : biases;
    return { inputs: layer.inputs, units, activation, alpha, weights, biases: own.length > 0 ? own : null };
  });
  const columns = columnsOf(notes.schema, inputs);
  const inputNames = columns && inputColumnNames({ inputs: columns, target: null });
  const target = (notes.schema as Schema | undefined)?.target?.name;
  const ofTarget = typeof target === "string" && outputs === 1 ? [target] : null;
  return {
    name: options.name || "model",
    version,
    precision: config.precision,
    layers,
    parameters: layers.reduce((sum, { weights, biases }) => sum + weights.length + (biases?.length ?? 0), 0),
    isPrepared: preparation,
    inputScaler: network.scalers.inputs,
    targetScaler: network.scalers.targets,
    columns,
    inputNames,
    outputNames: classes ?? (notes.autoencoder === true ? inputNames : ofTarget),
    classes,
    isClassifier: classes !== null || (isOfClasses(config.loss) && outputs > 1),
  };
}

/** `4-8-3` */
export function sizesOf({ layers }: PortableModel): string {
  return [layers[0]!.inputs, ...layers.map(({ units }) => units)].join("-");
}

/** [units × inputs] of a layer's weights, row k with those that come in to unit k. */
export function byUnit({ inputs, units, weights }: PortableLayer): Float32Array | Float64Array {
  const turned = weights.slice();
  for (let input = 0; input < inputs; input++) {
    for (let unit = 0; unit < units; unit++) turned[unit * inputs + input] = weights[input * units + unit]!;
  }
  return turned;
}

/** The classes of the notes, if there is one for each output: notes are anybody's. */
function classesOf(value: unknown, outputs: number): readonly string[] | null {
  const texts = textsOf(value);
  return texts?.length === outputs ? texts : null;
}

/** A list of texts, or null. */
function textsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : null;
}

/** The input columns of a schema, if they are those of the network. */
function columnsOf(schema: unknown, inputs: number): readonly InputColumn[] | null {
  const columns = (schema as Partial<Schema> | null | undefined)?.inputs;
  const isColumn = (one: InputColumn) =>
    typeof one?.name === "string" && (one.kind === "number" || textsOf(one.values) !== null);
  if (!Array.isArray(columns) || !columns.every(isColumn)) return null;
  return inputColumnNames({ inputs: columns, target: null }).length === inputs ? columns : null;
}
