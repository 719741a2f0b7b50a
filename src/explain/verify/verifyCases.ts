/**
 * The networks that are verified: every activation and loss, shapes around the sizes of vectors, tiles and blocks,
 * and every optimiser with schedules, penalties and clipping. All numbers follow from the seed of a case.
 */
import { activationNames, activations, hiddenActivationNames } from "../../functions/activations.js";
import { type LossName, losses, lossNames, usualOutput } from "../../functions/losses.js";
import { isOfClasses } from "../../functions/ofClasses.js";
import { Random } from "../../network/random.js";
import { Dataset } from "../../data/dataset.js";
import { needsFullBatch, optimizerKinds } from "../../functions/optimizers.js";
import { biasCount } from "../../network/parameters.js";
import { copiesOf, factorCount } from "../../settings/members.js";
import { withTrait } from "../../settings/records.js";
import { checkConfig } from "../../settings/configuration.js";
import type { Config, ConfigInput } from "../../settings/generated/types.js";

export interface VerifyCase {
  /** "pair …" (activations and losses), "shape …", "train …", or "members …". */
  name: string;
  /** Without precision and build. */
  config: ConfigInput;
  rows: number;
  seed: number;
  /** Whether targets are classes instead of numbers. */
  classes?: boolean;
  /** Samples have weights. */
  weighted?: boolean;
}

/** Samples of a case, and the parameters that its networks start with. */
export interface CaseData {
  config: Config;
  dataset: Dataset;
  /** [rows × outputs]: targets for the reference. */
  targets: Float64Array;
  parameters: { weights: Float64Array; biases: Float64Array; inputFactors?: Float64Array }[];
}

/** Streams of random numbers of a case. */
const drawn = { inputs: 101, targets: 102, parameters: 103, sampleWeights: 104, factors: 105 };

/** All cases, or those of a quick check. */
export function agreementCases(quick = false): VerifyCase[] {
  const all = [...pairs(), ...shapes(), ...trainings(), ...members()];
  return [
    ...(quick ? all.filter(({ name }, index) => index % 4 === 0 || name.startsWith("train")) : all),
    minimum,
  ];
}

/** Strictly convex, so there is only one minimum. */
const minimum: VerifyCase = {
  name: "train lbfgs, to the minimum",
  config: {
    layers: [6, { units: 3, activation: "softmax" }],
    biases: "none",
    optimizer: "lbfgs",
    l2: 0.1,
    epochs: 60,
  },
  rows: 20,
  seed: 3200,
};

/** Reproducible numbers in −1 … 1. */
export function numbersOf(length: number, seed: number, stream: number, substream = 0): Float64Array {
  const random = new Random(seed, stream, substream);
  return Float64Array.from({ length }, () => 2 * random.uniform() - 1);
}

/** Draws the data of a case. Numbers are float32 values, so that both precisions use the same numbers. */
export function dataOf(one: VerifyCase): CaseData {
  const { rows, seed } = one;
  const config = checkConfig(one.config);
  const { inputs: columns } = config.layers[0]!;
  const outputs = config.layers.at(-1)!.units;
  const rounded = (values: Float64Array) => values.map(Math.fround);
  const inputs = rounded(numbersOf(rows * columns, seed, drawn.inputs).map((value) => 2 * value));
  const noise = numbersOf(rows * outputs, seed, drawn.targets);
  const weights = numbersOf(rows, seed, drawn.sampleWeights).map((value) => Math.fround(1 + value));
  const options = { columns, ...(one.weighted && { sampleWeights: weights }) };
  const labels = Array.from({ length: rows }, (_, row) => Math.floor(((noise[row]! + 1) / 2) * outputs));
  const numeric = rounded(numericTargets(config.loss, noise, outputs));
  const dataset = one.classes
    ? Dataset.from(inputs, labels, { ...options, classes: outputs })
    : Dataset.from(inputs, numeric, options);
  const off = losses[config.loss].offTarget ?? 0;
  const hot = () =>
    Float64Array.from(noise, (_, i) => (labels[Math.floor(i / outputs)] === i % outputs ? 1 : off));
  const parameters = config.layers.map((layer, l) => {
    const copies = copiesOf(config, l);
    const size = Math.sqrt(3 / layer.inputs);
    const weights = copies * (layer.tied === undefined ? layer.inputs * layer.units : 0);
    const biases = copies * biasCount(config.biases, layer.units);
    const factors = l === 0 ? factorCount(config) : 0;
    return {
      weights: rounded(numbersOf(weights, seed, drawn.parameters, 2 * l).map((value) => size * value)),
      biases: rounded(numbersOf(biases, seed, drawn.parameters, 2 * l + 1).map((value) => value / 2)),
      ...(factors > 0 && { inputFactors: rounded(numbersOf(factors, seed, drawn.factors)) }),
    };
  });
  return { config, dataset, targets: one.classes ? hot() : numeric, parameters };
}

