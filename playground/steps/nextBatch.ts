/**
 * The samples of the next batch. The order of an epoch depends on the seed and the epoch alone, so the next batch is known
 * without the training.
 */
import { Random, shuffle, streams } from "../../src/network/random.js";

/** What determines the order of the samples, besides the place. */
export interface BatchOrder {
  rows: number;
  batchSize: number | "full";
  shuffle: boolean;
  seed: number;
}

/** A place in a training: epochs that are over, and samples of the next one that were trained on. */
export interface Place {
  epochs: number;
  samples: number;
}

/** The place of a new network. */
export const firstPlace: Place = { epochs: 0, samples: 0 };

const batchOf = ({ rows, batchSize }: BatchOrder) =>
  batchSize === "full" ? rows : Math.min(batchSize, rows);

/** The place after a number of updates. */
export function placeAfter(order: BatchOrder, { epochs, samples }: Place, updates: number): Place {
  const batch = batchOf(order);
  const batches = Math.ceil(order.rows / batch);
  const done = Math.ceil(samples / batch) + updates;
  return { epochs: epochs + Math.floor(done / batches), samples: (done % batches) * batch };
}

/** The rows of the next batch, in order. */
export function nextBatch(line: BatchOrder, { epochs, samples }: Place): Uint32Array {
  const order = Uint32Array.from({ length: line.rows }, (_, row) => row);
  if (line.shuffle) shuffle(order, new Random(line.seed, streams.shuffle, epochs + 1));
  return order.slice(samples, samples + batchOf(line));
}
