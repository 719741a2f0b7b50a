/**
 * Which training samples are next in line: the shuffle of an epoch is a pure function of seed and epoch, so the
 * next batch can be told without asking the training.
 */
import { Random, shuffle, streams } from "../../src/network/random.js";

/** What settles the order of the samples of one `fit`. */
export interface BatchOrder {
  /** Training samples. */
  rows: number;
  batchSize: number | "full";
  shuffle: boolean;
  seed: number;
}

/**
 * Rows of the batch that comes next, in their order.
 *
 * @param updates that this `fit` has made so far
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
