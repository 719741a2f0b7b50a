/** "Fill in your own numbers": the worked examples of the playground, changed by hand. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers, launch } from "./open.js";
import {
  button,
  chooseSegment,
  expectEpoch,
  expectLink,
  figure,
  patience,
  type Served,
  servePlayground,
  visit,
} from "./playgroundVisit.js";

const name = browsers[0]!;
let served: Served;
let browser: Browser;
beforeAll(async () => {
  [served, browser] = await Promise.all([servePlayground(), launch(name)]);
});
afterAll(async () => {
  await Promise.all([served?.close(), browser?.close()]);
});

const panelOf = (page: Page) => page.getByRole("region", { name: /Fill in your own numbers|填入自己的数/ });
/** The error that the panel shows. */
const error = async (page: Page) =>
  Number(/= (\d\.\d+)/.exec(await panelOf(page).locator(".example-says b").innerText())![1]);

describe(`in ${name}, a worked example of the playground`, () => {
  it("shows the printed numbers; a changed weight changes the error, and the link keeps it", async () => {
    const { page, leave } = await visit(browser, served.url, "data=mazur");
    const panel = panelOf(page);
    await expect.poll(() => error(page), patience).toBe(0.298371109);
    const table = panel.locator(".course tbody tr");
    await expect.poll(() => table.nth(1).innerText(), patience).toContain("0.291027774");
    expect(await panel.locator(".changed").count()).toBe(0);

    const w5 = panel.getByRole("textbox", { name: "w5", exact: true });
    await w5.fill("0.3");
    await expect.poll(() => error(page), patience).toBeLessThan(0.298);
    expect(await panel.locator(".example-says").innerText()).toMatch(/The error falls: 0\.298371109 → 0\.29/);
    const marked = await panel.locator(".example-picture text.changed").allTextContents();
    expect(marked.join("; ")).toMatch(/net 1\.0/);
    expect(marked.join("; ")).not.toMatch(/0\.59327|0\.77293/); // out_h1 and out_o2 do not depend on w5
    await expectLink(page, { data: "mazur", weights: "0.15,0.2,0.25,0.3,0.3,0.45,0.5,0.55" });
    const after = await error(page);
    await expect.poll(() => figure(page, "Loss"), patience).toBe(after.toFixed(4));

    const again = await visit(browser, served.url, new URL(page.url()).hash.slice(1));
    await expect.poll(() => error(again.page), patience).toBe(after);
    await again.leave();

    await panel.getByText("Why it works").click();
    const reason = panel.locator(".reason", { hasText: "Why a step against the gradient" });
    await expect.poll(() => reason.innerText(), patience).toContain("lowers the error from");
    expect((await reason.innerText()).replace(/\s+/g, " ")).toContain(`from ${after}`);

    await panel.getByRole("button", { name: "Numbers of the example" }).click();
    await expectLink(page, { data: "mazur" });
    await expect.poll(() => error(page), patience).toBe(0.298371109);
    await leave();
  });

  it("keeps what is typed while it is no number, and steps with the arrow keys", async () => {
    const { page, leave } = await visit(browser, served.url, "data=mazur");
    const i1 = panelOf(page).getByRole("textbox", { name: "i1", exact: true });
    await i1.fill("0.0x");
    expect(await i1.getAttribute("aria-invalid")).toBe("true");
    expect(await error(page)).toBe(0.298371109);
    await i1.fill("0.05");
    await i1.press("ArrowUp");
    await expectLink(page, { data: "mazur", inputs: "0.06,0.1" });
    expect(await i1.inputValue()).toBe("0.06");
    await leave();
  });

  it("in Chinese: a click on the drawing goes to the field; four samples of XOR are all trained on", async () => {
    const { page, leave } = await visit(browser, served.url, "data=xor4&lang=en");
    await chooseSegment(page, "Language", "中文");
    const panel = panelOf(page);
    await panel.locator('.example-picture [data-key="w12"]').click();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute("data-symbol")), patience)
      .toBe("w12");
    expect(await panel.locator(".numbers").first().locator("tbody tr").count()).toBe(4);
    await chooseSegment(page, "样本", "样本 3");
    await panel.getByRole("textbox", { name: "target_o1，样本 3" }).fill("0.5");
    await expectLink(page, { data: "xor4", lang: "zh", targets: "0,1,0.5,0" });
    await chooseSegment(page, "语言", "EN");
    await button(page, "Epoch").click();
    await expectEpoch(page, 1);
    expect(await page.getByText(/\d test samples/).count()).toBe(0);
    await leave();
  });
});
