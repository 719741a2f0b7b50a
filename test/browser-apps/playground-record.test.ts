/** The playground's charts have the same points on every machine: on a slowed processor, and at every speed. */
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers, launch } from "./open.js";
import { button, expectEpoch, type Served, servePlayground, takeFiles, visit } from "./playgroundVisit.js";

let served: Served;
let browser: Browser;
beforeAll(async () => {
  [served, browser] = await Promise.all([servePlayground(), launch("chromium")]);
});
afterAll(async () => {
  await Promise.all([served?.close(), browser?.close()]);
});

describe.runIf(browsers.includes("chromium"))(`in ${chromium.name()}, the playground's record`, () => {
  it("is the same on a slowed processor and at full speed, point for point", async () => {
    const slow = await recordOf("rows=100&speed=1000", 3);
    expect(slow.split("\n").length).toBeGreaterThan(10);
    expect(slow).toMatch(/^update,epoch,training_loss,/);
    expect(await recordOf("rows=100&speed=full", 1)).toBe(slow);
  });
});

/** The exported record after 10 epochs. @param slowness how many times slower the processor is made */
async function recordOf(link: string, slowness: number): Promise<string> {
  const { page, leave } = await visit(browser, served.url, link);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowness });
  await trainTo(page, 10);
  const [content] = (await takeFiles(page, "Learning curve")).values();
  await leave();
  return String(content);
}

async function trainTo(page: Page, epoch: number): Promise<void> {
  await page.getByRole("button", { name: "Run to …" }).click();
  await page.getByRole("textbox", { name: "Up to epoch" }).fill(String(epoch));
  await page.getByRole("button", { name: "Go", exact: true }).click();
  await expectEpoch(page, epoch);
  await button(page, "Run").waitFor();
}
