/** Types of what `Network` takes and gives. */
import type { Dataset } from "../data/dataset.js";
import type { RowSource } from "../data/rows/rowSource.js";
import type { Split } from "../data/split.js";
import type { TrainingInput } from "../settings/generated/types.js";
import type { Floats } from "../wasm/kernels.js";
import type { BestEpoch, EpochEntry, FitHooks } from "./loop/history.js";

/** Settings of a training, and callbacks. */
export interface FitSettings extends Omit<TrainingInput, "validation">, FitHooks {
  /**
   * Part of the data to hold out (0 ≤ part < 1), as `splitDataset` does it; samples to validate on; or the row numbers of both
   * parts, from `splitRows` or `foldRows` (default: the part of the configuration). For a source of rows: samples, or another
   * source.
   */
  validation?: number | Dataset | Split | RowSource | undefined;
  /**
   * For a source of rows: how many of them are in memory at once, times two. It is rounded up to whole batches. Shuffling
   * depends on it: see docs/larger-than-memory.md (default: as many as take 32 MiB).
   */
  windowRows?: number | undefined;
}

/** What `fit` takes beside plain settings. */
export type FitOthers = Pick<FitSettings, "validation" | "windowRows" | keyof FitHooks>;

/**
 * Gradients of one layer, ∂E/∂weights and ∂E/∂biases: copies, in the network's precision. Empty (length 0) where the
 * layer, or its biases, do not train, and of weights that are tied.
 */
export interface LayerGradients {
  /** As in `LayerParameters`; the sum over all layers that use them. */
  weights: Floats;
  /** As in `LayerParameters`. */
  biases: Floats;
  /** [members × inputs], in the first layer of a network with `members` or `inputScale`. */
  inputFactors?: Floats;
}

/** Options of `Network.save`. */
export interface SaveOptions {
  /** Whether the file carries the state of the training (default: false). */
  training?: boolean;
}

/** What was trained since the first weights. */
export interface TrainingProgress {
  /** Epochs that are finished, or were left unfinished for other data. */
  readonly epochs: number;
  /** Updates of the weights. */
  readonly updates: number;
  /** Seconds of training, without evaluations and callbacks. */
  readonly seconds: number;
  /** Samples trained on. */
  readonly samples: number;
  /** The best epoch on the present data; null before the first. */
  readonly best: BestEpoch | null;
  /** Its epochs: all of the first 16,384, then every second one, after 32,768 every fourth, and so on; and the last. */
  readonly entries: readonly EpochEntry[];
}
