/**
 * Where programs come from, on a page without a bundler and in the playground: rare builds are files of their
 * own.
 */
import type { BuildName } from "./buildNames.js";
import type { Program } from "./program.js";

export { included, startWorker } from "./sourcesInlined.js";

export const reasonNotToLoad = (_build: BuildName): string => "";

export async function loadProgram(build: BuildName): Promise<Program> {
  switch (build) {
    case "javascript":
      return (await import("./added/javascript.js")).javascript.program();
    case "fast":
      return (await import("./added/fast.js")).fast.program();
    case "fast-threads":
      return (await import("./added/fast-threads.js")).fastThreads.program();
    default:
      return (await import("./added/scalar.js")).scalar.program();
  }
}
