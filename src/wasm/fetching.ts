/** Compiles a module from its bytes, a response or an address. */
import { ConfigError } from "../errors.js";

/** A compiled module, its bytes, a response, or an address to fetch (in Node also file:). */
export type WasmSource = WebAssembly.Module | BufferSource | Response | URL | string;

/** @throws ConfigError where an address has no module */
export async function compileFrom(source: WasmSource | Promise<Response>): Promise<WebAssembly.Module> {
  const given = await source;
  if (given instanceof WebAssembly.Module) return given;
  if (given instanceof ArrayBuffer || ArrayBuffer.isView(given)) return WebAssembly.compile(given);
  if (!(given instanceof Response)) {
    const file = fileBytes(String(given));
    if (file) return WebAssembly.compile(file);
  }
  const response = given instanceof Response ? given : await fetch(given as URL | string);
  if (!response.ok)
    throw new ConfigError(`wasm: expected a module at ${response.url}, got ${response.status}.`);
  // compiling while the response arrives needs the right media type, which not every server sends
  if (response.headers.get("content-type")?.startsWith("application/wasm")) {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}

/** Bytes of a file, for Node, whose fetch does not read files; null elsewhere. */
function fileBytes(address: string): Uint8Array<ArrayBuffer> | null {
  const files = globalThis.process?.getBuiltinModule?.("node:fs");
  return files && address.startsWith("file:") ? new Uint8Array(files.readFileSync(new URL(address))) : null;
}
