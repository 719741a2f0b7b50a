/** The entry point `chainrule/builds/fast`: kernels with fused multiplications and additions. */
import { compileUnshared } from "../compressed.js";
import { fastThreads } from "../generated/fast-threads.js";
import type { AddedBuild } from "../program.js";

/** The `fast` build, for `prepare({ builds: [fast] })`. */
export const fast: AddedBuild = { name: "fast", program: () => compileUnshared(fastThreads) };
