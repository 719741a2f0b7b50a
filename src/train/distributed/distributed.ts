/**
 * Several processes that train one network together, each on its part of the rows of every batch. The library knows no transport:
 * a host gives it two operations on bytes. The command line makes them of MPI (`src/cli/mpi/`).
 */
import { ConfigError } from "../../errors.js";
import { show } from "../../wording.js";

/**
 * What a host knows of a group of processes. All of them call `fit` with the same network, data and settings, so that they call
 * these operations in the same order.
 */
export interface GroupOperations {
  /** The number of this process, from 0. Process 0 decides about time limits. */
  readonly rank: number;
  /** Number of processes. */
  readonly size: number;
  /**
   * Gives each process its part of what the others have: part r of `send` goes to process r, and part r of `receive` comes from
   * process r. Both are `size` equal parts.
   */
  exchange: (send: Uint8Array, receive: Uint8Array) => void | Promise<void>;
  /** Gives all processes what each has: part r of `receive` is the `send` of process r. */
  gather: (send: Uint8Array, receive: Uint8Array) => void | Promise<void>;
}

/** A group of processes that can train: `processGroup` makes it. */
export interface ProcessGroup extends GroupOperations {
  /** Trains with the others, and gives the history. For `fit`, which so needs none of this code where nobody makes a group. */
  readonly train: (training: unknown) => Promise<unknown>;
}

/** @throws ConfigError for what is not a group */
export function checkOperations(given: GroupOperations): void {
  const { rank, size, exchange, gather } = given;
  const refuse = (part: string, expected: string, got: unknown) => {
    throw new ConfigError({ setting: part, expected, got: show(got) });
  };
  if (!(Number.isSafeInteger(size) && size >= 1)) refuse("size", "an integer ≥ 1", size);
  if (!(Number.isSafeInteger(rank) && rank >= 0 && rank < size))
    refuse("rank", `an integer 0 to ${size - 1}`, rank);
  for (const [name, operation] of Object.entries({ exchange, gather }))
    if (typeof operation !== "function") refuse(name, "a function", operation);
}

/** Gathers some numbers of each process: a list for each, by rank. */
export async function gatherNumbers(
  { size, gather }: GroupOperations,
  own: readonly number[],
): Promise<number[][]> {
  const send = Float64Array.from(own);
  const receive = new Float64Array(own.length * size);
  await gather(bytesOf(send), bytesOf(receive));
  return Array.from({ length: size }, (_, rank) =>
    Array.from(receive.subarray(rank * own.length, (rank + 1) * own.length)),
  );
}

export function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
