/**
 * Builds everything: kernels → dist/wasm/*.wasm → src/wasm/generated/*.ts → library, CLI and types in dist/.
 *
 *     node scripts/build.mjs [--no-types]
 */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { build } from "esbuild";
import { bundledPackages, licencesText } from "./licences.mjs";
import { layoutSource, tablesOf } from "./layout.mjs";
import { buildPlayground } from "./playground.mjs";
import { tilesSource } from "./tiles.mjs";

const generated = "src/wasm/generated";
await rm("dist", { recursive: true, force: true });
await mkdir("dist/wasm", { recursive: true });
await mkdir(generated, { recursive: true });

const tables = tablesOf(await readFile("assembly/plan.ts", "utf8"));
await writeFile(`${generated}/layout.ts`, layoutSource(tables));

await mkdir("assembly/generated", { recursive: true });
await writeFile("assembly/generated/tiles.ts", tilesSource());

const targets = Object.keys(JSON.parse(await readFile("asconfig.json", "utf8")).targets);
// two processes, each with its share of the targets: one compilation takes one processor for some seconds
const shares = [0, 1].map((share) => targets.filter((_, index) => index % 2 === share));
await Promise.all(
  shares.map((share) => promisify(execFile)(process.execPath, ["scripts/compile.mjs", ...share])),
).catch((error) => {
  process.stderr.write(error.stderr ?? String(error));
  process.exit(1);
});

const lines = ["/** Made by scripts/build.mjs: the wasm modules, base64. */", "export const wasmBase64 = {"];
for (const target of targets) {
  const bytes = await readFile(`dist/wasm/${target}.wasm`);
  lines.push(`  ${JSON.stringify(target)}: "${bytes.toString("base64")}",`);
}
lines.push("} as const;");
await writeFile(`${generated}/modules.ts`, lines.join("\n") + "\n");

const worker = await build({
  entryPoints: ["src/wasm/worker.ts"],
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  write: false,
});
await writeFile(
  `${generated}/worker.ts`,
  `/** Made by scripts/build.mjs from src/wasm/worker.ts. */\nexport const workerSource = ${JSON.stringify(worker.outputFiles[0].text)};\n`,
);

const lesson = await build({
  entryPoints: ["src/browser/lesson.ts"],
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
  `/** Made by scripts/build.mjs from src/browser/lesson.ts. */\nexport const scriptSource = ${JSON.stringify(lessonScript)};\nexport const scriptHash = ${JSON.stringify(hash)};\n`,
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
const library = await build({
  ...shared,
  entryPoints: ["src/index.ts"],
  outfile: "dist/index.js",
  platform: "neutral",
});
const program = await build({
  ...shared,
  entryPoints: ["src/cli/main.ts"],
  outfile: "dist/cli.js",
  platform: "node",
  target: "node20.19",
  mainFields: ["module", "main"],
  banner: {
    // commander is CommonJS: inside an ES module its `require` of Node's own modules needs one made here.
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
const bundled = bundledPackages([library.metafile, program.metafile]);
await writeFile("dist/THIRD-PARTY-LICENSES.txt", await licencesText(bundled));
await buildPlayground();
if (!process.argv.includes("--no-types")) {
  const tsc = ["node_modules/typescript/bin/tsc", "-p", "tsconfig.build.json"];
  execFileSync(process.execPath, tsc, { stdio: "inherit" });
}
