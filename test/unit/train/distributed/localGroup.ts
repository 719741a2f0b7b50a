/** A group of "processes" in one: their operations wait for each other as those of MPI do. */
import type { ProcessGroup } from "../../../../src/train/distributed/distributed.js";
import { processGroup } from "../../../../src/train/distributed/processGroup.js";

/** @param onMessage is told of every operation, with its rank and bytes */
export function localGroup(size: number, onMessage?: (rank: number, bytes: number) => void): ProcessGroup[] {
  let given: (Uint8Array | null)[] = Array.from({ length: size }, () => null);
  let ready: () => void = () => {};
  let round = new Promise<void>((resolve) => (ready = resolve));

  /** What all have given, once all have. */
  async function all(rank: number, send: Uint8Array): Promise<readonly Uint8Array[]> {
    onMessage?.(rank, send.length);
    given[rank] = send.slice();
    const own = given;
    const wait = round;
    if (own.every((one) => one !== null)) {
      given = Array.from({ length: size }, () => null);
      const wake = ready;
      round = new Promise<void>((resolve) => (ready = resolve));
      wake();
    }
    await wait;
    return own as Uint8Array[];
  }
  return Array.from({ length: size }, (_, rank) =>
    processGroup({
      rank,
      size,
      exchange: async (send: Uint8Array, receive: Uint8Array) => {
        const part = send.length / size;
        for (const [from, bytes] of (await all(rank, send)).entries())
          receive.set(bytes.subarray(rank * part, (rank + 1) * part), from * part);
      },
      gather: async (send: Uint8Array, receive: Uint8Array) => {
        for (const [from, bytes] of (await all(rank, send)).entries()) receive.set(bytes, from * send.length);
      },
    }),
  );
}
