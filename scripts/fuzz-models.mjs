/**
 * The long form of the fuzz test of model files: a million changed files through the library, and some through every command
 * that reads a model. Expects `npm run build` to have run, which makes the sources that are generated.
 *
 *     node scripts/fuzz-models.mjs                          1,000,000 files, 20,000 commands, seed 1: about half an hour
 *     node scripts/fuzz-models.mjs 50000 1000 7             fewer, and another seed
 *
 * It ends with an error at the first file that is treated wrongly, and says its number and seed. The result of a long run is in
 * SECURITY.md.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const [files = 1_000_000, commands = 20_000, seed = 1] = process.argv.slice(2).map(Number);
/** Files of one process: its memory is measured. */
const part = 50_000;

const folder = mkdtempSync(join(tmpdir(), "chainrule-fuzz-"));
try {
  for (const name of ["models", "commands"]) {
    await build({
      entryPoints: [`test/fuzz/${name}.ts`],
      bundle: true,
      format: "esm",
      platform: "node",
      outfile: join(folder, `${name}.mjs`),
      logLevel: "error",
      banner: {
        js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
      },
    });
  }
  const script = join(folder, "run.mjs");
  writeFileSync(
    script,
    `const [, , name, call, count, seed] = process.argv;
const module = await import(name);
if (call === "loadFile") console.log(JSON.stringify(module.loadFile(count)));
else {
  const found = await module[call](Number(count), Number(seed));
  console.log(JSON.stringify({ ...found, residentMB: Math.round(process.resourceUsage().maxRSS / 1024) }));
}`,
  );
  const models = join(folder, "models.mjs");
  const { large } = await import(models);
  for (const [what, make] of Object.entries(large)) {
    const path = join(folder, "large.st");
    writeFileSync(path, make());
    const said = execFileSync(process.execPath, [script, models, "loadFile", path], { encoding: "utf8" });
    const { milliseconds, MB, mostMB } = JSON.parse(said);
    console.log(`${what}: ${said.trim()}`);
    if (milliseconds > 1000 || MB > mostMB) throw new Error(`${what}: it took too long, or too much memory`);
  }
  const sweep = execFileSync(process.execPath, [script, models, "fuzzSweep", "1"], { encoding: "utf8" });
  console.log(`every place of their JSON with every odd value: ${sweep.trim()}`);
  run(script, "models", "fuzz", files);
  run(script, "commands", "fuzzCommands", commands);
} finally {
  rmSync(folder, { recursive: true });
}

/** Runs a function of a bundle on files of several seeds, and prints the sums and maxima of what it found. */
function run(script, name, call, count) {
  const all = {};
  for (let done = 0, own = seed; done < count; done += part, own++) {
    const now = Math.min(part, count - done);
    const args = [script, join(resolve(folder), `${name}.mjs`), call, String(now), String(own)];
    const found = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
    for (const [key, value] of Object.entries(found)) {
      const isMost = /slowest|most|resident/.test(key);
      all[key] = isMost ? Math.max(all[key] ?? 0, value) : (all[key] ?? 0) + value;
    }
    console.log(`${name}: ${done + now} files, seeds ${seed} to ${own}: ${JSON.stringify(all)}`);
  }
}
