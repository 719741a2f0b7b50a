/**
 * Serves the files of one folder and nothing else, as a strict static host would. Headers isolate the page, so that its
 * threads may share memory, and allow only its own scripts. `serve.ts` opens the port.
 */
import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { show } from "../wording.js";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

/** The page's content security policy. Workers are files of the page, or text that the library contains. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Headers of every answer, including errors. */
const headers = {
  "Content-Security-Policy": policy,
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cache-Control": "no-cache", // browsers may store it but ask each time; the answer is 304 if it is unchanged
};

const plain = "text/plain; charset=utf-8";

/** Answers one request out of a folder; never rejects. */
export async function answerFrom(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "", url = "" } = request;
  const answer = (status: number, type: string, body: Uint8Array, more: Record<string, string> = {}) => {
    response.writeHead(status, { ...headers, "Content-Type": type, "Content-Length": body.length, ...more });
    response.end(body); // Node sends none for HEAD
  };
  const refuse = (status: number, text: string, more?: Record<string, string>) =>
    answer(status, plain, Buffer.from(text + "\n"), more);
  try {
    if (method !== "GET" && method !== "HEAD") {
      refuse(405, `${method} is not answered here: use GET or HEAD.`, { Allow: "GET, HEAD" });
      return;
    }
    const path = pathOf(url);
    const bytes = path === null ? null : await read(folder, path);
    if (path === null || bytes === null) {
      refuse(404, `There is no ${show(url)} here. The page is at /.`);
      return;
    }
    const tag = `"${createHash("sha256").update(bytes).digest("base64url")}"`;
    if (isKnown(request.headers["if-none-match"], tag)) {
      response.writeHead(304, { ...headers, ETag: tag }).end();
      return;
    }
    answer(200, types[extname(path).toLowerCase()] ?? "application/octet-stream", bytes, { ETag: tag });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (response.headersSent) response.destroy();
    else refuse(500, `${show(url)} could not be read (${code ?? String(error)}).`);
  }
}

/** The path of a request within the folder, without its first slash; null for an invalid path. */
function pathOf(url: string): string | null {
  if (!url.startsWith("/")) return null;
  let path: string;
  try {
    path = decodeURIComponent(url.slice(1).replace(/[?#].*$/s, ""));
  } catch {
    return null;
  }
  if (path === "") return "index.html";
  // of no name: "", ".", "..", hidden files, other ways to write a separator, drives and streams of Windows, NUL
  // oxlint-disable-next-line no-control-regex
  return path.split("/").some((name) => name === "" || /^\.|[\\:\u0000-\u001f]/.test(name)) ? null : path;
}

/** The bytes of a file in the folder; null if there is no such file, or if it is a link that leads out of the folder. */
async function read(folder: string, path: string): Promise<Uint8Array | null> {
  try {
    const root = await realpath(folder);
    const place = await realpath(join(root, path));
    return place.startsWith(root + sep) ? await readFile(place) : null;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (["ENOENT", "ENOTDIR", "EISDIR", "ELOOP", "ENAMETOOLONG"].includes(code)) return null;
    throw error;
  }
}

/** Whether the client already has these bytes. */
function isKnown(asked: string | undefined, tag: string): boolean {
  if (asked === undefined) return false;
  return asked.split(",").some((one) => ["*", tag].includes(one.trim().replace(/^W\//, "")));
}
