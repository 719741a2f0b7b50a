/**
 * Where programs come from, on a page without a bundler and in the playground: rare builds are files of their
 * own.
 */
import { ConfigError } from "../errors.js";
import type { BuildName } from "./buildNames.js";
import type { Program } from "./program.js";

export { included, startWorker, wideLanes } from "./sourcesInlined.js";

export const reasonNotToLoad = (_build: BuildName): string => "";

export async function loadProgram(build: BuildName): Promise<Program> {
  switch (build) {
    case "javascript":
      return (await import("./added/javascript.js")).javascript.program();
    case "fast":
      return (await import("./added/fast.js")).fast.program();
    case "fast-threads":
      return (await import("./added/fast-threads.js")).fastThreads.program();
    case "scalar":
      return (await import("./added/scalar.js")).scalar.program();
    default:
      throw new ConfigError(`build: "${build}" cannot be loaded: no engine of pages packs vectors`);
  }
}
