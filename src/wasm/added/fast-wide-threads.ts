/** The kernels of `fast-wide`, for threads. */
import { compile } from "../compressed.js";
import { fastWideThreads as compressed } from "../generated/fast-wide-threads.js";
import type { AddedBuild } from "../program.js";

/** The `fast-wide-threads` build, which the entry for Node contains. */
export const fastWideThreads: AddedBuild = {
  name: "fast-wide-threads",
  program: () => compile(compressed),
};
