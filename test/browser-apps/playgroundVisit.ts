/** Visits the playground like a user: served by the command line, opened in a browser, checked for errors. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Browser, BrowserContext, BrowserContextOptions, Download, Locator, Page } from "playwright";
import { expect } from "vitest";
import { makeVisitor } from "./visitor.js";

/** Time limit of the page, for a busy machine. */
export const patience = { timeout: 20_000, interval: 20 };

export interface Served {
  /** e.g. "http://127.0.0.1:41234/" */
  url: string;
  close: () => Promise<void>;
}

/** Runs `chainrule serve` on a free port. */
export async function servePlayground(): Promise<Served> {
  const server = spawn(process.execPath, [resolve("dist/cli.js"), "serve", "--port", "0"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(server, "exit");
  const [line] = (await Promise.race([once(server.stdout, "data"), ended])) as [unknown];
  const url = /^http:\S+/.exec(String(line))?.[0];
  if (!url) throw new Error(`chainrule serve said no address, but ${String(line)}`);
  return {
    url,
    close: async () => {
      server.kill("SIGINT");
      await ended;
    },
  };
}

export interface Visit {
  page: Page;
  context: BrowserContext;
  /** Requested addresses of other origins. */
  strangers: string[];
  /** Messages of the console, and uncaught errors. */
  complaints: string[];
  /** Ends the visit. @throws AssertionError for any error message or request to another origin */
  leave: () => Promise<void>;
}

/**
 * Opens the page in a new browser context.
 *
 * @param link the text after the `#`
 * @param loads how often the page loads before it is used: 2 where it reloads itself
 */
export async function visit(
  browser: Browser,
  url: string,
  link = "",
  options: BrowserContextOptions = {},
  loads = 1,
): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1500, height: 1000 }, ...options });
  context.setDefaultTimeout(patience.timeout);
  await context.addInitScript(makeVisitor);
  const page = await context.newPage();
  const [strangers, complaints]: [string[], string[]] = [[], []];
  context.on("request", (request) => {
    const address = request.url();
    if (!/^(blob:|data:)/.test(address) && !address.startsWith(new URL(url).origin)) strangers.push(address);
  });
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(String(error)));
  let left = loads;
  const loaded = new Promise<void>((settle) => page.on("load", () => --left === 0 && settle()));
  await page.goto(link ? `${url}#${link}` : url);
  await loaded;
  await button(page, "Run").waitFor();
  const leave = async () => {
    await context.close();
    expect({ strangers, complaints }).toEqual({ strangers: [], complaints: [] });
  };
  return { page, context, strangers, complaints, leave };
}

/** A button of the transport bar. */
export function button(page: Page, name: string): Locator {
  return page.locator(".transport-buttons").getByRole("button", { name, exact: true });
}

/** The value of a figure in the transport bar: "Loss", "Test accuracy" … */
export function figure(page: Page, name: string): Promise<string> {
  return page.evaluate((wanted) => visitor.figure(wanted), name);
}

/** The number of epochs in the transport bar. */
export function epoch(page: Page): Promise<number> {
  return page.evaluate(() => visitor.epoch());
}

export function expectEpoch(page: Page, wanted: number): Promise<void> {
  return page.evaluate((count) => visitor.until(() => visitor.epoch() === count, `epoch ${count}`), wanted);
}

/** Trains a number of epochs, one after the other. */
export function trainEpochs(page: Page, count: number): Promise<void> {
  return page.evaluate((wanted) => visitor.trainEpochs(wanted), count);
}

/** Whether the bar shows a loss. */
export function expectLoss(page: Page): Promise<void> {
  return page.evaluate(() => visitor.until(() => /^\d/.test(visitor.figure("Loss")), "a loss"));
}

/** Waits until the link in the address has these keys and values, and none besides; the tab does not count. */
export async function expectLink(page: Page, wanted: Record<string, string>): Promise<void> {
  const link = () => {
    const { tab: _, ...others } = linkOf(page);
    return others;
  };
  await expect.poll(link, patience).toEqual(wanted);
}

/** The keys and values of the link in the address. */
export function linkOf(page: Page): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(new URL(page.url()).hash.slice(1)));
}

/** Opens a tab. */
export async function openTab(page: Page, name: string): Promise<Locator> {
  await page.getByRole("tab", { name }).click();
  return page.getByRole("tabpanel", { name });
}

/** Chooses an engine, a theme or a language. */
export async function chooseSegment(page: Page, group: string, name: string): Promise<void> {
  await page
    .getByRole("group", { name: group, exact: true })
    .getByRole("radio", { name, exact: true })
    .check();
}

/** Downloads files of "Export". @returns their contents, by name */
export async function takeFiles(page: Page, name: string, count = 1): Promise<Map<string, Buffer>> {
  const panel = await openTab(page, "Export");
  const downloads: Download[] = [];
  const collect = (download: Download) => downloads.push(download);
  page.on("download", collect);
  await panel.getByRole("button", { name: `Download: ${name},` }).click();
  await expect.poll(() => downloads.length, patience).toBe(count);
  page.off("download", collect);
  const read = async (download: Download) =>
    [download.suggestedFilename(), await readFile(await download.path())] as const;
  return new Map(await Promise.all(downloads.map(read)));
}

/** The exported program and its loss, while the training is paused. */
export async function snippet(page: Page): Promise<{ code: string; loss: string }> {
  const panel = await openTab(page, "Export");
  const text = panel.locator("pre.code").first();
  await expect.poll(() => text.innerText(), patience).toContain("in the playground: ");
  const code = await text.innerText();
  return { code, loss: /in the playground: (\S+)/.exec(code)![1]! };
}
