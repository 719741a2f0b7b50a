/** Apps under policies of their sites, from generous to strict: what trains where, and what info() says of it. */
import { join } from "node:path";
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { browsers, launch, outcomeOf, visit } from "./open.js";
import { isolation, serve } from "./serve.js";

const folder = inject("apps");
const { digits, xor } = inject("appHashes");
const policy = (text: string) => ({ ...isolation, "Content-Security-Policy": text });

/** Served folders by bundler: the one with the default entry, and with `chainrule/external`. */
const inlined = ["vite/dist", "webpack", "esbuild"];
const external = ["vite-external/dist", "webpack-external"];

describe.each(browsers)("in %s", (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser?.close());
  const open = (served: string, headers: Record<string, string>) =>
    outcomeOf(browser, join(folder, served), headers);

  it.each(inlined)(
    "%s trains under script-src 'self' 'wasm-unsafe-eval'; worker-src blob:",
    async (served) => {
      const outcome = await open(served, policy("script-src 'self' 'wasm-unsafe-eval'; worker-src blob:"));
      expect(outcome).toMatchObject({
        weights: digits,
        info: { build: "simd-threads", workers: { available: true, reason: "" } },
        strangers: [],
        complaints: [],
      });
    },
  );

  it.each(external)(
    "%s trains under script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'",
    async (served) => {
      const strict =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
      const outcome = await open(served, policy(`${strict}; img-src data:`));
      expect(outcome).toMatchObject({
        weights: digits,
        info: { build: "simd-threads", workers: { available: true, reason: "" } },
        strangers: [],
        complaints: [],
      });
    },
  );

  it.each(["vite/dist", "vite-external/dist"])(
    "%s trains without isolation, in one worker, and says what is missing",
    async (served) => {
      const outcome = await open(served, {});
      expect(outcome).toMatchObject({
        weights: digits,
        isIsolated: false,
        info: { build: "simd", threads: 1, workers: { available: true, reason: "" } },
        strangers: [],
        complaints: [],
      });
      expect(reasonOf(outcome.info, "simd-threads")).toMatch(/not cross-origin isolated|no shared memory/);
    },
  );

  it.each(["vite-javascript/dist", "esbuild-javascript", "webpack-external-javascript"])(
    "%s trains in JavaScript where wasm is refused, and says why",
    async (served) => {
      const outcome = await open(served, policy("script-src 'self'"));
      expect(outcome).toMatchObject({ weights: digits, info: { build: "javascript" }, strangers: [] });
      expect(reasonOf(outcome.info, "simd")).toContain("Content-Security-Policy refuses WebAssembly");
      expect(outcome.info.workers.reason).not.toBe("");
      // the browser says that something was refused; nobody else says anything
      expect(outcome.complaints.filter((text) => !/Content.Security.Policy/i.test(text))).toEqual([]);
    },
  );

  it("vite/dist says how to add the kernels as JavaScript, where wasm is refused", async () => {
    const site = await serve(join(folder, "vite/dist"), policy("script-src 'self'"));
    const { seen } = await visit(browser, site.origin, async (page) => {
      const [error] = await Promise.all([
        page.waitForEvent("pageerror", (one) => String(one).includes("build:")),
        page.reload(),
      ]);
      return String(error);
    }).finally(() => site.close());
    expect(seen).toContain(
      'build: "javascript" cannot be loaded: it is not in this bundle. Add it: import { javascript } from "chainrule/builds/javascript"; await prepare({ builds: [javascript] });',
    );
  });

  it("plain trains in JavaScript where wasm is refused", async () => {
    const scripts = "script-src 'self' 'unsafe-inline'";
    const outcome = await open("plain", policy(scripts));
    expect(outcome).toMatchObject({ weights: xor, info: { build: "javascript" }, strangers: [] });
  });

  it("vite/dist trains on the page where workers are refused", async () => {
    const outcome = await open(
      "vite/dist",
      policy("script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'"),
    );
    expect(outcome).toMatchObject({ weights: digits, info: { build: "simd-threads" }, strangers: [] });
    expect(outcome.complaints.filter((text) => !/Content.Security.Policy/i.test(text))).toEqual([]);
  });
});

function reasonOf({ builds }: { builds: { name: string; reason: string }[] }, name: string): string {
  return builds.find((build) => build.name === name)!.reason;
}
