/**
 * Models of TensorFlow.js (LayersModel): `model.json` and its shards of weights, or the object that `model.save` gives to a
 * handler, which has the same parts. Converted Keras models have the same form.
 */
import { ConfigError } from "../errors.js";
import { bytesOf, type GivenBytes } from "../network/givenArrays.js";
import type { HostOptions } from "../train/engine.js";
import type { Network } from "../train/network.js";
import { show } from "../wording.js";
import { type GivenJson, jsonOf } from "./json.js";
import { layersOf, modelOf } from "./keras.js";
import { placeOf, type Tensor, type TensorsOf } from "./kerasLayers.js";
import { type ImportOptions, nameOf, networkOf } from "./network.js";
import { own, type Refuse, refusalOf } from "./refusal.js";

/** Options of `importTfjs`. */
export interface TfjsOptions extends ImportOptions {
  /** The bytes of the shards, in the order in which `model.json` lists them (default: `weightData` of the given object). */
  weights?: GivenBytes | readonly GivenBytes[];
}

/**
 * Reads a LayersModel of TensorFlow.js: a Sequential or a chain of Dense, Activation, ReLU, LeakyReLU, ELU, Softmax, Dropout,
 * BatchNormalization, Flatten, Rescaling and Normalization layers. Batch normalisation is folded into the weights beside
 * it, and dropout becomes a setting; `network.notes.imported` says what was changed.
 *
 * @param model   `model.json` as bytes, text or an object, or the artifacts that `tf.io.withSaveHandler` gets; read and not
 *   kept
 * @param options the weights; names, scaling, settings (default: none)
 * @param host    as in `Network.create`
 * @returns a network in float32 that answers as the given one does, with untrained state: the loss and the optimiser of the
 *   file are not taken over
 * @throws {ModelError} for a file that is damaged, and for a layer, activation or type that perceptrons do not have, by its
 *   name
 * @throws {ConfigError} for options that do not fit the network
 *
 * @example
 * ```js
 * import { importTfjs } from "chainrule";
 *
 * const dense = { class_name: "Dense", config: { name: "out", units: 1, activation: "sigmoid", batch_input_shape: [null, 2] } };
 * const network = importTfjs({
 *   modelTopology: { class_name: "Sequential", config: { layers: [dense] } },
 *   weightSpecs: [
 *     { name: "out/kernel", shape: [2, 1], dtype: "float32" },
 *     { name: "out/bias", shape: [1], dtype: "float32" },
 *   ],
 *   weightData: Float32Array.of(0.5, -0.5, 0.1).buffer,
 * });
 * console.log(network.predict([[1, 0]])[0][0].toFixed(4)); // → 0.6457
 * ```
 */
export function importTfjs(model: GivenJson, options: TfjsOptions = {}, host: HostOptions = {}): Network {
  const refuse = refusalOf(nameOf(options));
  const json = jsonOf(model, "the model.json of a TensorFlow.js LayersModel", refuse);
  const topology = own(json, "modelTopology");
  const { format } = json;
  if (format !== undefined && format !== "layers-model") {
    const advice = "Convert or save it as a LayersModel.";
    throw refuse("format", '"layers-model"', show(format), advice);
  }
  const specs = specsOf(json, refuse);
  const given = options.weights ?? (own(json, "weightData") as TfjsOptions["weights"]);
  const tensors = tensorsOf(specs, joined(given), refuse);
  const layers = layersOf(own(topology, "model_config") ?? topology, refuse);
  const ends = byEnd(tensors);
  const used = new Set<string>();
  const find: TensorsOf = (layer, names) =>
    names.map((name) => {
      const wanted = `${layer.name}/${name}`;
      const key = tensors.has(wanted) ? wanted : ends.get(wanted);
      if (key === undefined || key === null) {
        throw refuse(placeOf(layer), `one tensor ${show(wanted)}`, key === null ? "several" : "none");
      }
      used.add(key);
      return tensors.get(key)!;
    });
  const { steps, remarks } = modelOf(layers, "tfjs", find, refuse);
  const left = [...tensors.keys()].filter((name) => !used.has(name));
  if (left.length > 0)
    remarks.push(`${left.length} tensors of no layer were left out, the first is ${show(left[0])}.`);
  return networkOf({ from: "TensorFlow.js", steps, remarks }, options, host);
}

