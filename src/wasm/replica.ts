/**
 * Runs a kernel on a thread that has a memory of its own, where memory cannot be shared. What the host has
 * written since the last call is copied there first; what the kernel changed is copied back afterwards.
 * Addresses are the same in both memories.
 */
import type { ThreadPool } from "./pool.js";
import { pageBytes } from "./pages.js";
import type { Region, ThreadTask } from "./threadMessages.js";

/** Regions to copy to the thread before a call, and back from it afterwards. */
export interface Exchange {
  writes: Region[];
  reads: Region[];
}

/** Bytes that are copied at a time; takes about 2 ms. */
const portion = 8 << 20;

/** @param workMs as of `ThreadPool.run` @throws ThreadError where the thread fails */
export async function runOnReplica(
  pool: ThreadPool,
  memory: WebAssembly.Memory,
  task: Omit<ThreadTask, "thread">,
  { writes, reads }: Exchange,
  workMs: number,
): Promise<void> {
  const pages = memory.buffer.byteLength / pageBytes;
  const [first, ...others] = portions(writes).toReversed();
  const copied = (regions: Region[]) =>
    regions.map(({ address, bytes }) => ({
      address,
      values: new Uint8Array(memory.buffer, address, bytes).slice(),
    }));
  for (const regions of others) {
    await pool.run({ ...task, kernel: null, copies: { pages, writes: copied(regions), reads: [] } }, 1);
  }
  const reply = await pool.run({ ...task, copies: { pages, writes: copied(first ?? []), reads } }, 1, workMs);
  reads.forEach(({ address }, index) => new Uint8Array(memory.buffer).set(reply.reads![index]!, address));
}

/** Divides regions into groups of at most one portion. */
function portions(regions: readonly Region[]): Region[][] {
  const groups: Region[][] = [[]];
  let left = portion;
  for (const { address, bytes } of regions) {
    for (let done = 0; done < bytes;) {
      if (left === 0) {
        groups.push([]);
        left = portion;
      }
      const part = Math.min(left, bytes - done);
      groups.at(-1)!.push({ address: address + done, bytes: part });
      done += part;
      left -= part;
    }
  }
  return groups;
}
