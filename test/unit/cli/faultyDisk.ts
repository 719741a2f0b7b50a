/**
 * Makes operations of the disk fail, for tests of what the command line writes. `disk.ts` calls everything through the object of
 * `node:fs`, so replacing its functions is enough.
 */
import fs from "node:fs";

/** Functions that change the disk, and where a descriptor is asked for before a path. */
export const operations = [
  "open",
  "write",
  "fsync",
  "close",
  "rename",
  "unlink",
  "ftruncate",
  "fchmod",
  "fchown",
  "fstat",
  "link",
  "mkdir",
  "openSync",
  "writeSync",
  "fsyncSync",
  "ftruncateSync",
] as const;
export type Operation = (typeof operations)[number];

export interface Fault {
  /** Which call fails, from 0. */
  at: number;
  /** What the system says; "short" for a write of half the bytes. */
  code: string;
}

type Any = (...args: unknown[]) => unknown;

/**
 * Runs some work on a disk that fails.
 *
 * @param fault null for none
 * @returns the operations in their order
 */
export async function onFaultyDisk(fault: Fault | null, work: () => Promise<unknown>): Promise<Operation[]> {
  const calls: Operation[] = [];
  const real = Object.fromEntries(operations.map((name) => [name, fs[name] as unknown as Any]));
  const replaced = fs as unknown as Record<string, Any>;
  for (const name of operations) {
    replaced[name] = (...args) => {
      const fails = fault?.at === calls.length;
      calls.push(name);
      if (!fails) return real[name]!(...args);
      const { code } = fault;
      if (code === "short") {
        if (!name.startsWith("write")) return real[name]!(...args);
        return real[name]!(...args.with(3, Math.max(1, (args[3] as number) >> 1)));
      }
      // a descriptor is closed also where the system says that it could not
      if (name === "close") fs.closeSync(args[0] as number);
      const error = Object.assign(new Error(code), { code });
      if (name.endsWith("Sync")) throw error;
      return queueMicrotask(() => (args.at(-1) as (error: Error) => void)(error));
    };
  }
  try {
    await work();
  } finally {
    Object.assign(fs, real);
  }
  return calls;
}

/** Runs the work once for each of its operations and each of these faults. */
export async function eachFault(
  codes: readonly string[],
  prepare: () => void,
  work: () => Promise<unknown>,
  check: (fault: Fault & { operation: Operation }, failed: boolean) => void,
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
