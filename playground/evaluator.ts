/**
 * Losses and accuracies of all samples, evaluated in pieces so that no frame of the screen waits for them. The size of
 * a piece depends on the network alone, so the same weights give the same bits on every machine. A small data set is
 * one piece; then the result is that of `Network.evaluate`.
 */
import type { Dataset } from "../src/data/dataset.js";
import type { Network } from "../src/train/network.js";
import { multiplications } from "./networkSizes.js";
import type { Samples } from "./sessionTypes.js";

/** Multiplications in a piece: 1 to 4 ms in wasm. */
const pieceMultiplications = 8e6;

export interface Losses {
  loss: number;
  testLoss: number | null;
  accuracy: number | null;
  testAccuracy: number | null;
}

/** Means so far. Each piece is weighted with its fraction of the rows, so a single piece is exact to the last bit. */
interface Means {
  loss: number;
  accuracy: number;
}

interface Piece {
  dataset: Dataset;
  isTest: boolean;
}

export class Evaluator {
  readonly #pieces: Piece[];
  /** Whether all samples together are as little work as a piece, so that a frame of the screen can wait for them. */
  readonly isShort: boolean;
  #next = 0;
  #means = { train: newMeans(), test: newMeans() };

  constructor(
    private readonly network: Network,
    private readonly samples: Samples,
  ) {
    const rows = Math.max(16, Math.floor(pieceMultiplications / multiplications(network)));
    this.isShort = samples.train.rows + (samples.test?.rows ?? 0) <= rows;
    this.#pieces = [
      ...piecesOf(samples.train, rows).map((dataset) => ({ dataset, isTest: false })),
      ...(samples.test ? piecesOf(samples.test, rows) : []).map((dataset) => ({ dataset, isTest: true })),
    ];
  }

  /** Starts again with the first piece, so that all pieces see the same weights. */
  restart(): void {
    this.#next = 0;
    this.#means = { train: newMeans(), test: newMeans() };
  }

  /**
   * Evaluates at least one piece, and more until the time has passed.
   *
   * @returns the losses after the last piece, else null. Where the weights changed between pieces, each piece
   *   counts with the weights at its time.
   */
  advance(budgetMs: number): Losses | null {
    const { train, test, classNames } = this.samples;
    const end = performance.now() + budgetMs;
    do {
      const { dataset, isTest } = this.#pieces[this.#next++]!;
      const { loss, metrics } = this.network.evaluate(dataset);
      const means = isTest ? this.#means.test : this.#means.train;
      const part = dataset.rows / (isTest ? test! : train).rows;
      means.loss += loss * part;
      means.accuracy += (metrics.accuracy ?? NaN) * part;
    } while (this.#next < this.#pieces.length && performance.now() < end);
    if (this.#next < this.#pieces.length) return null;
    const means = this.#means;
    this.restart();
    return {
      loss: means.train.loss,
      testLoss: test && means.test.loss,
      accuracy: classNames && means.train.accuracy,
      testAccuracy: classNames && test && means.test.accuracy,
    };
  }
}

const newMeans = (): Means => ({ loss: 0, accuracy: 0 });

function piecesOf(dataset: Dataset, rows: number): Dataset[] {
  if (dataset.rows <= rows) return [dataset];
  return Array.from({ length: Math.ceil(dataset.rows / rows) }, (_, piece) => {
    const from = piece * rows;
    return dataset.select(
      Array.from({ length: Math.min(rows, dataset.rows - from) }, (_, row) => from + row),
    );
  });
}
