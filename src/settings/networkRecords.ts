/** Settings of the network itself. */
import { activationNames, activations } from "../functions/activations.js";
import type { Details, Group, KindsKind, ObjectKind } from "./kinds.js";
import { anyNumber, count, fraction, notNegative, positive } from "./limits.js";

export const biasModes = ["perNeuron", "shared", "none"] as const;

const layerExpected = 'a number of units, or an object such as { "units": 3 }';
const units = { ...count, required: true, meaning: "number of units" } as const;
const name = { type: "text", meaning: "name for messages, reports, `tied` and `Network.encode`" } as const;

/** The first of `layers`, which is the inputs. */
export const inputLayerKind = {
  type: "object",
  short: "units",
  expected: layerExpected,
  types: { input: "InputLayer", complete: "InputLayer" },
  details: {
    units: { ...units, meaning: "number of inputs" },
    dropout: {
      ...fraction,
      default: 0,
      meaning: "fraction of the inputs that each training step leaves out",
    },
    name,
  },
} as const satisfies ObjectKind;

/** Any other layer. */
export const layerKind = {
  type: "object",
  short: "units",
  expected: layerExpected,
  types: { input: "LayerInput", complete: "LayerInput" },
  details: {
    units,
    activation: {
      type: "choice",
      names: activationNames,
      typeName: "ActivationName",
      completed: true,
      usual: "`sigmoid`; in the last layer the one that the loss needs",
      commandLine: "`identity` in the last layer for numbers",
      meaning: "function of the net input; softmax in the last layer only",
    },
    alpha: {
      ...notNegative,
      completed: true,
      usual: usualAlphas(),
      meaning: "parameter of the activation: slope of leakyRelu below 0, depth of elu; others take none",
    },
    dropout: {
      ...fraction,
      completed: true,
      usual: "the network's `dropout`",
      meaning: "fraction of the layer's outputs that each training step leaves out; not in the last layer",
    },
    trainable: { type: "flag", default: true, meaning: "training changes this layer" },
    rateFactor: {
      ...positive,
      usual: "1",
      meaning: "factor of the learning rate for the layer's weights",
    },
    biasRateFactor: {
      ...positive,
      usual: "1",
      meaning: "factor of the learning rate for the layer's biases",
    },
    tied: {
      type: "either",
      forms: [count, { type: "text" }],
      expected: "the index or the name of a layer",
      usual: "none; with `tiedWeights` the mirrored layer",
      meaning:
        "an earlier layer whose weights this one uses, transposed: its index (1 is the first after the inputs) or its name; only the biases are its own",
    },
    name,
  },
} as const satisfies ObjectKind;

function usualAlphas(): string {
  const own = activationNames.flatMap((one) => {
    const { alpha } = activations[one];
    return alpha ? [`${one} \`${alpha.usual}\``] : [];
  });
  return own.join(", ");
}

export const initializerNames = [
  "glorotUniform",
  "glorotNormal",
  "heUniform",
  "heNormal",
  "lecunUniform",
  "lecunNormal",
  "uniform",
  "normal",
  "zeros",
] as const;

const noDetails = {} as const satisfies Details;

const initializerExpected =
  'the name of an initialiser, or an object such as { "kind": "uniform", "low": -0.5, "high": 0.5 }';

/** Distributions that do not depend on the sizes of a layer. */
const distributions = {
  uniform: {
    low: { ...anyNumber, required: true, meaning: "smallest value" },
    high: { ...anyNumber, required: true, meaning: "values are below this" },
  },
  normal: {
    mean: { ...anyNumber, default: 0, meaning: "mean of the values" },
    deviation: { ...positive, required: true, meaning: "standard deviation of the values" },
  },
} as const satisfies Record<string, Details>;

const initializer = {
  type: "kinds",
  kinds: {
    glorotUniform: noDetails,
    glorotNormal: noDetails,
    heUniform: noDetails,
    heNormal: noDetails,
    lecunUniform: noDetails,
    lecunNormal: noDetails,
    ...distributions,
    zeros: noDetails,
  },
  byPosition: true,
  example: "uniform:-0.5,0.5 or normal:0,0.1",
  expected: initializerExpected,
  types: { input: "InitializerInput", complete: "InitializerConfig", name: "InitializerName" },
} as const satisfies KindsKind & { kinds: Record<(typeof initializerNames)[number], Details> };

const biasInitializer = {
  type: "kinds",
  kinds: { zeros: noDetails, ...distributions },
  byPosition: true,
  example: "uniform:0,1 or normal:0,0.1",
  expected: initializerExpected,
  types: { input: "BiasInitializerInput", complete: "BiasInitializerConfig", name: "BiasInitializerName" },
} as const satisfies KindsKind;

export const networkRecords = {
  heading: "Network",
  settings: {
    layers: {
      scope: "network",
      type: "layers",
      first: inputLayerKind,
      other: layerKind,
      expected: "a list of at least 2 layers, inputs first",
      required: true,
      commandLine: "made from `hidden` and the data",
      traits: ["fixedInSearch", "fixedInResume"],
      meaning: "units of each layer, inputs first: numbers, or objects",
    },
    biases: {
      scope: "network",
      type: "choice",
      names: biasModes,
      typeName: "BiasMode",
      default: "perNeuron",
      flag: "--biases <mode>",
      traits: ["ofModel", "fixedInResume"],
      meaning: "one bias per unit, one per layer (its gradient is the sum of the layer's deltas), or none",
      alsoCalled: ["bias", "useBias"],
    },
    trainBiases: {
      scope: "network",
      type: "flag",
      default: true,
      flag: "--no-train-biases",
      traits: ["fixedInResume"],
      meaning: "training changes biases",
    },
    tiedWeights: {
      scope: "network",
      type: "flag",
      default: false,
      flag: "--tied-weights",
      traits: ["fixedInResume"],
      meaning:
        "the second half of the layers uses the weights of the first, transposed; sizes must mirror, as 784-32-784",
    },
    members: {
      scope: "network",
      ...count,
      default: 1,
      commandLine: "`8`, `4` for more than 2,400 rows, `1` for images; textbook: `1`",
      flag: "--members <k>",
      traits: ["ofModel", "fixedInResume"],
      meaning:
        "k networks in one (TabM-mini): they share all layers but the last, and each has factors of the inputs, 1 or −1 at first, and a last layer of its own; the loss is the mean of theirs, the answer the mean of their answers",
      alsoCalled: ["ensemble", "ensembleSize"],
    },
    inputScale: {
      scope: "network",
      type: "flag",
      default: false,
      flag: "--input-scale",
      traits: ["ofModel", "fixedInResume"],
      meaning:
        "a trained factor for each input, 1 at first, in front of the first layer; members have such factors always",
      alsoCalled: ["scaleInputs", "diagonalLayer"],
    },
    initializer: {
      scope: "network",
      ...initializer,
      default: "glorotUniform",
      flag: "--initializer <name>",
      meaning: "how the first weights are drawn",
      alsoCalled: ["init", "kernelInitializer", "weightInit"],
    },
    biasInitializer: {
      scope: "network",
      ...biasInitializer,
      default: "zeros",
      flag: "--bias-initializer <name>",
      meaning: "how the first biases are drawn; one for a whole layer where they are shared",
      alsoCalled: ["biasInit"],
    },
    precision: {
      scope: "network",
      type: "choice",
      names: ["float32", "float64"],
      default: "float32",
      flag: "--precision <name>",
      traits: ["ofModel", "fixedInResume"],
      meaning: "number format of weights and all arithmetic",
      alsoCalled: ["dtype"],
    },
  },
} as const satisfies Group;
