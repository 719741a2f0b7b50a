/**
 * How smoothly the playground draws while it trains: frames per second, and the longest task of the page's thread. It
 * prints the measurements and asserts no times, because they depend on the load of the machine. The aim is 60 frames per
 * second and no task over 50 ms.
 */
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers, launch } from "./open.js";
import { button, epoch, patience, type Served, servePlayground, visit } from "./playgroundVisit.js";

/** Number of frames measured. */
const frames = 90;

let served: Served;
let browser: Browser;
beforeAll(async () => {
  [served, browser] = await Promise.all([servePlayground(), launch("chromium")]);
});
afterAll(async () => {
  await Promise.all([served?.close(), browser?.close()]);
});

describe.runIf(browsers.includes("chromium"))(
  `in ${chromium.name()}, the playground draws while it trains`,
  () => {
    it.each(["data=spirals", "data=spirals&engine=threads", "data=digits", "data=digits&engine=threads"])(
      "%s",
      async (link) => {
        const { page, leave } = await visit(browser, served.url, link);
        await expect.poll(() => page.locator(".status").innerText(), patience).toMatch(/Loss\s+\d/);
        await button(page, "Run").click();
        await expect.poll(() => epoch(page), patience).toBeGreaterThan(0);
        const before = await epoch(page);
        await browser.startTracing(page, { categories: ["toplevel"] });
        const seconds = await secondsOf(page, frames);
        const { wall, cpu } = longestTask(JSON.parse(String(await browser.stopTracing())) as Trace);
        console.info(
          `${link}: ${(frames / seconds).toFixed(0)} frames/s; ` +
            `longest task ${wall.toFixed(1)} ms, ${cpu.toFixed(1)} ms of it computing`,
        );
        await expect.poll(() => epoch(page), patience).toBeGreaterThan(before);
        expect(Math.min(seconds, wall, cpu)).toBeGreaterThan(0);
        await leave();
      },
    );
  },
);

/** Seconds that a number of frames takes. */
function secondsOf(page: Page, count: number): Promise<number> {
  return page.evaluate(
    (left) =>
      new Promise<number>((resolve) => {
        let began: number | null = null;
        const next = (now: number) => {
          began ??= now;
          if (left-- > 0) requestAnimationFrame(next);
          else resolve((now - began) / 1000);
        };
        requestAnimationFrame(next);
      }),
    count,
  );
}

/** The part of Chromium's trace that is used here; times in µs. */
interface Trace {
  traceEvents: {
    name: string;
    ph: string;
    pid: number;
    tid: number;
    dur?: number;
    /** Processor time of the thread. */
    tdur?: number;
    args: { name?: string };
  }[];
}

/** The longest task of the page's thread, in ms. */
function longestTask({ traceEvents }: Trace): { wall: number; cpu: number } {
  const key = ({ pid, tid }: Trace["traceEvents"][number]) => `${pid} ${tid}`;
  const threads = new Set(
    traceEvents.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(key),
  );
  const tasks = traceEvents.filter((event) => event.name.endsWith("RunTask") && threads.has(key(event)));
  const most = (of: "dur" | "tdur") => Math.max(0, ...tasks.map((task) => task[of] ?? 0)) / 1000;
  return { wall: most("dur"), cpu: most("tdur") };
}
