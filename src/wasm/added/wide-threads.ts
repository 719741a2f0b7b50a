/** Kernels with tiles of 256 bits, for threads: see src/wasm/wideLanes.ts. */
import { compile } from "../compressed.js";
import { wideThreads as compressed } from "../generated/wide-threads.js";
import type { AddedBuild } from "../program.js";

/** The `wide-threads` build, which the entry for Node contains. */
export const wideThreads: AddedBuild = { name: "wide-threads", program: () => compile(compressed) };
