/**
 * The library where nothing may be compiled, nothing is shared and nobody else works: Cloudflare's Workers and their
 * like. The example is built by its own script, and runs in a context with little more than the language, and in
 * Cloudflare's own program where that is installed.
 */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { type Context, createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findEngine } from "../../scripts/engines.mjs";
import type * as library from "../../src/index.js";
import { Dataset } from "../../src/data/dataset.js";
import { Network } from "../../src/train/network.js";

const run = promisify(execFile);
const bytes = readFileSync("dist/wasm/simd.wasm");
const xor = {
  inputs: [0, 1, 2, 3].map((row) => [row >> 1, row & 1]),
  targets: [[0], [1], [1], [0]],
  questions: [[0.5, 0.5]],
};
const question = () => new Request("http://host/", { method: "POST", body: JSON.stringify(xor) });

/** What this Node makes of it. */
async function expected() {
  const network = Network.create({ layers: [2, 5, 1], batchSize: 1, seed: 1 });
  const { loss } = await network.fit(Dataset.from(xor.inputs, xor.targets), { epochs: 2000 });
  const answers = network.predict(xor.questions).map((row) => [...row]);
  return { loss: loss.at(-1), answers, weights: await network.weightsSha256() };
}

let app = "";
beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), "chainrule-cloudflare-"));
  cpSync("examples/embed/cloudflare", app, { recursive: true });
  mkdirSync(join(app, "node_modules"));
  symlinkSync(resolve("."), join(app, "node_modules/chainrule"), "junction");
  const { scripts } = JSON.parse(readFileSync(join(app, "package.json"), "utf8")) as {
    scripts: { build: string };
  };
  const PATH = [resolve("node_modules/.bin"), process.env.PATH].join(delimiter);
  await run(scripts.build, { cwd: app, shell: true, env: { ...process.env, PATH } });
});
afterAll(() => rmSync(app, { recursive: true }));

/** A host: the language, what it has besides, and a ban on code from texts and bytes. */
function hostWith(more: object): Context {
  const { Response, URL, TextEncoder, TextDecoder, AbortController, AbortSignal, crypto, atob } = globalThis;
  const has = {
    Response,
    URL,
    TextEncoder,
    TextDecoder,
    AbortController,
    AbortSignal,
    crypto,
    atob,
    ...more,
  };
  const context = createContext(
    { performance: { now: () => performance.now() }, ...has },
    { codeGeneration: { strings: false, wasm: false } },
  );
  if (!("process" in more)) runInContext("delete globalThis.SharedArrayBuffer", context);
  runInContext("delete globalThis.FinalizationRegistry", context);
  return context;
}

/** The exports of a program, bundled for such hosts and started there. */
async function startIn(context: Context, contents: string) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    format: "cjs",
    conditions: ["workerd", "worker", "browser"],
    external: ["./simd.wasm"],
    define: { "import.meta.url": "undefined" },
    write: false,
  });
  const exported = { exports: {} };
  const start = runInContext(`(function (module, require) {${outputFiles[0]!.text}\n})`, context) as Function;
  start(exported, () => moduleFor(context));
  return exported.exports as unknown;
}

const workerIn = async (context: Context) => {
  const program = await startIn(
    context,
    `export { default } from ${JSON.stringify(join(app, "dist/worker.js"))};`,
  );
  return (program as { default: { fetch: (request: Request) => Promise<Response> } }).default;
};
const libraryIn = async (context: Context, name = "chainrule/external") =>
  (await startIn(context, `export * from "${name}";`)) as typeof library;

/** The module, compiled by the host itself before anything starts. */
function moduleFor(context: Context): WebAssembly.Module {
  const { prototype } = runInContext("WebAssembly.Module", context) as typeof WebAssembly.Module;
  return Object.setPrototypeOf(new WebAssembly.Module(bytes), prototype as object) as WebAssembly.Module;
}

