/**
 * The samples of the next batch. The order of an epoch depends on the seed and the epoch alone, so the next batch is known
 * without the training.
 */
import { Random, shuffle, streams } from "../../src/network/random.js";

/** Everything that determines the order of the samples in a `fit`. */
export interface BatchOrder {
  rows: number;
  batchSize: number | "full";
  shuffle: boolean;
  seed: number;
}

/**
 * The rows of the next batch, in order.
 *
 * @param updates of this `fit` so far
 */
export function nextBatch(
  { rows, batchSize, shuffle: isShuffled, seed }: BatchOrder,
  updates: number,
): Uint32Array {
  const batch = batchSize === "full" ? rows : Math.min(batchSize, rows);
  const batches = Math.ceil(rows / batch);
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const epoch = 1 + Math.floor(updates / batches);
  if (isShuffled) shuffle(order, new Random(seed, streams.shuffle, epoch));
  const from = (updates % batches) * batch;
  return order.slice(from, from + batch);
}
