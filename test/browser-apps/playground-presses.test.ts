/** The playground carries out every press of a key, however quick. */
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers, launch } from "./open.js";
import { button, epoch, expectEpoch, type Served, servePlayground, visit } from "./playgroundVisit.js";

let served: Served;
let browser: Browser;
beforeAll(async () => {
  [served, browser] = await Promise.all([servePlayground(), launch("chromium")]);
});
afterAll(async () => {
  await Promise.all([served?.close(), browser?.close()]);
});

describe.runIf(browsers.includes("chromium"))(`in ${chromium.name()}, the playground`, () => {
  it("trains an epoch for every press of a key", async () => {
    const { page, leave } = await visit(browser, served.url, "rows=100");
    await page.evaluate(() => {
      const press = () =>
        document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "e", bubbles: true }));
      for (let presses = 0; presses < 40; presses++) press();
    });
    await expectEpoch(page, 40);
    await button(page, "Run").waitFor();
    expect(await epoch(page)).toBe(40);
    await leave();
  });
});
