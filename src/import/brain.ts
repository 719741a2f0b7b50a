/**
 * Networks of brain.js: the JSON that `NeuralNetwork.toJSON` gives. Two forms of it: of version 2, with lists, and of version 1,
 * with an object for each unit, whose keys are the names of the inputs and outputs where the network was trained on objects.
 */
import type { ActivationName } from "../functions/activations.js";
import type { ConfigInput } from "../settings/generated/types.js";
import type { HostOptions } from "../train/engine.js";
import type { Network } from "../train/network.js";
import { oneOf, show } from "../wording.js";
import { type GivenJson, jsonOf } from "./json.js";
import { type ImportOptions, nameOf, networkOf } from "./network.js";
import { isObject, isSize, outOfScope, own, type Refuse, refusalOf } from "./refusal.js";
import type { GivenModel, Step } from "./steps.js";

/** Activations by the names that brain.js has. It applies one to all layers. */
const activationsByName: Readonly<Record<string, ActivationName>> = {
  sigmoid: "sigmoid",
  relu: "relu",
  "leaky-relu": "leakyRelu",
  tanh: "tanh",
};

/**
 * Reads a network of brain.js: what `net.toJSON()` gives, of a `NeuralNetwork` or `NeuralNetworkGPU`. Names of inputs become
 * `notes.inputNames`, names of outputs `notes.classes`. Training goes on by the learning rate of the file and its momentum, or Adam.
 *
 * @param json    bytes or text of the file, or the object itself; read and not kept
 * @param options names, scaling, settings (default: as in the file)
 * @param host    as in `Network.create`
 * @returns a network in float32 that answers as the given one does
 * @throws {ModelError} for a file of another kind, and for what perceptrons do not have, by its name
 * @throws {ConfigError} for options that do not fit the network
 *
 * @example
 * ```js
 * import { importBrain } from "chainrule";
 *
 * const net = {
 *   sizes: [2, 1],
 *   layers: [{}, { weights: [[0.5, -0.5]], biases: [0.1] }],
 *   trainOpts: { activation: "sigmoid" },
 * };
 * const network = importBrain(net);
 * console.log(network.predict([[1, 0]])[0][0].toFixed(4)); // → 0.6457
 * ```
 */
export function importBrain(json: GivenJson, options: ImportOptions = {}, host: HostOptions = {}): Network {
  const refuse = refusalOf(nameOf(options));
  return networkOf(readBrain(jsonOf(json, "the JSON of a brain.js network", refuse), refuse), options, host);
}

/** Whether JSON looks like that of brain.js. */
export function isBrain(json: Record<string, unknown>): boolean {
  return Array.isArray(json.layers) && (Array.isArray(json.sizes) || "type" in json);
}

function readBrain(json: Record<string, unknown>, refuse: Refuse): GivenModel {
  const { type = "NeuralNetwork", layers, trainOpts } = json;
  if (type !== "NeuralNetwork" && type !== "NeuralNetworkGPU") {
    throw refuse("type", "NeuralNetwork or NeuralNetworkGPU", show(type), outOfScope);
  }
  if (!Array.isArray(layers) || layers.length < 2) {
    throw refuse("layers", "a list with the inputs and at least one layer", show(layers));
  }
  const name = own(json, "activation") ?? own(trainOpts, "activation") ?? "sigmoid";
  if (typeof name !== "string" || !Object.hasOwn(activationsByName, name)) {
    throw refuse("activation", oneOf(Object.keys(activationsByName)), show(name), outOfScope);
  }
  const known = activationsByName[name]!;
  const alpha = own(trainOpts, "leakyReluAlpha") ?? own(json, "leakyReluAlpha") ?? 0.01;
  if (typeof alpha !== "number" || !(alpha >= 0)) {
    throw refuse("leakyReluAlpha", "a number ≥ 0", show(alpha));
  }
  const isOfLists = layers.slice(1).every((layer) => Array.isArray(own(layer, "weights")));
  const dense = isOfLists ? ofLists(json, layers, refuse) : ofUnits(layers, refuse);
  const isScaledRelu = !isOfLists && known === "leakyRelu";
  if (isScaledRelu) for (const layer of dense) scaleBy(alpha, layer);
  const activation = isScaledRelu ? "relu" : known;
  const steps = dense.flatMap(({ biases, weights, inputs, where }): Step[] => [
    { kind: "dense", where, inputs, units: biases.length, weights, biases },
    { kind: "activation", where, activation, alpha },
  ]);
  const names = isOfLists
    ? { inputNames: namesOf(json.inputLookup), classes: namesOf(json.outputLookup) }
    : {
        inputNames: json.inputLookup === true ? Object.keys(layers[0] as object) : null,
        classes: json.outputLookup === true ? Object.keys(layers.at(-1) as object) : null,
      };
  return {
    from: "brain.js",
    steps,
    settings: settingsOf(trainOpts),
    ...(names.inputNames && { inputNames: names.inputNames }),
    ...(names.classes && { classes: names.classes }),
    remarks: isScaledRelu
      ? [
          `The "leaky-relu" of brain.js 1 gives 0 below 0, and ${alpha} · x above: it is a relu here, with weights times ${alpha}.`,
        ]
      : [],
  };
}

