/**
 * Finds the browsers for the tests, and installs missing ones before the tests (`npm run pretest`). As root with apt it uses
 * apt. Otherwise, or if apt does not have the browser, it downloads Playwright's build into Playwright's cache. Without a
 * network it says so, and the tests in that browser are skipped; no test fails because a browser is missing. To skip all
 * browsers, set CHAINRULE_BROWSERS=0. To use existing programs, set CHROMIUM and FIREFOX.
 *
 *     node scripts/browsers.mjs
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Name of each browser for people and for apt, and where it may be. */
const kinds = {
  chromium: {
    label: "Chromium",
    variable: "CHROMIUM",
    package: "chromium",
    places: [
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
      "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
    ],
  },
  firefox: {
    label: "Firefox",
    variable: "FIREFOX",
    package: "firefox-esr",
    places: ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
  },
};
export const browserNames = Object.keys(kinds);

/** What is known about programs: their date, and why they do not start ("" if they do). */
const recordFile = fileURLToPath(new URL("../node_modules/.cache/chainrule/browsers.json", import.meta.url));
const quiet = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The browsers that can be used, and for the others the reason why not. Programs that have not been tried yet count as
 * usable.
 *
 * @returns by name: `launchOptions` for Playwright, or null, and then the `reason`
 */
export function findBrowsers() {
  const record = readRecord();
  return Object.fromEntries(browserNames.map((name) => [name, find(name, record)]));
}

function find(name, record) {
  const { label, variable } = kinds[name];
  const missing = (reason) => ({ label, launchOptions: null, reason });
  if (process.env.CHAINRULE_BROWSERS === "0") return missing("CHAINRULE_BROWSERS is 0");
  const there = candidates(name, record).filter((path) => existsSync(path));
  const path = there.find((one) => !reasonOf(one, record));
  if (path) return { label, launchOptions: launchOptionsOf(name, path, record), reason: "" };
  const reason = there.length > 0 ? `${there[0]} does not start: ${reasonOf(there[0], record)}` : "";
  const named = process.env[variable];
  if (named) return missing(reason || `${variable} is ${named}, which is not there`);
  return missing(
    [reason, record.refusals?.[name]].filter(Boolean).join("; ") || "node scripts/browsers.mjs installs it",
  );
}

function candidates(name, record) {
  const named = process.env[kinds[name].variable];
  return named ? [named] : [...kinds[name].places, ...(record.own?.[name] ? [record.own[name]] : [])];
}

function reasonOf(path, { tried }) {
  const one = tried?.[path];
  return one?.made === statSync(path).mtimeMs ? one.reason : "";
}

function launchOptionsOf(name, path, { own }) {
  if (name === "chromium") return { executablePath: path, args: quiet };
  // Playwright uses one protocol for its own build, and another one for other builds
  return own?.firefox === path ? { executablePath: path } : { executablePath: path, channel: "moz-firefox" };
}

function readRecord() {
  try {
    return JSON.parse(readFileSync(recordFile, "utf8"));
  } catch {
    return {};
  }
}

/** Starts programs until one works. A program that has worked and is unchanged is not started again. */
async function tryAll(name, record) {
  for (const path of candidates(name, record).filter((one) => existsSync(one))) {
    const made = statSync(path).mtimeMs;
    const last = record.tried?.[path];
    if (last?.made !== made || last.reason) {
      record.tried = { ...record.tried, [path]: { made, reason: await whyNot(name, path, record) } };
    }
    if (!record.tried[path].reason) return true;
  }
  return false;
}

/** Opens a page in a browser. @returns why that does not work, in a line; "" if it works */
async function whyNot(name, path, record) {
  let browser;
  try {
    const playwright = await import("playwright");
    browser = await playwright[name].launch({ ...launchOptionsOf(name, path, record), timeout: 60_000 });
    const page = await browser.newPage();
    return (await page.evaluate("6 * 7")) === 42 ? "" : "it cannot calculate";
  } catch (error) {
    return String(error.message).split("\n")[0].slice(0, 200);
  } finally {
    await browser?.close();
  }
}

/** Installs by apt. Failures are ignored here: the caller looks for the browser afterwards. */
function installByApt(packages) {
  const run = (...args) =>
    spawnSync("apt-get", ["-q", "-y", ...args], {
      stdio: "ignore",
      timeout: 300_000,
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  run("update");
  for (const one of packages) run("install", "--no-install-recommends", one);
}

/** Installs Playwright's build. @returns why that did not work; "" if it did */
async function installOwn(name, record, withDependencies) {
  const playwright = await import("playwright");
  const own = playwright[name].executablePath();
  record.own = { ...record.own, [name]: own };
  if (existsSync(own)) return "";
  if (process.env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD) return "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD is set";
  const host = process.env.PLAYWRIGHT_DOWNLOAD_HOST ?? "https://cdn.playwright.dev";
  const isReached =
    process.env.HTTPS_PROXY ??
    (await fetch(host, { method: "HEAD", signal: AbortSignal.timeout(5000) }).catch(() => null));
  if (!isReached) return `${host} does not answer`;
  const home = dirname(createRequire(import.meta.url).resolve("playwright/package.json"));
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(home, "cli.js"), "install", ...(withDependencies ? ["--with-deps"] : []), name],
    { encoding: "utf8", timeout: 900_000 },
  );
  return status === 0 ? "" : `its download failed: ${String(stderr).trim().split("\n")[0].slice(0, 200)}`;
}

/** What `npm test` does first. */
async function prepare() {
  const record = readRecord();
  record.refusals = {};
  const missing = [];
  for (const name of browserNames) {
    if (!(await tryAll(name, record)) && !process.env[kinds[name].variable]) missing.push(name);
  }
  if (missing.length > 0) {
    const labels = missing.map((name) => kinds[name].label).join(" and ");
    console.log(`Installing ${labels} for the tests (set CHAINRULE_BROWSERS=0 to skip) …`);
    const hasApt = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
    if (hasApt) installByApt(missing.map((name) => kinds[name].package));
    for (const name of missing) {
      if (await tryAll(name, record)) continue;
      const refusal = await installOwn(name, record, hasApt);
      await tryAll(name, record);
      record.refusals[name] = [hasApt && "apt could not install it", refusal].filter(Boolean).join("; ");
    }
  }
  try {
    mkdirSync(dirname(recordFile), { recursive: true });
    writeFileSync(recordFile, JSON.stringify(record, null, 1));
  } catch {
    // then the next run tries again
  }
}

const isProgram = process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isProgram && process.env.CHAINRULE_BROWSERS !== "0") {
  await prepare().catch((error) => console.log(`Browsers could not be looked for: ${error.message}`));
}
