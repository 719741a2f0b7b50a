/** What a case of the benchmark trains: the types that subjects, products and measurements share. */

/** Something that trains a case. */
export interface Subject {
  implementation: string;
  /** Build or product. */
  build: string;
  threads: number;
  /** Restores the first weights. */
  reset(): void | Promise<void>;
  /** Trains this many times on the data of all batches. */
  train(epochs: number): void | Promise<void>;
  /** Mean loss per sample of the data. */
  loss(): number | Promise<number>;
  /** Outputs, where there are few enough to compare each of them. */
  answers?(): ArrayLike<number> | Promise<ArrayLike<number>>;
  dispose(): void;
  /** Milliseconds of rest after a turn; see `Runner`. */
  restMs?: number | undefined;
}

/** Samples: [rows × inputs] and [rows × outputs]. */
export interface Data {
  inputs: Float32Array | Float64Array;
  targets: Float32Array | Float64Array;
  rows: number;
}

/** Parameters of a layer. */
export interface Weights {
  weights: Float32Array | Float64Array;
  biases: Float32Array | Float64Array;
}
