/**
 * What every format of `export` needs to know about a network: layers with their numbers, scalers, names. The writers in
 * this folder read this record and not the network.
 */
import { type InputColumn, inputColumnNames, type Schema, targetNames } from "../data/columns/columns.js";
import { isInputColumn } from "../data/columns/inputColumnCheck.js";
import { ConfigError, ShapeError } from "../errors.js";
import { checkIsNetwork, checkOptions } from "../arguments.js";
import { type ActivationName, activations } from "../functions/activations.js";
import { isOfClasses } from "../functions/ofClasses.js";
import { isLinear, type Scaler } from "../network/scaling.js";
import { preparedNames } from "../report/preparedNames.js";
import type { Network } from "../train/network.js";
import { version } from "../wasm/version.js";

/** Options of all formats: `toOnnx`, `toC`, `toJavaScript`. */
export interface ExportOptions {
  /**
   * Whether the exported model scales: it takes inputs as they are in the data and gives outputs in the units of the
   * targets, or at the temperature of the network. Without it only the layers are written, and the caller scales (default:
   * true).
   */
  preparation?: boolean;
  /** [outputs] names of the classes; null: write no names (default: those in the notes of the network). */
  classes?: readonly string[] | null;
  /** Name of the model, in names and comments (default: "model"). */
  name?: string;
}

/**
 * A layer. `weights` is a view of the network's memory: read it before the network changes. Factors of the inputs of a network
 * by itself are in the weights of the first layer: (x · s) · w = x · (s · w).
 */
export interface PortableLayer {
  inputs: number;
  units: number;
  activation: ActivationName;
  /** The activation's parameter; 0 for an activation without one. */
  alpha: number;
  /** [inputs × units] row-major. */
  weights: Float32Array | Float64Array;
  /** [units]; null without biases. */
  biases: Float32Array | Float64Array | null;
}

export interface PortableModel {
  name: string;
  /** Version of this package. */
  version: string;
  precision: "float32" | "float64";
  /** All layers of a network by itself; of one with members those of the first member. */
  layers: PortableLayer[];
  /** [members] the last layer of each member; the layers before are for all. */
  heads: PortableLayer[];
  /** [members][inputs of the first layer] what each member multiplies its inputs by; null for a network by itself. */
  inputFactors: (Float32Array | Float64Array)[] | null;
  /** Number of weights, biases and factors that are written; a shared bias counts once for each unit. */
  parameters: number;
  /** Whether the exported model scales; see `ExportOptions.preparation`. */
  isPrepared: boolean;
  /** How many numbers a row has: columns of the data, or inputs of the first layer if the model does not prepare. */
  inputs: number;
  inputScaler: Scaler | null;
  /** Whether preparing is more than (x − shift) · scale: bins, curves, limits, or missing numbers. */
  hasCurves: boolean;
  targetScaler: Scaler | null;
  /** Of the probabilities; 1 for a model that was not calibrated. */
  temperature: number;
  /** Whether the outputs of a row sum to 1. */
  isOfRow: boolean;
  /** Columns of the table that the network was trained on; null if it was not trained on a table. */
  columns: readonly InputColumn[] | null;
  /** [inputs] names of the encoded columns, or of their bins if the model does not prepare; null without names. */
  inputNames: readonly string[] | null;
  /** [outputs] names of the classes or of the target; null without names. */
  outputNames: readonly string[] | null;
  /** [outputs] names of the classes; null where outputs are not classes or classes have no names. */
  classes: readonly string[] | null;
  /** Whether the class of a row is that of the greatest output. */
  isClassifier: boolean;
}

/**
 * @throws ShapeError if there are not as many classes as outputs; ConfigError for layers that share weights
 */
