/**
 * The session as the panels see it: types only. `session.ts` implements it, `choices.ts` has the rules of its choices.
 * A panel reads these signals, draws, and calls these methods. It knows no other panel.
 */
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { NameStyle } from "../src/explain/names.js";
import type { ActivationName } from "../src/functions/activations.js";
import type { LossName } from "../src/functions/losses.js";
import type { OptimizerKind } from "../src/functions/optimizers.js";
import type { Dataset } from "../src/data/dataset.js";
import type { Split } from "../src/data/split.js";
import type { Network } from "../src/train/network.js";

export type Language = "en" | "zh";

export const dataNames = [
  "mazur",
  "matrix",
  "xor4",
  "autoencoder",
  "xor",
  "circles",
  "spirals",
  "clouds",
  "slope",
  "hills",
  "wave",
  "digits",
  "file",
] as const;
export type DataName = (typeof dataNames)[number];

/** What the network can get of a point of the plane, in the order of its inputs. */
export const featureNames = ["x", "y", "x2", "y2", "xy", "sinx", "siny"] as const;
export type FeatureName = (typeof featureNames)[number];

/** What a user says of a column of a file, where it is not what the reader finds. */
export const columnKinds = ["number", "category", "drop"] as const;
export type ColumnKind = (typeof columnKinds)[number];
export type ColumnKinds = Readonly<Record<string, ColumnKind>>;

/** The numbers of a worked example that can be replaced, in the order in which `worked/ownNumbers.ts` lists them. */
export const ownNames = ["inputs", "targets", "weights", "biases"] as const;
export type OwnName = (typeof ownNames)[number];

/** What computes: wasm on one thread, wasm on several threads, or the same kernels as JavaScript. */
export const engineNames = ["wasm", "threads", "javascript"] as const;
export type EngineName = (typeof engineNames)[number];

/** Updates per second, or as many as the machine can make. */
export const speedNames = ["1", "10", "100", "1000", "10000", "full"] as const;
export type SpeedName = (typeof speedNames)[number];

/**
 * Everything that a link holds. Numbers and words only, so that a link reproduces a training exactly. `inputs`, `targets`,
 * `weights` and `biases` are a user's own numbers for a worked example; null for those of the example.
 */
export interface Choices extends Record<OwnName, readonly number[] | null> {
  data: DataName;
  /** 0 … 1, for generated data. */
  noise: number;
  /** Number of generated samples, training and test. */
  rows: number;
  /** The inputs of a plane; at least one. */
  features: readonly FeatureName[];
  /** Draws generated samples, and which of them are held out; null for `seed`. */
  dataSeed: number | null;
  /** The column of a file to learn; null for the last one. */
  target: string | null;
  /** By name, columns of a file that are not what the reader finds. */
  columns: ColumnKinds;
  /** Fraction of the samples that is held out for testing: 0 … 0.9. */
  test: number;
  hidden: { units: number; activation: ActivationName }[];
  /** The activation of the output layer. */
  output: ActivationName;
  loss: LossName;
  optimizer: OptimizerKind;
  learningRate: number;
  batchSize: number | "full";
  l1: number;
  l2: number;
  dropout: number;
  /** Draws the first weights. */
  seed: number;
  precision: "float32" | "float64";
  engine: EngineName;
  /** Changes no bit. */
  speed: SpeedName;
}

export type Range = readonly [low: number, high: number];

/** A plane that the outputs of a network are drawn over. */
export interface PlaneView {
  names: readonly [x: string, y: string];
  ranges: readonly [x: Range, y: Range];
  /** [rows × 2] the positions of the samples. */
  train: ArrayLike<number>;
  test: ArrayLike<number> | null;
  /** The network's inputs at points [points × 2]: [points × columns]. */
  inputsAt(points: Float32Array): Float32Array | Float64Array;
}

/** The samples and how to show them. */
export interface Samples {
  /** Training and test samples in their order before the split. */
  all: Dataset;
  /** The row numbers of both; null where there are no test samples. */
  split: Split | null;
  train: Dataset;
  /** The test samples; null where there are none. */
  test: Dataset | null;
  /** plane: two inputs, shown as points. images: pixels, shown as images. table: anything else. */
  kind: "plane" | "table" | "images";
  /** Null where the samples are not points of a plane. */
  plane: PlaneView | null;
  inputNames: readonly string[];
  /** How units and weights are called in formulas. */
  nameStyle: NameStyle;
  /** Null where the targets are numbers. */
  classNames: readonly string[] | null;
  /** The name of the file that the samples come from; else null. */
  file: string | null;
}

