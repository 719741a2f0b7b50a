/**
 * Where programs come from, in the entry for bundlers: the entry contains `simd-threads`, compressed, which
 * is `simd` too. Nothing here leads to the other builds, so that no bundle contains them unless the
 * application imports them.
 */
// First here, and on the way to here from index.ts: a bundle then begins with the compressed module, and gzip finds
// repetitions in the code without the module in between (`Dataset` and `Network`: 66.2 kB → 64.2 kB).
import { simdThreads } from "./generated/simd-threads.js";
import { ConfigError } from "../errors.js";
import type { BuildName } from "./buildNames.js";
import { compile, compileUnshared } from "./compressed.js";
import { type IncludedPrograms, notInBundle, type Program, type WideLanes } from "./program.js";

export const included: IncludedPrograms = {
  "simd-threads": () => compile(simdThreads),
  simd: () => compileUnshared(simdThreads),
};

export const reasonNotToLoad: (build: BuildName) => string = notInBundle;

export async function loadProgram(build: BuildName): Promise<Program> {
  throw new ConfigError(`build: "${build}" cannot be loaded: ${notInBundle(build)}`);
}

/** No engine of pages packs vectors. */
export const wideLanes: WideLanes | null = null;

export const startWorker: (() => Worker) | null = null;
