/** The playground's training: its buttons and keys, links that repeat it to the last digit, and a walkthrough. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers, launch } from "./open.js";
import {
  button,
  epoch,
  expectEpoch,
  expectLink,
  figure,
  openTab,
  patience,
  type Served,
  servePlayground,
  snippet,
  takeFiles,
  trainEpochs,
  visit,
} from "./playgroundVisit.js";

let served: Served;
beforeAll(async () => {
  served = await servePlayground();
});
afterAll(() => served?.close());

/** The loss of the first browser, by link. */
const losses = new Map<string, string>();
const repeated = [
  "lr=0.03&batch=50",
  "data=circles&noise=0.2&hidden=4r,3s&optimizer=sgd&batch=10&seed=7&precision=float64&dropout=0.2",
  "data=digits&rows=200&hidden=16r",
];

describe.each(browsers)("in %s, the playground", (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser?.close());

  it("runs, pauses, trains an epoch or a batch, and resets, by its buttons", async () => {
    const { page, leave } = await visit(browser, served.url);
    for (const done of [1, 2]) {
      await button(page, "Epoch").click();
      await expectEpoch(page, done);
    }
    await page.evaluate(() => visitor.settled());
    const afterTwo = await figure(page, "Loss");
    for (let batch = 0; batch < 10; batch++) await trainBatch(page);
    await expectEpoch(page, 3);
    await button(page, "Run").click();
    await expect.poll(() => epoch(page), patience).toBeGreaterThan(10);
    await button(page, "Pause").click();
    await button(page, "Run").waitFor();
    const paused = await page.locator(".status").innerText();
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    expect((await page.locator(".status").innerText()).split("\n")[1]).toBe(paused.split("\n")[1]);
    await button(page, "Reset").click();
    await expectEpoch(page, 0);
    await trainEpochs(page, 2);
    expect(await figure(page, "Loss")).toBe(afterTwo);
    await leave();
  });

  it("does the same by keyboard, and leaves keys to elements that use them", async () => {
    const { page, leave } = await visit(browser, served.url, "batch=320");
    await page.keyboard.press("e");
    await expectEpoch(page, 1);
    await page.keyboard.press("b");
    await expectEpoch(page, 2);
    await page.keyboard.press("Space");
    await button(page, "Pause").waitFor();
    await page.keyboard.press("Space");
    await button(page, "Run").waitFor();
    await page.keyboard.press("r");
    await expectEpoch(page, 0);
    await page.getByRole("textbox", { name: "Seed", exact: true }).focus();
    await page.keyboard.press("e");
    await page.keyboard.press("Escape");
    await button(page, "Epoch").focus();
    await page.keyboard.press("Space");
    await expectEpoch(page, 1);
    await page.keyboard.press("Control+b");
    await page.keyboard.press("s");
    await page.getByRole("region", { name: "Step by step" }).getByText("Sample 1 of 320").waitFor();
    expect(await epoch(page)).toBe(1);
    await leave();
  });

  it.each(repeated)("gets the same loss as other browsers with the link %s", async (link) => {
    const { page, leave } = await visit(browser, served.url, link);
    await trainEpochs(page, 3);
    const { code, loss } = await snippet(page);
    expect(loss).toMatch(/^\d\.\d{6,}(e-\d+)?$/);
    if (losses.has(link)) expect(loss).toBe(losses.get(link));
    else losses.set(link, loss);
    const again = await visit(browser, served.url, new URL(page.url()).hash.slice(1));
    await trainEpochs(again.page, 3);
    expect((await snippet(again.page)).loss).toBe(loss);
    await again.leave();
    if (name === browsers[0]) {
      const files = code.includes("readFile") ? await takeFiles(page, "Data") : new Map<string, Buffer>();
      expect(await runInNode(code, files)).toContain(`loss ${loss}\n`);
    }
    await leave();
  });

  it("walks through an update of the worked example to its end", async () => {
    const { page, leave } = await visit(browser, served.url);
    await page.locator(".data-cards").getByText("2-2-2 example").click();
    await expectLink(page, { data: "mazur" });
    const panel = await openTab(page, "Step by step");
    const end = panel.getByRole("heading", { name: "Update applied" });
    await button(page, "Step").click();
    const where = panel.locator(".steps-where span");
    await expect.poll(() => where.innerText(), patience).toMatch(/^Step 1 of \d+$/);
    const count = Number(/\d+$/.exec(await where.innerText())![0]);
    for (let step = 2; step <= count; step++) {
      await page.keyboard.press("s");
      await where.evaluate(
        (element, text) => visitor.until(() => element.textContent === text, text),
        `Step ${step} of ${count}`,
      );
    }
    await page.keyboard.press("s");
    await end.waitFor();
    expect(await panel.locator(".why").innerText()).toContain("✓");
    await expectEpoch(page, 1);
    await leave();
  });
});

async function trainBatch(page: Page): Promise<void> {
  const before = await figure(page, "Loss");
  await button(page, "Batch").click();
  await expect.poll(() => figure(page, "Loss"), patience).not.toBe(before);
}

/** Runs the exported program with the built package. @returns its output */
async function runInNode(code: string, files: ReadonlyMap<string, Buffer>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-snippet-"));
  try {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(resolve("."), join(folder, "node_modules", "chainrule"), "junction");
    for (const [name, content] of [...files, ["train.mjs", code] as const]) {
      writeFileSync(join(folder, name), content);
    }
    return (await promisify(execFile)(process.execPath, ["train.mjs"], { cwd: folder })).stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
