/**
 * A network as a LayersModel of TensorFlow.js: `model.json` and one shard of weights. Tools that compile such models, for
 * microcontrollers among them, read it too. This module makes text and bytes; the callers write files.
 */
import { ConfigError } from "../errors.js";
import { kerasNames } from "../functions/kerasNames.js";
import { addedBeforeLog } from "../network/logarithm.js";
import type { Scaler } from "../network/scaling.js";
import type { Network } from "../train/network.js";
import { type ExportOptions, portableModel, type PortableLayer, type PortableModel } from "./portable.js";

/** The files of a LayersModel. */
export interface TfjsModel {
  /** The text of `model.json`. */
  json: string;
  /** The bytes of the shard that `model.json` names. */
  weights: Uint8Array;
}

/** Options of `toTfjs`. */
export interface TfjsExportOptions extends ExportOptions {
  /** Name of the shard, relative to `model.json` (default: "weights.bin"). */
  weightsName?: string;
}

/**
 * Writes a network as a Sequential model of TensorFlow.js: Dense layers, LeakyReLU, Dropout, and a BatchNormalization for each
 * scaling of columns. TensorFlow.js computes in float32, so weights of float64 are rounded. `tf.loadLayersModel` reads it, and
 * `importTfjs`.
 *
 * @param network a trained one; read
 * @param options `name`: of the model; `preparation`, and the name of the shard. Class names are not in such a file
 * @returns the text of model.json and the bytes of the weights
 * @throws {ConfigError} for what TensorFlow.js does not have: an activation (by its name), members, curves and bins of columns,
 *   logarithms of targets, a temperature; and for layers that share weights
 *
 * @example
 * ```js
 * import { importTfjs, Network, toTfjs } from "chainrule";
 *
 * const network = Network.create({ layers: [4, { units: 8, activation: "relu" }, 3], seed: 2 });
 * const { json, weights } = toTfjs(network);
 * console.log(JSON.parse(json).format, weights.length); // → layers-model 268
 * const again = importTfjs(json, { weights });
 * console.log(again.config.layers.map(({ units }) => units)); // → [ 8, 3 ]
 * ```
 */
export function toTfjs(network: Network, options: TfjsExportOptions = {}): TfjsModel {
  const model = portableModel(network, options);
  refuseOthers(model);
  const { layers, isPrepared, inputScaler, targetScaler, inputs, name, version } = model;
  const made = new Sequential(inputs);
  if (isPrepared && inputScaler) {
    const { shift, scale } = inputScaler;
    made.affine("input_scaling", scale, new Float64Array(inputs), shift);
  }
  const { inputDropout, layers: settings } = network.config;
  if (inputDropout > 0) made.dropout(inputDropout);
  layers.forEach((layer, index) => made.dense(layer, index + 1, settings[index]!.dropout));
  if (isPrepared && targetScaler) {
    const scale = targetScaler.scale.map((one) => (one === 0 ? 0 : 1 / one));
    made.affine("answer_scaling", scale, targetScaler.shift, new Float64Array(scale.length));
  }
  const json = {
    format: "layers-model",
    generatedBy: `chainrule ${version}`,
    convertedBy: null,
    modelTopology: {
      class_name: "Sequential",
      config: { name, layers: made.layers },
      keras_version: "tfjs-layers 4.22.0",
      backend: "tensor_flow.js",
    },
    weightsManifest: [{ paths: [options.weightsName ?? "weights.bin"], weights: made.specs }],
  };
  return { json: JSON.stringify(json), weights: made.bytes() };
}

/** Layers and weights, in the order of the model. */
class Sequential {
  readonly layers: object[] = [];
  readonly specs: object[] = [];
  readonly #arrays: Float32Array[] = [];

  constructor(readonly inputs: number) {}

  dense(
    { inputs, units, activation, alpha, weights, biases }: PortableLayer,
    number: number,
    rate: number,
  ): void {
    const name = `dense_${number}`;
    // a leaky rectifier is a layer of its own there
    const inLayer = activation === "leakyRelu" ? "linear" : kerasNames[activation]!.tfjs!;
    this.#add("Dense", name, { units, activation: inLayer, use_bias: biases !== null, trainable: true });
    this.#weight(`${name}/kernel`, [inputs, units], weights);
    if (biases) this.#weight(`${name}/bias`, [units], biases);
    if (activation === "leakyRelu") this.#add("LeakyReLU", `leaky_${number}`, { alpha });
    if (rate > 0) this.dropout(rate);
  }

  dropout(rate: number): void {
    this.#add("Dropout", `dropout_${this.layers.length}`, { rate, noise_shape: null, seed: null });
  }

  /** (x − mean) · scale + shift, as a normalisation with variance 1. */
  affine(name: string, scale: ArrayLike<number>, shift: ArrayLike<number>, mean: ArrayLike<number>): void {
    const columns = scale.length;
    const settings = { axis: -1, momentum: 0.99, epsilon: 0, center: true, scale: true, trainable: false };
    this.#add("BatchNormalization", name, settings);
    this.#weight(`${name}/gamma`, [columns], scale);
    this.#weight(`${name}/beta`, [columns], shift);
    this.#weight(`${name}/moving_mean`, [columns], mean);
    this.#weight(`${name}/moving_variance`, [columns], new Float64Array(columns).fill(1));
  }

  /** All weights, one behind the other. */
  bytes(): Uint8Array {
    const all = new Float32Array(this.#arrays.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const numbers of this.#arrays) {
      all.set(numbers, at);
      at += numbers.length;
    }
    return new Uint8Array(all.buffer);
  }

  #add(className: string, name: string, config: object): void {
    const first = this.layers.length === 0 && { batch_input_shape: [null, this.inputs] };
    this.layers.push({ class_name: className, config: { name, dtype: "float32", ...config, ...first } });
  }

  #weight(name: string, shape: readonly number[], numbers: ArrayLike<number>): void {
    this.specs.push({ name, shape, dtype: "float32" });
    this.#arrays.push(Float32Array.from(numbers));
  }
}

function refuseOthers(model: PortableModel): void {
  const { layers, inputFactors, isPrepared, hasCurves, targetScaler, temperature } = model;
  const refuse = (what: string, advice: string) =>
    new ConfigError(`tfjs: TensorFlow.js has no ${what}. ${advice}`);
  const other = "Export the network to onnx, js or c.";
  if (inputFactors) throw refuse("layers for a network with members", other);
  for (const { activation, alpha } of layers) {
    const isKnown = activation === "leakyRelu" || kerasNames[activation]?.tfjs !== undefined;
    if (!isKnown) throw refuse(`activation ${activation}`, other);
    if (activation === "elu" && alpha !== 1) throw refuse(`elu with alpha ${alpha}`, other);
  }
  const bare = "Export the layers alone (preparation: false, --no-preparation), and scale outside.";
  if (!isPrepared) return;
  if (hasCurves) throw refuse("layers for bins, curves, limits and missing numbers", bare);
  if (temperature !== 1) throw refuse("layer for a temperature", bare);
  if (isLog(targetScaler)) throw refuse("layer for logarithms of targets", bare);
}

function isLog(scaler: Scaler | null): boolean {
  return scaler !== null && addedBeforeLog(scaler.kind) !== null;
}
