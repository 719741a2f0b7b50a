/**
 * The data of the report page: plain JSON that the caller puts together. If a part is missing, its section is
 * missing. A figure that is unknown or not finite may be null or NaN.
 */
import type { EndingDetails } from "../trainingWords.js";
import type { Histogram } from "./histogram.js";

/** A figure that may be missing. */
export type Figure = number | null;

/** What `reportPage` shows. */
export interface ReportData {
  /** Title of the page. */
  title: string;
  /** One line under the title: what was trained, on what. */
  description: string;
  /** Version of the program, in the footer of the page. */
  version?: string;
  /** The effective configuration, as `network.config`. The limits in it also explain why training ended. */
  config: Record<string, unknown>;
  /** The settings of `config` that are not defaults; the page shows them first (default: it shows all). */
  chosen?: Record<string, unknown>;
  /** Where and how the training ran. */
  record?: RunRecord;
  /** Name of the loss, for captions. */
  loss: string;
  /** The epochs in order. A very long training may have only every nth epoch. */
  history: EpochFigures[];
  /** How many epochs were trained, if `history` does not have all of them. */
  epochs?: number;
  /** Epoch whose weights were kept; null for the last. */
  bestEpoch?: number | null;
  /** Why training ended, as in `History.stopped`. */
  stopped: string;
  /** How fast it went, and on what. */
  speed: SpeedFigures;
  /** Results after training, by part of the data. */
  results: {
    /** Results on the training part. */
    training: ResultFigures;
    /** Results on the held-out part, if there is one. */
    validation?: ResultFigures | null;
  };
  /** The input layer first. */
  layers: LayerFigures[];
  /** Names of the columns, in order; drawn beside small input layers. */
  inputNames?: string[];
  /** Only if the targets are classes. */
  classes?: ClassFigures | null;
  /** Numeric targets, one entry for each. */
  targets?: TargetFigures[] | null;
  /** Confidence against accuracy, only if the outputs are probabilities. */
  reliability?: ReliabilityFigures | null;
  /** What matters among the columns, and how. */
  columns?: ColumnsFigures | null;
  /** Size of the images that `pixels` hold. */
  image?: {
    /** In pixels. */
    height: number;
    /** In pixels. */
    width: number;
    /** 1 for grey (the default), 3 for red, green and blue of each pixel. */
    channels?: 1 | 3;
    /** Whether 255 is white in grey images too, as in picture files (default: false, it is ink). */
    isLight?: boolean;
  } | null;
  /** The worst first. */
  worst?: SampleFigures[] | null;
  /** For an autoencoder: images and their reconstructions. */
  reconstructions?:
    | {
        /** Row of the data, counted from 0. */
        index: number;
        /** The image. */
        input: Pixels;
        /** Its reconstruction. */
        output: Pixels;
        /** Of the sample. */
        loss?: Figure;
      }[]
    | null;
}

/** Where and how a training ran, for a report page: what a person needs to repeat it. */
export interface RunRecord {
  /** When it ended: "2026-11-30 23:05:12 UTC". */
  date: string;
  /** The command as it was typed. */
  command?: string;
  /** Program and version that ran it: "Node 24.1.0 (V8 13.6)". */
  host?: string;
  /** Processor, and how many there are. */
  machine?: string;
  /** The files that it read and wrote. */
  files: FileFigures[];
}

/** A file of a training, for a report page. */
export interface FileFigures {
  /** What it holds: "data", "model". */
  what: string;
  /** Its name, without directories. */
  name: string;
  /** Its size. */
  bytes?: number;
  /** SHA-256 of its bytes, in hexadecimal digits. */
  sha256?: string;
  /** Why there is no checksum. */
  problem?: string;
}

/** How many epochs were trained. */
export function epochsOf({ epochs, history }: ReportData): number {
  return epochs ?? history.length;
}

/** The details that `endingText` needs. */
export function endingOf(data: ReportData): EndingDetails {
  const settings: Omit<EndingDetails, "bestEpoch"> = data.config;
  // if the best epoch is the last one, it is not worth mentioning
  const bestEpoch = data.bestEpoch === epochsOf(data) ? null : data.bestEpoch;
  return { ...settings, bestEpoch };
}

