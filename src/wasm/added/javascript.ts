/** The entry point `chainrule/builds/javascript`: kernels as JavaScript, for hosts that refuse WebAssembly. */
import { instantiateJavaScript } from "../generated/javascript.js";
import type { AddedBuild } from "../program.js";

/** The `javascript` build, for `prepare({ builds: [javascript] })`. */
export const javascript: AddedBuild = {
  name: "javascript",
  program: () => ({ instantiate: instantiateJavaScript }),
};
