/**
 * A training in several processes that `mpirun` has started: the operations of `GroupOperations` by MPI, and how such a process ends. One that
 * fails ends all of them, so that none waits for it forever.
 */
import type { GroupOperations } from "../../train/distributed/distributed.js";
import { ThreadError } from "../../errors.js";
import { Interrupted } from "../interrupt.js";
import { toStderr } from "../say.js";
import { loadMpi, type MpiFunctions } from "./library.js";

/** How long other processes wait before they say an error: process 0 most likely says the same, and ends them. */
const waitMs = 1000;
/** Bytes of the unit that MPI counts in. */
const wordBytes = 8;

export interface MpiGroup extends GroupOperations {
  /** The library, for messages. */
  readonly library: string;
  /** Returns when all processes have called it. */
  barrier: () => void;
}

/**
 * Joins the other processes, does some work, and leaves.
 *
 * @throws what `work` throws, once it has made sure that all processes end; DataError where MPI cannot be loaded
 */
export async function withMpi<Result>(work: (group: MpiGroup) => Promise<Result>): Promise<Result> {
  const mpi = loadMpi();
  call(mpi.init(null, null), "MPI_Init");
  const group = groupOf(mpi);
  let hasFailed = false;
  // at the very end, when errors have been printed and the exit code is known
  process.once("exit", (code) => {
    if (hasFailed || (group.rank > 0 && code !== 0)) mpi.abort(mpi.world, code || 1);
    else mpi.finalize();
  });
  try {
    return await work(group);
  } catch (error) {
    hasFailed = !(error instanceof Interrupted);
    if (group.rank > 0 && hasFailed) {
      await new Promise((resolve) => setTimeout(resolve, waitMs));
      toStderr(`Process ${group.rank} of ${group.size}: `);
    }
    throw error;
  }
}

function groupOf(mpi: MpiFunctions): MpiGroup {
  const { world, double } = mpi;
  const ask = (what: "rank" | "size") => {
    const answer = new Int32Array(1);
    call(mpi[what](world, answer), `MPI_Comm_${what}`);
    return answer[0]!;
  };
  const [rank, size] = [ask("rank"), ask("size")];
  const transfer = (name: "exchange" | "gather", send: Uint8Array, receive: Uint8Array) => {
    const words = receive.byteLength / size / wordBytes;
    call(mpi[name](send, words, double, receive, words, double, world), `MPI ${name}`);
  };
  return {
    rank,
    size,
    library: mpi.name,
    exchange: (send, receive) => transfer("exchange", send, receive),
    gather: (send, receive) => transfer("gather", send, receive),
    barrier: () => transfer("gather", new Uint8Array(wordBytes), new Uint8Array(wordBytes * size)),
  };
}

/** MPI ends the process by itself at an error, unless it was told otherwise. */
function call(code: number, name: string): void {
  if (code !== 0) throw new ThreadError(`${name} failed with code ${code}.`);
}
