/** The benchmark of the page: its runs without a browser, then the panel in a browser under the policy of `chainrule serve`. */
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cases } from "../../../bench/cases.js";
import type { Results } from "../../../bench/results.js";
import { browserName } from "../../../playground/bench/browserName.js";
import type { Reply } from "../../../playground/bench/benchMessages.js";
import { BenchRun, partOf } from "../../../playground/bench/benchRun.js";
import { answerFrom } from "../../../src/cli/pageFiles.js";
import { sample } from "../bench/samples.js";

/** Workers whose messages a test sends itself. */
function workshop() {
  const workers: {
    orders: unknown[];
    ended: boolean;
    say(reply: Reply): void;
    break(message: string): void;
  }[] = [];
  const start = () => {
    const listeners: Record<string, (event: any) => void> = {};
    const worker = {
      orders: [] as unknown[],
      ended: false,
      say: (data: Reply) => listeners.message!({ data }),
      break: (message: string) => listeners.error!({ message }),
    };
    workers.push(worker);
    return {
      postMessage: (order: unknown) => void worker.orders.push(order),
      addEventListener: (name: string, listener: any) => void (listeners[name] = listener),
      terminate: () => void (worker.ended = true),
    };
  };
  return { workers, run: new BenchRun(start as never) };
}
const order = { case: "tiny", mode: "short" } as const;
const progress = { case: "tiny", index: 1, count: 4, phase: "timing", turn: 1, turns: 2 } as const;

describe("a run", () => {
  it("starts a worker, reports progress and results, and ends the worker after the last ones", () => {
    const { workers, run } = workshop();
    run.run(order);
    expect([run.state.value, workers[0]!.orders]).toEqual(["running", [order]]);
    workers[0]!.say({ kind: "progress", progress });
    workers[0]!.say({ kind: "results", results: sample, complete: false });
    expect([run.progress.value, run.results.value, run.state.value]).toEqual([progress, sample, "running"]);
    workers[0]!.say({ kind: "results", results: sample, complete: true });
    expect([run.state.value, workers[0]!.ended]).toEqual(["done", true]);
  });

  it("ends its worker when stopped, keeps the results so far, and ignores later messages", () => {
    const { workers, run } = workshop();
    run.run(order);
    workers[0]!.say({ kind: "results", results: sample, complete: false });
    run.stop();
    workers[0]!.say({ kind: "failed", message: "late" });
    expect([run.state.value, run.results.value, workers[0]!.ended]).toEqual(["stopped", sample, true]);
    run.stop();
    expect(run.state.value).toBe("stopped");
  });

  it("reports why it failed, from each source of errors", () => {
    const { workers, run } = workshop();
    run.run(order);
    workers[0]!.say({ kind: "failed", message: "tiny: off" });
    expect([run.state.value, run.message.value, workers[0]!.ended]).toEqual(["failed", "tiny: off", true]);
    run.run(order);
    expect([run.state.value, run.message.value]).toEqual(["running", null]);
    workers[1]!.break("");
    expect([run.state.value, run.message.value]).toEqual([
      "failed",
      "the file of the worker could not be loaded",
    ]);
  });

  it("has a finished fraction by cases and turns", () => {
    expect(partOf({ ...progress, index: 0, phase: "checking", turn: 0, turns: 0 })).toBe(0);
    expect(partOf(progress)).toBeCloseTo((1 + 0.3 + 0.35) / 4, 12);
    expect(partOf({ ...progress, index: 3, turn: 2 })).toBe(1);
  });
});

it.each([
  [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
    "Chrome 150.0.0.0 (X11; Linux x86_64)",
  ],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36 Edg/150.0.1.2",
    "Edge 150.0.1.2 (Windows NT 10.0; Win64; x64)",
  ],
  [
    "Mozilla/5.0 (X11; Linux x86_64; rv:152.0) Gecko/20100101 Firefox/152.0",
    "Firefox 152.0 (X11; Linux x86_64)",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
    "Safari 26.1 (Macintosh; Intel Mac OS X 10_15_7)",
  ],
  ["something else", "something else"],
])("%s is called by its name", (userAgent, name) => expect(browserName(userAgent)).toBe(name));

const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", chromium.executablePath()].find(
  (path) => path && existsSync(path),
);

