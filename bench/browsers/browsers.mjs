/**
 * The case `mnist` in a browser: our builds against this very Node and against the packages that train in browsers, in
 * turns within one run; and how a page fares while it trains. Installs the packages apart, when first asked.
 *
 *     node bench/browsers/browsers.mjs [--turns 9] [--write]      after npm run build
 */
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright";

const { values: flags } = parseArgs({
  options: { turns: { type: "string", default: "9" }, write: { type: "boolean", default: false } },
});
const turns = Number(flags.turns);
const turnMs = 400;

const home = join(tmpdir(), "chainrule-browser-peers");
const packages = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm", "@jax-js/jax"];
if (!packages.every((name) => existsSync(join(home, "node_modules", name)))) {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, "package.json"), "{}");
  spawnSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...packages], {
    cwd: home,
    stdio: "inherit",
  });
}
const versionOf = (name) =>
  JSON.parse(readFileSync(join(home, "node_modules", name, "package.json"))).version;

const sources = (file) => ({
  name: "sources",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/sources\.js$/ }, ({ resolveDir }) => ({ path: join(resolveDir, file) })),
});
const shared = { bundle: true, format: "esm", target: "es2022", logLevel: "error" };
const page = await build({
  ...shared,
  entryPoints: ["bench/browsers/page.ts"],
  outdir: "/",
  write: false,
  minify: true,
  nodePaths: [join(home, "node_modules")],
  plugins: [sources("sourcesPage.ts")],
});
const node = join(home, "node.mjs");
await build({ ...shared, entryPoints: ["bench/subjects.ts"], outfile: node, platform: "node" });
const { dataOf, wasmSubject } = await import(pathToFileURL(node).href);

const types = { ".js": "text/javascript", ".wasm": "application/wasm", "": "text/html" };
const server = createServer(({ url }, response) => {
  const files = {
    "/": () => '<!doctype html><title>bench</title><script type="module" src="/page.js"></script>',
    "/page.js": () => page.outputFiles[0].contents,
  };
  const peers = join(home, "node_modules/@tensorflow/tfjs-backend-wasm/dist");
  const read = files[url] ?? (() => readFileSync(join(peers, url.replace(/^\/tfjs\//, ""))));
  try {
    const content = read();
    response.writeHead(200, {
      "content-type": types[extname(url)] ?? "text/plain",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const tab = await browser.newPage();
tab.on("pageerror", (error) => console.error(String(error)));
await tab.goto(`http://127.0.0.1:${server.address().port}/`);
await tab.waitForFunction(() => globalThis.bench);

const one = { name: "mnist", layers: [784, 128, 10], batch: 128, precision: "float32", kind: "step" };
const data = dataOf(one);
const nodeSubjects = new Map();
const inNode = async (name, epochs) => {
  const [buildName, threads] = name.split(", ");
  const subject =
    nodeSubjects.get(name) ?? wasmSubject(one, data, { build: buildName, threads: Number(threads) });
  nodeSubjects.set(name, subject);
  subject.reset();
  const began = performance.now();
  await subject.train(epochs);
  return performance.now() - began;
};
const inPage = (name, epochs) => tab.evaluate(([n, e]) => globalThis.bench.turn(n, e), [name, epochs]);
const ours = ["simd, 1", "simd-threads, 1", "simd-threads, 2"];
const runners = [
  ...ours.map((name) => ({ where: "Node", name, run: inNode })),
  ...[...ours, "tfjs", "jax-js"].map((name) => ({ where: "Chromium", name, run: inPage })),
];

const losses = {};
for (const { where, name } of runners) {
  if (where === "Chromium") losses[name] = await tab.evaluate((n) => globalThis.bench.loss(n, 3), name);
}
const expected = losses["simd, 1"];
for (const [name, loss] of Object.entries(losses)) {
  if (!(Math.abs(loss / expected - 1) <= 1e-4)) throw new Error(`${name}: loss ${loss}, ours is ${expected}`);
}
for (const runner of runners) {
  for (runner.epochs = 1; ; runner.epochs *= 2) {
    const ms = await runner.run(runner.name, runner.epochs);
    if (ms < turnMs / 2) continue;
    runner.epochs = Math.max(1, Math.round((runner.epochs * turnMs) / ms));
    break;
  }
  runner.rates = [];
}
for (let turn = 0; turn < turns; turn++) {
  for (const { name, run, epochs, rates } of runners) {
    rates.push((1000 * epochs * data.rows) / (await run(name, epochs)));
  }
}
const watched = {};
for (const name of ["simd-threads, 1", "simd-threads, 2"]) {
  watched[name] = await tab.evaluate((n) => globalThis.bench.watch(n, 3000), name);
}
const workers = await tab.evaluate(() => globalThis.bench.workers);
const version = browser.version();
await browser.close();
server.close();
for (const subject of nodeSubjects.values()) subject.dispose();

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];
const ratio = (rates, base) => median(rates.map((rate, turn) => rate / base[turn]));
const find = (where, name) => runners.find((one) => one.where === where && one.name === name).rates;
const count = (value) => Math.round(value).toLocaleString("en");
const best = find("Chromium", "simd-threads, 2");
const rows = runners.map(({ where, name, rates }) => {
  const isOurs = ours.includes(name);
  const against = where === "Chromium" && isOurs ? ratio(rates, find("Node", name)).toFixed(2) : "–";
  const times = where === "Chromium" && !isOurs ? ratio(best, rates).toFixed(1) : "–";
  const threads = `wasm, ${workers[name] ?? 0} workers`;
  const label =
    {
      tfjs: `TensorFlow.js ${versionOf(packages[0])}, ${threads}`,
      "jax-js": `jax-js ${versionOf(packages[2])}, ${threads}`,
    }[name] ?? `ours, ${name}`;
  return `| ${where} | ${label} | ${count(median(rates))} | ${count(Math.max(...rates))} | ${against} | ${times} |`;
});
const text = `# In a browser

Case \`mnist\` (784-128-10, batch 128, f32, sigmoid, plain SGD), samples per second of whole training steps, ${turns} turns of ${turnMs} ms in
one run; losses agree to 1e-4. The page is cross-origin isolated, so the packages may use threads; the table says how many workers each has started. Chromium ${version}, Node ${process.versions.node} (V8 ${process.versions.v8}), ${cpus()[0].model.trim()}, ${cpus().length} processors. Written by
\`node bench/browsers/browsers.mjs --write\`.

| where | what | median | best | of Node's | ours on two threads against it |
|---|---|---:|---:|---:|---:|
${rows.join("\n")}

While it trains the page draws: ${Object.entries(watched)
  .map(
    ([name, { frames, longestTask }]) =>
      `${name}: ${frames.toFixed(0)} frames/s, longest task ${longestTask ? `${longestTask.toFixed(0)} ms` : "under 50 ms"}`,
  )
  .join("; ")}.
`;
process.stdout.write(text);
if (flags.write) writeFileSync("bench/RESULTS-browser.md", text);
process.exit(0);
