/**
 * Who does what: between two meetings every thread has its own share of the rows, and does it part by part; when it is
 * done it helps the others with theirs. So a thread that is slower, or has to wait for a processor, does less, nobody
 * waits for it longer than for one part, and where all are as fast each has what its caches know. Parts get smaller
 * towards the end of a share. A plan of one thread has one part.
 *
 * What has been taken of each share is a word beside the workspace's product; the last to arrive at the meeting sets
 * them back to 0 (`barrier.ts`).
 *
 * Sources: guided self-scheduling, Polychronopoulos & Kuck, IEEE Transactions on Computers 1987; affinity scheduling,
 * Markatos & LeBlanc, IEEE Transactions on Parallel and Distributed Systems 1994.
 */
import { Part, Plan, Product, layerAt, shareOf } from "./plan";
import { packsOnce, workspaceOf } from "./product";

/** Parts begin at multiples of so many rows, so at whole vectors, whatever a row is. */
const grain: i32 = 4;
/**
 * Rows of the smallest part: two tiles; and where for each part much is packed anew, which with fewer would take too long:
 * for one of the batch all weights, for one of the weights deltas of more than a block.
 */
const fewRows: i32 = 8;
const manyRows: i32 = 64;

/** The part at hand of a thread. */
@inline
export function partOf(plan: Plan, thread: i32): Part {
  return changetype<Part>(workspaceOf(plan, thread) + offsetof<Product>());
}

/** All parts are to be had again. */
export function giveBackParts(plan: Plan): void {
  for (let thread = 0; thread < plan.threads; ++thread) partOf(plan, thread).taken = 0;
}

/**
 * Takes the next part of the batch, or of the weights.
 *
 * @param rows   of the batch; or 0: the rows of all weight matrices, each with one row more: the biases
 * @param lowest of the layers from the top down whose weights are meant; of a batch the top one
 * @returns whether there was one
 */
export function takePart(plan: Plan, thread: i32, rows: i32, lowest: i32): bool {
  if (takeOf(plan, thread, thread, rows, lowest)) return true;
  // in a build without threads each does its share alone, one after the other: for the tests
  if (!ASC_FEATURE_THREADS) return false;
  for (let owner = 0; owner < plan.threads; ++owner) {
    if (takeOf(plan, thread, owner, rows, lowest)) return true;
  }
  return false;
}

/** Takes the next part of the share of `owner`: three quarters of what is left, unless that is too small. */
function takeOf(plan: Plan, thread: i32, owner: i32, rows: i32, lowest: i32): bool {
  const part = partOf(plan, thread);
  const threads = plan.threads;
  const word = changetype<usize>(partOf(plan, owner)) + offsetof<Part>("taken");
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
      const all = rows || layerAt(plan, index).inputs + 1;
      first = shareOf(all, grain, owner, threads);
      count = shareOf(all, grain, owner + 1, threads) - first;
    } while (begin >= count);
    end = count;
    if (ASC_FEATURE_THREADS && threads > 1) {
      let left = count - begin;
      for (let below = lowest; below < index; ++below) left += layerAt(plan, below).inputs / threads;
      const packs = rows || !packsOnce(plan.batch, layerAt(plan, index).outputs << 3);
      const wanted = max(packs ? manyRows : fewRows, left - (left >> 2));
      end = min(end, begin + ((wanted + grain - 1) & -grain));
    }
    part.layer = index;
    part.begin = first + begin;
    part.end = first + end;
    end += at - begin;
  } while (!take(word, at, end));
  return true;
}

/** Whether the part from `begin` to `end` of a share was still to be had. */
@inline
function take(word: usize, begin: i32, end: i32): bool {
  if (ASC_FEATURE_THREADS) return atomic.cmpxchg<i32>(word, begin, end) == begin;
  store<i32>(word, end);
  return true;
}
