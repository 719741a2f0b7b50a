/**
 * The rules of the choices: possible values, limits, the defaults of each data set, and which choices exclude each
 * other. `link.ts` writes them as a link.
 */
import { type ActivationName, activationNames, hiddenActivationNames } from "../src/functions/activations.js";
import { losses, lossesFor, type LossName, lossNames } from "../src/functions/losses.js";
import { type OptimizerKind, optimizers, usualLearningRate } from "../src/functions/optimizers.js";
import { plainFeatures } from "./data/features.js";
import { type Choices, type DataName, ownNames } from "./sessionTypes.js";
import { isWorked, ownLengths, workedDefaults } from "./worked/examples.js";

/** The least and the greatest value of each number, both allowed. */
export const limits = {
  noise: [0, 1],
  rows: [4, 10_000],
  test: [0, 0.9],
  units: [1, 512],
  learningRate: [1e-9, 1000],
  batchSize: [1, 10_000],
  l1: [0, 10],
  l2: [0, 10],
  dropout: [0, 0.9],
  seed: [0, Number.MAX_SAFE_INTEGER],
} as const satisfies Record<string, readonly [least: number, most: number]>;
export type LimitedName = keyof typeof limits;

/** Whether a number has to be an integer. */
export function isCounted(name: LimitedName): boolean {
  return ["rows", "units", "batchSize", "seed"].includes(name);
}

/** The greatest number of hidden layers. */
export const mostLayers = 6;

export function isWithin(name: LimitedName, value: number): boolean {
  const [least, most] = limits[name];
  return value >= least && value <= most && (Number.isInteger(value) || !isCounted(name));
}

/** What a message expects of a number: "an integer from 1 to 512". */
export function expectedOf(name: LimitedName): string {
  const [least, most] = limits[name];
  return `${isCounted(name) ? "an integer" : "a number"} from ${least} to ${most}`;
}

/** Generated data that are points of a plane, with noise. */
export const planeNames = [
  "xor",
  "circles",
  "spirals",
  "clouds",
  "slope",
  "hills",
] as const satisfies readonly DataName[];
export type PlaneName = (typeof planeNames)[number];

export function isPlane(data: DataName): data is PlaneName {
  return (planeNames as readonly DataName[]).includes(data);
}

/** Whether data are drawn with noise, in any number: the points of planes, and the wave. */
export function isDrawn(data: DataName): boolean {
  return isPlane(data) || data === "wave";
}

/** Generated data whose targets are numbers. */
export function hasNumbers(data: DataName): boolean {
  return data === "slope" || data === "hills" || data === "wave";
}

/** The seed of the samples. */
export function dataSeedOf({ seed, dataSeed }: Pick<Choices, "seed" | "dataSeed">): number {
  return dataSeed ?? seed;
}

/** A change to other first weights for the same samples. */
export function otherWeights({ seed, dataSeed }: Choices): Pick<Choices, "seed" | "dataSeed"> {
  const [, most] = limits.seed;
  return { seed: seed < most ? seed + 1 : 1, dataSeed: dataSeedOf({ seed, dataSeed }) };
}

const plane: Choices = {
  data: "spirals",
  noise: 0.05,
  rows: 400,
  features: plainFeatures,
  dataSeed: null,
  target: null,
  columns: {},
  test: 0.2,
  hidden: [
    { units: 8, activation: "tanh" },
    { units: 8, activation: "tanh" },
  ],
  output: "softmax",
  loss: "crossEntropy",
  optimizer: "adam",
  learningRate: 0.001,
  batchSize: 32,
  l1: 0,
  l2: 0,
  dropout: 0,
  seed: 1,
  precision: "float32",
  engine: "wasm",
  speed: "1000",
  inputs: null,
  targets: null,
  weights: null,
  biases: null,
};

/** The choices of a page that was opened without a link. */
export const firstChoices: Choices = plane;

/** The default choices of a data set. A new object. */
export function defaultsOf(data: DataName): Choices {
  const own: Partial<Choices> = isWorked(data)
    ? workedDefaults(data)
    : data === "digits"
      ? {
          noise: 0,
          rows: 2000,
          hidden: [{ units: 64, activation: "relu" }],
        }
      : data === "file"
        ? { noise: 0, hidden: [{ units: 16, activation: "relu" }] }
        : hasNumbers(data)
          ? forNumbers
          : {};
  return structuredClone({ ...plane, ...own, data });
}

/** Choices for targets that are numbers, not classes. */
export const forNumbers = { output: "identity", loss: "halfSquaredError" } as const;

/**
 * The choices after a change of the data set. Between drawn data everything else stays, except that numbers and classes
 * have different outputs. Otherwise the defaults of the new data apply, and only seed, engine and speed stay.
 */
