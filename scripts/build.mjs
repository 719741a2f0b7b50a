/**
 * Builds everything: kernels → dist/wasm/*.wasm → src/wasm/generated/*.ts → library, CLI and types in dist/.
 *
 *     node scripts/build.mjs [--no-types | --program]
 *
 * With --program only what the command line needs to train; no library, no playground, no kernels as JavaScript.
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { deflateRawSync } from "node:zlib";
import { makeAbi } from "./abi.mjs";
import { functionSources } from "./functions.mjs";
import { javascriptSource } from "./javascript.mjs";
import { bundledPackages, licencesText } from "./licences.mjs";
import { makeLayout } from "./layout.mjs";
import { buildPlayground } from "./playground.mjs";
import { tilesSource } from "./tiles.mjs";
import { writeTypes } from "./types.mjs";

const programAlone = process.argv.includes("--program");
const generated = "src/wasm/generated";
await rm("dist", { recursive: true, force: true });
await mkdir("dist/wasm", { recursive: true });
await mkdir(generated, { recursive: true });

await mkdir("assembly/generated", { recursive: true });
await writeFile("assembly/generated/tiles.ts", tilesSource());
for (const [path, text] of Object.entries(await functionSources())) await writeFile(path, text);
for (const [name, text] of Object.entries(await makeLayout())) await writeFile(`${generated}/${name}`, text);

const targets = Object.keys(JSON.parse(await readFile("asconfig.json", "utf8")).targets);
// two processes, each with its share of the targets: one compilation takes one processor for some seconds
const shares = [0, 1].map((share) => targets.filter((_, index) => index % 2 === share));
await Promise.all(
  shares.map((share) => promisify(execFile)(process.execPath, ["scripts/compile.mjs", ...share])),
).catch((error) => {
  process.stderr.write(error.stderr ?? String(error));
  process.exit(1);
});

await mkdir("dist/abi", { recursive: true });
for (const [path, text] of Object.entries(await makeAbi())) await writeFile(path, text);

const lines = ["/** Made by scripts/build.mjs: the wasm modules, base64. */", "export const wasmBase64 = {"];
for (const target of targets) {
  const bytes = await readFile(`dist/wasm/${target}.wasm`);
  lines.push(`  ${JSON.stringify(target)}: "${bytes.toString("base64")}",`);
}
lines.push("} as const;");
await writeFile(`${generated}/modules.ts`, lines.join("\n") + "\n");

const sums = Object.fromEntries(
  await Promise.all(
    targets.map(async (target) => {
      const bytes = await readFile(`dist/wasm/${target}.wasm`);
      return [target, createHash("sha256").update(bytes).digest("hex")];
    }),
  ),
);
// as `sha256sum -c SHA256SUMS` reads it, and for `info`
const sumLines = targets.map((target) => `${sums[target]}  ${target}.wasm\n`);
await writeFile("dist/wasm/SHA256SUMS", sumLines.join(""));
await writeFile(
  `${generated}/sha256.ts`,
  `/** Made by scripts/build.mjs: of the files dist/wasm/*.wasm. */\nexport const wasmSha256: Record<string, string> = ${JSON.stringify(sums)};\n`,
);

if (!programAlone) {
  await writeFile(`${generated}/javascript.js`, await javascriptSource("dist/wasm/scalar.wasm"));
}
await writeFile(
  `${generated}/javascript.d.ts`,
  'import type { Exports } from "../programs.js";\nexport function instantiateJavaScript(memory: WebAssembly.Memory): Exports;\n',
);
// for the entry for browsers: one module inlined, compressed; the others as files of their own
for (const target of targets) {
  const base64 = (await readFile(`dist/wasm/${target}.wasm`)).toString("base64");
  await writeFile(`${generated}/module-${target}.ts`, `export const base64 = "${base64}";\n`);
}
const simdThreads = await readFile("dist/wasm/simd-threads.wasm");
await writeFile(`${generated}/inlined.ts`, inlinedSource(simdThreads));

/** The compressed module, and where its import of a memory says that it is shared. */
function inlinedSource(module) {
  const sharedWithMaximum = 3;
  const name = Buffer.from("\x03env\x06memory\x02");
  const at = module.indexOf(name) + name.length;
  if (module[at] !== sharedWithMaximum) throw new Error("simd-threads.wasm imports no shared memory");
  const base64 = deflateRawSync(module, { level: 9 }).toString("base64");
  return `/** Made by scripts/build.mjs. */\nexport const sharedFlagAt = ${at};\nexport const simdThreads = "${base64}";\n`;
}

const worker = await build({
  entryPoints: ["src/wasm/worker.ts"],
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  write: false,
});
await writeFile("dist/worker.js", worker.outputFiles[0].text);
// it has no exports; pages take its address
await writeFile("dist/worker.d.ts", "export {};\n");
await writeFile(
  `${generated}/worker.ts`,
  `/** Made by scripts/build.mjs from src/wasm/worker.ts. */\nexport const workerSource = ${JSON.stringify(worker.outputFiles[0].text)};\n`,
);

const lesson = await build({
  entryPoints: ["src/report/trace/lessonScript.ts"],
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  write: false,
});
const lessonScript = lesson.outputFiles[0].text.trim();
// the page's policy lets no other script run; what is hashed is exactly what stands between the tags
const hash = createHash("sha256").update(lessonScript).digest("base64");
await mkdir("src/report/trace/generated", { recursive: true });
await writeFile(
  "src/report/trace/generated/script.ts",
  `/** Made by scripts/build.mjs from src/report/trace/lessonScript.ts. */\nexport const scriptSource = ${JSON.stringify(lessonScript)};\nexport const scriptHash = ${JSON.stringify(hash)};\n`,
);

/** pbf makes a decoder for its reader, which is left out; marked so, the decoder is too. */
const withoutEffects = {
  name: "without effects",
  setup({ onLoad }) {
    onLoad({ filter: /node_modules[\\/]pbf[\\/]index\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      return { contents: source.replace(/: (?=new TextDecoder\()/, ": /* @__PURE__ */ ") };
    });
  },
};
const { version } = JSON.parse(await readFile("package.json", "utf8"));
const shared = {
  bundle: true,
  format: "esm",
  target: "es2022",
  sourcemap: true,
  legalComments: "none",
  metafile: true,
  plugins: [withoutEffects],
  define: { __VERSION__: JSON.stringify(version) },
};
/** Takes another file for src/wasm/sources.ts. */
const sourcesFrom = (file) => ({
  name: "sources",
  setup({ onResolve }) {
    onResolve({ filter: /\/sources\.js$/ }, ({ resolveDir }) => ({ path: join(resolveDir, file) }));
  },
});
/** Leaves a generated file out of a bundle: it is loaded from beside it. */
const besides = (name, path) => ({
  name: "besides",
  setup({ onResolve }) {
    onResolve({ filter: new RegExp(`/generated/${name}\\.js$`) }, () => ({ path, external: true }));
  },
});
const entries = { node: "sources.ts", index: "sourcesInlined.ts", external: "sourcesExternal.ts" };
const libraries = await Promise.all(
  (programAlone ? [] : Object.entries(entries)).map(([name, sources]) =>
    build({
      ...shared,
      entryPoints: { [name]: "src/index.ts" },
      outdir: "dist",
      platform: "neutral",
      mainFields: ["module", "main"],
      splitting: true,
      chunkNames: `${name}-[name]`,
      plugins: [withoutEffects, sourcesFrom(sources)],
    }),
  ),
);
const program = await build({
  ...shared,
  entryPoints: ["src/cli/main.ts"],
  outfile: "dist/cli.js",
  plugins: [withoutEffects, besides("javascript", "./node-javascript.js")],
  platform: "node",
  target: "node20.19",
  mainFields: ["module", "main"],
  banner: {
    // commander is CommonJS: inside an ES module its `require` of Node's own modules needs one made here.
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
const bundled = bundledPackages([...libraries, program].map(({ metafile }) => metafile));
await writeFile("dist/THIRD-PARTY-LICENSES.txt", await licencesText(bundled));
if (!programAlone) await buildPlayground();
if (!programAlone && !process.argv.includes("--no-types")) await writeTypes();