/** The state of a training. A new object at most once per frame of the screen. */
export interface Frame {
  state: "idle" | "running" | "failed";
  /** Whole epochs since the reset. */
  epoch: number;
  updates: number;
  /** Epochs with the fraction of the current one. */
  epochs: number;
  /** How far the training was when the losses below were evaluated; null until then. */
  evaluated: { updates: number; epochs: number } | null;
  /** The loss of all training samples and of all test samples; null until evaluated. */
  loss: number | null;
  testLoss: number | null;
  /** Fraction of correct predictions; null where the targets are not classes. */
  accuracy: number | null;
  testAccuracy: number | null;
  samplesPerSecond: number;
  gflops: number;
  threads: number;
  /** The message of the library's error; null where nothing failed. */
  message: string | null;
  /** Why the optimiser ended the training by itself, as L-BFGS does; else null. */
  ended: Ending | null;
}

/** A training that ended by itself. */
export interface Ending {
  /** converged: the gradient is nearly 0. lineSearch: it is not, but no lower loss was found. */
  why: "converged" | "lineSearch";
  /** Whether the last run made no update. */
  isAgain: boolean;
}

/**
 * The training at the updates of `recordTimes.ts` since the reset. Every list has a number for each of them. The lists grow
 * in place; `frame` changes when they do.
 */
export interface LearningRecord {
  updates: number[];
  /** With fractions. */
  epochs: number[];
  /** Of all training samples and of all test samples, evaluated at that update; NaN without such samples. */
  loss: number[];
  testLoss: number[];
  /** Fractions of correct predictions; NaN where the targets are not classes. */
  accuracy: number[];
  testAccuracy: number[];
  /** A list for each line of `networkDrawing/weightSeries.ts`. */
  weights: number[][];
}

/** A unit or a weight of the network, as pointed at. */
export interface Place {
  /** 0 for the inputs, 1 for the first layer of the configuration. */
  layer: number;
  unit: number;
  /** For a weight: the unit of the layer before, where the weight comes from. */
  from?: number;
}

export interface Session {
  readonly language: Signal<Language>;
  readonly choices: ReadonlySignal<Choices>;
  /** Changes some choices, and restarts what depends on them. */
  choose(some: Partial<Choices>): void;
  readonly samples: ReadonlySignal<Samples>;
  /** A reset replaces it. Its parameters change while it trains. */
  readonly network: ReadonlySignal<Network>;
  readonly frame: ReadonlySignal<Frame>;
  /** A reset replaces it. */
  readonly record: ReadonlySignal<LearningRecord>;
  /** The unit or weight that the pointer or the keyboard is at, shared by all panels. */
  readonly place: Signal<Place | null>;
  /** The row of the training sample that panels explain. */
  readonly sample: Signal<number>;
  /** Number of weights and biases that were set by hand since the reset. */
  readonly edits: ReadonlySignal<number>;
  /** Sets a weight, or the bias of a unit. The training goes on from it. Nothing where the network has no such number. */
  setNumber(place: Place, value: number): void;
  run(): void;
  pause(): void;
  /**
   * Trains to the end of the epoch, or one batch, as fast as it goes, then pauses. Calls in quick succession are all carried
   * out, one after the other. They resolve when the frame has the new state.
   */
  trainEpoch(): Promise<void>;
  trainBatch(): Promise<void>;
  /** Trains this many more epochs at the chosen speed, then pauses. */
  trainEpochs(count: number): Promise<void>;
  /** Trains at the chosen speed until this many epochs are finished since the reset, then pauses. Does nothing where they are. */
  trainTo(epoch: number): Promise<void>;
  /** Starts again with the first weights of the seed, at epoch 0. Numbers set by hand are gone. */
  reset(): void;
  /** Opens a CSV file, IDX images with their labels, or a config of `trace`. @throws DataError, ConfigError for the user */
  open(files: readonly File[]): Promise<void>;
}
