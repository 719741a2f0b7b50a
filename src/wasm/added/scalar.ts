/** The entry point `chainrule/builds/scalar`: kernels for hosts whose WebAssembly lacks SIMD. */
import { compile } from "../compressed.js";
import { scalar as compressed } from "../generated/scalar.js";
import type { AddedBuild } from "../program.js";

/** The `scalar` build, for `prepare({ builds: [scalar] })`. */
export const scalar: AddedBuild = { name: "scalar", program: () => compile(compressed) };
