/** The builds of the kernels by name. Which of them a host can run: `builds.ts`. */

import { type BuildName, buildNames } from "../settings/buildNames.js";

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

/** The wide builds, and for each the build for 128-bit lanes that stands in for it. */
const narrower: { readonly [Name in BuildName]?: BuildName } = {
  wide: "simd",
  "wide-threads": "simd-threads",
  "fast-wide": "fast",
  "fast-wide-threads": "fast-threads",
};

/** The build for 128-bit lanes that stands in for a wide one; null for the others. */
export function narrowerBuild(build: BuildName | "auto"): BuildName | null {
  return build === "auto" ? null : (narrower[build] ?? null);
}

/** The wide build for which a fast one stands in; null for the others. */
export function widerFast(build: BuildName | "auto"): BuildName | null {
  return buildNames.find((name) => !isExact(name) && narrower[name] === build) ?? null;
}

/** Whether a build gives the bits of all others. The engine may fuse multiplications and additions of the fast ones. */
export function isExact(build: BuildName): boolean {
  return exactBuilds.some((name) => name === build);
}

/** Whether a build can run on several threads. */
export function hasThreads(build: BuildName): boolean {
  return build.endsWith("threads");
}
