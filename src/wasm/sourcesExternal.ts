/**
 * Where programs come from, in the entry `chainrule/external`: files beside it, each named by a literal that
 * bundlers know. The entry contains no program, so a strict Content-Security-Policy is enough.
 */
import { ConfigError } from "../errors.js";
import type { BuildName } from "./buildNames.js";
import { compileFrom } from "./fetching.js";
import { type IncludedPrograms, notInBundle, type Program, type WideLanes } from "./program.js";

export const included: IncludedPrograms = {};

export const reasonNotToLoad = (build: BuildName): string =>
  build === "javascript" ? notInBundle(build) : "";

export async function loadProgram(build: BuildName): Promise<Program> {
  switch (build) {
    case "javascript":
    case "wide":
    case "wide-threads":
    case "fast-wide":
    case "fast-wide-threads":
      throw new ConfigError(`build: "${build}" cannot be loaded: ${notInBundle(build)}`);
    case "scalar":
      return compileFrom(new URL("./wasm/scalar.wasm", import.meta.url));
    case "simd":
      return compileFrom(new URL("./wasm/simd.wasm", import.meta.url));
    case "simd-threads":
      return compileFrom(new URL("./wasm/simd-threads.wasm", import.meta.url));
    case "fast":
      return compileFrom(new URL("./wasm/fast.wasm", import.meta.url));
    case "fast-threads":
      return compileFrom(new URL("./wasm/fast-threads.wasm", import.meta.url));
  }
}

/** No engine of pages packs vectors. */
export const wideLanes: WideLanes | null = null;

/**
 * One expression, as bundlers know it. From a bare address some make a `data:` one, which policies refuse.
 */
export const startWorker: (() => Worker) | null = () =>
  new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "chainrule" });
