/** Browsers for the tests of apps, and one look at an app: what it shows, asks for and complains of. */
import { type Browser, chromium, firefox, type Page } from "playwright";
import { type BrowserName, browserNames, findBrowsers } from "../../scripts/browsers.mjs";
import type { Info } from "../../src/wasm/info.js";
import { serve } from "./serve.js";

const found = findBrowsers();

/** Those that are there. */
export const browsers = browserNames.filter((name) => found[name].launchOptions);

export function launch(name: BrowserName, args: readonly string[] = []): Promise<Browser> {
  const { launchOptions } = found[name];
  const all = { ...launchOptions, args: [...(launchOptions?.args ?? []), ...args] };
  return { chromium, firefox }[name].launch({ ...all, timeout: 60_000 });
}

/** What an app came to. */
export interface Outcome {
  loss: string;
  /** SHA-256 of the weights. */
  weights: string;
  info: Info;
  isIsolated: boolean;
  /** Addresses that are not of the app's own origin. */
  strangers: string[];
  /** Whatever the console, and uncaught errors, said. */
  complaints: string[];
}

/** Serves a folder and opens it; see `outcomeAt`. */
export async function outcomeOf(
  browser: Browser,
  folder: string,
  headers: Record<string, string>,
  act?: (page: Page) => Promise<unknown>,
): Promise<Outcome> {
  const site = await serve(folder, headers);
  try {
    return await outcomeAt(browser, site.origin, act);
  } finally {
    await site.close();
  }
}

/**
 * Opens a site, or a file, and waits until the app shows the SHA-256 of its weights.
 *
 * @param act what a person does first
 * @throws Error with what the page complained of, where it shows none
 */
export async function outcomeAt(
  browser: Browser,
  address: string,
  act: (page: Page) => Promise<unknown> = async () => {},
): Promise<Outcome> {
  const { seen, ...heard } = await visit(browser, address, async (page) => {
    await act(page);
    const weights = page.locator("#weights", { hasText: /^[0-9a-f]{64}$/ });
    await weights.waitFor({ timeout: 45_000 });
    return {
      weights: await weights.innerText(),
      loss: await page.locator("#loss").innerText(),
      info: JSON.parse(await page.locator("#info").innerText()) as Info,
      isIsolated: await page.evaluate(() => crossOriginIsolated),
    };
  });
  return { ...seen, ...heard };
}

/**
 * Opens a site, or a file, in a window of its own.
 *
 * @param look what is to be seen there
 * @throws Error of `look`, with what the page complained of
 */
export async function visit<Seen>(
  browser: Browser,
  address: string,
  look: (page: Page) => Promise<Seen>,
): Promise<{ seen: Seen; strangers: string[]; complaints: string[] }> {
  const { href } = new URL(address);
  const context = await browser.newContext();
  const [requests, complaints]: [string[], string[]] = [[], []];
  try {
    const page = await context.newPage();
    page.on("request", (request) => requests.push(request.url()));
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.goto(href);
    const seen = await look(page);
    if (!requests.includes(href)) throw new Error("the browser does not tell what a page asks for");
    const isOwn = (request: string) =>
      /^(blob:|data:)/.test(request) || request.startsWith(new URL(".", href).href);
    return { seen, strangers: requests.filter((request) => !isOwn(request)), complaints };
  } catch (error) {
    throw new Error([`${href}: ${(error as Error).message}`, ...complaints].join("\n"));
  } finally {
    await context.close();
  }
}
