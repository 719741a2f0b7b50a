/**
 * What the report page is made of: plain data, all of it JSON, put together by the caller. Parts that are left
 * out leave their section out. A figure that is not known, or no number, may be null or NaN.
 */
import type { EndingDetails } from "../trainingWords.js";
import type { Histogram } from "./histogram.js";

/** A figure that may be missing. */
export type Figure = number | null;

/** What `reportPage` shows. */
export interface ReportData {
  /** What the page is called. */
  title: string;
  /** One line under the title: what was trained, on what. */
  description: string;
  /** Names the program and its version in the foot of the page. */
  version?: string;
  /** The effective configuration, as `network.config`; also named where it ended a training. */
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
  /** How fast it went, and on what. */
  speed: SpeedFigures;
  /** Figures after training, by part of the data. */
  results: {
    /** Of the training part. */
    training: ResultFigures;
    /** Of the held-out part, where there is one. */
    validation?: ResultFigures | null;
  };
  /** The input layer first. */
  layers: LayerFigures[];
  /** Names of the columns, in order; drawn beside small input layers. */
  inputNames?: string[];
  /** Where the targets are classes. */
  classes?: ClassFigures | null;
  /** Numeric targets, one entry for each. */
  targets?: TargetFigures[] | null;
  /** Size of the images that `pixels` hold. */
  image?: {
    /** In pixels. */
    height: number;
    /** In pixels. */
    width: number;
    /** 1, grey, unless told; 3: red, green and blue of each pixel. */
    channels?: 1 | 3;
  } | null;
  /** The worst first. */
  worst?: SampleFigures[] | null;
  /** Of an autoencoder: images that went in, and what came out. */
  reconstructions?:
    | {
        /** Row of the data, counted from 0. */
        index: number;
        /** What went in. */
        input: Pixels;
        /** What came out. */
        output: Pixels;
        /** Of the sample. */
        loss?: Figure;
      }[]
    | null;
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

/** What a report page shows of one epoch. */
export interface EpochFigures {
  /** Counted from 1. */
  epoch: number;
  /** Of the training part, in the epoch. */
  loss: Figure;
  /** Of the held-out part, after the epoch. */
  validationLoss?: Figure;
  /** Metrics of the training part, by name, where they were measured. */
  metrics?: Record<string, Figure> | null;
  /** Metrics of the held-out part, by name. */
  validationMetrics?: Record<string, Figure> | null;
  /** η of the epoch's last update. */
  learningRate?: Figure;
}

/** What a report page says of the speed of a training. */
export interface SpeedFigures {
  /** Of training alone. */
  samplesPerSecond: Figure;
  /** Of training alone. */
  seconds: Figure;
  /** Threads that trained. */
  threads: number;
  /** Name of the build that trained. */
  build: string;
}

/** What a report page says of one part of the data after training. */
export interface ResultFigures {
  /** How many there are. */
  samples?: number;
  /** Mean or sum over the samples, by `reduction`. */
  loss: Figure;
  /** By name; the first is among the headlines of the page. */
  metrics: Record<string, Figure>;
}

/** What a report page shows of one layer: `layerFigures` makes it. */
export interface LayerFigures {
  /** Width of the layer. */
  units: number;
  /** What it is called; by its place where left out. */
  name?: string;
  /** null for the input layer. */
  activation: string | null;
  /** Index of the layer whose weights it uses transposed. */
  tied?: number;
  /** Its own numbers: those that training may change, and those it leaves. */
  parameters: number;
  /** How its weights are spread, those of another layer too where it is tied. */
  weights?: Histogram | null;
  /** How its biases are spread; null where it has none. */
  biases?: Histogram | null;
  /** `[inputs × units]`: of small layers only, for the drawing. */
  drawing?: ArrayLike<number> | null;
}

/** What a report page shows of answers that are classes. */
export interface ClassFigures {
  /** Of the classes, in the order of the outputs. */
  names: string[];
  /** Which part of the data this is about: "held-out samples". */
  of?: string;
  /** matrix[actual][predicted] = number of samples. */
  matrix: number[][];
  /** In the order of the names. */
  perClass?:
    | {
        /** TP / (TP + FP), 0 to 1. */
        precision: Figure;
        /** TP / (TP + FN), 0 to 1. */
        recall: Figure;
        /** Harmonic mean of both. */
        f1: Figure;
        /** Samples of the class. */
        support: number;
      }[]
    | null;
  /** A curve for each class that has one. */
  roc?:
    | {
        /** Index of the class. */
        class: number;
        /** Area under the curve, 0 to 1. */
        auc: Figure;
        /** [false, true] positive rates, rising. */
        points: (readonly [number, number])[];
      }[]
    | null;
}

/** What a report page shows of one target that is a number. */
export interface TargetFigures {
  /** What it is called. */
  name: string;
  /** [rows], in the units of the target. */
  actual: ArrayLike<number>;
  /** [rows], in the same order and units. */
  predicted: ArrayLike<number>;
  /** rmse, mae, r2, … */
  summary: Record<string, Figure>;
}

/** What a report page shows of one sample. */
export interface SampleFigures {
  /** Row of the data, counted from 0. */
  index: number;
  /** Name of the class, or the number. */
  actual: string | number;
  /** What the network answered, likewise. */
  predicted: string | number;
  /** 0 … 1, of the answer given. */
  confidence?: Figure;
  /** Of the sample. */
  loss?: Figure;
  /** The image, where the data are images. */
  pixels?: Pixels | null;
  /** By name, where the data are no images. */
  columns?: Record<string, string | number> | null;
}