export function portableModel(network: Network, options: ExportOptions = {}): PortableModel {
  checkIsNetwork(network, "export");
  checkOptions(options, "export");
  const { config, inputs, outputs } = network;
  const notes = network.notes ?? {};
  const { preparation = true } = options;
  const { classes = classesOf(notes.classes, outputs) } = options;
  if (classes && classes.length !== outputs) {
    throw new ShapeError(
      `classes: expected ${outputs} names, one for each output, got ${classes.length}. Give them all, or null.`,
    );
  }
  const { members } = config;
  const last = config.layers.length - 1;
  const layers = Array.from({ length: last }, (_, index) => layerOf(network, index, 0, 1));
  const heads = Array.from({ length: members }, (_, member) => layerOf(network, last, member, members));
  const factors = network.parameters()[0]!.inputFactors;
  const inputFactors = members > 1 ? heads.map((_, member) => part(factors!, member, members)) : null;
  const columns = columnsOf(notes.schema, inputs);
  const inputScaler = network.scalers.inputs;
  const ofColumns = columns && inputColumnNames({ inputs: columns });
  const inputNames = ofColumns && !preparation ? preparedNames(ofColumns, inputScaler) : ofColumns;
  const target = (notes.schema as Partial<Schema> | null | undefined)?.target;
  const names = typeof target?.name === "string" ? textsOf(targetNames(target)) : null;
  const ofTarget = names?.length === outputs ? names : null;
  return {
    name: options.name || "model",
    version,
    precision: config.precision,
    layers: [...layers, heads[0]!],
    heads,
    inputFactors,
    parameters: [...layers, ...heads].reduce(
      (sum, { weights, biases }) => sum + weights.length + (biases?.length ?? 0),
      inputFactors ? factors!.length : 0,
    ),
    isPrepared: preparation,
    inputs: preparation ? inputs : config.layers[0]!.inputs,
    inputScaler,
    hasCurves: inputScaler !== null && !(isLinear(inputScaler) && !inputScaler.missing),
    targetScaler: network.scalers.targets,
    temperature: network.scalers.temperature ?? 1,
    isOfRow: activations[config.layers[last]!.activation].isOfRow === true,
    columns,
    inputNames,
    outputNames: classes ?? (notes.autoencoder === true ? inputNames : ofTarget),
    classes,
    isClassifier: classes !== null || (isOfClasses(config.loss) && outputs > 1),
  };
}

/**
 * A layer of a network, or of one of its members.
 *
 * @param copies how many weights and biases the layer has, one behind the other
 * @throws ConfigError for layers that share weights
 */
function layerOf(network: Network, index: number, member: number, copies: number): PortableLayer {
  const { inputs, units, activation, alpha } = network.config.layers[index]!;
  const { weights: given, biases: ofAll, inputFactors } = network.parameters()[index]!;
  if (given.length !== copies * inputs * units) {
    throw new ConfigError(
      `layer ${index + 1}: expected weights of its own, got tied ones, which cannot be exported. ` +
        "Train without tying them.",
    );
  }
  const own = part(given, member, copies);
  // members have different factors in front of the same weights
  const isFolded = inputFactors?.length === inputs;
  const weights = isFolded ? own.map((w, i) => w * inputFactors![Math.floor(i / units)]!) : own;
  const isShared = ofAll.length === 1 && units > 1;
  const biases = isShared
    ? new (ofAll.constructor as Float32ArrayConstructor)(units).fill(ofAll[0]!)
    : part(ofAll, member, copies);
  return { inputs, units, activation, alpha, weights, biases: biases.length > 0 ? biases : null };
}

/** The numbers of a member, of those of all members; a view. */
function part<T extends Float32Array | Float64Array>(values: T, member: number, members: number): T {
  const count = values.length / members;
  return values.subarray(member * count, (member + 1) * count) as T;
}

/** `4-8-3 perceptron`, `4-8-3 perceptron of 8 members` */
export function titleOf({ layers, heads, inputFactors }: PortableModel): string {
  const sizes = [layers[0]!.inputs, ...layers.map(({ units }) => units)].join("-");
  return `${sizes} perceptron${inputFactors ? ` of ${heads.length} members` : ""}`;
}

/** A layer's weights as [units × inputs]: row k has the weights into unit k. */
export function byUnit({ inputs, units, weights }: PortableLayer): Float32Array | Float64Array {
  const turned = weights.slice();
  for (let input = 0; input < inputs; input++) {
    for (let unit = 0; unit < units; unit++) turned[unit * inputs + input] = weights[input * units + unit]!;
  }
  return turned;
}

/** The class names in the notes, if there is one for each output. The notes are the user's: they may hold anything. */
function classesOf(value: unknown, outputs: number): readonly string[] | null {
  const texts = textsOf(value);
  return texts?.length === outputs ? texts : null;
}

function textsOf(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value : null;
}

/** The input columns of a schema, if their number is the network's. */
function columnsOf(schema: unknown, inputs: number): readonly InputColumn[] | null {
  const columns = (schema as Partial<Schema> | null | undefined)?.inputs;
  if (!Array.isArray(columns) || !columns.every(isInputColumn)) return null;
  return inputColumnNames({ inputs: columns }).length === inputs ? columns : null;
}
