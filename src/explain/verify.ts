/**
 * Checks what runs on this machine: every wasm build against the TypeScript reference, differences of the loss, the
 * other builds and thread counts, and the worked examples. Rows out, nothing printed.
 *
 * Not checked, because the reference draws no chance numbers: dropout, input noise, shuffles, initial weights. That
 * they are the same bits in every build is.
 */
import { Network } from "../train/network.js";
import type { ConfigInput } from "../train/settings.js";
import { type BuildStatus, buildStatus } from "../wasm/builds.js";
import { load } from "../wasm/programs.js";
import { defaultSpawn } from "../wasm/spawn.js";
import { checkAgreement } from "./verify/checkAgreement.js";
import type { Bench } from "./verify/bench.js";
import { agreementCases, type VerifyCase } from "./verify/verifyCases.js";
import { checkDifferences } from "./verify/checkDifferences.js";
import { checkExamples } from "./verify/checkExamples.js";
import { Ledger, type VerifyRow } from "./verify/ledger.js";
import { checkThreads, threadCases } from "./verify/checkThreads.js";

export type { VerifyFailure, VerifyRow } from "./verify/ledger.js";

/** What `verify` checks, and whom it tells. */
export interface VerifyOptions {
  /** A part of the cases, in a few seconds; false unless told. */
  quick?: boolean;
  /** Called before each case: how many are done, of how many, and which comes next. */
  onProgress?: (done: number, total: number, what: string) => void;
  /** Makes the networks that are checked: for tests that put a wrong one in. */
  create?: (config: ConfigInput) => Network;
  /** The builds to check; those of `info().builds`, all that can run here, unless told. */
  builds?: readonly BuildStatus[];
}

/** What `verify` found. */
export interface VerifyReport {
  /** One for each check, build and precision. */
  rows: VerifyRow[];
  /** Whether every check that could be made is right, and one build at least was checked. */
  ok: boolean;
  /** How long it took. */
  seconds: number;
}

/**
 * Checks what runs on this machine: every wasm build against the TypeScript reference, differences of the loss, the other
 * builds and thread counts, and the worked examples. One case after the other; the event loop runs between them.
 *
 * @param options a part of the cases, which builds, whom to tell
 * @returns a row for each check: how many cases, the worst error, and what failed. Nothing is thrown for a check that fails
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
  const { quick = false, onProgress, create = (config) => Network.create(config) } = options;
  const start = performance.now();
  const status = options.builds ?? buildStatus();
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
