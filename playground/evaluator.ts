/**
 * Losses of all samples, a piece at a time, so that no frame of the screen waits for it. Pieces have a fixed
 * size by the work in them, so that the same weights give the same bits on every machine; small sets are one
 * piece, and that is `Network.evaluate` of the whole.
 */
import type { Dataset } from "../src/data/dataset.js";
import type { Network } from "../src/train/network.js";
import type { Samples } from "./sessionTypes.js";

/** Multiplications of a piece: 1 to 4 ms of wasm. */
const pieceProducts = 8e6;

export interface Losses {
  loss: number;
  testLoss: number | null;
  accuracy: number | null;
  testAccuracy: number | null;
}

/** Means so far: each piece counts by its part of the rows, so that one piece is the whole to the last bit. */
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
  #next = 0;
  #means = { train: newMeans(), test: newMeans() };

  constructor(
    private readonly network: Network,
    private readonly samples: Samples,
  ) {
    const { layers } = network.config;
    const products = layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
    const rows = Math.max(16, Math.floor(pieceProducts / products));
    this.#pieces = [
      ...piecesOf(samples.train, rows).map((dataset) => ({ dataset, isTest: false })),
      ...(samples.test ? piecesOf(samples.test, rows) : []).map((dataset) => ({ dataset, isTest: true })),
    ];
  }

  /** Forgets the pieces that were evaluated: the weights have changed, and all is to be of the same. */
  restart(): void {
    this.#next = 0;
    this.#means = { train: newMeans(), test: newMeans() };
  }

  /**
   * Evaluates pieces, at least one, until so much time has passed.
   *
   * @returns the losses after the last piece, else null. Where the weights have changed between pieces, each
   *   piece counts with those it met.
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
