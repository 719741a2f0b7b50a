/** The examples, built and opened in real browsers: each trains to the weights that Node gets, and keeps quiet. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright";
import { createServer } from "vite";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { browsers, launch, outcomeAt, outcomeOf } from "./open.js";
import { isolation } from "./serve.js";

const folder = inject("apps");
const hashes = inject("appHashes");

/** By example: the folder that is served, and what it trains. */
const apps = [
  { app: "plain", served: "plain", trains: "xor" },
  { app: "plain, by chainrule/external,", served: "plain-external", trains: "xor" },
  { app: "vite", served: "vite/dist", trains: "digits" },
  { app: "webpack", served: "webpack", trains: "digits" },
  { app: "esbuild", served: "esbuild", trains: "digits" },
] as const;

describe.each(browsers)("in %s, the example", (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser?.close());

  it.each(apps)(
    "$app trains to the bits of Node, asks nobody else, says nothing",
    async ({ served, trains }) => {
      const outcome = await outcomeOf(browser, join(folder, served), isolation);
      expect(outcome).toMatchObject({
        weights: hashes[trains],
        isIsolated: true,
        strangers: [],
        complaints: [],
      });
      expect(Number(outcome.loss)).toBeLessThan(0.25);
      expect(outcome.info.build).toBe("simd-threads");
    },
  );

  it("vite trains to the bits of Node on its development server too", async () => {
    const root = join(folder, "vite");
    const server = await createServer({ root, logLevel: "silent", server: { port: 0, host: "127.0.0.1" } });
    try {
      await server.listen();
      const { port } = server.httpServer!.address() as AddressInfo;
      const outcome = await outcomeAt(browser, `http://127.0.0.1:${port}`);
      expect(outcome).toMatchObject({ weights: hashes.digits, isIsolated: true, strangers: [] });
      expect(outcome.complaints.filter((text) => !text.includes("[vite]"))).toEqual([]);
    } finally {
      await server.close();
    }
  });

  it("server-render takes over the server's elements, then trains", async () => {
    const click = async (page: Page) => {
      await page.locator("body[data-hydrated]").waitFor();
      expect(await page.locator("#weights").innerText()).toBe("…");
      await page.locator("button").click();
    };
    const outcome = await outcomeOf(browser, join(folder, "server-render/dist"), isolation, click);
    expect(outcome).toMatchObject({ weights: hashes.xor, strangers: [], complaints: [] });
  });
});

describe("on the server", () => {
  it("importing the component starts nothing", async () => {
    const script = `
      const names = Object.getOwnPropertyNames(globalThis).join();
      await import("./component.js");
      await new Promise((resolve) => setImmediate(resolve));
      const running = process.getActiveResourcesInfo();
      console.log(JSON.stringify({ running, sameNames: Object.getOwnPropertyNames(globalThis).join() === names }));`;
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", script],
      { cwd: join(folder, "server-render") },
    );
    expect([JSON.parse(stdout), stderr]).toEqual([{ running: [], sameNames: true }, ""]);
  });
});
