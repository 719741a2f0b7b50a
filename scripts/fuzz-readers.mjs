/**
 * The long form of the fuzz test of readers and importers: damaged files of every kind, in processes of their own, so that one that is
 * never read to its end, or takes all memory, is found. An imported file may let the process grow by 64 MB and four times its size. Expects `npm run build` to have run, which makes the sources that are generated.
 *
 *     node scripts/fuzz-readers.mjs                         100,000 files for each reader, seed 1
 *     node scripts/fuzz-readers.mjs 20000 7 parquet,jpeg    fewer, another seed, some readers
 *     node scripts/fuzz-readers.mjs 20000 7 import-onnx     fewer, another seed, an importer
 *
 * It ends with an error at the first file that is treated wrongly, and says it. The result of a long run is in SECURITY.md.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const [files = "100000", firstSeed = "1", readers] = process.argv.slice(2);
/** Files of one process, and the time that they may take. */
const part = 10_000;
const mostMs = 600_000;
/** Megabytes that a process may take. */
const mostMegabytes = 3000;

const folder = mkdtempSync(join(tmpdir(), "chainrule-fuzz-"));
try {
  const [bundle, importing] = ["readers", "importers"].map((name) => join(folder, `${name}.mjs`));
  await build({
    entryPoints: ["test/fuzz/readers.ts", "test/fuzz/importers.ts"],
    bundle: true,
    format: "esm",
    platform: "node",
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    logLevel: "error",
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
  });
  const script = join(folder, "run.mjs");
  writeFileSync(
    script,
    `const [, , name, reader, count, seed] = process.argv;
const module = await import(name);
if (module.loadKeras) await module.loadKeras("test/unit/import/made");
const most = module.loadKeras ? 64 : undefined;
if (reader === "numbers") module.fuzzNumbers(Number(count), Number(seed));
const found = reader === "numbers" ? {} : await module.fuzz(reader, Number(count), Number(seed), most);
console.log(JSON.stringify({ ...found, residentMB: Math.round(process.resourceUsage().maxRSS / 1024) }));`,
  );
  const { seeds } = await import(bundle);
  const { importers } = await import(importing);
  const own = Object.keys(importers).map((name) => `import-${name}`);
  const names = readers ? readers.split(",") : ["numbers", ...Object.keys(seeds), ...own];
  for (const reader of names) {
    const all = {};
    for (let done = 0, seed = Number(firstSeed); done < Number(files); done += part, seed++) {
      const now = Math.min(part, Number(files) - done);
      const isImport = reader.startsWith("import-");
      const name = reader.replace("import-", "");
      const args = [script, isImport ? importing : bundle, name, String(now), String(seed)];
      const found = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8", timeout: mostMs }));
      for (const [key, value] of Object.entries(found)) {
        const isMost = /slowest|resident|most/.test(key);
        all[key] = isMost ? Math.max(all[key] ?? 0, value) : (all[key] ?? 0) + value;
      }
      if (found.residentMB > mostMegabytes)
        throw new Error(`${reader}, seed ${seed}: it took too much memory`);
    }
    console.log(`${reader}: ${files} files, from seed ${firstSeed}: ${JSON.stringify(all)}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
