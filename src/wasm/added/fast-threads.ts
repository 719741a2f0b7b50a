/** The entry point `chainrule/builds/fast-threads`: kernels with fused multiplications and additions, for threads. */
import { compile } from "../compressed.js";
import { fastThreads as compressed } from "../generated/fast-threads.js";
import type { AddedBuild } from "../program.js";

/** The `fast-threads` build, for `prepare({ builds: [fastThreads] })`. */
export const fastThreads: AddedBuild = { name: "fast-threads", program: () => compile(compressed) };
