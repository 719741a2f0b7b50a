/**
 * Checks every wasm build on this machine against the TypeScript reference, finite differences of the loss, the
 * other builds, other numbers of threads, and the worked examples. Returns rows and prints nothing.
 *
 * Dropout, input noise, shuffles and initial weights are not compared with the reference, because it does not draw
 * random numbers. It is checked that every build gives the same bits for them.
 */
import { Network } from "../train/network.js";
import type { ConfigInput } from "../settings/generated/types.js";
import { type BuildStatus, checkedStatus, exactly } from "../wasm/builds.js";
import { load } from "../wasm/programs.js";
import { defaultSpawn } from "../wasm/spawn.js";
import { checkAgreement } from "./verify/checkAgreement.js";
import type { Bench } from "./verify/bench.js";
import { agreementCases, type VerifyCase } from "./verify/verifyCases.js";
import { checkDifferences } from "./verify/checkDifferences.js";
import { checkExamples } from "./verify/checkExamples.js";
import { Ledger, type VerifyRow } from "./verify/ledger.js";
import { checkThreads, threadCases } from "./verify/checkThreads.js";
import { checkOptions } from "../arguments.js";

export type { VerifyFailure, VerifyRow } from "./verify/ledger.js";

/** Options of `verify`. */
export interface VerifyOptions {
  /** Whether to check only a part of the cases, in a few seconds (default: false). */
  quick?: boolean;
  /**
   * Called before each case with the number of finished cases, the number of all cases, and the name of the next.
   */
  onProgress?: (done: number, total: number, what: string) => void;
  /** Makes the networks that are checked. Tests use it to check a wrong network. */
  create?: (config: ConfigInput) => Network;
  /** The builds to check (default: those of `info().builds`). */
  builds?: readonly BuildStatus[];
}

/** Results of `verify`. */
export interface VerifyReport {
  /** One row for each check, build and precision. */
  rows: VerifyRow[];
  /** Whether every check that ran passed, and at least one build was checked. */
  ok: boolean;
  /** Duration in seconds. */
  seconds: number;
}

/**
 * Checks every wasm build on this machine against the TypeScript reference, finite differences of the loss, the
 * other builds, other numbers of threads, and the worked examples. The event loop runs between two cases.
 *
 * @param options which cases and builds to check, and a progress callback
 * @returns a row for each check: how many cases, the worst error, and what failed. A failed check does not throw
 *
 * @example
 * ```js
 * import { info, verify } from "chainrule";
 *
 * const builds = info().builds.filter(({ name }) => name === "scalar"); // to be quick
 * const { ok, rows } = await verify({ quick: true, builds });
 * console.log(ok, rows.some(({ check }) => check === "gradients")); // → true true
 * ```
 */
export async function verify(options: VerifyOptions = {}): Promise<VerifyReport> {
  checkOptions(options, "verify");
  const { quick = false, onProgress } = options;
  const { create = (config) => Network.create(config, exactly(config.build)) } = options;
  const start = performance.now();
  const status = options.builds ?? checkedStatus();
  await Promise.all(status.filter(({ available }) => available).map(({ name }) => load(name)));
  const ledger = new Ledger();
  const bench: Bench = { ledger, create, builds: status.filter(({ available }) => available) };
  for (const { name, available, reason } of status) {
    if (!available) ledger.skip("all checks", name, reason);
  }
  const cases = agreementCases(quick);
  const isPair = ({ name }: VerifyCase): boolean => name.startsWith("pair");
  const jobs = [
    { what: "worked examples", run: () => checkExamples(bench, quick) },
    ...cases.map((one) => ({ what: one.name, run: () => checkAgreement(bench, one) })),
    ...cases
      .filter(isPair)
      .map((one) => ({ what: `differences, ${one.name}`, run: () => checkDifferences(bench, one) })),
    ...threadsJobs(bench, quick),
  ];
  for (const [done, { what, run }] of jobs.entries()) {
    onProgress?.(done, jobs.length, what);
    await run();
    await new Promise((resolve) => setTimeout(resolve));
  }
  const { rows } = ledger;
  const ok = bench.builds.length > 0 && rows.every((row) => row.ok !== false);
  return { rows, ok, seconds: (performance.now() - start) / 1000 };
}

function threadsJobs(bench: Bench, quick: boolean): { what: string; run: () => Promise<void> }[] {
  if (defaultSpawn() === null) {
    bench.ledger.skip("thread counts", "simd-threads", "this host starts no threads by itself");
    return [];
  }
  return threadCases(quick).map((one) => ({
    what: `threads, ${one.name}`,
    run: () => checkThreads(bench, one, quick ? [1, 2] : [1, 2, 3, 5]),
  }));
}
