/** The playground on screens of several widths, its accessibility, and offline. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers, launch } from "./open.js";
import {
  button,
  chooseSegment,
  figure,
  openTab,
  patience,
  type Served,
  servePlayground,
  snippet,
  trainEpochs,
  visit,
} from "./playgroundVisit.js";
import { serve } from "./serve.js";

const name = browsers[0]!;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rulesOfColour = ["color-contrast", "link-in-text-block"];
const tabs = ["Train", "Step by step", "Benchmark", "Export"];

let served: Served;
let browser: Browser;
beforeAll(async () => {
  [served, browser] = await Promise.all([servePlayground(), launch(name)]);
});
afterAll(async () => {
  await Promise.all([served?.close(), browser?.close()]);
});

describe(`in ${name}, the playground`, () => {
  it.each([320, 768, 1500])("needs no scrolling sideways at %i px, whatever is open", async (width) => {
    const { page, leave } = await visit(browser, served.url, "", { viewport: { width, height: 800 } });
    for (const link of [
      "",
      "data=mazur",
      "data=autoencoder",
      "data=digits&rows=100",
      "hidden=200r,200r,200r,20r,20r,20r",
    ]) {
      await page.goto(`${served.url}#${link}`);
      await button(page, "Run").waitFor();
      await openTab(page, "Train");
      await trainEpochs(page, 1);
      if (link === "data=mazur") await button(page, "Step").click();
      for (const tab of tabs) {
        await openTab(page, tab);
        await expect.poll(() => overhang(page), patience).toEqual([]);
      }
    }
    await chooseSegment(page, "Language", "中文");
    await expect.poll(() => overhang(page), patience).toEqual([]);
    await leave();
  });

  // in the dark, colours alone are others
  it.each(["light", "dark"] as const)(
    "has nothing that axe calls serious, in %s",
    { timeout: 120_000 },
    async (colorScheme) => {
      const { page, leave } = await visit(browser, served.url, "", { colorScheme, bypassCSP: true });
      await page.evaluate(axe);
      await trainEpochs(page, 2);
      const found: Record<string, string[]> = {};
      const check = async (where: string) => {
        const violations = await violationsOf(page, colorScheme === "dark" ? rulesOfColour : null);
        if (violations.length > 0) found[where] = violations;
      };
      await page.getByRole("button", { name: /^Unit h1.1,/ }).click();
      for (const tab of tabs) {
        await openTab(page, tab);
        await check(`spirals, ${tab}`);
      }
      await openTab(page, "Train");
      await page.locator(".data-cards").getByText("Digits").click();
      await trainEpochs(page, 1);
      await page.getByRole("region", { name: "Worst predictions" }).getByRole("listitem").first().waitFor();
      await check("digits");
      await page.locator(".data-cards").getByText("Hills").click();
      await page.getByRole("region", { name: "Predicted against actual" }).waitFor();
      await check("hills");
      const homes =
        "town,area,price\n" +
        Array.from({ length: 30 }, (_, at) => `${"ABC"[at % 3]},${at % 7},${at}.5`).join("\n");
      await page
        .locator(".drop-zone input[type=file]")
        .setInputFiles({ name: "homes.csv", mimeType: "text/csv", buffer: Buffer.from(homes) });
      await page.getByRole("group", { name: "First rows of the table" }).waitFor();
      await check("a table");
      await page.getByRole("button", { name: "Draw or photograph your own" }).click();
      await page.getByRole("img", { name: "Drawing pad" }).first().waitFor();
      await check("collecting");
      await page.getByRole("button", { name: "Close" }).click();
      await page.locator(".data-cards").getByText("2-2-2 example").click();
      await button(page, "Step").click();
      await page.locator(".steps-where").waitFor();
      await check("a walkthrough");
      await openTab(page, "Train");
      await page
        .locator(".drop-zone input[type=file]")
        .setInputFiles({ name: "none.csv", mimeType: "text/csv", buffer: Buffer.from("") });
      await page.locator("p.failure").waitFor();
      await page.setViewportSize({ width: 400, height: 800 });
      await check("a phone");
      expect(found).toEqual({});
      await leave();
    },
  );

  it("works on a static host, in a folder, with threads, and then offline", async () => {
    const folder = mkdtempSync(join(tmpdir(), "chainrule-host-"));
    mkdirSync(join(folder, "some"));
    symlinkSync(resolve("dist/playground"), join(folder, "some", "path"), "junction");
    const host = await serve(folder, {});
    // it reloads itself when its service worker is ready
    const { page, context, complaints, leave } = await visit(browser, `${host.origin}/some/path/`, "", {}, 2);
    try {
      expect(await isIsolated(page)).toBe(true);
      await host.close();
      if (name === "chromium") await context.setOffline(true);
      await page.goto(`${host.origin}/some/path/#data=circles&rows=100`);
      await page.reload();
      await button(page, "Run").waitFor();
      expect(await isIsolated(page)).toBe(true);
      await chooseSegment(page, "Engine", "JavaScript");
      await trainEpochs(page, 2);
      const { loss } = await snippet(page);
      expect(Number(loss)).toBeGreaterThan(0);
      const panel = await openTab(page, "Benchmark");
      await panel.getByRole("combobox", { name: "Case" }).waitFor();
      expect(await figure(page, "Epoch")).toBe("2");
      // the browser reports the failed check for a new version
      const own = complaints.filter((text) => !/ERR_(INTERNET_DISCONNECTED|CONNECTION_REFUSED)/.test(text));
      complaints.splice(0, Infinity, ...own);
      await leave();
    } finally {
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

/** Elements that extend beyond the right edge of the window. */
function overhang(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const beyond = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 0.5,
    );
    return [`${scrollWidth} px`, ...beyond.slice(0, 5).map((one) => `${one.tagName} ${one.className}`)];
  });
}

/**
 * Accessibility violations found by axe, with their elements.
 *
 * @param rules those to check; null for all
 */
function violationsOf(page: Page, rules: string[] | null): Promise<string[]> {
  return page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as { axe: { run: (options: object) => Promise<AxeResults> } };
    const { violations } = await axe.run(runOnly ? { runOnly } : {});
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join()} ${failureSummary}`),
      );
  }, rules);
}

const isIsolated = (page: Page) => page.evaluate(() => crossOriginIsolated);
