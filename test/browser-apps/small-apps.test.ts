/** The programs of examples/apps that are pages: a gesture trainer in a worker, and a network that outlives its page. */
import { join } from "node:path";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { makeDigits } from "../../src/data/digits/digits.js";
import { Network } from "../../src/train/network.js";
import { browsers, launch, visit } from "./open.js";
import { serve } from "./serve.js";

const folder = inject("apps");
let browser: Browser;
beforeAll(async () => {
  browser = await launch(browsers[0]!);
});
afterAll(() => browser?.close());

/** Serves an app, without the headers for shared memory, and looks at it. */
async function visitApp<Seen>(app: string, look: (page: Page) => Promise<Seen>): Promise<Seen> {
  const site = await serve(join(folder, "apps", app), {});
  try {
    const { seen, ...heard } = await visit(browser, site.origin, look);
    expect(heard).toEqual({ strangers: [], complaints: [] });
    return seen;
  } finally {
    await site.close();
  }
}

describe("gestures", () => {
  const strokes: Record<string, (part: number) => [number, number]> = {
    circle: (part) => [Math.cos(6.3 * part), Math.sin(6.3 * part)],
    line: (part) => [2 * part - 1, 0],
    check: (part) => (part < 0.3 ? [part - 1, 2 * part] : [2 * part - 1.3, 1.2 - 2 * part]),
  };
  async function draw(page: Page, name: string, size: number) {
    const box = (await page.locator("canvas").boundingBox())!;
    const point = (part: number) =>
      strokes[name]!(part).map((value, axis) => (axis === 0 ? box.x : box.y) + 160 + size * value) as [
        number,
        number,
      ];
    await page.mouse.move(...point(0));
    await page.mouse.down();
    for (let at = 1; at <= 20; at++) await page.mouse.move(...point(at / 20));
    await page.mouse.up();
  }
  async function teach(page: Page, name: string, size: number, status: string) {
    await draw(page, name, size);
    await page.getByLabel("It is").fill(name);
    await page.getByRole("button", { name: "Learn" }).click();
    await page.locator("#status", { hasText: status }).waitFor();
  }
  async function recognised(page: Page, name: string, size: number) {
    await page.locator("#guess").evaluate((output) => (output.textContent = "…"));
    await draw(page, name, size);
    const guess = page.locator("#guess", { hasText: /^(?!…)/ });
    await guess.waitFor();
    return (await guess.innerText()).replace(/ \(.*/, "");
  }

  it("learns in a worker what is drawn, and one more gesture afterwards", async () => {
    const guesses = await visitApp("gestures", async (page) => {
      await draw(page, "line", 90);
      const first = await page.locator("#guess", { hasText: "no idea" }).innerText();
      let count = 0;
      for (const size of [60, 90]) {
        for (const name of ["circle", "line"]) {
          const gestures = Math.min(++count, 2);
          await teach(page, name, size, `${count} strokes of ${gestures} gestures`);
        }
      }
      const known = [await recognised(page, "circle", 75), await recognised(page, "line", 75)];
      for (const size of [60, 90]) await teach(page, "check", size, `${++count} strokes of 3 gestures`);
      const all = [];
      for (const name of ["circle", "line", "check"]) all.push(await recognised(page, name, 75));
      return { first, known, all };
    });
    expect(guesses).toEqual({
      first: "no idea yet: name two gestures",
      known: ["circle", "line"],
      all: ["circle", "line", "check"],
    });
  });
});

describe("keeps-learning", () => {
  it("goes on after a reload as if there had been none, to the bits of Node, and forgets when it is told", async () => {
    const digits = makeDigits({ rows: 600, seed: 1 });
    const network = Network.create({
      layers: [digits.columns, { units: 32, activation: "relu" }, { units: 10, activation: "softmax" }],
      optimizer: "adam",
      seed: 1,
    });
    const begin = await network.weightsSha256();
    await network.fit(digits, { epochs: 6 });
    const end = await network.weightsSha256();
    network.dispose();

    const weights = async (page: Page, epochs: number) => {
      await page.locator("#epochs", { hasText: new RegExp(`^${epochs}$`) }).waitFor();
      const shown = page.locator("#weights", { hasText: /^[0-9a-f]{64}$/ });
      await shown.waitFor();
      return shown.innerText();
    };
    const seen = await visitApp("keeps-learning", async (page) => {
      const first = await weights(page, 0);
      await page.getByRole("button", { name: "Train" }).click();
      const half = await weights(page, 3);
      await page.reload();
      const reloaded = await weights(page, 3);
      await page.getByRole("button", { name: "Train" }).click();
      const whole = await weights(page, 6);
      await page.getByRole("button", { name: "Forget" }).click();
      return { isSame: half === reloaded, first, whole, forgotten: await weights(page, 0) };
    });
    expect(seen).toEqual({ isSame: true, first: begin, whole: end, forgotten: begin });
  });
});
