/** Which builds can train on this host, and with how many threads. It asks the library. */
import { ConfigError } from "../src/errors.js";
import { Network } from "../src/train/network.js";
import { type BuildName, buildStatus, hasThreads } from "../src/wasm/builds.js";
import { info } from "../src/wasm/info.js";
import { prepare } from "../src/wasm/prepare.js";
import { defaultSpawn } from "../src/wasm/spawn.js";
import { isWide, useLanes } from "./lanes.js";

/** A build and a number of threads. */
export interface Engine {
  build: BuildName;
  threads: number;
}

/** Builds of WebAssembly that this host runs, from the plainest to the fastest. */
export function availableBuilds(): BuildName[] {
  return buildStatus().flatMap(({ name, available }) => (available && name !== "javascript" ? [name] : []));
}

/**
 * Loads the available builds. The wide ones are checked with their flag on, once for each precision; one that fails is not
 * available from then on.
 */
export async function prepareBuilds(): Promise<void> {
  const builds = availableBuilds();
  const wide = builds.filter(isWide);
  await useLanes(true);
  await prepare({ builds: wide });
  for (const build of wide) {
    for (const precision of ["float32", "float64"] as const) {
      Network.create({ layers: [1, 1], build, precision }).dispose();
    }
  }
  await useLanes(false);
  await prepare({ builds: builds.filter((build) => !isWide(build)) });
}

/** Every available build with one thread, and those with threads on every processor too. */
export function engines(): Engine[] {
  const { processors } = info();
  return availableBuilds().flatMap((build) => {
    const one = { build, threads: 1 };
    return runsThreads(build, processors) ? [one, { build, threads: processors }] : [one];
  });
}

/**
 * The fastest available build with the same bits as all others, and the same build with threads if there is one, for
 * users who turned no flag on: not the wide ones.
 */
export function plainEngines(): { single: BuildName; threaded: BuildName | null } {
  const plain = availableBuilds().filter((build) => !/^(fast|wide)/.test(build));
  const { processors } = info();
  return {
    single: plain.filter((build) => !hasThreads(build)).at(-1)!,
    threaded: plain.findLast((build) => runsThreads(build, processors)) ?? null,
  };
}

/** Whether a build can use this many threads. */
export function runsThreads(build: BuildName, threads: number): boolean {
  if (!hasThreads(build) || threads < 2 || !defaultSpawn()) return false;
  try {
    Network.create({ layers: [1, 1], build, threads }).dispose();
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
