/** What the playground shows of digits, what it exports, and its benchmark. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Network } from "../../src/train/network.js";
import { browsers, launch } from "./open.js";
import {
  button,
  figure,
  openTab,
  patience,
  type Served,
  servePlayground,
  takeFiles,
  trainEpochs,
  visit,
} from "./playgroundVisit.js";

const name = browsers[0]!;
const fewDigits = "data=digits&rows=400&hidden=24r&lr=0.01";
let served: Served;
let browser: Browser;
beforeAll(async () => {
  [served, browser] = await Promise.all([servePlayground(), launch(name)]);
});
afterAll(async () => {
  await Promise.all([served?.close(), browser?.close()]);
});

describe(`in ${name}, the playground`, () => {
  it("recognises a drawn 1, and predicts again as it trains", async () => {
    const { page, leave } = await visit(browser, served.url, fewDigits);
    await trainEpochs(page, 12);
    const draw = page.getByRole("region", { name: "Draw your own" });
    const says = draw.locator(".draw-says");
    await stroke(page, [0.5, 0.15], [0.5, 0.85]);
    await expect.poll(() => says.innerText(), patience).toBe("Predicted: 1.");
    await draw.getByRole("button", { name: "Clear" }).click();
    await expect.poll(() => says.innerText(), patience).toBe("");
    await stroke(page, [0.3, 0.2], [0.7, 0.2], [0.45, 0.85]);
    await expect.poll(() => says.innerText(), patience).toBe("Predicted: 7.");
    await draw.getByRole("button", { name: "Load a test image" }).click();
    await expect.poll(() => says.innerText(), patience).toMatch(/^Actual: \d\. Predicted: \d\.$/);
    await button(page, "Reset").click();
    await expect.poll(() => figure(page, "Epoch"), patience).toBe("0");
    expect(await says.innerText()).toMatch(/^Actual: \d\. Predicted: \d\.$/);
    await leave();
  });

  it("shows the worst predictions and all outputs of the selected one", async () => {
    const { page, leave } = await visit(browser, served.url, fewDigits);
    await trainEpochs(page, 2);
    const mistakes = page.getByRole("region", { name: "Worst predictions" });
    await mistakes.scrollIntoViewIfNeeded();
    const counted = async () =>
      Number(/^(\d+) of 80 test images/.exec(await mistakes.locator(".mistakes-count").innerText())?.[1]);
    const right = async () =>
      Math.round(80 * (1 - Number.parseFloat(await figure(page, "Test accuracy")) / 100));
    await expect.poll(async () => (await counted()) - (await right()), patience).toBe(0);
    const first = mistakes.getByRole("listitem").first().getByRole("button");
    await first.click();
    expect(await first.getAttribute("aria-pressed")).toBe("true");
    await mistakes.locator(".mistakes-chosen").waitFor();
    await leave();
  });

  it("exports a model, an ONNX file, a report, and settings that train to the same bits", async () => {
    const { page, leave } = await visit(browser, served.url, fewDigits);
    await trainEpochs(page, 3);
    const only = async (what: string) => [...(await takeFiles(page, what))][0]!;
    const [, model] = await only("Model");
    const network = Network.load(model);
    expect([network.inputs, network.outputs, network.notes.classes]).toEqual([784, 10, [..."0123456789"]]);
    const [onnxName, onnx] = await only("ONNX");
    expect(onnxName).toMatch(/\.onnx$/);
    expect(onnx.length).toBeGreaterThan(4 * (784 * 24 + 24 * 10));
    const [, report] = await only("Report");
    expect(String(report)).toMatch(/^<!doctype html>/i);
    const [configName, config] = await only("Settings");
    expect(await trainByCommand(configName, config)).toBe(await network.weightsSha256());
    network.dispose();
    await leave();
  });

  it("copies the link and exports an update as a page, also by keyboard", async () => {
    const { page, context, leave } = await visit(browser, served.url, "data=xor&hidden=3t&rows=50");
    if (name === "chromium") await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await trainEpochs(page, 1);
    const [[lessonName, lesson]] = [...(await takeFiles(page, "Step by step"))] as [[string, Buffer]];
    expect([lessonName, String(lesson)]).toEqual([
      expect.stringMatching(/\.html$/),
      expect.stringContaining("<math"),
    ]);
    const link = page.locator(".export-copied", { has: page.locator("pre.link") });
    const address = page.url().replace("&tab=export", "");
    expect(await link.locator("pre").first().innerText()).toBe(address);
    await link.getByRole("button").first().press("Enter");
    await link.getByText("Copied").waitFor();
    if (name === "chromium") expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
    await leave();
  });

  it("runs its benchmark in a worker, and stops it", async () => {
    const { page, leave } = await visit(browser, served.url);
    await button(page, "Run").click();
    const panel = await openTab(page, "Benchmark");
    await panel.getByRole("combobox", { name: "Case" }).selectOption("xor");
    await panel.getByRole("button", { name: "Run", exact: true }).click();
    await button(page, "Run").waitFor(); // the training has been paused
    const status = panel.getByRole("status").first();
    await expect.poll(() => status.innerText(), { ...patience, timeout: 60_000 }).toBe("Done.");
    expect(await panel.getByRole("row").count()).toBeGreaterThan(2);
    await panel.getByRole("combobox", { name: "Case" }).selectOption("");
    await panel.getByRole("button", { name: "Run again" }).click();
    await expect.poll(() => status.innerText(), patience).toMatch(/1 of \d+: /);
    await panel.getByRole("button", { name: "Stop" }).click();
    await expect.poll(() => status.innerText(), patience).toMatch(/^Stopped/);
    await panel.getByRole("button", { name: /^Run/ }).waitFor();
    await leave();
  });
});

/** Draws a line on the pad through places, as fractions of its sides. */
async function stroke(page: Page, ...places: (readonly [across: number, down: number])[]): Promise<void> {
  const pad = page.locator(".draw-pad canvas");
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await pad.boundingBox())!;
  const [first, ...others] = places.map(([across, down]) => [x + across * width, y + down * height] as const);
  await page.mouse.move(...first!);
  await page.mouse.down();
  for (const place of others) await page.mouse.move(...place, { steps: 8 });
  await page.mouse.up();
}

/** Trains with a configuration file on the command line. @returns SHA-256 of the weights */
async function trainByCommand(file: string, config: Buffer): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "chainrule-config-"));
  try {
    writeFileSync(join(folder, file), config);
    const command = [resolve("dist/cli.js"), "train", file, "-o", "model.safetensors", "--quiet"];
    await promisify(execFile)(process.execPath, command, { cwd: folder });
    const network = Network.load(readFileSync(join(folder, "model.safetensors")));
    const hash = await network.weightsSha256();
    network.dispose();
    return hash;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
