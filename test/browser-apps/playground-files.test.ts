/** Files in the playground: tables and images that are dropped or chosen, and messages for files that cannot be read. */
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers, launch } from "./open.js";
import {
  expectLink,
  expectLoss,
  figure,
  patience,
  type Served,
  servePlayground,
  snippet,
  takeFiles,
  trainEpochs,
  visit,
} from "./playgroundVisit.js";

interface Made {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const file = (name: string, content: string | Uint8Array): Made => ({
  name,
  mimeType: "application/octet-stream",
  buffer: Buffer.from(content),
});

/** 60 flowers of three kinds that differ in two columns. */
const rows = Array.from(
  { length: 60 },
  (_, row) => [(row % 3) * 2 + (row % 7) / 10, row % 5, row % 3] as const,
);
const csv = `length,width,sort\n${rows.map(([a, b, sort]) => `${a},${b},${["rose", "tulip", "lily"][sort]}`).join("\n")}\n`;
const prices = `area;price\n${rows.map(([a]) => `${a};${3 * a + 1}`).join("\n")}\n`;

/** 40 images of 8 × 8 pixels: the upper or the lower half is bright. */
const pictures = Uint8Array.from({ length: 40 * 64 }, (_, at) =>
  at % 64 < 32 === (at >> 6) % 2 > 0 ? 200 : at % 9,
);
const idx = (shape: number[], bytes: Uint8Array) =>
  Buffer.concat([
    Buffer.from([0, 0, 8, shape.length, ...shape.flatMap((size) => [0, 0, size >> 8, size & 255])]),
    bytes,
  ]);
const images = file("halves-images.idx", idx([40, 8, 8], pictures));
const labels = file(
  "halves-labels.idx",
  idx(
    [40],
    Uint8Array.from({ length: 40 }, (_, row) => row % 2),
  ),
);

let served: Served;
beforeAll(async () => {
  served = await servePlayground();
});
afterAll(() => served?.close());

describe.each(browsers)("in %s, the playground", (name) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch(name);
  });
  afterAll(() => browser?.close());

  it("trains on a dropped CSV file, and exports it with all its digits", async () => {
    const { page, leave } = await visit(browser, served.url);
    await drop(page, [file("flowers.csv", csv)]);
    await expectCard(page, "flowers.csv");
    await page.getByText("48 training samples, 12 test samples").waitFor();
    await page.getByRole("combobox", { name: "Learning rate" }).selectOption("0.1");
    await trainEpochs(page, 10);
    await expect.poll(() => figure(page, "Accuracy"), patience).toMatch(/^(8|9|10)\d/);
    await page.getByRole("heading", { name: "Confusion matrix" }).scrollIntoViewIfNeeded();
    const table = page.getByRole("table").first();
    await expect.poll(() => table.innerText(), patience).toContain("tulip");
    expect((await snippet(page)).code).toContain("flowers.csv");
    if (name === browsers[0]) {
      const [content] = [...(await takeFiles(page, "Data")).values()];
      expect(String(content).split("\n").slice(1, -1).sort()).toEqual(csv.split("\n").slice(1, -1).sort());
    }
    await leave();
  });

  it("opens images with their labels by the button, then returns to the data before", async () => {
    const { page, leave } = await visit(browser, served.url);
    await choose(page, [labels, images]);
    await expectCard(page, "halves-images.idx");
    await page.getByText("32 training samples, 8 test samples").waitFor();
    await trainEpochs(page, 10);
    await expect.poll(() => figure(page, "Accuracy"), patience).toMatch(/^100/);
    await page.getByText("All 8 images are classified correctly.").waitFor();
    await page.locator(".data-cards").getByText("Circles").click();
    await page.getByText("320 training samples, 80 test samples").waitFor();
    await page.locator(".data-cards").getByText("halves-images.idx").click();
    await page.getByText("32 training samples, 8 test samples").waitFor();
    await trainEpochs(page, 1);
    await leave();
  });

  it("opens a file that is dropped beside the settings, shows its columns, and learns another one", async () => {
    const { page, leave } = await visit(browser, served.url);
    await drop(page, [file("flowers.csv", csv)], "body");
    await expectCard(page, "flowers.csv");
    const preview = page.getByRole("group", { name: "First rows of the table" });
    expect(await preview.locator("option:checked").allTextContents()).toEqual(["number", "number"]);
    expect(await preview.getByRole("columnheader", { name: "sort" }).innerText()).toBe("sort\nto learn");
    await page.getByRole("combobox", { name: "Column to learn" }).selectOption("length");
    await page.getByRole("region", { name: "Predicted against actual" }).waitFor();
    await preview.getByRole("combobox", { name: "Kind of the column width" }).selectOption("not used");
    await trainEpochs(page, 2);
    await page.getByText(/^R² .* \(12 test samples\)$/).waitFor();
    const expected = { data: "file", target: "length", columns: "width:drop", file: "flowers.csv" };
    await expectLink(page, { ...expected, output: "identity" });
    const link = page.url();
    await leave();
    const again = await visit(browser, served.url, link.split("#")[1]);
    await again.page.getByText("This link belongs to the file “flowers.csv”.").waitFor();
    expect(await again.page.locator(".failure").count()).toBe(0);
    await drop(again.page, [file("flowers.csv", csv)], "body");
    await again.page.getByRole("region", { name: "Predicted against actual" }).waitFor();
    expect(await again.page.locator(".notice").count()).toBe(0);
    expect(again.page.url()).toBe(link);
    await again.leave();
  });

  it("shows the library's errors for files it cannot read, and keeps the data before", async () => {
    const { page, leave } = await visit(browser, served.url);
    await drop(page, [file("prices.csv", prices)]);
    await expectCard(page, "prices.csv");
    await trainEpochs(page, 2);
    const before = await page.locator(".status").innerText();
    const refused: [Made[], RegExp][] = [
      [[images], /^halves-images\.idx: expected two IDX files, images and labels together, got 1 file/],
      [[images, images], /halves-images\.idx/],
      [[file("short.csv", "a,b\n1,2\n3\n")], /^short\.csv line 3/],
      [[file("empty.csv", "")], /^empty\.csv/],
      [[file("one.csv", csv), file("two.csv", csv)], /^one\.csv, two\.csv: expected one CSV file/],
      [[file("cut.idx", images.buffer.subarray(0, 300))], /^cut\.idx/],
      [[file("picture.png", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"))], /^picture\.png/],
    ];
    for (const [files, message] of refused) {
      await choose(page, files);
      await expect.poll(() => page.locator("p.failure").innerText(), patience).toMatch(message);
      expect(await page.locator(".status").innerText()).toBe(before);
    }
    await trainEpochs(page, 1);
    await expectLoss(page);
    await choose(page, [file("flowers.csv", csv)]);
    await expectCard(page, "flowers.csv");
    await expect.poll(() => page.locator(".failure").count(), patience).toBe(0);
    await page.getByRole("region", { name: "Weights over time" }).getByRole("img").waitFor();
    await leave();
  });
});

/** Drops files on an element, like a file manager. */
async function drop(page: Page, files: Made[], on = ".drop-zone"): Promise<void> {
  const content = files.map(({ name, buffer }) => [name, [...buffer]] as const);
  const dataTransfer = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const [name, bytes] of all) transfer.items.add(new File([Uint8Array.from(bytes)], name));
    return transfer;
  }, content);
  for (const event of ["dragover", "drop"]) {
    await page.locator(on).dispatchEvent(event, { dataTransfer });
  }
}

async function choose(page: Page, files: Made[]): Promise<void> {
  await page.locator(".drop-zone input[type=file]").setInputFiles(files);
}

async function expectCard(page: Page, name: string): Promise<void> {
  const card = page.locator(".data-cards label", { hasText: name });
  await card.waitFor();
  await expect.poll(() => card.locator("input").isChecked(), patience).toBe(true);
}
