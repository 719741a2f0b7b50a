/** The builds of the kernels by name. Which of them a host can run: `builds.ts`. */

import type { BuildName } from "../settings/buildNames.js";

export { type BuildName, buildNames } from "../settings/buildNames.js";

/** The builds whose results are the same bits everywhere; "auto" takes the last that is available. */
export const exactBuilds = [
  "javascript",
  "scalar",
  "simd",
  "simd-threads",
] as const satisfies readonly BuildName[];

/** Whether a build can run on several threads. */
export function hasThreads(build: BuildName): boolean {
  return build.endsWith("threads");
}