function scaleBy(factor: number, { weights, biases }: Dense): void {
  for (const numbers of [weights, biases]) {
    for (let at = 0; at < numbers.length; at++) numbers[at]! *= factor;
  }
}

interface Dense {
  where: string;
  inputs: number;
  weights: Float32Array;
  biases: Float32Array;
}

/** Version 2: weights [units][inputs] and biases [units] of each layer. */
function ofLists(json: Record<string, unknown>, layers: readonly unknown[], refuse: Refuse): Dense[] {
  const { sizes } = json;
  return layers.slice(1).map((layer, index) => {
    const where = `layers[${index + 1}]`;
    const weights = own(layer, "weights") as unknown[];
    const biases = own(layer, "biases");
    const first = weights[0];
    const size = Array.isArray(sizes) ? (sizes as unknown[])[index] : undefined;
    const inputs = isSize(size) ? size : Array.isArray(first) ? first.length : 0;
    if (!Array.isArray(biases) || biases.length !== weights.length || inputs === 0) {
      throw refuse(where, "weights [units][inputs] and biases [units]", show(layer));
    }
    return denseOf(where, inputs, weights, biases, refuse);
  });
}

/** Version 1: units by their names, each with a bias and a weight for each unit of the layer before. */
function ofUnits(layers: readonly unknown[], refuse: Refuse): Dense[] {
  return layers.slice(1).map((layer, index) => {
    const where = `layers[${index + 1}]`;
    const before = layers[index];
    if (!isObject(layer) || !isObject(before)) {
      throw refuse(where, "weights and biases, or units by their names", show(layer));
    }
    const keys = Object.keys(before);
    const units = Object.values(layer);
    const rows = units.map((unit) => {
      const weights = own(unit, "weights");
      return keys.map((key) => own(weights, key));
    });
    return denseOf(
      where,
      keys.length,
      rows,
      units.map((unit) => own(unit, "bias")),
      refuse,
    );
  });
}

/** @param rows [units][inputs] */
function denseOf(
  where: string,
  inputs: number,
  rows: readonly unknown[],
  biases: readonly unknown[],
  refuse: Refuse,
): Dense {
  const units = rows.length;
  const bad = rows.findIndex(
    (row) => !Array.isArray(row) || row.length !== inputs || !row.every(Number.isFinite),
  );
  if (bad >= 0) throw refuse(`${where}, unit ${bad}`, `${inputs} finite weights`, show(rows[bad] ?? "none"));
  const noBias = biases.findIndex((bias) => !Number.isFinite(bias));
  if (noBias >= 0) throw refuse(`${where}, unit ${noBias}`, "a finite bias", show(biases[noBias]));
  if (units === 0 || inputs === 0) throw refuse(where, "at least one unit and one input", "none");
  const weights = new Float32Array(inputs * units);
  (rows as number[][]).forEach((row, unit) => {
    for (let input = 0; input < inputs; input++) weights[input * units + unit] = row[input]!;
  });
  return { where, inputs, weights, biases: Float32Array.from(biases as number[]) };
}

/** Names by their places: { a: 0, b: 1 }; null where they are no such list. */
function namesOf(lookup: unknown): string[] | null {
  if (!isObject(lookup)) return null;
  const names = Object.keys(lookup).toSorted((a, b) => Number(lookup[a]) - Number(lookup[b]));
  return names.every((name, index) => lookup[name] === index) ? names : null;
}

/** brain.js descends by each sample, with (output − target) as the delta, in the order of the samples. */
function settingsOf(trainOpts: unknown): Partial<ConfigInput> {
  const between = (name: string, above: number, below: number, usual: number) => {
    const value = own(trainOpts, name);
    return typeof value === "number" && value > above && value < below ? value : usual;
  };
  const learningRate = between("learningRate", 0, 1e9, 0.3);
  const optimizer: ConfigInput["optimizer"] =
    own(trainOpts, "praxis") === "adam"
      ? {
          kind: "adam",
          learningRate,
          beta1: between("beta1", 0, 1, 0.9),
          beta2: between("beta2", 0, 1, 0.999),
          epsilon: between("epsilon", 0, 1, 1e-8),
        }
      : { kind: "momentum", learningRate, momentum: between("momentum", 0, 1, 0.1) };
  return { loss: "halfSquaredError", optimizer, batchSize: 1, shuffle: false };
}
