/**
 * The page's service worker. It caches all files of one version, so that the page opens offline. It also adds the headers
 * that make the page cross-origin isolated, which static hosts do not send; without isolation threads cannot share
 * memory. `isolation.ts` registers it. `scripts/service-worker.mjs` writes the list of files into it.
 *
 * The cache holds a version completely and comes before the network, so a page never mixes files of two versions. A new
 * version is fetched in the background. It takes over when no page of the old version is open, or when the only open
 * page asks for it.
 */

/** A hash over all files, and for each file its path relative to the worker and its `sha256-…`. */
declare const __PAGE__: { version: string; files: [path: string, integrity: string][] };

/** The part of a service worker's global scope that is used here. The DOM types do not include it. */
interface ServiceWorkerScope {
  registration: { scope: string };
  clients: { matchAll(which: { type: "window"; includeUncontrolled: true }): Promise<{ url: string }[]> };
  skipWaiting(): Promise<void>;
  addEventListener(
    name: "install" | "activate" | "message" | "fetch",
    listener: (event: {
      data: unknown;
      request: Request;
      waitUntil(work: Promise<unknown>): void;
      respondWith(response: Promise<Response>): void;
    }) => void,
  ): void;
}
const worker = globalThis as unknown as ServiceWorkerScope;

const { scope } = worker.registration;
/** All pages of a host share its caches, and this page may be there more than once. */
const prefix = `chainrule ${scope} `;
const cacheName = prefix + __PAGE__.version;
const paths = new Set(__PAGE__.files.map(([path]) => path));

const isolating = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

worker.addEventListener("install", (event) => event.waitUntil(keepAll()));
worker.addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
worker.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(takeOverFromOne());
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = request.method === "GET" && request.url.startsWith(scope);
  if (isOurs && !request.headers.has("range")) event.respondWith(answer(request));
});

/** Caches all files or none. HTML is not checked against its hash, because some hosts add to it. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(cacheName);
  const keep = async ([path, integrity]: [string, string]) => {
    const checked = path.endsWith(".html") ? {} : { integrity };
    const address = addressOf(path);
    const response = await fetch(address, { cache: "no-cache", ...checked });
    if (!response.ok) throw new Error(`${path}: status ${response.status}`);
    await cache.put(address, response);
  };
  await Promise.all(__PAGE__.files.map(keep)).catch(async (error) => {
    await caches.delete(cacheName);
    throw error;
  });
}

async function forgetOthers(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cacheName);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** Takes over unless several pages are open: the others may still load files of the old version. */
async function takeOverFromOne(): Promise<void> {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.filter(({ url }) => url.startsWith(scope)).length < 2) await worker.skipWaiting();
}

/** Answers from the cache, else from the network. */
async function answer(request: Request): Promise<Response> {
  const path = pathOf(request.url);
  const kept = paths.has(path) ? await (await caches.open(cacheName)).match(addressOf(path)) : undefined;
  return isolated(kept ?? (await fetch(request)));
}

/** The address of a file. The page itself is fetched as the folder, because some hosts redirect `index.html`. */
const addressOf = (path: string) => new URL(path === "index.html" ? "./" : path, scope).href;

/** The path relative to the scope. */
function pathOf(url: string): string {
  const path = decodeURIComponent(url.slice(scope.length).replace(/[?#].*$/s, ""));
  return path === "" ? "index.html" : path;
}

function isolated(response: Response): Response {
  if (response.status === 0 || response.type === "opaqueredirect") return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(isolating)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response([101, 204, 205, 304].includes(status) ? null : response.body, {
    status,
    statusText,
    headers,
  });
}
