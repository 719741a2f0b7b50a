/**
 * The compiled kernels as sources: src/wasm/generated/. A module is compressed into text once; every entry point that
 * contains it imports that one file.
 */
import binaryen from "binaryen";
import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { deflateRawSync } from "node:zlib";
import { load } from "./functions.mjs";
import { javascriptSource } from "./javascript.mjs";

const generated = "src/wasm/generated";

/** Modules that sources contain. Those without threads are made from the modules with threads; see src/wasm/compressed.ts. */
const asText = {
  "simd-threads": "simdThreads",
  "wide-threads": "wideThreads",
  "fast-threads": "fastThreads",
  "fast-wide-threads": "fastWideThreads",
  scalar: "scalar",
};

/** The module that bundles of applications contain, and the file that they have in place of the whole module. */
const bundled = "simd-threads";
export const bundledFile = `${generated}/${bundled}-bundled.ts`;
/** Exports that our own host does not call. */
const ofOthers = /^plan_(?!bytes$)|^random_words$|_(map|tile|losses|update)$/;

/**
 * @param {readonly string[]} targets all modules in dist/wasm/
 * @param {boolean} withJavaScript whether to translate `scalar` to JavaScript, which takes seconds
 */
export async function writeModules(targets, withJavaScript) {
  for (const [target, name] of Object.entries(asText)) {
    const module = await readFile(`dist/wasm/${target}.wasm`);
    await writeFile(`${generated}/${target}.ts`, sourceOf(name, module));
    if (target === bundled) await writeFile(bundledFile, sourceOf(name, ownPartOf(module)));
  }
  if (withJavaScript) {
    await writeFile(`${generated}/javascript.js`, await javascriptSource("dist/wasm/scalar.wasm"));
  }
  await writeFile(
    `${generated}/javascript.d.ts`,
    'import type { Exports } from "../program.js";\nexport function instantiateJavaScript(memory: WebAssembly.Memory): Exports;\n',
  );
  await writeChecksums(targets);
}

/** Writes the sums that the self-check of the wide builds wants, from what `scalar` computes. */
export async function writeWideSums() {
  const { sumsOf } = await load('export { sumsOf } from "./src/wasm/wideCases.ts";');
  const module = await WebAssembly.compile(await readFile("dist/wasm/scalar.wasm"));
  const sums = {};
  for (const prefix of ["f32", "f64"]) {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
    sums[prefix] = sumsOf({ exports, memory }, prefix, 0);
  }
  await writeFile(
    `${generated}/wideSums.ts`,
    `/** Made by scripts/modules.mjs: of the cases in src/wasm/wideCases.ts, by the scalar build. */\nexport const wideSums = ${JSON.stringify(sums)};\n`,
  );
}

/** A module as a TypeScript file. */
function sourceOf(name, module) {
  const base64 = deflateRawSync(module, { level: 9, memLevel: 9 }).toString("base64");
  const compressed = { base64, sharedFlagAt: sharedFlagAt(module) };
  return `/** Made by scripts/modules.mjs. */\nexport const ${name} = ${JSON.stringify(compressed)};\n`;
}

/**
 * A module without what only other hosts and tests call: checked plans, and kernels one by one. The code of what is
 * left is the same. 24.7 kB → 20.6 kB, by gzip.
 */
function ownPartOf(module) {
  const part = binaryen.readBinary(module);
  part.setFeatures(binaryen.Features.All);
  const names = WebAssembly.Module.exports(new WebAssembly.Module(module)).map((one) => one.name);
  for (const name of names.filter((one) => ofOthers.test(one))) part.removeExport(name);
  part.runPasses(["remove-unused-module-elements"]);
  return Buffer.from(part.emitBinary());
}

/** The offset at which a module says that the memory it imports is shared; null where it says that it is not. */
function sharedFlagAt(module) {
  const sharedWithMaximum = 3;
  const name = Buffer.from("\x03env\x06memory\x02");
  const at = module.indexOf(name) + name.length;
  return module[at] === sharedWithMaximum ? at : null;
}

/** Writes dist/wasm/SHA256SUMS, in the format of `sha256sum -c`, and the same sums for `info`. */
async function writeChecksums(targets) {
  const sums = {};
  for (const target of targets) {
    const bytes = await readFile(`dist/wasm/${target}.wasm`);
    sums[target] = createHash("sha256").update(bytes).digest("hex");
  }
  const lines = Object.entries(sums).map(([target, sum]) => `${sum}  ${target}.wasm\n`);
  await writeFile("dist/wasm/SHA256SUMS", lines.join(""));
  await writeFile(
    `${generated}/sha256.ts`,
    `/** Made by scripts/modules.mjs: of the files dist/wasm/*.wasm. */\nexport const wasmSha256: Record<string, string> = ${JSON.stringify(sums)};\n`,
  );
}
