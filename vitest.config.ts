import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import about from "./package.json" with { type: "json" };
import { browserNames, findBrowsers } from "./scripts/browsers.mjs";

const browsers = findBrowsers();
const found = browserNames.filter((name) => browsers[name].launchOptions);
const missing = Object.values(browsers).filter(({ launchOptions }) => !launchOptions);
if (missing.length > 0) {
  const reasons = missing.map(({ label, reason }) => `in ${label} (${reason})`);
  console.warn(`Skipped: tests ${reasons.join(", ")}.`);
}

/** So long that a busy machine keeps them too: what comes in time is waited for no longer. */
const limits = {
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 30_000, interval: 20 } },
};
/** Tests that start a browser themselves use the one that was found. */
const path = browsers.chromium.launchOptions?.executablePath;
const env = path ? { CHROMIUM: path } : {};
/** Flags of Node for the processes that run the tests (`--execArgv` does not reach projects). */
const execArgv = process.env.CHAINRULE_TEST_FLAGS?.split(" ") ?? [];
const project = (name: string, include: string) => ({
  test: { name, include: [include], env, execArgv, ...limits },
});
/**
 * A project whose files share processes: starting one and importing the sources costs more than most of its files. A test
 * that needs a module in the state of its beginning calls `vi.resetModules()`.
 */
const sharing = (name: string, include: string) => ({
  test: { ...project(name, include).test, isolate: false },
});

/**
 * Tests of single modules. Those that open a page of their own are `*.page.test.ts`, in "pages". Those that run what was exported,
 * by a C compiler, Python or an ONNX runtime, are `*.program.test.ts`, in "programs": one version of Node is enough for them.
 */
const unit = {
  test: {
    ...sharing("unit", "test/unit/**/*.test.ts").test,
    exclude: ["**/*.page.test.ts", "**/*.program.test.ts"],
  },
};

/** Tests of the command line. Most call it inside the test's process, where it has the version that the build gives it. */
const commandLine = {
  define: { __VERSION__: JSON.stringify(about.version) },
  test: sharing("cli", "test/cli/**/*.test.ts").test,
};

/** Examples, built with several bundlers and opened in the browsers. */
const apps = {
  test: {
    ...sharing("apps", "test/browser-apps/**/*.test.ts").test,
    globalSetup: ["test/browser-apps/build.ts"],
  },
};

/** Tests that run inside pages. The pages are cross-origin isolated, so they share memory with their workers. */
const inBrowsers = {
  plugins: [
    {
      name: "programs as on a page without a bundler",
      enforce: "pre" as const,
      resolveId: (source: string) =>
        source.endsWith("/sources.js") ? resolve("src/wasm/sourcesPage.ts") : null,
    },
  ],
  resolve: { alias: { "node:fs": resolve("test/browser/files.ts") } },
  // Vite would otherwise discover dependencies during a test and load the page again
  optimizeDeps: { noDiscovery: true },
  server: {
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
  test: {
    name: "browser",
    include: ["test/browser/**/*.test.ts"],
    globalSetup: ["test/browser/expected.ts"],
    // each file in a page of its own would load all modules again
    isolate: false,
    ...limits,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright(),
      instances: found.map((name) => ({
        browser: name,
        name,
        provider: playwright({ launchOptions: browsers[name].launchOptions! }),
      })),
    },
  },
};

export default defineConfig({
  test: {
    // by default vitest leaves one processor to itself, and does nothing with it during a run
    maxWorkers: availableParallelism(),
    projects: [
      unit,
      sharing("pages", "test/unit/**/*.page.test.ts"),
      sharing("programs", "test/unit/**/*.program.test.ts"),
      sharing("golden", "test/golden/**/*.test.ts"),
      commandLine,
      project("embed", "test/embed/**/*.test.ts"),
      sharing("repository", "test/repository/**/*.test.ts"),
      ...(found.length > 0 ? [apps, inBrowsers] : []),
    ],
  },
});
