/**
 * What the report page is made of: plain data, all of it JSON, put together by the caller. Parts that are left
 * out leave their section out. A figure that is not known, or no number, may be null or NaN.
 */
import type { EndingDetails } from "../words.js";
import type { Histogram } from "./histogram.js";

/** A figure that may be missing. */
export type Figure = number | null;

export interface ReportData {
  title: string;
  /** One line under the title: what was trained, on what. */
  description: string;
  /** Names the program and its version in the foot of the page. */
  version?: string;
  /** The effective configuration. */
  config: Record<string, unknown>;
  /** Name of the loss, for captions. */
  loss: string;
  /** In order; of a very long training a part, evenly chosen. */
  history: EpochFigures[];
  /** How many epochs there were, where `history` has a part of them. */
  epochs?: number;
  /** Epoch whose weights were kept; null where the last were. */
  bestEpoch?: number | null;
  /** Why training ended, as History has it. */
  stopped: string;
  speed: SpeedFigures;
  /** Figures after training, by part of the data. */
  results: { training: ResultFigures; validation?: ResultFigures | null };
  /** The input layer first. */
  layers: LayerFigures[];
  /** Names of the columns, in order; drawn beside small input layers. */
  inputNames?: string[];
  classes?: ClassFigures | null;
  /** Numeric targets, one entry for each. */
  targets?: TargetFigures[] | null;
  /** Size of the images that `pixels` hold. */
  image?: { height: number; width: number; channels?: 1 | 3 } | null;
  /** The worst first. */
  worst?: SampleFigures[] | null;
  /** Of an autoencoder: images that went in, and what came out. */
  reconstructions?: { index: number; input: Pixels; output: Pixels; loss?: Figure }[] | null;
}

/** How many epochs were trained. */
export function epochsOf({ epochs, history }: ReportData): number {
  return epochs ?? history.length;
}

/** What `endingText` tells an ending by. */
export function endingOf(data: ReportData): EndingDetails {
  const settings: Omit<EndingDetails, "bestEpoch"> = data.config;
  // nobody need be told that the last weights are the last
  const bestEpoch = data.bestEpoch === epochsOf(data) ? null : data.bestEpoch;
  return { ...settings, bestEpoch };
}

/** Bytes [height × width × channels]; of grey images 0 is paper and 255 ink. */
export type Pixels = ArrayLike<number>;

export interface EpochFigures {
  epoch: number;
  loss: Figure;
  validationLoss?: Figure;
  /** Metrics of the training part, by name, where they were measured. */
  metrics?: Record<string, Figure> | null;
  validationMetrics?: Record<string, Figure> | null;
  learningRate?: Figure;
}

export interface SpeedFigures {
  samplesPerSecond: Figure;
  seconds: Figure;
  threads: number;
  build: string;
}

export interface ResultFigures {
  samples?: number;
  loss: Figure;
  metrics: Record<string, Figure>;
}

export interface LayerFigures {
  units: number;
  name?: string;
  /** null for the input layer. */
  activation: string | null;
  /** Index of the layer whose weights it uses transposed. */
  tied?: number;
  /** Its own numbers: those that training may change, and those it leaves. */
  parameters: number;
  weights?: Histogram | null;
  biases?: Histogram | null;
  /** `[inputs × units]`: of small layers only, for the drawing. */
  drawing?: ArrayLike<number> | null;
}

export interface ClassFigures {
  names: string[];
  /** Which part of the data this is about: "held-out samples". */
  of?: string;
  /** matrix[actual][predicted] = number of samples. */
  matrix: number[][];
  /** In the order of the names. */
  perClass?: { precision: Figure; recall: Figure; f1: Figure; support: number }[] | null;
  /** A curve for each class that has one; `points` are [false, true] positive rates, rising. */
  roc?: { class: number; auc: Figure; points: (readonly [number, number])[] }[] | null;
}

export interface TargetFigures {
  name: string;
  /** Same length as `predicted`. */
  actual: ArrayLike<number>;
  predicted: ArrayLike<number>;
  /** rmse, mae, r2, … */
  summary: Record<string, Figure>;
}

export interface SampleFigures {
  /** Row of the data, counted from 0. */
  index: number;
  actual: string | number;
  predicted: string | number;
  /** 0 … 1, of the answer given. */
  confidence?: Figure;
  loss?: Figure;
  /** The image, where the data are images; else the columns by name. */
  pixels?: Pixels | null;
  columns?: Record<string, string | number> | null;
}
