/** Linear memories of our own. */
import { MemoryError } from "../errors.js";
import { mostPages } from "./pages.js";

/**
 * Makes a memory of one page that can grow to 4 GiB.
 *
 * @throws MemoryError where the host has no room for it in its address space
 */
export function newMemory(shared: boolean): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared });
  } catch (cause) {
    const error = new MemoryError(
      "WebAssembly memory: the host gives none. It reserves up to 10 GiB of addresses for each, of which few are used. " +
        "Raise the limit of address space (ulimit -v), start Node with --disable-wasm-trap-handler, which reserves fewer, or dispose " +
        "of networks that are no longer needed.",
    );
    error.cause = cause;
    throw error;
  }
}