describe.skipIf(!executablePath)("the panel in a page", () => {
  let browser: Browser;
  let server: Server;
  let folder: string;
  let page: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "chainrule-bench-"));
    const shared = {
      bundle: true,
      format: "esm",
      outdir: folder,
      define: { __VERSION__: '"0.0.0"' },
    } as const;
    await build({ ...shared, entryPoints: { bench: "playground/bench/benchWorker.ts" } });
    await build({
      ...shared,
      entryNames: "app",
      jsx: "automatic",
      jsxImportSource: "preact",
      stdin: {
        contents: `
          import { render } from "preact";
          import { signal } from "@preact/signals";
          import { BenchPanel } from "./playground/panels/benchPanel.tsx";
          const session = { language: signal("en"), pause: () => (globalThis.paused = true) };
          globalThis.session = session;
          render(<BenchPanel session={session} />, document.body);`,
        loader: "tsx",
        resolveDir: process.cwd(),
      },
    });
    await writeFile(
      join(folder, "index.html"),
      `<!doctype html><link rel="icon" href="data:,"><link rel="stylesheet" href="app.css"><body></body><script type="module" src="app.js"></script>`,
    );
    server = createServer((request, response) => void answerFrom(folder, request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
    page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  });

  it("offers every case of the suite, and the short run first", async () => {
    const options = await page.getByLabel("Case").locator("option").allTextContents();
    expect(options.slice(1).map((text) => text.split(" ")[0])).toEqual(cases.map(({ name }) => name));
    expect(await page.getByLabel("short").isChecked()).toBe(true);
  });

  it("measures a case while the page stays responsive: rows as in `bench --json`, training paused", async () => {
    await page.getByLabel("Case").selectOption("tiny");
    await page.getByRole("button", { name: "Run" }).click();
    // a blocked page draws no frames
    const frames = await page.evaluate(async () => {
      let count = 0;
      while (!document.body.innerText.includes("Done.")) {
        await new Promise(requestAnimationFrame);
        count++;
      }
      return count;
    });
    expect(frames).toBeGreaterThan(3);
    expect(await page.evaluate(() => (globalThis as any).paused)).toBe(true);
    const rows = page.getByRole("table", { name: "tiny 2-2-2, batch 1, float32" }).getByRole("row");
    expect(await rows.nth(1).innerText()).toMatch(/^typescript blocked\s+1\s.*1\.00×\s+yes$/s);
    expect(await rows.count()).toBeGreaterThanOrEqual(4);
    expect(await page.locator(".bench-headline").innerText()).toMatch(
      /^[\d.]+ times as fast as plain TypeScript on this machine, on one thread.*\nTraining a 2-2-2 network: [\d.]+[kM]? samples per second\.$/s,
    );

    await page.evaluate(() => {
      navigator.clipboard.writeText = async (text) => void ((globalThis as any).copied = text);
    });
    await page.getByRole("button", { name: "Copy as JSON" }).click();
    await page.getByText("Copied.").waitFor();
    const results = JSON.parse(await page.evaluate(() => (globalThis as any).copied)) as Results;
    expect(Object.keys(results)).toEqual(Object.keys(sample).slice(0, Object.keys(results).length));
    expect(results.host).toMatch(/^Chrome \d/);
    for (const row of results.rows)
      expect(Object.keys(row).sort()).toEqual(Object.keys(sample.rows[0]!).sort());
    await page.getByRole("button", { name: "Copy as text" }).click();
    expect(await page.evaluate(() => (globalThis as any).copied)).toMatch(
      /\nTraining steps\ncase +implementation/,
    );
  });

  it("shows the text where copying is refused", async () => {
    await page.evaluate(() => (navigator.clipboard.writeText = () => Promise.reject(new Error("no"))));
    await page.getByRole("button", { name: "Copy as JSON" }).click();
    expect(JSON.parse(await page.getByLabel("Results as text").inputValue()).rows[0].case).toBe("tiny");
  });

  it("stops immediately during a case", async () => {
    await page.getByLabel("Case").selectOption("wide");
    await page.getByRole("button", { name: "Run again" }).click();
    await page.getByText("wide, 1 of 1: checking that all reach the same loss").waitFor();
    // the first is the suite's; Playwright is not told of the end of those it started itself
    const ended = page.workers()[0]!.waitForEvent("close");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped before the first case was finished.").waitFor();
    await ended;
  });

  it("speaks Chinese", async () => {
    await page.evaluate(() => ((globalThis as any).session.language.value = "zh"));
    await page.getByRole("heading", { name: "性能测试" }).waitFor();
    expect(await page.getByLabel("用例").count()).toBe(1);
  });

  it("violates no rule of the server's policy", () => expect(errors).toEqual([]));
});
