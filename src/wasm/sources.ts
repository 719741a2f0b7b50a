/**
 * Where programs come from, in the entry for Node and in the command line: the entry contains every module.
 * The other entries have one of `sourcesInlined.ts`, `sourcesPage.ts` and `sourcesExternal.ts` in place of
 * this file (scripts/library.mjs), with the same exports.
 */
import { ConfigError } from "../errors.js";
import { fast } from "./added/fast.js";
import { fastThreads } from "./added/fast-threads.js";
import { fastWide } from "./added/fast-wide.js";
import { fastWideThreads } from "./added/fast-wide-threads.js";
import { scalar } from "./added/scalar.js";
import { wide } from "./added/wide.js";
import { wideThreads } from "./added/wide-threads.js";
import type { BuildName } from "./buildNames.js";
import type { AddedBuild, IncludedPrograms, Program } from "./program.js";
import { included as inlined } from "./sourcesInlined.js";

/** What can be compiled at once. */
export const included: IncludedPrograms = {
  ...inlined,
  scalar: scalar.program,
  wide: wide.program,
  "wide-threads": wideThreads.program,
  fast: fast.program,
  "fast-threads": fastThreads.program,
  "fast-wide": fastWide.program,
  "fast-wide-threads": fastWideThreads.program,
};

/** Why a build cannot be loaded; empty where it can. */
export const reasonNotToLoad = (_build: BuildName): string => "";

/** Loads one of the others: here the kernels as JavaScript. */
export async function loadProgram(_build: BuildName): Promise<Program> {
  const { javascript } = await import("./added/javascript.js").catch((): { javascript: AddedBuild } => {
    throw new ConfigError('build: "javascript" is not built here. Run `npm run build`.');
  });
  return javascript.program();
}

/** Turns wide lanes on, and checks the builds for them. */
export { nodeLanes as wideLanes } from "./wideLanes.js";

/** Starts the worker from its file. Null: it is started from a text. */
export const startWorker: (() => Worker) | null = null;
