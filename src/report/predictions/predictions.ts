/**
 * Predictions as the bytes of a file, block by block, so that they need not fit into memory. A format gives bytes; the caller
 * writes them. `csv.ts`, `jsonLines.ts`, `npy.ts` and `parquet.ts` are the formats.
 */

/** What all predictions of a file have in common. */
export interface PredictionHead {
  /** Names of the columns that are repeated beside the answers. */
  readonly ids: readonly string[];
  /** Name of the column of the class. */
  readonly target: string;
  /** The classes; null where an answer is no class. */
  readonly classes: readonly string[] | null;
  /** Names of the numbers of an answer. */
  readonly names: readonly string[];
  /** What the numbers are, as a field of an answer. */
  readonly field: string;
  readonly precision: "float32" | "float64";
}

/** The answer to one row: its numbers, and its class where there are classes. */
export interface Prediction {
  readonly class: string | null;
  readonly numbers: ArrayLike<number>;
}

/** The answers to some rows of the file. */
export interface PredictionBlock {
  readonly rows: number;
  /** [ids] the text of a row in each repeated column. */
  readonly ids: readonly ((row: number) => string)[];
  /** [rows] null for a row that could not be read. */
  readonly answers: readonly (Prediction | null)[];
}

/** Bytes or text to write. */
export type Chunk = Uint8Array | string;

/** Makes the parts of a file. Every part is asked for once, in this order. */
export interface PredictionWriter {
  start(): Chunk;
  block(block: PredictionBlock): Chunk;
  end(): Chunk;
  /** What stands at the start once all rows are known, in place of as many bytes. Missing if the start stays as it is. */
  finalStart?(): Chunk;
}
