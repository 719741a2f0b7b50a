/** Images of a user's own in the playground: drawn, or photographed with the camera that Chromium makes up. */
import { readFile } from "node:fs/promises";
import type { Browser, Locator, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers, launch } from "./open.js";
import { button, figure, patience, type Served, servePlayground, visit } from "./playgroundVisit.js";

const name = browsers[0]!;
/** A moving picture in place of a camera. */
const madeUp = ["--use-fake-device-for-media-stream"];
let served: Served;
let browser: Browser;
beforeAll(async () => {
  [served, browser] = await Promise.all([servePlayground(), launch(name, name === "chromium" ? madeUp : [])]);
});
afterAll(async () => {
  await Promise.all([served?.close(), browser?.close()]);
});

describe(`in ${name}, the playground`, () => {
  it("learns classes that are drawn, says which one a drawing is, and saves the drawings", async () => {
    const { page, leave } = await visit(browser, served.url);
    const panel = await open(page);
    const train = panel.getByRole("button", { name: "Train", exact: true });
    expect(await train.isDisabled()).toBe(true);
    await panel.getByText("Class 1 has no image yet.").waitFor();
    await panel.getByRole("textbox", { name: "Name of class 1" }).fill("upright");
    await panel.getByRole("textbox", { name: "Name of class 2" }).fill("flat");
    for (const shift of [0, 0.04, 0.08]) {
      await stroke(page, panel, [0.45 + shift, 0.1], [0.5, 0.9]);
      await panel.getByRole("button", { name: "Add the drawing to upright" }).click();
      await stroke(page, panel, [0.1, 0.45 + shift], [0.9, 0.5]);
      await panel.getByRole("button", { name: "Add the drawing to flat" }).click();
    }
    await panel.getByRole("button", { name: "Remove image 3 of flat" }).click();
    expect(await panel.locator(".collect-count").allInnerTexts()).toEqual(["3 images", "2 images"]);
    await train.click();
    await expect.poll(() => figure(page, "Accuracy"), patience).toMatch(/^100/);
    await stroke(page, panel, [0.52, 0.12], [0.5, 0.88]);
    const said = panel.getByRole("list", { name: "Outputs for the current image" }).locator(".said .name");
    await expect.poll(() => said.innerText(), patience).toBe("upright");
    await button(page, "Pause").click();
    const downloading = page.waitForEvent("download");
    await panel.getByRole("button", { name: "Save the images (CSV)" }).click();
    const lines = String(await readFile(await (await downloading).path()))
      .trim()
      .split("\n");
    expect(lines.map((line) => line.split(",").at(-1))).toEqual([
      "class",
      "upright",
      "upright",
      "upright",
      "flat",
      "flat",
    ]);
    await leave();
  });

  it.runIf(name === "chromium")("photographs classes with the camera, and trains on them", async () => {
    const { page, leave } = await visit(browser, served.url, "", { permissions: ["camera"] });
    const panel = await open(page);
    await panel.getByRole("radio", { name: "Camera" }).check();
    for (const number of [1, 2]) {
      const photograph = panel.getByRole("button", { name: `Photograph for Class ${number}` });
      const count = panel.locator(".collect-count").nth(number - 1);
      // nothing is taken before the first picture of the camera
      await expect
        .poll(async () => (await photograph.press("Enter"), count.innerText()), patience)
        .not.toBe("0 images");
      await photograph.hover();
      await page.mouse.down();
      await expect.poll(async () => Number.parseInt(await count.innerText()), patience).toBeGreaterThan(3);
      await page.mouse.up();
    }
    await panel.getByRole("button", { name: "Train", exact: true }).click();
    const outputs = panel.getByRole("list", { name: "Outputs for the current image" });
    await expect.poll(() => outputs.innerText(), patience).toMatch(/%/);
    await panel.getByRole("button", { name: "Close" }).click();
    await button(page, "Pause").click();
    await leave();
  });

  it.runIf(name === "chromium")("says that the camera was refused, and draws instead", async () => {
    const { page, leave } = await visit(browser, served.url, "", { permissions: [] });
    const panel = await open(page);
    await panel.getByRole("radio", { name: "Camera" }).check();
    await panel.getByRole("alert").getByText("The camera was refused.").waitFor();
    await panel.getByRole("radio", { name: "Draw" }).check();
    await panel.getByRole("img", { name: "Drawing pad" }).waitFor();
    expect(await panel.getByRole("alert").count()).toBe(0);
    await leave();
  });
});

async function open(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Draw or photograph your own" }).click();
  const panel = page.getByRole("region", { name: "Collect your own images, and train" });
  await panel.waitFor();
  return panel;
}

/** Draws a line on the pad, between places as fractions of its sides. */
async function stroke(
  page: Page,
  panel: Locator,
  from: readonly [number, number],
  to: readonly [number, number],
) {
  const pad = panel.getByRole("img", { name: "Drawing pad" });
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await pad.boundingBox())!;
  await page.mouse.move(x + from[0] * width, y + from[1] * height);
  await page.mouse.down();
  await page.mouse.move(x + to[0] * width, y + to[1] * height, { steps: 6 });
  await page.mouse.up();
}
