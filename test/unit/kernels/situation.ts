/**
 * Random trainings: a network of awkward sizes with data and every option there is, all of it a function of a
 * seed. Seeds 0 … 107 have every output activation with every loss that goes with it.
 */
import { activationNames, hiddenActivationNames } from "../../../src/functions/activations.js";
import { lossNames } from "../../../src/functions/losses.js";
import { Random } from "../../../src/network/random.js";
import { optimizerKinds } from "../../../src/functions/optimizers.js";
import { Dataset } from "../../../src/data/dataset.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import type { Precision } from "../../../src/wasm/kernels.js";
import { numbers } from "./variants.js";

/** A training and its data. */
export interface Situation {
  config: ConfigInput & Required<Pick<ConfigInput, "epochs" | "seed">>;
  data: Dataset;
}

/** The loss that belongs to one activation alone. */
const belongs: Record<string, string> = {
  crossEntropy: "softmax",
  binaryCrossEntropy: "sigmoid",
  poisson: "exponential",
};
/** Every output activation with every loss that goes with it. */
export const pairs = activationNames.flatMap((activation) =>
  lossNames
    .filter((loss) => (belongs[loss] ?? activation) === activation)
    .map((loss) => ({ activation, loss })),
);
/** What trains step by step in wasm: L-BFGS has tests of its own. */
export const kinds = optimizerKinds.filter((kind) => kind !== "lbfgs");

const sizes = [1, 3, 4, 5, 17, 61];

export function situation(seed: number, precision: Precision): Situation {
  const random = new Random(seed, 78);
  const pick = <T>(...choices: T[]) => choices[random.below(choices.length)]!;
  const isPlain = random.below(4) === 0;
  const perhaps = (value: number) => (!isPlain && random.below(3) === 0 ? value : 0);
  const { activation, loss } = pairs[seed % pairs.length]!;
  const kind = kinds[seed % kinds.length]!;
  const hidden = Array.from({ length: random.below(3) }, (_, index) => ({
    units: pick(...sizes),
    activation: hiddenActivationNames[(seed + 5 * index) % hiddenActivationNames.length]!,
    dropout: perhaps(0.4),
    trainable: random.below(4) > 0,
  }));
  // the tied situations have as many outputs as inputs, and a single unit of softmax is refused
  const several = (units: number) => (activation === "softmax" && units === 1 ? 5 : units);
  const inputLayer = { units: several(pick(...sizes)), dropout: perhaps(0.3) };
  const outputs = several(pick(...sizes));
  const rows = Math.max(2, 1 + random.below(40)); // scalers are not measured on one row
  const bytes = random.below(3) === 0;
  const reduction = pick("mean", "sum");
  const config: Situation["config"] = {
    layers: [inputLayer, ...hidden, { units: outputs, activation, trainable: random.below(6) > 0 }],
    loss,
    reduction,
    // the gradient of one bias for all units of a softmax is 0 but for rounding, of which some take the sign
    biases: activation === "softmax" ? "perNeuron" : pick("perNeuron", "perNeuron", "shared", "none"),
    trainBiases: random.below(4) > 0,
    huberDelta: pick(0.3, 1),
    quantile: seed % 2 === 0 ? 0.5 : 0.9,
    labelSmoothing: loss === "crossEntropy" ? perhaps(0.1) : 0,
    optimizer: {
      kind,
      learningRate: (kind === "irpropMinus" ? 0.01 : 0.02) / (reduction === "sum" ? 10 : 1),
      ...(kind === "sgd" && { momentum: perhaps(0.8) }),
    },
    schedule: pick<ConfigInput["schedule"]>(
      "constant",
      { kind: "exponential", factor: 0.7 },
      { kind: "inverseScaling", power: 0.5 },
    ),
    batchSize: kind === "irpropMinus" ? "full" : pick<number | "full">(1, 2, 3, 7, 16, 29, "full"),
    epochs: 3,
    shuffle: random.below(2) === 0,
    l1: perhaps(1e-3),
    l2: perhaps(1e-2),
    ...(perhaps(1) > 0 && { weightDecay: 0.03 }),
    clipValue: perhaps(0.05),
    clipNorm: perhaps(0.3),
    maxNorm: perhaps(0.7),
    weightAverage: seed % 5 === 2 ? 0.8 : 0,
    inputNoise: perhaps(0.2),
    scaling: bytes ? pick("auto", "minMax", "standard") : pick("none", "standard"),
    precision,
    seed: seed + 2 ** 40,
  };
  // a fourth of the trainings has factors of the learning rate; the other numbers stay as they are
  if (seed % 4 === 1) {
    const layers = config.layers as unknown as { rateFactor?: number; biasRateFactor?: number }[];
    layers.slice(1).forEach((layer, l) => {
      if ((seed + l) % 3 > 0) layer.rateFactor = 0.25 + l;
      if ((seed + l) % 3 < 2) layer.biasRateFactor = 0.1;
    });
  }
  const x = numbers(rows * inputLayer.units, seed + 9);
  const inputs = bytes ? Uint8Array.from(x, (value) => (value > -0.5 ? 127 * value + 128 : 0)) : x;
  const columns = inputLayer.units;
  const weighted = random.below(3) === 0 && {
    sampleWeights: numbers(rows, seed + 7).map((value) => value + 1),
  };
  if (random.below(2) === 0) {
    const labels = Array.from({ length: rows }, (_, row) => (row * 7) % outputs);
    return { config, data: Dataset.from(inputs, labels, { columns, classes: outputs, ...weighted }) };
  }
  const targets = targetsOf(loss, numbers(rows * outputs, seed + 8), outputs);
  return { config, data: Dataset.from(inputs, targets, { columns, ...weighted }) };
}

