/** Runs work of the command line on a disk that fails, see `test/cli/faults.mjs`. */
import { type Fault, faultyDisk } from "../../cli/faults.mjs";

/**
 * Runs some work on a disk that fails.
 *
 * @param fault null for none
 * @returns the names of the operations in their order
 */
export async function onFaultyDisk(fault: Fault | null, work: () => Promise<unknown>): Promise<string[]> {
  const disk = faultyDisk(fault);
  try {
    await work();
  } finally {
    disk.mend();
  }
  return disk.calls.map((call) => call.split(" ")[0]!);
}

/** Runs the work once for each of its operations and each of these faults. */
export async function eachFault(
  codes: readonly string[],
  prepare: () => void,
  work: () => Promise<unknown>,
  check: (fault: Fault & { operation: string }, failed: boolean) => void,
): Promise<number> {
  prepare();
  const calls = await onFaultyDisk(null, work);
  let tried = 0;
  for (const code of codes) {
    for (const [at, operation] of calls.entries()) {
      prepare();
      let failed = false;
      await onFaultyDisk({ at, code }, () => work().catch(() => void (failed = true)));
      check({ at, code, operation }, failed);
      tried++;
    }
  }
  return tried;
}
