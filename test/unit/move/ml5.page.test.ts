/** The page "Move here from ml5" runs as printed: the sketch in Chromium, then our programs with the files that it saved. */
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ml5Script } from "../../../scripts/peers.mjs";
import { browsers, launch } from "../../browser-apps/open.js";
import { expectAgreement, filesOf, linesOf, write } from "./pages.js";

const page = "from-ml5.md";
const saved = ["first", "trained"].flatMap((name) =>
  [".json", ".weights.bin", "_meta.json"].map((ending) => name + ending),
);

/** Runs the sketch of the page. @returns what it prints; the files that it saves are in the folder */
async function sketch(folder: string): Promise<string[]> {
  const html = `<!doctype html><link rel="icon" href="data:," /><script src="ml5.min.js"></script>
    <script type="module">${filesOf(page)["ml5.js"]}console.log("end");</script>`;
  const server = createServer(({ url }, response) => {
    const isPage = url === "/";
    response.setHeader("content-type", isPage ? "text/html" : "text/javascript");
    response.end(isPage ? html : readFileSync(ml5Script));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const browser = await launch("chromium");
  try {
    const tab = await browser.newPage();
    const [lines, errors, downloads]: [string[], string[], Promise<void>[]] = [[], [], []];
    tab.on("console", (message) => lines.push(message.text()));
    tab.on("pageerror", (error) => errors.push(String(error)));
    tab.on("download", (file) => downloads.push(file.saveAs(join(folder, file.suggestedFilename()))));
    await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await expect.poll(() => lines.includes("end") || errors.length > 0).toBe(true);
    expect(errors).toEqual([]);
    await expect.poll(() => downloads.length).toBe(saved.length);
    await Promise.all(downloads);
    return lines.filter((line) => /^(loss|answer) /.test(line));
  } finally {
    await browser.close();
    server.close();
  }
}

it("from-ml5.md: the sketch of the page and our programs print the same", async ({ skip }) => {
  if (!existsSync(ml5Script)) return skip("ml5 is not installed: node scripts/peers.mjs");
  if (!browsers.includes("chromium")) return skip("there is no Chromium");
  const folder = write(page);
  const theirs = await sketch(folder);
  expect(saved.filter((name) => !existsSync(join(folder, name)))).toEqual([]);
  expectAgreement(await linesOf(folder, process.execPath, "chainrule.mjs"), theirs, 1e-5);
  expectAgreement(await linesOf(folder, process.execPath, "import.mjs"), theirs.slice(1), 1e-5);
});
