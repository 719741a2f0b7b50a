/**
 * Where programs come from, in the entry for browsers: `simd-threads` is inlined, compressed; `simd` is the same code
 * over memory that is not shared (a lone thread never meets the atomic instructions). The others are chunks of their
 * own, for bundlers to follow.
 */
import { inflateSync } from "fflate";
import { bytesOfBase64 } from "./base64.js";
import type { BuildName } from "./builds.js";
import { sharedFlagAt, simdThreads } from "./generated/inlined.js";
import type { Program } from "./programs.js";

/** The flags of a memory's limits: there is a maximum; and with 2 added, it is shared. */
const hasMaximum = 1;

const shared = () => inflateSync(bytesOfBase64(simdThreads)) as Uint8Array<ArrayBuffer>;

export const inlinedBytes: { [Name in BuildName]?: () => Uint8Array<ArrayBuffer> } = {
  "simd-threads": shared,
  simd: () => {
    const bytes = shared();
    bytes[sharedFlagAt] = hasMaximum;
    return bytes;
  },
};

export async function loadProgram(build: BuildName): Promise<Program> {
  switch (build) {
    case "javascript": {
      const { instantiateJavaScript } = await import("./generated/javascript.js");
      return { instantiate: instantiateJavaScript };
    }
    case "fast":
      return compile(await import("./generated/module-fast.js"));
    case "fast-threads":
      return compile(await import("./generated/module-fast-threads.js"));
    default:
      return compile(await import("./generated/module-scalar.js"));
  }
}

function compile({ base64 }: { base64: string }): Promise<WebAssembly.Module> {
  return WebAssembly.compile(bytesOfBase64(base64));
}

export const startWorker: (() => Worker) | null = null;
