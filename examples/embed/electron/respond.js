/** Serves the files of this folder to a window, with a strict policy, and with the headers for shared memory. */
import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".wasm": "application/wasm" };
const headers = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const folder = import.meta.dirname + sep;

/** @param {Request} request */
export async function respond({ url }) {
  const file = join(folder, new URL(url).pathname);
  const type = types[extname(file)];
  const bytes = type && file.startsWith(folder) && (await readFile(file).catch(() => null));
  if (!bytes) return new Response(null, { status: 404, headers });
  return new Response(bytes, { headers: { ...headers, "Content-Type": type } });
}
