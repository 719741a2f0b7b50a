/** WebAssembly modules that are compressed into text (`generated/*.ts`), and how to get their bytes back. */
import { inflateSync } from "fflate";
import { bytesOfBase64 } from "./base64.js";

/** A module as text. scripts/modules.mjs makes it. */
export interface CompressedModule {
  /** The module by raw DEFLATE, in base64. */
  base64: string;
  /** Offset of the flags of the imported memory's limits; null for a module whose memory is not shared. */
  sharedFlagAt: number | null;
}

/** Flags of a memory's limits: it has a maximum, and is not shared. */
const hasMaximum = 1;

export function compile({ base64 }: CompressedModule): WebAssembly.Module {
  return new WebAssembly.Module(inflate(base64));
}

/**
 * Compiles a module with threads for a memory that is not shared. The code is the same: a single thread never
 * reaches an instruction that waits or wakes.
 */
export function compileUnshared({ base64, sharedFlagAt }: CompressedModule): WebAssembly.Module {
  const bytes = inflate(base64);
  bytes[sharedFlagAt!] = hasMaximum;
  return new WebAssembly.Module(bytes);
}

/** By Node's own zlib where there is one, which is faster at start-up. */
function inflate(base64: string): Uint8Array<ArrayBuffer> {
  const bytes = bytesOfBase64(base64);
  const zlib = globalThis.process?.getBuiltinModule?.("node:zlib");
  return (zlib?.inflateRawSync(bytes) ?? inflateSync(bytes)) as Uint8Array<ArrayBuffer>;
}