/** Targets that suit a loss, made from numbers in −1 … 1. */
function numericTargets(loss: LossName, noise: Float64Array, outputs: number): Float64Array {
  const { offTarget, partner, targets: domain } = losses[loss];
  if (offTarget !== undefined) return noise.map((value) => (value < 0 ? offTarget : 1));
  if (domain === "counts") return noise.map((value) => Math.floor(2 * value + 2));
  if (!partner || !activations[partner].isProbability) return noise;
  if (!isOfClasses(loss)) return noise.map((value) => (value + 1) / 2);
  // multiples of 1/64, so that a row adds up to exactly 1
  const targets = noise.map((value) => Math.floor((32 * (value + 1)) / outputs) / 64);
  for (let row = 0; row < targets.length; row += outputs) {
    targets[row] = 1 - targets.subarray(row + 1, row + outputs).reduce((sum, value) => sum + value, 0);
  }
  return targets;
}

const biases = ["perNeuron", "shared", "none"] as const;

/** Every loss with every output activation that it goes with, over every hidden activation in turn. */
function pairs(): VerifyCase[] {
  const all = lossNames.flatMap((loss) =>
    activationNames.filter((top) => (losses[loss].partner ?? top) === top).map((top) => ({ loss, top })),
  );
  // losses that go with one output activation only are still combined with all hidden ones
  const more = lossNames
    .filter((loss) => losses[loss].partner)
    .flatMap((loss) => hiddenActivationNames.map(() => ({ loss, top: usualOutput(loss) })));
  return [...all, ...more].map(({ loss, top }, index) => {
    const below = hiddenActivationNames[(index * 5) % hiddenActivationNames.length]!;
    return {
      name: `pair ${below}, ${top}, ${loss}`,
      config: {
        layers: [5, { units: 7, activation: below }, { units: 4, activation: top }],
        loss,
        ...(losses[loss].setting === "huberDelta" && { huberDelta: 0.6 }),
        ...(losses[loss].setting === "labelSmoothing" && index % 2 === 0 && { labelSmoothing: 0.1 }),
        reduction: index % 4 === 3 ? "sum" : "mean",
        biases: biases[index % 3]!,
        // exponential outputs grow so fast that greater steps would diverge
        optimizer: { kind: "sgd", learningRate: top === "exponential" ? 1e-4 : 0.02 },
        batchSize: 4,
        epochs: 2,
      },
      rows: 9,
      seed: 1000 + index,
      classes: index % 2 === 1,
    };
  });
}

/** Sizes around those of vectors, tiles and blocks; the last batch is often a part of one. */
function shapes(): VerifyCase[] {
  const list: [layers: number[], batch: number, rows: number][] = [
    [[1, 1], 1, 3],
    [[2, 2, 2], 1, 4],
    [[2, 5, 1], 4, 4],
    [[3, 1, 5], 2, 5],
    [[13, 17, 1], 7, 20],
    [[5, 4, 6, 4, 7, 4, 8, 4, 3], 3, 7],
    [[65, 33], 16, 40],
    [[37, 61, 17, 3], 29, 64],
    [[3, 300, 2], 31, 31],
    [[600, 9, 4], 5, 5],
    [[4, 6, 3], 700, 700],
    [[40, 30, 20], 600, 600],
    [[130, 70, 10], 64, 130],
    [[784, 128, 10], 100, 100],
  ];
  const names = ["sigmoid", "tanh", "gelu"] as const;
  return list.map(([[inputs, ...units], batch, rows], index) => ({
    name: `shape ${[inputs, ...units].join("-")}, batch ${batch}`,
    config: {
      layers: [inputs!, ...units.map((count, l) => ({ units: count, activation: names[(index + l) % 3]! }))],
      optimizer: { kind: "sgd", learningRate: 0.1 },
      batchSize: batch,
      epochs: rows > 500 || units.length * inputs! > 700 ? 1 : 2,
    },
    rows,
    seed: 2000 + index,
  }));
}

/**
 * Every optimiser, with penalties, clipping and schedules, on a small network and on one that uses the general code
 * path.
 */
