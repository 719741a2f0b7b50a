/** A page in a real browser: Chromium without a window, spoken to through its debugging pipe. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Where the browser is; undefined if it is not installed. */
export const chromium = [process.env.CHROMIUM, ...places].find((path) => path && existsSync(path));

type Parameters = Record<string, unknown>;

export interface Page {
  /** The value of an expression in the page. */
  evaluate: <Value>(expression: string) => Promise<Value>;
  /** Any command of the DevTools protocol. */
  send: (method: string, parameters?: Parameters) => Promise<Parameters>;
  /** Addresses of all requests since the page was opened, its own among them. */
  requests: string[];
  /** Errors of the console, uncaught exceptions, refusals by the page's policy. */
  complaints: string[];
  url: string;
  close: () => Promise<void>;
}

/** Opens HTML from a file. */
export async function openPage(html: string, hash = ""): Promise<Page> {
  const directory = mkdtempSync(join(tmpdir(), "lesson-"));
  const file = join(directory, "page.html");
  writeFileSync(file, html);
  const url = pathToFileURL(file).href + hash;
  const flags = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    `--user-data-dir=${join(directory, "profile")}`,
  ];
  const browser = spawn(chromium!, [...flags, "--remote-debugging-pipe"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => browser.on("close", () => resolve()));
  const [to, from] = [browser.stdio[3] as Writable, browser.stdio[4] as Readable];
  const waiting = new Map<
    number,
    { resolve: (result: Parameters) => void; reject: (error: Error) => void }
  >();
  const listeners = new Map<string, (parameters: Parameters) => void>();
  let [last, rest, session] = [0, "", undefined as string | undefined];
  from.setEncoding("utf8").on("data", (text: string) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop()!;
    for (const one of messages) {
      const { id, result, error, method, params } = JSON.parse(one);
      if (id === undefined) listeners.get(method)?.(params);
      else if (error) waiting.get(id)?.reject(new Error(error.message));
      else waiting.get(id)?.resolve(result);
    }
  });
  const send = (method: string, params: Parameters = {}) =>
    new Promise<Parameters>((resolve, reject) => {
      waiting.set(++last, { resolve, reject });
      to.write(JSON.stringify({ id: last, method, params, sessionId: session }) + "\0");
    });
  const [requests, complaints]: [string[], string[]] = [[], []];
  listeners.set("Network.requestWillBeSent", ({ request }) =>
    requests.push((request as { url: string }).url),
  );
  listeners.set("Runtime.exceptionThrown", (thrown) => complaints.push(JSON.stringify(thrown)));
  listeners.set("Log.entryAdded", ({ entry }) => complaints.push((entry as { text: string }).text));
  const { targetId } = await send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
  session = sessionId as string;
  for (const domain of ["Page", "Runtime", "Network", "Log"]) await send(`${domain}.enable`);
  const loaded = new Promise<unknown>((resolve) => listeners.set("Page.loadEventFired", resolve));
  await send("Page.navigate", { url });
  await loaded;
  return {
    evaluate: async <Value>(expression: string) => {
      const { result, exceptionDetails } = await send("Runtime.evaluate", {
        expression,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value: Value }).value;
    },
    send,
    requests,
    complaints,
    url,
    close: async () => {
      session = undefined;
      void send("Browser.close").catch(() => {});
      await ended;
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
