/** The results of the suite as data: the public JSON of `chainrule bench --json`. */
import type { Peak } from "./peak.js";

/** A case, trained by one implementation; the names are public. */
export interface Row {
  case: string;
  implementation: "wasm" | "typescript";
  /** For wasm the build, for TypeScript the product: "blocked" or "naive". */
  build: string;
  threads: number;
  precision: string;
  samplesPerSecond: { median: number; best: number };
  /** GFLOP/s at the median rate. */
  gflops: number;
  /** Against TypeScript with the blocked product: median of the ratios turn by turn. */
  ratio: number;
  lossAgrees: boolean;
}

/** The same of another package; what `implementation` says is its name, and `build` how it was used. */
export interface PeerRow extends Omit<Row, "implementation" | "lossAgrees"> {
  implementation: string;
  /** null if the peer cannot start from given weights, or trains another network. */
  lossAgrees: boolean | null;
  /** Whether it runs native code. */
  isNative: boolean;
}

/** A package that was asked for, and why it is not in the rows. */
export interface PeerStatus {
  name: string;
  version: string | null;
  /** "measured", or how to install it, or what failed. */
  status: string;
}

/** One kernel alone. */
export interface KernelRow {
  kernel: string;
  shape: string;
  precision: string;
  implementation: "wasm" | "typescript";
  build: string;
  /** null for a kernel whose operations are not counted. */
  gflops: number | null;
  /** Elements of the result per second, at the median. */
  elementsPerSecond: number;
  /** Of the SIMD peak of one thread; null as `gflops`. */
  percentOfPeak: number | null;
  ratio: number;
}

/** A net of two layers of `width` units on as many inputs. */
export interface CrossoverCell {
  width: number;
  batch: number;
  build: string;
  threads: number;
  wasm: number;
  typescript: number;
  /** wasm / typescript, median of turns. */
  ratio: number;
  winner: "wasm" | "typescript";
}

export interface ScalingRow {
  case: string;
  build: string;
  threads: number;
  samplesPerSecond: { median: number; best: number };
  /** Against one thread of the same build: median of turns. */
  speedup: number;
  /**
   * The same ratio for this many independent trainings, one on each thread: the most that the machine gave in these turns.
   * null for one thread, for fewer threads than the machine has, and for products.
   */
  apart: number | null;
}

/** The step of mnist's shape with one setting changed. */
export interface SettingRow {
  setting: string;
  build: string;
  samplesPerSecond: { median: number; best: number };
  /** Time of a step, against plain descent: median of turns. */
  time: number;
  /** The same of the best turns. */
  bestTime: number;
}

/** Answers of one implementation. */
export interface PredictionRow {
  case: string;
  /** Rows of a call. */
  batch: number;
  implementation: string;
  /** How it was used. */
  build: string;
  isNative: boolean;
  samplesPerSecond: { median: number; best: number };
  /** Of a call, at the median. */
  microseconds: number;
  /** Against `predict` of the library: median of turns. */
  ratio: number;
}

/** Figures of fresh processes. */
export interface StartRow {
  /** `cold start` is a first batch without the library. */
  what: "first batch" | "first second" | "cold start";
  implementation: string;
  case: string;
  threads: number | "auto";
  /** ms from import; or % of the steady rate. */
  unit: "ms" | "%";
  median: number;
  best: number;
}

/** Everything that a run of the suite found. Tables that were not asked for are missing. */
export interface Results {
  version: string;
  date: string;
  host: string;
  processor: string;
  processors: number;
  turns: number;
  turnMs: number;
  /** GFLOP/s of one thread, best turn of the whole run. */
  peak: Peak;
  /** The same from the turns of each case alone, by which its rows are judged. */
  peakByCase: Record<string, Peak>;
  rows: Row[];
  /** What is missing from the tables, and why. */
  leftOut: string[];
  kernels?: KernelRow[];
  crossover?: CrossoverCell[];
  scaling?: ScalingRow[];
  settings?: SettingRow[];
  prediction?: PredictionRow[];
  start?: StartRow[];
  peers?: { packages: PeerStatus[]; rows: PeerRow[] };
}