/** Bytes [height × width × channels]. In grey images 0 is paper and 255 is ink, except with `isLight`. */
export type Pixels = ArrayLike<number>;

/** What a report page shows of one epoch. */
export interface EpochFigures {
  /** Counted from 1. */
  epoch: number;
  /** Training loss of the epoch. */
  loss: Figure;
  /** Validation loss after the epoch. */
  validationLoss?: Figure;
  /** Metrics on the training part, by name, if they were measured. */
  metrics?: Record<string, Figure> | null;
  /** Metrics on the held-out part, by name. */
  validationMetrics?: Record<string, Figure> | null;
  /** η of the epoch's last update. */
  learningRate?: Figure;
}

/** The speed of a training, for a report page. */
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

/** Results on one part of the data, for a report page. */
export interface ResultFigures {
  /** How many there are. */
  samples?: number;
  /** Mean or sum over the samples, depending on `reduction`. */
  loss: Figure;
  /** By name. The first is shown at the top of the page. */
  metrics: Record<string, Figure>;
}

/** What a report page shows of one layer: `layerFigures` makes it. */
export interface LayerFigures {
  /** Width of the layer. */
  units: number;
  /** Name of the layer (default: by its position). */
  name?: string;
  /** null for the input layer. */
  activation: string | null;
  /** Index of the layer whose weights this layer uses transposed. */
  tied?: number;
  /** Number of its own parameters, trainable or not. */
  parameters: number;
  /** Histogram of the weights that it uses, also of tied ones. */
  weights?: Histogram | null;
  /** Histogram of its biases; null if it has none. */
  biases?: Histogram | null;
  /** `[inputs × units]`: weights for the drawing, of small layers only. */
  drawing?: ArrayLike<number> | null;
}

/** Predicted classes, for a report page. */
export interface ClassFigures {
  /** Names of the classes, in the order of the outputs. */
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

/** Confidence against accuracy, for a report page: as `reliability` gives it. */
export interface ReliabilityFigures {
  /** By confidence, the least first. */
  bins: {
    /** Least confidence of the bin. */
    from: number;
    /** Greatest confidence of the bin. */
    to: number;
    /** Answers in it. */
    rows: number;
    /** Their mean confidence. */
    confidence: Figure;
    /** The fraction of them that is right. */
    accuracy: Figure;
  }[];
  /** Mean over the answers of |confidence − accuracy| of their bin. */
  calibrationError: Figure;
  /** Temperature of the answers (default: 1). */
  temperature?: number;
}

/** What matters among the columns of a table, for a report page. */
export interface ColumnsFigures {
  /** What importance is measured by: "the loss". */
  measure: string;
  /** Rows that it was measured on. */
  rows: number;
  /** By how much the measure gets worse when a column is shuffled; the most important first. */
  importance: {
    /** Name of the column. */
    name: string;
    /** Mean over the shuffles. */
    importance: number;
    /** Standard deviation over the shuffles. */
    deviation: number;
  }[];
  /** Mean answers by the value of a column. */
  dependence: {
    /** Name of the column. */
    column: string;
    /** In the order of the values. */
    points: {
      /** Of the column. */
      value: number;
      /** Name of the value, of a column of categories. */
      category?: string;
      /** [outputs] mean answers of the network. */
      answers: number[];
    }[];
  }[];
  /** Names of the outputs. */
  outputs: readonly string[];
}

/** A numeric target, for a report page. */
export interface TargetFigures {
  /** Name of the target. */
  name: string;
  /** [rows], in the units of the target. */
  actual: ArrayLike<number>;
  /** [rows], in the same order and units. */
  predicted: ArrayLike<number>;
  /** rmse, mae, r2, … */
  summary: Record<string, Figure>;
}

/** A sample, for a report page. */
export interface SampleFigures {
  /** Row of the data, counted from 0. */
  index: number;
  /** Name of the class, or the number. */
  actual: string | number;
  /** The prediction: name of the class, or number. */
  predicted: string | number;
  /** Probability of the predicted class, 0 to 1. */
  confidence?: Figure;
  /** Of the sample. */
  loss?: Figure;
  /** The image, if the data are images. */
  pixels?: Pixels | null;
  /** Values by column, if the data are not images. */
  columns?: Record<string, string | number> | null;
}
