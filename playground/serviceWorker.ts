/**
 * The page's service worker: keeps the files of one version, so that the page opens without a network, and answers with
 * the headers that isolate a page, which hosts of plain files do not send. Without these its threads could share no
 * memory. `isolation.ts` registers it; what it keeps is written in by scripts/service-worker.mjs.
 *
 * A version is kept whole and answered first: no page ever mixes files of two. The next one is fetched in the background
 * and waits until no page of the old one is open, or the only one that is asks for it.
 */

/** Hash over all files, and each by its path from here with its `sha256-…`. */
declare const __PAGE__: { version: string; files: [path: string, integrity: string][] };

/** As much of a worker's surroundings as is used here: the types of pages have none. */
interface Surroundings {
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
const worker = globalThis as unknown as Surroundings;

const { scope } = worker.registration;
/** Caches belong to the host; this page may lie on it more than once. */
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

/** All files or none. Those that hosts are known to add to, HTML, are taken as they come. */
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

/** Other pages of the old version would miss what they have yet to load. */
async function takeOverFromOne(): Promise<void> {
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (pages.filter(({ url }) => url.startsWith(scope)).length < 2) await worker.skipWaiting();
}

/** From the cache, or from the network what is not in it. */
async function answer(request: Request): Promise<Response> {
  const path = pathOf(request.url);
  const kept = paths.has(path) ? await (await caches.open(cacheName)).match(addressOf(path)) : undefined;
  return isolated(kept ?? (await fetch(request)));
}

/** Where a file is fetched from: the page itself by the folder, since some hosts send `index.html` elsewhere. */
const addressOf = (path: string) => new URL(path === "index.html" ? "./" : path, scope).href;

/** The path from the scope on. */
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
