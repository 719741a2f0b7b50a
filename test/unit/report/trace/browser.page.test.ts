import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { languages } from "../../../../src/explain/language/languages.js";
import { tracePage } from "../../../../src/report/trace/tracePage.js";
import { chromium, openPage, type Page } from "./chromium.js";
import { traceOf } from "./traces.js";

/** What a person sees of the page, as far as a test can. */
const look = `(() => {
  const shown = [...document.querySelectorAll(".step")].filter((one) => one.checkVisibility());
  return {
    shown: shown.map(({ id }) => id),
    progress: document.getElementById("progress").textContent,
    lit: document.querySelectorAll("#drawing .lit").length,
    current: [...document.querySelectorAll("[aria-current]")].map((link) => link.hash),
    disabled: [...document.querySelectorAll("button:disabled")].map(({ id }) => id),
    said: document.getElementById("said").textContent,
    hash: location.hash,
  };
})()`;
interface Look {
  shown: string[];
  progress: string;
  lit: number;
  current: string[];
  disabled: string[];
  said: string;
  hash: string;
}

if (!chromium) console.warn("Skipped: the lesson page in a browser. There is no Chromium; set CHROMIUM.");

describe.skipIf(!chromium).each(["en", "zh"] as const)("the lesson page in a browser, %s", (code) => {
  const traced = traceOf("mazur");
  const count = traced.steps.length + 1;
  let page: Page;
  beforeAll(async () => {
    page = await openPage(tracePage(traced, { language: languages[code] }));
  });
  afterAll(() => page.close());
  const seen = () => page.evaluate<Look>(look);
  const click = (id: string) => page.evaluate(`document.getElementById("${id}").click()`);
  const press = async (key: string) => {
    await page.send("Input.dispatchKeyEvent", { type: "keyDown", key });
    await page.send("Input.dispatchKeyEvent", { type: "keyUp", key });
  };

  it("goes forward through every step and back, and shows one at a time", async () => {
    const words = (step: number) =>
      code === "en" ? `Step ${step} of ${count}` : `第 ${step} 步，共 ${count} 步`;
    for (let step = 1; step <= count; step++) {
      if (step > 1) await click("forth");
      const { lit, said, hash, ...now } = await seen();
      const disabled = step === 1 ? ["back"] : step === count ? ["forth"] : [];
      const expected = { shown: [`s${step}`], progress: words(step), current: [`#step=${step}`], disabled };
      expect(now).toEqual(expected);
      expect(lit).toBeGreaterThan(0);
      expect(hash).toBe(step === 1 ? "" : `#step=${step}`);
      if (step > 1) expect(said).toContain(words(step));
    }
    for (let step = count - 1; step >= 1; step--) {
      await click("back");
      expect((await seen()).shown).toEqual([`s${step}`]);
    }
  });

  it("obeys the keys, the list of steps, the slider and the address", async () => {
    await press("End");
    expect((await seen()).shown).toEqual([`s${count}`]);
    await press("ArrowLeft");
    expect((await seen()).shown).toEqual([`s${count - 1}`]);
    await press("Home");
    await press("ArrowRight");
    expect((await seen()).shown).toEqual(["s2"]);
    await page.evaluate(`document.querySelector('#steps a[href="#step=12"]').click()`);
    expect((await seen()).progress).toContain("12");
    await page.evaluate(
      `(() => { const bar = document.getElementById("bar"); bar.value = "30"; bar.dispatchEvent(new Event("input", { bubbles: true })); })()`,
    );
    expect((await seen()).shown).toEqual(["s30"]);
    await page.evaluate(`location.hash = "#step=7"`);
    await page.evaluate("new Promise((resolve) => setTimeout(resolve, 50))");
    expect((await seen()).shown).toEqual(["s7"]);
  });

  it("shows a number in the drawing only from the step that calculates it", async () => {
    const numbers = () =>
      page.evaluate<string>(
        `[...document.querySelectorAll("#drawing text")].filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.textContent).join("; ")`,
      );
    await press("Home");
    expect(await numbers()).toContain("net 0.3775");
    expect(await numbers()).not.toMatch(/out 0|δ|E_? ?0/);
    await press("End");
    await press("ArrowLeft");
    expect(await numbers()).toContain("δ −0.03810");
    expect(await numbers()).toContain("w8 0.56137");
    expect(await numbers()).not.toContain("w8 0.55;");
  });

  it("ends with the error after the round", async () => {
    await press("End");
    const numbers = await page.evaluate<string[]>(
      `[...document.querySelectorAll("#s${count} .equation .right")].map((one) => one.textContent)`,
    );
    expect(numbers).toEqual(["=0.298371109", "=0.291027774"]);
    const drawn = `[...document.querySelectorAll("#drawing .total")].filter((one) => one.checkVisibility({ visibilityProperty: true })).map((one) => one.textContent)`;
    expect(await page.evaluate(drawn)).toEqual(["E total = 0.29103"]);
    await press("ArrowLeft");
    expect(await page.evaluate(drawn)).toEqual(["E total = 0.29837"]);
  });

  it("writes all numbers with the decimals that are chosen, exact ones as they are", async () => {
    const choose = (digits: number) =>
      page.evaluate(
        `(() => { const list = document.getElementById("decimals"); list.value = "${digits}"; list.dispatchEvent(new Event("input", { bubbles: true })); })()`,
      );
    const of = (selector: string) =>
      page.evaluate<string>(`document.querySelector(${JSON.stringify(selector)}).textContent`);
    await choose(4);
    expect(await of("#s2 .result .right")).toBe("=0.5933");
    expect(await of('#steps a[href="#step=2"] output')).toBe("0.5933");
    expect(await of("#s1 .equation:nth-child(2) .right")).toBe("=0.15⋅0.05+0.2⋅0.1+0.35");
    await choose(17);
    expect(await of("#s2 .result .right")).toBe("=0.5932699921071872");
    await choose(9);
    expect(await of("#s2 .result .right")).toBe("=0.593269992");
  });

  it("changes its language and keeps the step, and its theme", async () => {
    await page.evaluate(`document.querySelector('#steps a[href="#step=12"]').click()`);
    const other = code === "en" ? `第 12 步，共 ${count} 步` : `Step 12 of ${count}`;
    const state = `[document.documentElement.lang, document.getElementById("progress").textContent]`;
    const before = await page.evaluate(state);
    await click("language");
    expect(await page.evaluate(state)).toEqual([code === "en" ? "zh-Hans" : "en", other]);
    expect((await seen()).shown).toEqual(["s12"]);
    await click("language");
    expect(await page.evaluate(state)).toEqual(before);
    const theme = `getComputedStyle(document.documentElement).colorScheme`;
    const first = await page.evaluate(theme);
    await click("theme");
    expect(await page.evaluate(theme)).toBe(first === "dark" ? "light" : "dark");
    await click("theme");
    expect(await page.evaluate(theme)).toBe(first);
  });

  it("draws formulas with the font that it contains", async () => {
    const isThere = `document.fonts.ready.then(() => document.fonts.check("16px 'Chainrule Mathematics'"))`;
    const { result } = (await page.send("Runtime.evaluate", {
      expression: isThere,
      awaitPromise: true,
      returnByValue: true,
    })) as { result: { value: boolean } };
    expect(result.value).toBe(true);
  });

  it("fits 320 pixels, prints all steps, and keeps still for those who ask for it", async () => {
    const metrics = { width: 320, height: 640, deviceScaleFactor: 1, mobile: false };
    await page.send("Emulation.setDeviceMetricsOverride", metrics);
    const tooWide = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    for (const step of [1, 12, 17, 35, count]) {
      await page.evaluate(`document.querySelector('#steps a[href="#step=${step}"]').click()`);
      expect(await page.evaluate(tooWide)).toBe(0);
    }
    const animation = `getComputedStyle(document.querySelector("#drawing .wire")).animationName`;
    await page.evaluate(`document.querySelector('#steps a[href="#step=5"]').click()`);
    const moving = animation.replace(".wire", ".lit .wire");
    expect(await page.evaluate(moving)).toBe("run");
    const calm = { name: "prefers-reduced-motion", value: "reduce" };
    await page.send("Emulation.setEmulatedMedia", { features: [calm] });
    expect(await page.evaluate(moving)).toBe("none");
    await page.send("Emulation.setEmulatedMedia", { media: "print" });
    expect((await seen()).shown).toHaveLength(count);
    const controls = `[...document.querySelectorAll("#steps, .controls, .keys")].some((one) => one.checkVisibility())`;
    expect(await page.evaluate(controls)).toBe(false);
  });

  it("asked for nothing but itself, and the console stayed empty", () => {
    expect(page.requests.filter((address) => !address.startsWith("data:font/woff2"))).toEqual([page.url]);
    expect(page.complaints).toEqual([]);
  });
});

describe.skipIf(!chromium)("an address with a step", () => {
  it("opens the page there", async () => {
    const page = await openPage(tracePage(traceOf("matrix"), { language: languages.en }), "#step=12");
    try {
      const { shown, progress } = await page.evaluate<Look>(look);
      expect([shown, progress]).toEqual([["s12"], "Step 12 of 91"]);
    } finally {
      await page.close();
    }
  });
});