function trainings(): VerifyCase[] {
  const small: ConfigInput = {
    layers: [6, { units: 9, activation: "tanh" }, { units: 3, activation: "softmax" }],
    epochs: 3,
    batchSize: 8,
  };
  const large: ConfigInput = { layers: [37, 60, 5], epochs: 2, batchSize: 16 };
  // L-BFGS may take other steps, so only the minimum is compared: see `minimum`
  const kinds = optimizerKinds
    .filter((kind) => kind !== "lbfgs")
    .map((kind): [string, Partial<ConfigInput>] => {
      return [kind, { optimizer: { kind }, ...(needsFullBatch(kind) && { batchSize: "full", epochs: 3 }) }];
    });
  const around: [string, Partial<ConfigInput>][] = [
    ["sgd with momentum", { optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9 } }],
    ["sgd, l1, l2", { l1: 1e-3, l2: 1e-2 }],
    ["momentum, weightDecay", { weightDecay: 0.1, optimizer: "momentum" }],
    ["sgd, clipNorm", { clipNorm: 0.05 }],
    ["adam, clipValue", { clipValue: 0.01, optimizer: "adam" }],
    ["adagrad, maxNorm", { maxNorm: 0.8, optimizer: "adagrad" }],
    ["sgd, biases not trained", { trainBiases: false }],
    ["sgd, reduction sum", { reduction: "sum", optimizer: { kind: "sgd", learningRate: 0.01 } }],
    ["sgd, sampleWeights", {}],
    ["sgd, tied weights", { layers: [7, 5, 3, 5, 7], tiedWeights: true }],
    [
      "adam, clipNorm, tied weights",
      { layers: [37, 20, 37], tiedWeights: true, optimizer: "adam", clipNorm: 0.1 },
    ],
  ];
  const covered = new Set(around.flatMap(([, settings]) => Object.keys(settings)));
  const others = withTrait("buffered")
    .filter((name) => !covered.has(name))
    .map((name): [string, Partial<ConfigInput>] => [`sgd, ${name}`, { [name]: 0.1 }]);
  return [...kinds, ...around, ...others].flatMap(([what, settings], index) => {
    const about = { weighted: what.endsWith("sampleWeights") };
    return [
      {
        name: `train ${what}, small`,
        config: { ...small, ...settings },
        rows: 20,
        seed: 3000 + index,
        ...about,
      },
      {
        name: `train ${what}, large`,
        config: { ...large, ...settings },
        rows: 40,
        seed: 3100 + index,
        ...about,
      },
    ];
  });
}

/** Members, and factors of the inputs: with every part of a step that treats them apart, and sizes around those of vectors. */
function members(): VerifyCase[] {
  const tanh = (units: number) => ({ units, activation: "tanh" as const });
  const softmax = { units: 3, activation: "softmax" as const };
  const adam = { optimizer: "adam" as const, batchSize: 7, epochs: 2 };
  const list: [what: string, config: ConfigInput, about?: Partial<VerifyCase>][] = [
    [
      "3, softmax, clipNorm",
      { layers: [5, tanh(9), softmax], members: 3, clipNorm: 0.1, ...adam },
      { classes: true },
    ],
    [
      "2, one layer, sgd",
      { layers: [6, { units: 2, activation: "identity" }], members: 2, batchSize: 8, epochs: 2 },
    ],
    [
      "4, sigmoid, weights of samples",
      {
        layers: [3, tanh(8), tanh(6), 1],
        members: 4,
        loss: "binaryCrossEntropy",
        ...adam,
      },
      { weighted: true },
    ],
    [
      "8, large, weightDecay, reduction sum",
      {
        layers: [
          37,
          { units: 66, activation: "relu" },
          { units: 40, activation: "relu" },
          { units: 5, activation: "identity" },
        ],
        members: 8,
        reduction: "sum",
        optimizer: { kind: "adamw", learningRate: 0.003 },
        weightDecay: 0.02,
        batchSize: 32,
        epochs: 1,
      },
      { rows: 80 },
    ],
    [
      "2, no biases, maxNorm",
      { layers: [4, tanh(5), 2], members: 2, biases: "none", maxNorm: 0.7, batchSize: 4, epochs: 2 },
    ],
    [
      "3, momentum",
      {
        layers: [4, tanh(6), 3],
        members: 3,
        optimizer: "momentum",
        batchSize: 5,
        epochs: 2,
      },
    ],
    ["inputScale, sgd", { layers: [7, tanh(12), 2], inputScale: true, batchSize: 8, epochs: 2 }],
    [
      "inputScale, irpropMinus",
      {
        layers: [3, tanh(6), softmax],
        inputScale: true,
        optimizer: "irpropMinus",
        epochs: 3,
      },
      { classes: true },
    ],
  ];
  return list.map(([what, config, about], index) => ({
    name: `members ${what}`,
    config,
    rows: 19,
    seed: 3300 + index,
    ...about,
  }));
}