/** Whether JSON looks like a `model.json`. */
export function isTfjs(json: Record<string, unknown>): boolean {
  return "modelTopology" in json || "weightsManifest" in json;
}

/** Paths of the shards that a `model.json` names, in their order. @throws ModelError for a file of another kind */
export function shardPaths(json: Record<string, unknown>, name: string): string[] {
  return groupsOf(json, refusalOf(name)).flatMap((group) => {
    const paths = own(group, "paths");
    return Array.isArray(paths) ? paths.map(String) : [];
  });
}

function groupsOf(json: Record<string, unknown>, refuse: Refuse): unknown[] {
  const { weightsManifest: groups } = json;
  if (Array.isArray(groups)) return groups as unknown[];
  throw refuse("weightsManifest", "a list of groups of weights", show(groups));
}

interface Spec {
  name: string;
  shape: number[];
}

/** What the weights are, in the order of their bytes. */
function specsOf(json: Record<string, unknown>, refuse: Refuse): Spec[] {
  const given = own(json, "weightSpecs") ?? groupsOf(json, refuse).flatMap((group) => own(group, "weights"));
  if (!Array.isArray(given)) throw refuse("weightSpecs", "a list of weights", show(given));
  return (given as unknown[]).map((spec, index) => {
    const [name, shape, dtype] = ["name", "shape", "dtype"].map((key) => own(spec, key));
    const isShape = Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size >= 0);
    if (typeof name !== "string" || !isShape)
      throw refuse(`weight ${index + 1}`, "a name and a shape", show(spec));
    if (dtype !== "float32" || own(spec, "quantization") !== undefined) {
      const got = dtype === "float32" ? "quantized" : show(dtype);
      throw refuse(`weight ${show(name)}`, "float32", got, "Save the model without quantization.");
    }
    return { name, shape: shape as number[] };
  });
}

/** All bytes of the weights, one behind the other, at a multiple of 4. */
function joined(given: unknown): ArrayBuffer {
  const parts = (Array.isArray(given) ? (given as unknown[]) : [given]).map((part, index) => {
    const bytes = bytesOf(part);
    if (bytes) return bytes;
    const setting = Array.isArray(given) ? `weights[${index}]` : "weights";
    const advice = "Give the shards that model.json lists, in their order.";
    throw new ConfigError({ setting, expected: "the bytes of a shard", got: show(part), advice });
  });
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all.buffer;
}

function tensorsOf(specs: readonly Spec[], buffer: ArrayBuffer, refuse: Refuse): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  let at = 0;
  for (const { name, shape } of specs) {
    const count = shape.reduce((product, size) => product * size, 1);
    const left = (buffer.byteLength - at) / 4;
    if (count > left) {
      throw refuse(`weight ${show(name)}`, `${count} numbers of 4 bytes`, `${buffer.byteLength - at} bytes`);
    }
    if (tensors.has(name)) throw refuse(`weight ${show(name)}`, "each name once", "it twice");
    tensors.set(name, { shape, data: new Float32Array(buffer, at, count) });
    at += count * 4;
  }
  if (at !== buffer.byteLength) {
    throw refuse(
      "weights",
      `${at} bytes, as the tensors have`,
      `${buffer.byteLength}`,
      "Give all shards, each once.",
    );
  }
  return tensors;
}

/** Tensors by the names of their layer and of themselves: behind the names of scopes, where there are any. */
function byEnd(tensors: ReadonlyMap<string, Tensor>): Map<string, string | null> {
  const ends = new Map<string, string | null>();
  for (const name of tensors.keys()) {
    const end = name.split("/").slice(-2).join("/");
    ends.set(end, ends.has(end) ? null : name);
  }
  return ends;
}
