/**
 * Where programs come from, in the entry `chainrule/external`: files beside it, each named by a literal that bundlers
 * know. Nothing is inlined, so a strict Content-Security-Policy will do.
 */
import type { BuildName } from "./builds.js";
import type { Program } from "./programs.js";
import { compileFrom } from "./fetching.js";

export const inlinedBytes: { [Name in BuildName]?: () => Uint8Array<ArrayBuffer> } = {};

export async function loadProgram(build: BuildName): Promise<Program> {
  switch (build) {
    case "javascript": {
      const { instantiateJavaScript } = await import("./generated/javascript.js");
      return { instantiate: instantiateJavaScript };
    }
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

/** Whole in one expression, as bundlers know it; from a bare address some make a `data:` one, which policies refuse. */
export const startWorker: (() => Worker) | null = () =>
  new Worker(new URL("./worker.js", import.meta.url), { type: "module", name: "chainrule" });
