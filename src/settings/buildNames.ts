/** Names of the builds of the kernels. What they need and which of them a host can run is in `src/wasm/builds.ts`. */

/** Builds from the plainest to the fastest. */
export const buildNames = [
  "javascript",
  "scalar",
  "simd",
  "simd-threads",
  "wide",
  "wide-threads",
  "fast",
  "fast-threads",
  "fast-wide",
  "fast-wide-threads",
] as const satisfies readonly BuildName[];

/**
 * Name of a build of the kernels, from the plainest to the fastest. `javascript` is `scalar` translated, for hosts that
 * refuse WebAssembly. The `wide` ones are for Node on x64, where the engine packs two 128-bit vectors into one of 256 bits
 * behind an experimental flag; naming one turns the flag on for the process. The `fast` ones let the engine fuse multiplications and additions, so their results differ from
 * those of the others, and from engine to engine. Only a program that names them gets them. `fast-wide` is both.
 */
export type BuildName =
  | "javascript"
  | "scalar"
  | "simd"
  | "simd-threads"
  | "wide"
  | "wide-threads"
  | "fast"
  | "fast-threads"
  | "fast-wide"
  | "fast-wide-threads";
