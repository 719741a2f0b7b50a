/** Every control of the playground: what it changes in the address and in the training, and what it refuses. */
import type { Browser } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers, launch } from "./open.js";
import {
  button,
  chooseSegment,
  epoch,
  expectEpoch,
  expectLink,
  expectLoss,
  figure,
  linkOf,
  openTab,
  patience,
  type Served,
  servePlayground,
  snippet,
  trainEpochs,
  visit,
  type Visit,
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

describe(`in ${name}, the playground's`, () => {
  let here: Visit;
  const open = async (link = "") => (here = await visit(browser, served.url, link)).page;
  /** Nothing failed, and another epoch gives a loss. */
  const expectToTrain = async () => {
    await trainEpochs(here.page, 1);
    await expectLoss(here.page);
    expect(await here.page.locator(".failure").allInnerTexts()).toEqual([]);
  };

  it("data cards select samples, and a network that trains on them", async () => {
    const page = await open();
    const cards = [
      ["2-2-2 example", { data: "mazur" }, null],
      ["3-3-2 matrix", { data: "matrix" }, null],
      ["XOR, 4 points", { data: "xor4" }, null],
      ["Auto-encoder", { data: "autoencoder" }, null],
      ["Quadrants", { data: "xor" }, "320 training samples, 80 test samples"],
      ["Circles", { data: "circles" }, "320 training samples, 80 test samples"],
      ["Clouds", { data: "clouds" }, "320 training samples, 80 test samples"],
      ["Slope", { data: "slope" }, "320 training samples, 80 test samples"],
      ["Hills", { data: "hills" }, "320 training samples, 80 test samples"],
      ["Wave", { data: "wave" }, "320 training samples, 80 test samples"],
      ["Digits", { data: "digits" }, "1 600 training samples, 400 test samples"],
      ["Spirals", {}, "320 training samples, 80 test samples"],
    ] as const;
    for (const [card, link, counts] of cards) {
      await page.locator(".data-cards").getByText(card).click();
      await expectLink(page, link);
      const note = page.locator(".note", { hasText: "test samples" });
      if (counts) {
        await expect.poll(async () => (await note.innerText()).replace(/\s/g, " "), patience).toBe(counts);
      }
      await expectToTrain();
    }
    await here.leave();
  });

  it("sliders and seed generate other samples", async () => {
    const page = await open();
    const slide = (label: string, value: string) =>
      page.getByRole("slider", { name: label, exact: true }).fill(value);
    await slide("Noise", "0.4");
    await slide("Samples", "1");
    await slide("Test samples", "0");
    await expectLink(page, { noise: "0.4", rows: "100", test: "0" });
    await page.getByText("100 training samples, 0 test samples").waitFor();
    await page.getByRole("slider", { name: "Noise" }).press("ArrowRight");
    await expectLink(page, { noise: "0.45", rows: "100", test: "0" });
    const seed = page.getByRole("textbox", { name: "Seed", exact: true });
    await seed.fill("12");
    await seed.press("Enter");
    await page.getByRole("button", { name: "Another seed" }).click();
    // the samples stay
    await expectLink(page, { noise: "0.45", rows: "100", test: "0", seed: "13", dataseed: "1" });
    await page.getByRole("button", { name: "New sample of the data" }).click();
    await expectLink(page, { noise: "0.45", rows: "100", test: "0", seed: "13", dataseed: "2" });
    await expectToTrain();
    await seed.fill("1.5");
    await seed.press("Enter");
    await page
      .getByRole("alert")
      .getByText(/^Expected an integer from 0 to /)
      .waitFor();
    await seed.press("Escape");
    expect(await seed.inputValue()).toBe("13");
    await here.leave();
  });

  it("switches choose the features of a plane; the network gets an input for each", async () => {
    const page = await open("data=circles");
    const features = page.getByRole("group", { name: "Input features" });
    const toggle = (feature: string) =>
      features.getByRole("checkbox", { name: feature, exact: true }).press("Space");
    await toggle("x²");
    await toggle("y²");
    await expectLink(page, { data: "circles", features: "x,y,x2,y2" });
    await page.getByRole("button", { name: /^Input i4/ }).waitFor();
    await toggle("x");
    await expectLink(page, { data: "circles", features: "y,x2,y2" });
    await expectToTrain();
    await page.getByRole("checkbox", { name: "Discrete" }).check();
    await page.locator(".data-cards").getByText("Digits").click();
    await expect.poll(() => features.count(), patience).toBe(0);
    await here.leave();
  });

  it("layers can be made wider and narrower, added and removed", async () => {
    const page = await open();
    const first = page.getByRole("group", { name: "Layer 1" });
    await first.getByRole("button", { name: "More units" }).click();
    await expectLink(page, { hidden: "9t,8t" });
    await page.getByRole("button", { name: "Layer 2: Fewer units" }).click();
    await expectLink(page, { hidden: "9t,7t" });
    const units = first.getByRole("textbox");
    await units.fill("600");
    await units.press("Enter");
    await page.getByText("Expected an integer from 1 to 512.").waitFor();
    await units.fill("20");
    await units.press("Enter");
    await page.getByRole("button", { name: "Remove layer 2" }).click();
    await expectLink(page, { hidden: "20t" });
    await expectToTrain();
    const add = page.getByRole("button", { name: "Add a layer" });
    for (let layers = 2; layers <= 6; layers++) await add.click();
    await expectLink(page, { hidden: Array(6).fill("20t").join() });
    expect(await add.count()).toBe(0);
    await expectToTrain();
    for (let layers = 6; layers > 0; layers--) {
      await page.getByRole("button", { name: `Remove layer ${layers}` }).click();
    }
    await expectLink(page, { hidden: "none" });
    await expectToTrain();
    await here.leave();
  });

  it("activations, losses and optimisers all train", async () => {
    const page = await open("rows=50");
    const tried = [
      ["Activation of layer 1", 13],
      ["Output activation", 15],
      ["Loss", 7],
      ["Optimiser", 10],
    ] as const;
    for (const [label, count] of tried) {
      const select = page.getByRole("combobox", { name: label, exact: true });
      if (label === "Loss") await page.getByLabel("Output activation").selectOption("tanh");
      expect(await select.evaluate(trainEachOption)).toEqual({ tried: count, failures: [] });
    }
    await here.leave();
  });

  it("learning rate, batch size, penalties, dropout and precision reach the training", async () => {
    const page = await open();
    await trainEpochs(page, 1);
    const list = (label: string) => page.getByRole("combobox", { name: label });
    await list("Learning rate").selectOption("0.03");
    await list("Batch size").selectOption("full");
    await list("L1 penalty").selectOption("0.001");
    await list("L2 penalty").selectOption("0.01");
    await page.getByRole("slider", { name: "Dropout" }).fill("0.25");
    const chosen = { lr: "0.03", batch: "full", l1: "0.001", l2: "0.01", dropout: "0.25" };
    await expectLink(page, chosen);
    await expectEpoch(page, 1); // the weights stay
    await expectToTrain();
    await list("Learning rate").selectOption("other");
    const typed = page.getByRole("textbox", { name: "Learning rate" });
    await typed.fill("nought");
    await typed.press("Enter");
    await page.getByText("Expected a number from 1e-9 to 1000.").waitFor();
    await typed.fill("0.02");
    await typed.press("Enter");
    await expectLink(page, { ...chosen, lr: "0.02" });
    await chooseSegment(page, "Precision", "64 bit");
    await expectLink(page, { ...chosen, lr: "0.02", precision: "float64" });
    await expectEpoch(page, 0);
    await expectToTrain();
    await list("Optimiser").selectOption("lbfgs");
    await page.getByText("set by line search").waitFor();
    expect(await list("Batch size").isDisabled()).toBe(true);
    await here.leave();
  });

  it("engines continue with the same weights and give the same bits", async () => {
    const page = await open("hidden=64r&rows=200");
    const losses: string[] = [];
    for (const engine of ["Wasm", "Threads", "JavaScript"]) {
      await openTab(page, "Train");
      const isThere = await page.getByRole("radio", { name: engine }).isEnabled();
      if (!isThere) continue; // with one processor there is one thread
      await chooseSegment(page, "Engine", engine);
      await button(page, "Reset").click();
      await expectEpoch(page, 0);
      await trainEpochs(page, 3);
      losses.push((await snippet(page)).loss);
    }
    expect(losses.length).toBeGreaterThan(1);
    expect(new Set(losses).size).toBe(1);
    const before = await figure(page, "Loss");
    await openTab(page, "Train");
    await chooseSegment(page, "Engine", "Wasm");
    await expectLink(page, { hidden: "64r", rows: "200" });
    await expectEpoch(page, 3);
    expect(await figure(page, "Loss")).toBe(before);
    await trainEpochs(page, 1);
    await here.leave();
  });

  it("engines can change while the training runs", async () => {
    const page = await open();
    await button(page, "Run").click();
    for (const engine of ["JavaScript", "Wasm"]) {
      await chooseSegment(page, "Engine", engine);
      await expectLink(page, engine === "Wasm" ? {} : { engine: "javascript" });
      const before = await epoch(page);
      await expect.poll(() => epoch(page), patience).toBeGreaterThan(before + 5);
    }
    await here.leave();
  });

  it("theme and language change and are remembered", async () => {
    const page = await open();
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await chooseSegment(page, "Theme", "Dark");
    await expect.poll(background, patience).not.toBe(light);
    await chooseSegment(page, "Language", "中文");
    await expectLink(page, { lang: "zh" });
    await page.getByRole("button", { name: "运行", exact: true }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("zh-Hans");
    await page.goto(served.url);
    await page.getByRole("button", { name: "运行", exact: true }).waitFor();
    expect(await background()).not.toBe(light);
    await chooseSegment(page, "语言", "EN");
    await chooseSegment(page, "Theme", "Light");
    await button(page, "Run").waitFor();
    await expect.poll(background, patience).toBe(light);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await background()).toBe(light);
    await chooseSegment(page, "Theme", "System");
    await expect.poll(background, patience).not.toBe(light);
    await page.emulateMedia({ colorScheme: "light" });
    await expect.poll(background, patience).toBe(light);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(served.url);
    await button(page, "Run").waitFor();
    expect(await background()).not.toBe(light);
    await here.leave();
  });

  it("panels react to the mouse: units, samples, places of the plane, scale of the loss", async () => {
    const page = await open();
    await trainEpochs(page, 2);
    await page.getByRole("button", { name: /^Unit h1.1,/ }).click();
    const inspector = page.getByRole("region", { name: "Why this number?" });
    await expect.poll(() => inspector.locator("math").count(), patience).toBeGreaterThan(0);
    await inspector.getByRole("button", { name: "Next sample" }).click();
    expect(await inspector.getByRole("spinbutton").inputValue()).toBe("2");
    await page.locator(".surface-plot").hover();
    await expect.poll(() => page.locator(".surface-spot").innerText(), patience).toMatch(/predicted\s[01]/);
    await page.getByRole("checkbox", { name: "test" }).uncheck();
    const axes = page.getByRole("group", { name: "Logarithmic axes" });
    await axes.getByRole("checkbox", { name: "log loss" }).uncheck();
    await axes.getByRole("checkbox", { name: "log epochs" }).uncheck();
    await page.getByRole("region", { name: "Weights over time" }).getByRole("img").waitFor();
    expect(await figure(page, "Epoch")).toBe("2");
    await here.leave();
  });

  it("drawing adds and removes units and layers, shows all units, and sets a weight by keyboard", async () => {
    const page = await open();
    const drawing = page.getByRole("region", { name: "Network", exact: true });
    await drawing.getByRole("button", { name: "Hidden layer 1: add units" }).click();
    await drawing.getByRole("button", { name: "Hidden layer 2: remove units" }).press("Enter");
    await expectLink(page, { hidden: "9t,7t" });
    await drawing.getByRole("button", { name: "Remove the last hidden layer" }).click();
    await drawing.getByRole("button", { name: "Add a hidden layer" }).press("Enter");
    await expectLink(page, { hidden: "9t,9t" });
    const units = page.getByRole("group", { name: "Layer 1" }).getByRole("textbox");
    await units.fill("128");
    await units.press("Enter");
    await expectLink(page, { hidden: "128t,9t" });
    const last = drawing.getByRole("button", { name: /^Unit h1.128,/ });
    expect(await last.count()).toBe(0);
    await drawing.getByRole("slider").press("End");
    await last.focus();
    await page.keyboard.press("ArrowRight");
    const weight = drawing.getByRole("button", { name: /^Weight .* from h1.128 to h2.1:/ });
    await weight.press("Enter");
    const field = drawing.getByRole("textbox");
    await field.fill("much");
    await field.press("Enter");
    await drawing.getByRole("alert").getByText("Expected a number.").waitFor();
    await field.fill("-1.25");
    await field.press("Enter");
    await expect.poll(() => weight.getAttribute("aria-label"), patience).toMatch(/: −1\.250$/);
    expect(await weight.evaluate((element) => element === document.activeElement)).toBe(true);
    await expectToTrain();
    await here.leave();
  });

  it("tabs are chosen by click, key and link, and the browser goes back and forward through them", async () => {
    const page = await open("data=circles&tab=bench");
    const isShown = (tab: string) => page.getByRole("tabpanel", { name: tab }).waitFor();
    await isShown("Benchmark");
    await page.getByRole("tab", { name: "Benchmark" }).press("ArrowLeft");
    await isShown("Step by step");
    await page.getByRole("tab", { name: "Step by step" }).press("Home");
    await isShown("Train");
    await page.locator(".data-cards").getByText("Quadrants").click();
    await expect.poll(() => linkOf(page), patience).toEqual({ data: "xor" });
    await trainEpochs(page, 1);
    await page.goBack();
    await isShown("Step by step");
    // the training goes on: an entry of the history has its own tab, not its own choices
    await expect.poll(() => linkOf(page), patience).toEqual({ data: "xor", tab: "steps" });
    await page.goBack();
    await isShown("Benchmark");
    await page.goForward();
    await page.goForward();
    await isShown("Train");
    expect([await epoch(page), linkOf(page)]).toEqual([1, { data: "xor" }]);
    await page.evaluate(() => (location.hash = "#data=clouds&tab=export"));
    await isShown("Export");
    await expectEpoch(page, 0);
    await expectLink(page, { data: "clouds" });
    await here.leave();
  });

  it("link for a class hides parts of the page, and the page can show them again", async () => {
    const page = await open();
    const made = await openTab(page, "Export");
    await made.getByRole("checkbox", { name: "Learning rate" }).check();
    await made.getByRole("checkbox", { name: "Tab: Benchmark" }).check();
    const link = await made.locator("pre.link").last().innerText();
    expect(new URL(link).hash).toBe("#hide=rate,bench");
    await page.goto("about:blank");
    await page.goto(link);
    await button(page, "Run").waitFor();
    const rate = page.getByRole("combobox", { name: "Learning rate" });
    expect([await rate.count(), await page.getByRole("tab").allInnerTexts()]).toEqual([
      0,
      ["Train", "Step by step", "Export"],
    ]);
    await page.getByRole("button", { name: "Show all" }).click();
    await rate.waitFor();
    await expectLink(page, {});
    await here.leave();
  });

  it("link reports what is wrong in it, and applies the rest", async () => {
    const page = await open("lr=0.01&batch=-3&hiden=4t");
    const said = page.getByRole("status").filter({ hasText: "Some settings of this link could not be used" });
    await said.getByText("batch: expected an integer from 1 to 10000").waitFor();
    await said.getByText("hiden").waitFor();
    await said.getByRole("button", { name: "Close" }).click();
    await expectLink(page, { lr: "0.01" });
    await here.leave();
  });
});

/** In the page: chooses each option of a list, and trains an epoch with it. @returns how many, and messages of failures */
async function trainEachOption(element: Node): Promise<{ tried: number; failures: string[] }> {
  const select = element as HTMLSelectElement;
  const failures: string[] = [];
  const values = [...select.options].map(({ value }) => value);
  for (const value of values) {
    select.value = value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await visitor.trainEpochs(1);
    await visitor.until(() => /^\d/.test(visitor.figure("Loss")), `${value}: a loss`);
    if (select.value !== value) failures.push(`${value} became ${select.value}`);
    for (const one of document.querySelectorAll(".failure")) failures.push(`${value}: ${one.textContent}`);
  }
  return { tried: values.length, failures };
}
