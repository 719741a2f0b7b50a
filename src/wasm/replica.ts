/**
 * Runs a kernel on a thread that has a memory of its own, where memory cannot be shared: what the caller's memory
 * holds is written there first, what the kernel changed is brought back after. Addresses are the same in both.
 */
import type { ThreadPool } from "./pool.js";
import type { Region, ThreadTask } from "./spawn.js";

/** What changes on one side and must be known on the other. */
export interface Exchange {
  writes: Region[];
  reads: Region[];
}

const pageBytes = 65536;
/** Bytes that are copied at a time: 2 ms. */
const portion = 8 << 20;

/** @throws ThreadError where the thread fails */
export async function runOnReplica(
  pool: ThreadPool,
  memory: WebAssembly.Memory,
  task: Omit<ThreadTask, "thread">,
  { writes, reads }: Exchange,
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
  const reply = await pool.run({ ...task, copies: { pages, writes: copied(first ?? []), reads } }, 1);
  reads.forEach(({ address }, index) => new Uint8Array(memory.buffer).set(reply.reads![index]!, address));
}

/** Cuts regions up so that each group of them is a portion at most. */
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
