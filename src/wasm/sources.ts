/**
 * Where programs come from, in the entry for Node and in the command line: all of them inlined. The bundles for
 * browsers have `sourcesInlined.ts` or `sourcesExternal.ts` in its place (scripts/build.mjs), with the same exports.
 */
import { ConfigError } from "../errors.js";
import { bytesOfBase64 } from "./base64.js";
import type { BuildName } from "./builds.js";
import { wasmBase64 } from "./generated/modules.js";
import type { Program } from "./programs.js";

type WasmBuild = Exclude<BuildName, "javascript">;

/** Bytes of the modules that need not be loaded. */
export const inlinedBytes: { [Name in BuildName]?: () => Uint8Array<ArrayBuffer> } = Object.fromEntries(
  Object.entries(wasmBase64).map(([name, base64]) => [name as WasmBuild, () => bytesOfBase64(base64)]),
);

/** Loads one of the others: here the kernels as JavaScript. */
export async function loadProgram(_build: BuildName): Promise<Program> {
  const { instantiateJavaScript } = await import("./generated/javascript.js").catch(() => {
    throw new ConfigError('build: "javascript" is not built here. Run `npm run build`.');
  });
  return { instantiate: instantiateJavaScript };
}

/** Starts the worker from its file, where it is one; else it is started from a text. */
export const startWorker: (() => Worker) | null = null;
