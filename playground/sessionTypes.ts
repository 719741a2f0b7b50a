/**
 * What the panels of the playground see of a training: types only. `session.ts` makes it, `settings.ts` its choices;
 * a panel reads signals, draws, and calls what is here, and knows no other panel.
 */
import type { ReadonlySignal, Signal } from "@preact/signals";
import type { ActivationName } from "../src/functions/activations.js";
import type { LossName } from "../src/functions/losses.js";
import type { OptimizerKind } from "../src/network/updating.js";
import type { Dataset } from "../src/data/dataset.js";
import type { Network } from "../src/train/network.js";

export type Language = "en" | "zh";

export const dataNames = ["mazur", "xor", "circles", "spirals", "clouds", "digits", "file"] as const;
export type DataName = (typeof dataNames)[number];

/** What computes: wasm on one thread, wasm on all of them, or the same kernels as JavaScript. */
export const engineNames = ["wasm", "threads", "javascript"] as const;
export type EngineName = (typeof engineNames)[number];

/** Everything that a link holds; numbers and words only, so that a link reproduces a training exactly. */
export interface Choices {
  data: DataName;
  /** 0 … 1: of the data that are drawn here. */
  noise: number;
  /** Samples that are drawn. */
  rows: number;
  /** Part that is held out: 0 … 0.9. */
  test: number;
  hidden: { units: number; activation: ActivationName }[];
  /** Of the output layer. */
  output: ActivationName;
  loss: LossName;
  optimizer: OptimizerKind;
  learningRate: number;
  batchSize: number | "full";
  l1: number;
  l2: number;
  dropout: number;
  seed: number;
  precision: "float32" | "float64";
  engine: EngineName;
}

/** The samples, and how to show them. */
export interface Samples {
  train: Dataset;
  /** Held out; null where nothing is. */
  test: Dataset | null;
  /** plane: two inputs, to be drawn as points; images: pixels, to be drawn as pictures. */
  kind: "plane" | "table" | "images";
  /** Of a plane: what a picture of it shows, the same on both axes. */
  range: readonly [low: number, high: number];
  inputNames: readonly string[];
  /** Null where the targets are numbers. */
  classNames: readonly string[] | null;
  /** Of a file: its name; else null. */
  file: string | null;
}

/** Where a training stands; a new object at most once per frame of the screen. */
export interface Frame {
  state: "idle" | "running" | "failed";
  /** Whole epochs and updates since the reset. */
  epoch: number;
  updates: number;
  /** Of all training samples and of those held out, by `evaluate`; null before it is known. */
  loss: number | null;
  testLoss: number | null;
  /** Part that is right, where the targets are classes. */
  accuracy: number | null;
  testAccuracy: number | null;
  samplesPerSecond: number;
  gflops: number;
  threads: number;
  /** What went wrong, in the words of the library's error. */
  message: string | null;
}

/** Losses since the reset, for the chart; grows in place, and `frame` says when. */
export interface Curve {
  epochs: number[];
  train: number[];
  /** NaN where nothing is held out. */
  test: number[];
}

/** A unit or a weight that the pointer or the keyboard is at. */
export interface Place {
  /** Of the configuration's layers: 0 are the inputs. */
  layer: number;
  unit: number;
  /** The unit of the layer below, where it is a weight. */
  from?: number;
}

export interface Session {
  readonly language: Signal<Language>;
  readonly choices: ReadonlySignal<Choices>;
  /** Takes over some choices: what the change touches begins anew. */
  choose(some: Partial<Choices>): void;
  readonly samples: ReadonlySignal<Samples>;
  /** Another one after a reset. Its parameters change while it trains. */
  readonly network: ReadonlySignal<Network>;
  readonly frame: ReadonlySignal<Frame>;
  /** Another one after a reset. */
  readonly curve: ReadonlySignal<Curve>;
  /** Where the pointer is, for all panels alike. */
  readonly place: Signal<Place | null>;
  /** The training sample that panels explain: its row. */
  readonly sample: Signal<number>;
  run(): void;
  pause(): void;
  /** Trains one epoch, or one batch, then stands still again. */
  trainEpoch(): Promise<void>;
  trainBatch(): Promise<void>;
  /** New first weights by the seed; the epoch is 0 again. */
  reset(): void;
  /** Takes a CSV or IDX file (IDX: images and labels together). @throws DataError, as words for the user */
  open(files: readonly File[]): Promise<void>;
}
