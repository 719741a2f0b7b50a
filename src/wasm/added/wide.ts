/** Kernels with tiles of 256 bits: see src/wasm/wideLanes.ts. */
import { compileUnshared } from "../compressed.js";
import { wideThreads } from "../generated/wide-threads.js";
import type { AddedBuild } from "../program.js";

/** The `wide` build, which the entry for Node contains. */
export const wide: AddedBuild = { name: "wide", program: () => compileUnshared(wideThreads) };