export function withData(before: Choices, data: DataName): Choices {
  if (isDrawn(before.data) && isDrawn(data)) {
    const { output, loss } = hasNumbers(before.data) === hasNumbers(data) ? before : defaultsOf(data);
    return { ...before, data, output, loss };
  }
  const { seed, engine, speed } = before;
  return { ...defaultsOf(data), seed, engine, speed };
}

/** Default learning rates of this page, where they differ from those of the library. */
const ownRates: Readonly<Partial<Record<OptimizerKind, number>>> = {
  sgd: 0.1,
  momentum: 0.03,
  nesterov: 0.03,
  adagrad: 0.1,
  nadam: 0.001,
};

export function defaultRate({
  optimizer,
  output,
  loss,
}: Pick<Choices, "optimizer" | "output" | "loss">): number {
  return ownRates[optimizer] ?? usualLearningRate(optimizer, output, loss);
}

/** Whether the page has set the learning rate: it is the default of the optimiser or of the data. */
function isUsualRate(choices: Choices): boolean {
  const { optimizer, learningRate } = choices;
  if (findsItsSteps(optimizer) || learningRate === defaultRate(choices)) return true;
  const usual = defaultsOf(choices.data);
  return optimizer === usual.optimizer && learningRate === usual.learningRate;
}

/** Whether an optimiser finds its step sizes itself, like L-BFGS. It then has no learning rate, L1 or dropout. */
export const findsItsSteps = (kind: OptimizerKind): boolean => optimizers[kind].findsSteps === true;
/** Whether an optimiser uses all samples as one batch. */
export const takesAllSamples = (kind: OptimizerKind): boolean => optimizers[kind].fullBatch === true;

/** Output activations. Numbers take those of hidden layers, since softmax needs classes. */
export function outputActivations(hasClasses: boolean): readonly ActivationName[] {
  return hasClasses ? activationNames : hiddenActivationNames;
}

/** The default loss of an output activation on this page, where sigmoid outputs are classes. */
export function defaultLoss(output: ActivationName): LossName {
  return lossNames.find((name) => losses[name].partner === output) ?? "halfSquaredError";
}

/**
 * Changes choices and corrects the others, so that all work together:
 *
 * - a loss that does not work with the output is replaced by the default one;
 * - a new optimiser brings its default learning rate, unless the user chose a rate;
 * - L-BFGS and iRprop− use all samples as one batch; L-BFGS has no learning rate, L1 or dropout;
 * - own numbers that do not fit the layers are dropped, and so are features, a seed of the data and a target where the
 *   data have none.
 */
export function applyChange(before: Choices, change: Partial<Choices>): Choices {
  const start = change.data && change.data !== before.data ? withData(before, change.data) : before;
  const now = { ...start, ...change };
  if (!lossesFor(now.output).includes(now.loss)) now.loss = defaultLoss(now.output);
  if (change.optimizer && change.optimizer !== before.optimizer) {
    if (change.learningRate === undefined && isUsualRate(before)) now.learningRate = defaultRate(now);
    if (now.batchSize === "full" && change.batchSize === undefined && takesAllSamples(before.optimizer)) {
      now.batchSize = defaultsOf(now.data).batchSize;
    }
  }
  if (takesAllSamples(now.optimizer)) now.batchSize = "full";
  if (findsItsSteps(now.optimizer)) Object.assign(now, { learningRate: 1, l1: 0, dropout: 0 });
  if (!isPlane(now.data)) now.features = plainFeatures;
  if (!isDrawn(now.data) || now.dataSeed === now.seed) now.dataSeed = null;
  if (now.data !== "file") Object.assign(now, { target: null, columns: {} });
  const lengths = ownLengths(now);
  for (const name of ownNames) if (now[name]?.length !== lengths[name]) now[name] = null;
  return now;
}

/** What has to restart when choices change. */
export type Effect = "nothing" | "fit" | "network" | "everything";

/** Choices that need new data or new first weights. */
const restarting = [
  "data",
  "noise",
  "rows",
  "features",
  "dataSeed",
  "target",
  "columns",
  "test",
  "hidden",
  "output",
  "loss",
  "seed",
  "precision",
  ...ownNames,
] as const;
/** Choices that move the weights to a new network. */
export const moved = ["dropout", "engine"] as const;
/** Choices that continue the weights in a new `fit`. */
export const continued = ["optimizer", "learningRate", "batchSize", "l1", "l2"] as const;

/**
 * fit: the weights stay, the optimiser's state is lost. network: the weights move to a new network. everything: new data
 * and new first weights.
 */
export function effectOf(before: Choices, after: Choices): Effect {
  const differs = (name: keyof Choices) => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  if (restarting.some(differs)) return "everything";
  if (moved.some(differs)) return "network";
  return continued.some(differs) ? "fit" : "nothing";
}
