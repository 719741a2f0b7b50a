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
import { promisify } from "node:util";
import { build } from "esbuild";
import { makeAbi } from "./abi.mjs";
import { writeErrata } from "./errata.mjs";
import { functionSources } from "./functions.mjs";
import { bundledFiles, bundledPackages, licencesText } from "./licences.mjs";
import { makeLayout } from "./layout.mjs";
import { buildPlayground } from "./playground.mjs";
import { addedBeside, buildLibrary, bundling, withoutEffects } from "./library.mjs";
import { writeModules, writeWideSums } from "./modules.mjs";
import { writeTypes as writeSettingTypes } from "./settings.mjs";
import { tilesSource } from "./tiles.mjs";
import { writeTypes } from "./types.mjs";

const programAlone = process.argv.includes("--program");
const generated = "src/wasm/generated";
await rm("dist", { recursive: true, force: true });
await mkdir("dist/wasm", { recursive: true });
await mkdir(generated, { recursive: true });

await mkdir("assembly/generated", { recursive: true });
await writeFile("assembly/generated/tiles.ts", tilesSource());
await writeSettingTypes();
await writeErrata();
for (const [path, text] of Object.entries(await functionSources())) await writeFile(path, text);
for (const [name, text] of Object.entries(await makeLayout())) await writeFile(`${generated}/${name}`, text);

const targets = Object.keys(JSON.parse(await readFile("asconfig.json", "utf8")).targets);
// two processes, each with half of the targets: one compilation keeps one processor busy for some seconds
const halves = [0, 1].map((half) => targets.filter((_, index) => index % 2 === half));
await Promise.all(
  halves.map((half) => promisify(execFile)(process.execPath, ["scripts/compile.mjs", ...half])),
).catch((error) => {
  process.stderr.write(error.stderr ?? String(error));
  process.exit(1);
});

await mkdir("dist/abi", { recursive: true });
for (const [path, text] of Object.entries(await makeAbi())) await writeFile(path, text);

await writeModules(targets, !programAlone);
await writeWideSums();

const worker = await build({
  entryPoints: ["src/wasm/worker.ts"],
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  write: false,
});
await writeFile("dist/worker.js", worker.outputFiles[0].text);
// it has no exports; pages use its address
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
const mathematics = await build({
  entryPoints: ["src/report/trace/math.css"],
  bundle: true,
  minify: true,
  loader: { ".woff2": "dataurl" },
  write: false,
});
await writeFile(
  "src/report/trace/generated/math.ts",
  `/** Made by scripts/build.mjs from src/report/trace/math.css and its font. */\nexport const mathStyle: string = ${JSON.stringify(mathematics.outputFiles[0].text.trim())};\n`,
);
await writeFile(
  "src/report/trace/generated/script.ts",
  `/** Made by scripts/build.mjs from src/report/trace/lessonScript.ts. */\nexport const scriptSource = ${JSON.stringify(lessonScript)};\nexport const scriptHash = ${JSON.stringify(hash)};\n`,
);

// the compiler of types is a process of its own, and needs the sources made above
const types = programAlone || process.argv.includes("--no-types") ? null : writeTypes();
types?.catch(() => {}); // it is waited for below
const program = await build({
  ...bundling,
  entryPoints: ["src/cli/main.ts"],
  outfile: "dist/cli.js",
  plugins: [withoutEffects, addedBeside],
  minifyIdentifiers: true,
  platform: "node",
  target: "node20.19",
  banner: {
    // commander is CommonJS: inside an ES module its `require` of Node's own modules needs one made here.
    js: '#!/usr/bin/env node\nimport { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
});
const libraries = programAlone ? [] : await buildLibrary();
await writeFile(
  "dist/THIRD-PARTY-LICENSES.txt",
  await licencesText(bundledPackages([...libraries, program.metafile]), bundledFiles),
);
if (!programAlone) await buildPlayground();
await types;
