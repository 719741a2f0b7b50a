/**
 * The choices of the playground: what there is to choose from, within which limits, what each data set begins
 * with, and which choices exclude each other. How a link writes them is in `link.ts`.
 */
import { type ActivationName, activationNames, hiddenActivationNames } from "../src/functions/activations.js";
import { lossesFor, type LossName, losses, lossNames } from "../src/functions/losses.js";
import type { OptimizerKind } from "../src/network/updating.js";
import { needsFullBatch } from "../src/train/optimizer.js";
import type { Choices, DataName } from "./sessionTypes.js";

/** Least and most of each number, both allowed. */
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

/** Whether a number is a count: a whole one. */
export function isCounted(name: LimitedName): boolean {
  return ["rows", "units", "batchSize", "seed"].includes(name);
}

/** Hidden layers. */
export const mostLayers = 6;

/** Whether a number is one that a choice may have. */
export function isWithin(name: LimitedName, value: number): boolean {
  const [least, most] = limits[name];
  return value >= least && value <= most && (Number.isInteger(value) || !isCounted(name));
}

/** What may be expected of a number, for messages: "an integer from 1 to 512". */
export function expectedOf(name: LimitedName): string {
  const [least, most] = limits[name];
  return `${isCounted(name) ? "an integer" : "a number"} from ${least} to ${most}`;
}

/** Data that are drawn here, with noise, as points of a plane. */
export const planeNames = ["xor", "circles", "spirals", "clouds"] as const satisfies readonly DataName[];
export type PlaneName = (typeof planeNames)[number];

export function isPlane(data: DataName): data is PlaneName {
  return (planeNames as readonly DataName[]).includes(data);
}

const plane: Choices = {
  data: "spirals",
  noise: 0.05,
  rows: 400,
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
};

/** What a page begins with that was opened without a link. */
export const firstChoices: Choices = plane;

/** What each data set begins with. A new object. */
export function defaultsOf(data: DataName): Choices {
  const own: Partial<Choices> =
    data === "mazur"
      ? {
          noise: 0,
          rows: 4,
          test: 0,
          hidden: [{ units: 2, activation: "sigmoid" }],
          output: "sigmoid",
          loss: "halfSquaredError",
          optimizer: "sgd",
          learningRate: 0.5,
          batchSize: 1,
          precision: "float64",
        }
      : data === "digits"
        ? {
            noise: 0,
            rows: 2000,
            hidden: [{ units: 64, activation: "relu" }],
          }
        : data === "file"
          ? { noise: 0, hidden: [{ units: 16, activation: "relu" }] }
          : {};
  return structuredClone({ ...plane, ...own, data });
}

/** What goes with targets that are numbers, not classes. */
export const forNumbers = { output: "identity", loss: "halfSquaredError" } as const;

/**
 * The choices after another data set was chosen: between planes all else stays, else what the data begin with,
 * and of what was chosen the seed and the engine.
 */
export function withData(before: Choices, data: DataName): Choices {
  if (isPlane(before.data) && isPlane(data)) return { ...before, data };
  return { ...defaultsOf(data), seed: before.seed, engine: before.engine };
}

/** Learning rates that each optimiser usually goes well with here. */
export const usualRates: Readonly<Record<OptimizerKind, number>> = {
  sgd: 0.1,
  momentum: 0.03,
  nesterov: 0.03,
  adagrad: 0.1,
  rmsprop: 0.001,
  adam: 0.001,
  adamw: 0.001,
  nadam: 0.001,
  irpropMinus: 0.1,
  lbfgs: 1,
};

/** Whether an optimiser has settings that are not to be chosen: L-BFGS finds its steps, and takes no chance. */
export const findsItsSteps = (kind: OptimizerKind): boolean => kind === "lbfgs";
export const takesAllSamples = needsFullBatch;

/** Activations of the output. Those of a whole row need classes: of a single number they would always give 1. */
export function outputActivations(hasClasses: boolean): readonly ActivationName[] {
  return hasClasses ? activationNames : hiddenActivationNames;
}

/** The loss that an output is usually trained with, for classes. */
export function usualLoss(output: ActivationName): LossName {
  return lossNames.find((name) => losses[name].partner === output) ?? "halfSquaredError";
}

/**
 * Choices that go together: what the change leaves without sense is set to what it has to be.
 *
 * - a loss that does not go with the output gives way to the usual one;
 * - another optimiser comes with its usual learning rate, unless one is given with it;
 * - L-BFGS and iRprop− take all samples at once; L-BFGS has no rate, no L1 and no dropout.
 */
export function applyChange(before: Choices, change: Partial<Choices>): Choices {
  const start = change.data && change.data !== before.data ? withData(before, change.data) : before;
  const now = { ...start, ...change };
  if (!lossesFor(now.output).includes(now.loss)) now.loss = usualLoss(now.output);
  if (change.optimizer && change.optimizer !== before.optimizer) {
    if (change.learningRate === undefined) now.learningRate = usualRates[now.optimizer];
    if (now.batchSize === "full" && change.batchSize === undefined && takesAllSamples(before.optimizer)) {
      now.batchSize = defaultsOf(now.data).batchSize;
    }
  }
  if (takesAllSamples(now.optimizer)) now.batchSize = "full";
  if (findsItsSteps(now.optimizer)) Object.assign(now, { learningRate: 1, l1: 0, dropout: 0 });
  return now;
}

/** What has to begin anew when choices change. */
export type Effect = "nothing" | "fit" | "network" | "everything";

const anew = ["data", "noise", "rows", "test", "hidden", "output", "loss", "seed", "precision"] as const;
const moved = ["dropout", "engine"] as const;
const continued = ["optimizer", "learningRate", "batchSize", "l1", "l2"] as const;

/**
 * fit: the weights stay, the optimiser forgets; network: the weights move to another network; everything: the
 * data and the first weights too.
 */
export function effectOf(before: Choices, after: Choices): Effect {
  const differs = (name: keyof Choices) => JSON.stringify(before[name]) !== JSON.stringify(after[name]);
  if (anew.some(differs)) return "everything";
  if (moved.some(differs)) return "network";
  return continued.some(differs) ? "fit" : "nothing";
}