/** Numbers from −1 to 1 made into what a loss takes: rows that are distributions, probabilities, signs. */
function targetsOf(loss: string, values: Float64Array, columns: number): Float64Array {
  if (loss === "hinge") return values.map(Math.sign);
  if (loss === "poisson") return values.map((value) => Math.floor(2 * value + 2));
  if (loss === "binaryCrossEntropy") return values.map((value) => (value + 1) / 2);
  // one that every activation can reach: targets of which none can be reached are refused
  if (loss !== "crossEntropy") return values.map((value, at) => (at === 0 ? 0.5 : value));
  const positive = values.map((value) => value + 1.1);
  const sumOf = (at: number) => {
    const row = at - (at % columns);
    return positive.subarray(row, row + columns).reduce((sum, value) => sum + value);
  };
  return positive.map((value, at) => value / sumOf(at));
}

/** The same with layers that are tied: sizes that mirror each other, or single layers tied by hand. */
export function tiedSituation(seed: number, precision: Precision): Situation {
  const random = new Random(seed, 79);
  const pick = <T>(...choices: T[]) => choices[random.below(choices.length)]!;
  const { config, data } = situation(seed, precision);
  const width = data.columns;
  const [first, ...rest] = config.layers as readonly object[];
  const outer = rest.at(-1)!;
  const like = (units: number, more = {}) => ({
    units,
    activation: pick("tanh", "gelu", "sigmoid", "relu") as "tanh",
    trainable: random.below(4) > 0,
    ...more,
  });
  const [a, b] = [pick(...sizes), pick(...sizes)];
  const last = { ...outer, units: width };
  const forms: (() => Partial<ConfigInput>)[] = [
    () => ({ tiedWeights: true, layers: [first, like(a), last] as ConfigInput["layers"] }),
    () => ({ tiedWeights: true, layers: [first, like(a), like(b), like(a), last] as ConfigInput["layers"] }),
    () => ({ tiedWeights: true, layers: [first, like(a), like(a), last] as ConfigInput["layers"] }),
    // two layers share one matrix with a third, and one between them has its own
    () => ({
      layers: [
        first,
        like(a, { name: "code", trainable: true }),
        like(width, { tied: 1 }),
        like(a),
        { ...last, tied: "code" },
      ] as ConfigInput["layers"],
    }),
  ];
  const { rows, inputs, sampleWeights } = data;
  const targets = targetsOf(config.loss!, numbers(rows * width, seed + 8), width);
  return {
    config: { ...config, ...pick(...forms)() },
    data: Dataset.from(inputs, targets, { columns: width, ...(sampleWeights && { sampleWeights }) }),
  };
}

/** The same with members, or with factors of the inputs alone. */
export function memberSituation(seed: number, precision: Precision): Situation {
  const random = new Random(seed, 80);
  const { config, data } = situation(seed, precision);
  const own: Partial<ConfigInput> =
    random.below(4) === 0 ? { inputScale: true } : { members: 2 + random.below(4) };
  const biases = own.members && config.biases === "shared" ? "perNeuron" : config.biases!;
  return { config: { ...config, biases, ...own, inputScaleRate: random.below(3) === 0 ? 3 : 1 }, data };
}
