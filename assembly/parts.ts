/**
 * Work sharing. Between two barriers, the rows of a batch (or of the weights) are divided into one contiguous
 * part for each thread. A thread takes its part in chunks, because its caches are likely to hold those rows.
 * When its part is finished, it steals chunks from the parts of the others. So a thread that is slow, or
 * waits for a processor, does less, and nobody waits for it longer than one chunk takes. Chunks get smaller
 * towards the end of a part. A plan with one thread has one chunk.
 *
 * `Chunk.taken` counts the rows taken of each part. The last thread to arrive at a barrier sets all of them
 * back to 0 (barrier.ts). The result does not depend on which thread computes a chunk.
 *
 * Sources: guided self-scheduling, Polychronopoulos & Kuck, IEEE Transactions on Computers 1987; affinity
 * scheduling, Markatos & LeBlanc, IEEE Transactions on Parallel and Distributed Systems 1994.
 */
import { Plan, layerAt, membersOf, weightRowsOf } from "./plan";
import { packsOnce } from "./product";
import { chunkGrain, fewRows, manyRows } from "./tuning";
import { Chunk, chunkOf } from "./workspace";

/**
 * The first of `count` rows that belongs to the part of thread `thread`; the part ends where that of the next
 * begins.
 */
@inline
export function partBegin(count: i32, grain: i32, thread: i32, threads: i32): i32 {
  const grains = (count + grain - 1) / grain;
  return min(count, <i32>((<i64>grains * thread) / threads) * grain);
}

/** Makes all parts available again. */
export function resetParts(plan: Plan): void {
  for (let thread = 0; thread < plan.threads; ++thread) chunkOf(plan, thread).taken = 0;
}

/**
 * Takes the next chunk of the batch, or of the weights, into the thread's `Chunk`.
 *
 * @param rows   rows of the batch, of all members; or 0: the rows of all weight matrices, each with one row more for the
 *               biases
 * @param lowest lowest layer whose weights are meant, from the top down; for a batch the top layer
 * @returns whether a chunk was left
 */
export function takeChunk(plan: Plan, thread: i32, rows: i32, lowest: i32): bool {
  if (takeFrom(plan, thread, thread, rows, lowest)) return true;
  // tests of a build without threads run one thread after the other; each does its own part
  if (!ASC_FEATURE_THREADS) return false;
  for (let owner = 0; owner < plan.threads; ++owner) {
    if (takeFrom(plan, thread, owner, rows, lowest)) return true;
  }
  return false;
}

/** Takes the next chunk of the part of `owner`: three quarters of what is left, unless that is too small. */
function takeFrom(plan: Plan, thread: i32, owner: i32, rows: i32, lowest: i32): bool {
  const chunk = chunkOf(plan, thread);
  const threads = plan.threads;
  const word = changetype<usize>(chunkOf(plan, owner)) + offsetof<Chunk>("taken");
  let at: i32, end: i32, begin: i32;
  do {
    at = ASC_FEATURE_THREADS ? atomic.load<i32>(word) : load<i32>(word);
    begin = at;
    let index = plan.layers;
    let first = 0;
    let count = 0;
    do {
      begin -= count;
      if (--index < lowest) return false;
      const all = rows || weightRowsOf(plan, index) + 1;
      first = partBegin(all, chunkGrain, owner, threads);
      count = partBegin(all, chunkGrain, owner + 1, threads) - first;
    } while (begin >= count);
    end = count;
    if (ASC_FEATURE_THREADS && threads > 1) {
      let left = count - begin;
      for (let below = lowest; below < index; ++below) left += layerAt(plan, below).inputs / threads;
      const packs = rows || !packsOnce(plan.batch * membersOf(plan), layerAt(plan, index).outputs << 3);
      const wanted = max(packs ? manyRows : fewRows, left - (left >> 2));
      end = min(end, begin + ((wanted + chunkGrain - 1) & -chunkGrain));
    }
    chunk.layer = index;
    chunk.begin = first + begin;
    chunk.end = first + end;
    end += at - begin;
  } while (!claim(word, at, end));
  return true;
}

/** Moves `word` from `begin` to `end`; false where another thread has taken that chunk meanwhile. */
@inline
function claim(word: usize, begin: i32, end: i32): bool {
  if (ASC_FEATURE_THREADS) return atomic.cmpxchg<i32>(word, begin, end) == begin;
  store<i32>(word, end);
  return true;
}
