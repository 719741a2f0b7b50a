/** The service worker and its registration, in a browser, on a test page. Skipped without a browser. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { build } from "esbuild";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { writeServiceWorker } from "../../../scripts/service-worker.mjs";
import { answerFrom } from "../../../src/cli/pageFiles.js";

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", chromium.executablePath()].find(
  (path) => path && existsSync(path),
);
const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };

let browser: Browser;
let context: BrowserContext;
let root: string;
let folder: string;
let server: Server;
/** Path of the page on its host. */
let address: string;
let appScript: string;

/** Writes a version of the page called `name`. */
async function writePage(name: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "parts"), { recursive: true });
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html><title>page</title><script type="module" src="app.js"></script>`,
  );
  writeFileSync(join(folder, "app.js"), appScript);
  writeFileSync(join(folder, "parts", "late.js"), `export const name = ${JSON.stringify(name)};\n`);
  await writeServiceWorker(folder);
}

/** A static host that sends no headers. */
function plainHost(): Server {
  return createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, "http://host").pathname);
    const place = join(root, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(place) || !statSync(place).isFile()) return void response.writeHead(404).end("none");
    response
      .writeHead(200, { "Content-Type": types[extname(place)] ?? "text/plain" })
      .end(readFileSync(place));
  });
}

async function listen(one: Server, port = 0): Promise<number> {
  await new Promise<void>((resolve) => one.listen(port, "127.0.0.1", resolve));
  return (one.address() as AddressInfo).port;
}

async function stop(one: Server): Promise<void> {
  if (!one.listening) return;
  one.closeAllConnections();
  await new Promise((resolve) => one.close(resolve));
}

/** Waits until the page has finished loading. @returns its outcome, isolation, version of its chunk, and loads */
async function cameTo(
  page: Page,
): Promise<{ outcome: string; isolated: boolean; name: string; loads: number }> {
  await page.waitForFunction(
    () => (globalThis as any).said && (globalThis as any).said.outcome !== "reloading",
  );
  return page.evaluate(() => (globalThis as any).said);
}

async function open(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** Whether a new version is fetched and waiting. */
const isWaiting = (page: Page) =>
  page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));

/**
 * Reloads the page until it is that version. It may also reload itself once. A visit during which the worker is replaced may
 * never finish loading in Chromium, so each visit has a time limit of its own and does not wait for the load; another follows.
 */
async function visitsUntil(page: Page, name: string): Promise<void> {
  const isThere = (wanted: string) => (globalThis as any).said?.name === wanted;
  for (let visit = 0; visit < 20; visit++) {
    await page.reload({ waitUntil: "commit", timeout: 8000 }).catch(() => null);
    const came = page.waitForFunction(isThere, name, { timeout: 1500 }).then(() => true);
    if (await came.catch(() => false)) return;
  }
  throw new Error(`never came to be ${name}`);
}

const cachesOf = (page: Page) => page.evaluate(async () => (await caches.keys()).length);

describe.skipIf(!executablePath)("on a host that sends no headers, the page", () => {
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    root = await mkdtemp(join(tmpdir(), "chainrule-page-"));
    folder = join(root, "some", "where");
    const bundle = await build({
      stdin: {
        contents: `
          import { isolate } from "./playground/isolation.ts";
          const loads = Number(localStorage.loads || 0) + 1;
          localStorage.loads = loads;
          const outcome = await isolate(globalThis.asTold ?? { mayReload: () => true });
          const { name } = await import("./parts/late.js");
          globalThis.said = { outcome, isolated: crossOriginIsolated, name, loads };`,
        resolveDir: process.cwd(),
      },
      bundle: true,
      format: "esm",
      external: ["./parts/late.js"],
      write: false,
    });
    appScript = bundle.outputFiles[0]!.text;
  });
  afterAll(async () => {
    await browser.close();
    rmSync(root, { recursive: true });
  });
  beforeEach(async () => {
    await writePage("first");
    server = plainHost();
    address = `http://127.0.0.1:${await listen(server)}/some/where/`;
    context = await browser.newContext();
  });
  afterEach(async () => {
    await context.close();
    await stop(server);
  });

  it("is isolated after one reload, and opens without the host", async () => {
    const page = await open();
    await page.waitForFunction(() => (globalThis as any).said?.isolated);
    expect(await cameTo(page)).toEqual({ outcome: "isolated", isolated: true, name: "first", loads: 2 });
    await stop(server);
    await page.reload();
    expect(await cameTo(page)).toEqual({ outcome: "isolated", isolated: true, name: "first", loads: 3 });
    const named = await context.newPage();
    await named.goto(`${address}index.html?a=b#c`);
    expect(await cameTo(named)).toMatchObject({ isolated: true, name: "first", loads: 4 });
  });

  it(
    "gets a complete new version at a later visit, and removes the old one",
    { timeout: 120_000 },
    async () => {
      const page = await open();
      await page.waitForFunction(() => (globalThis as any).said?.isolated);
      await writePage("second");
      await visitsUntil(page, "second");
      await expect.poll(() => cachesOf(page)).toBe(1);
    },
  );

  it("keeps its version while another page of it is open", { timeout: 120_000 }, async () => {
    const page = await open();
    await page.waitForFunction(() => (globalThis as any).said?.isolated);
    const other = await open();
    await cameTo(other);
    await writePage("second");
    await page.reload({ waitUntil: "commit" });
    await expect.poll(() => isWaiting(page)).toBe(true);
    expect(await cachesOf(page)).toBe(2);
    await page.reload({ waitUntil: "commit" });
    await page.waitForTimeout(1000); // long enough to load again
    expect(await cameTo(page)).toMatchObject({ name: "first" });
    await other.close();
    await visitsUntil(page, "second");
  });

  it("unregisters when another site uses the address", async () => {
    const page = await open();
    await page.waitForFunction(() => (globalThis as any).said?.isolated);
    rmSync(folder, { recursive: true });
    mkdirSync(folder);
    writeFileSync(join(folder, "index.html"), "<!doctype html><title>another</title>");
    await page.reload();
    await page.waitForFunction(() => document.title === "another");
    expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
      0,
    );
  });

  it("reloads once, never in a loop, where a worker does not help", async () => {
    writeFileSync(join(folder, "sw.js"), "// answers nothing");
    const page = await open();
    await page.waitForFunction(() => (globalThis as any).said?.loads === 2);
    await page.waitForTimeout(500);
    expect(await cameTo(page)).toEqual({ outcome: "notIsolated", isolated: false, name: "first", loads: 2 });
  });

  it("does not reload after the user has interacted, but is isolated at the next visit", async () => {
    await context.addInitScript("globalThis.asTold = { mayReload: () => false }");
    const page = await open();
    expect(await cameTo(page)).toEqual({ outcome: "notIsolated", isolated: false, name: "first", loads: 1 });
    await page.reload();
    expect(await cameTo(page)).toEqual({ outcome: "isolated", isolated: true, name: "first", loads: 2 });
  });

  it("works where storage is refused", async () => {
    await context.addInitScript(
      `Object.defineProperty(window, "sessionStorage", { get() { throw new DOMException("no", "SecurityError"); } })`,
    );
    const page = await open();
    expect(await cameTo(page)).toEqual({ outcome: "notIsolated", isolated: false, name: "first", loads: 1 });
    await page.reload();
    expect(await cameTo(page)).toMatchObject({ outcome: "isolated", isolated: true });
  });

  it("works where service workers are refused", async () => {
    await context.addInitScript(
      `Object.defineProperty(navigator, "serviceWorker", { get() { throw new DOMException("no", "SecurityError"); } })`,
    );
    expect(await cameTo(await open())).toEqual({
      outcome: "notIsolated",
      isolated: false,
      name: "first",
      loads: 1,
    });
  });

  it("works where the worker's file is missing", async () => {
    rmSync(join(folder, "sw.js"));
    expect(await cameTo(await open())).toEqual({
      outcome: "notIsolated",
      isolated: false,
      name: "first",
      loads: 1,
    });
  });

  it("caches all files or none: a file of another version stops the worker", async () => {
    writeFileSync(join(folder, "parts", "late.js"), `export const name = "other";`);
    const page = await open();
    await page.waitForTimeout(500);
    expect(await cachesOf(page)).toBe(0);
  });
});

describe.skipIf(!executablePath)("on the server of the command line, the page", () => {
  it("is isolated immediately and leaves no worker behind", async () => {
    root = await mkdtemp(join(tmpdir(), "chainrule-page-"));
    folder = root;
    await writePage("first");
    const own = createServer((request, response) => void answerFrom(root, request, response));
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    context = await browser.newContext();
    address = `http://127.0.0.1:${await listen(own)}/`;
    try {
      const page = await open();
      expect(await cameTo(page)).toEqual({ outcome: "isolated", isolated: true, name: "first", loads: 1 });
      expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(
        0,
      );
    } finally {
      await browser.close();
      await stop(own);
      rmSync(root, { recursive: true });
    }
  });
});
