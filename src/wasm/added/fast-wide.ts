/** Kernels with tiles of 256 bits, and fused multiplications and additions: see src/wasm/wideLanes.ts. */
import { compileUnshared } from "../compressed.js";
import { fastWideThreads } from "../generated/fast-wide-threads.js";
import type { AddedBuild } from "../program.js";

/** The `fast-wide` build, which the entry for Node contains. */
export const fastWide: AddedBuild = { name: "fast-wide", program: () => compileUnshared(fastWideThreads) };
