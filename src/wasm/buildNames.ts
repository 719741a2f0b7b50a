/** The builds of the kernels by name. Which of them a host can run: `builds.ts`. */

/** Names of the builds. */
export const buildNames = [
  "javascript",
  "scalar",
  "simd",
  "simd-threads",
  "fast",
  "fast-threads",
] as const satisfies readonly BuildName[];
/**
 * Name of a build of the kernels, from the plainest to the fastest. `javascript` is `scalar` translated, for
 * hosts that refuse WebAssembly. The `fast` ones let the engine fuse multiplications and additions, so their
 * results differ from those of the others, and from engine to engine; "auto" never takes them.
 */
export type BuildName = "javascript" | "scalar" | "simd" | "simd-threads" | "fast" | "fast-threads";

/** The builds whose results are the same bits everywhere; "auto" takes the last that is available. */
export const exactBuilds = [
  "javascript",
  "scalar",
  "simd",
  "simd-threads",
] as const satisfies readonly BuildName[];

/** Whether a build can run on several threads. */
export function hasThreads(build: BuildName): boolean {
  return build.endsWith("threads");
}
