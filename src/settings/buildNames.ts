/** Names of the builds of the kernels. What they need and which of them a host can run is in `src/wasm/builds.ts`. */

/** Builds from the plainest to the fastest. */
export const buildNames = [
  "javascript",
  "scalar",
  "simd",
  "simd-threads",
  "fast",
  "fast-threads",
] as const satisfies readonly BuildName[];

/**
 * Name of a build of the kernels, from the plainest to the fastest. `javascript` is `scalar` translated, for hosts that
 * refuse WebAssembly. The `fast` ones let the engine fuse multiplications and additions, so their results differ from
 * those of the others, and from engine to engine. Only a program that names them gets them.
 */
export type BuildName = "javascript" | "scalar" | "simd" | "simd-threads" | "fast" | "fast-threads";
