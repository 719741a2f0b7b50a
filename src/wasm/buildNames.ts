/** The builds of the kernels by name. Which of them a host can run: `builds.ts`. */

import type { BuildName } from "../settings/buildNames.js";

export { type BuildName, buildNames } from "../settings/buildNames.js";

/** The builds whose results are the same bits everywhere; "auto" takes the last that is available. */
export const exactBuilds = [
  "javascript",
  "scalar",
  "simd",
  "simd-threads",
  "wide",
  "wide-threads",
] as const satisfies readonly BuildName[];

/** The build for 128-bit lanes that stands in for a wide one; null for the others. */
export function narrowerBuild(build: BuildName | "auto"): "simd" | "simd-threads" | null {
  return build === "wide" ? "simd" : build === "wide-threads" ? "simd-threads" : null;
}

/** Whether a build can run on several threads. */
export function hasThreads(build: BuildName): boolean {
  return build.endsWith("threads");
}