describe("in a host that compiles no bytes, shares no memory, and has neither threads nor timers", () => {
  it("the example trains and answers with the bits of Node", async () => {
    const context = hostWith({});
    for (const attempt of [
      "new WebAssembly.Module(new Uint8Array(8))",
      "new Function('return 1')",
      "new SharedArrayBuffer(8)",
      "new Worker('')",
      "setTimeout(() => {})",
      "process.cwd()",
    ]) {
      expect(() => runInContext(attempt, context), attempt).toThrow(/is not defined|disallowed/);
    }
    const worker = await workerIn(context);
    expect(await (await worker.fetch(question())).json()).toEqual(await expected());
  });

  it.each(["chainrule", "chainrule/external"])(
    "%s says what is missing, and takes what prepare() is given for all networks to come",
    async (name) => {
      const context = hostWith({});
      const { info, prepare, Network: Here, Dataset: Data } = await libraryIn(context, name);
      const before = info();
      expect(before).toMatchObject({ build: "javascript", host: "unknown host", threads: 1 });
      expect(before.builds.find((build) => build.name === "simd")!.reason).toBe(
        "this host compiles no WebAssembly (give it compiled: prepare({ wasm }), or `module` of a network)",
      );
      await prepare({ wasm: { simd: moduleFor(context) } });
      expect(info()).toMatchObject({ build: "simd", workers: { available: false } });
      const network = Here.create({ layers: [2, 5, 1], batchSize: 1, seed: 1 });
      await network.fit(Data.from(xor.inputs, xor.targets), { epochs: 2000 });
      expect(network.build).toBe("simd");
      expect(await network.weightsSha256()).toBe((await expected()).weights);
      expect(() => Here.create({ layers: [2, 1], build: "scalar" })).toThrow(
        'build: "scalar" cannot run here: this host compiles no WebAssembly',
      );
    },
  );

  it("a module for several threads is refused, and why", async () => {
    const context = hostWith({});
    const { Network: Here } = await libraryIn(context);
    expect(() =>
      Here.create({ layers: [2, 1], build: "simd-threads" }, { module: moduleFor(context) }),
    ).toThrow('build: "simd-threads" cannot run here: this host has no shared memory.');
  });

  it("Cloudflare's Node-like names start no threads, not even for a large layer", async () => {
    const Worker = class {
      constructor() {
        throw new Error("The Worker method is not implemented");
      }
    };
    const modules: Record<string, object> = { "node:worker_threads": { Worker } };
    const context = hostWith({
      navigator: { userAgent: "Cloudflare-Workers", hardwareConcurrency: 1 },
      process: { versions: { node: "22.23.4" }, getBuiltinModule: (name: string) => modules[name] },
    });
    const { info, prepare, Dataset: Data, Network: Here } = await libraryIn(context);
    await prepare({ wasm: { simd: moduleFor(context) } });
    expect(info()).toMatchObject({
      host: "Cloudflare Workers",
      build: "simd",
      workers: { available: false },
    });
    const zeros = (count: number) => runInContext(`new Float32Array(${count})`, context) as Float32Array;
    const data = Data.from(zeros(512 * 784), zeros(512 * 10), { columns: 784 });
    const network = Here.create({ layers: [784, 256, 10], batchSize: 512, threads: 1, seed: 1 });
    const history = await network.fit(data, { epochs: 1 });
    expect(history.threads).toBe(1);
    expect(() =>
      Here.create({ layers: [2, 1], build: "simd-threads" }, { module: moduleFor(context) }),
    ).toThrow('build: "simd-threads" cannot run here: this host starts no threads.');
  });

  it("what it compiles while it starts says nothing of later", async () => {
    const context = hostWith({});
    runInContext("const { CompileError } = WebAssembly; WebAssembly.Module = function () {};", context);
    const { info } = await libraryIn(context);
    expect(info().build).toBe("simd");
    runInContext("WebAssembly.Module = function () { throw new CompileError('disallowed'); };", context);
    expect(info().build).toBe("javascript");
  });
});

describe("in Cloudflare's own program", () => {
  it("the example trains and answers with the bits of Node", async ({ skip }) => {
    const workerd = findEngine("workerd");
    if (!workerd) return skip("workerd is not installed: node scripts/engines.mjs workerd");
    const given = ["serve", "config.capnp", "--socket-addr=http=127.0.0.1:0", "--control-fd=1"];
    const server = spawn(workerd[0]!, given, { cwd: app, stdio: ["ignore", "pipe", "inherit"] });
    try {
      const [line] = (await once(server.stdout, "data")) as [Buffer];
      const { port } = JSON.parse(String(line)) as { port: number };
      const response = await fetch(`http://127.0.0.1:${port}`, { method: "POST", body: JSON.stringify(xor) });
      expect(await response.json()).toEqual(await expected());
    } finally {
      server.kill();
    }
  });
});
