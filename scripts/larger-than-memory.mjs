/**
 * Shows that data may be larger than memory: writes a CSV of numbers and categories, packs it, trains one epoch on the packed rows,
 * and says how much memory each step had at most. Expects `npm run build` to have run.
 *
 *     node scripts/larger-than-memory.mjs                       200 MB
 *     node scripts/larger-than-memory.mjs --megabytes 4000 --most 600
 *
 *     --megabytes <n>   size of the CSV (default: 200)
 *     --folder <path>   where everything is written, and removed afterwards (default: a folder for temporary files)
 *     --most <n>        megabytes that no step may exceed; the exit code is 1 if one does (default: no limit)
 */
import { spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const program = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const { values } = parseArgs({
  options: {
    megabytes: { type: "string", default: "200" },
    folder: { type: "string", default: tmpdir() },
    most: { type: "string", default: "Infinity" },
  },
});
const folder = mkdtempSync(join(values.folder, "chainrule-"));
const columns = 16;
/** A small network, so that the time goes into reading. */
const network = ["--preset", "textbook", "--layers", "32", "--batch", "128", "--epochs", "1"];

/** A line of the table: numbers with gaps, a category, a date, and a class that follows from some of them. */
function lineOf(random) {
  const x = Array.from({ length: columns }, () => 2 * random() - 1);
  const colour = ["red", "green", "blue"][Math.floor(3 * random())];
  const score = x[0] * x[1] + 0.5 * x[2] - 0.3 * x[3] + (colour === "red" ? 0.4 : 0);
  const label = score > 0.25 ? "high" : score > -0.25 ? "mid" : "low";
  const cells = x.map((value, at) => (at === 4 && random() < 0.01 ? "" : value.toFixed(5)));
  const day = `2024-0${1 + Math.floor(9 * random())}-1${Math.floor(9 * random())}`;
  return `${cells.join(",")},${colour},${day},${label}\n`;
}

/** Writes lines until the file has this many bytes. */
async function writeTable(path, bytes) {
  let state = 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const out = createWriteStream(path);
  out.write(`${Array.from({ length: columns }, (_, at) => `x${at}`).join(",")},colour,day,label\n`);
  for (let written = 0; written < bytes;) {
    let text = "";
    while (text.length < 1 << 20) text += lineOf(random);
    written += text.length;
    if (!out.write(text)) await new Promise((resolve) => out.once("drain", resolve));
  }
  await new Promise((resolve) => out.end(resolve));
}

/** Runs a command; gives its seconds and the most memory that it had, in megabytes. */
async function measured(args) {
  const note = join(folder, "memory.txt");
  const code = `import { writeFileSync } from "node:fs"; process.on("exit", () => writeFileSync(${JSON.stringify(note)}, String(process.resourceUsage().maxRSS)));`;
  const since = performance.now();
  const child = spawn(
    process.execPath,
    ["--import", `data:text/javascript,${encodeURIComponent(code)}`, program, ...args],
    {
      stdio: "inherit",
    },
  );
  const exit = await new Promise((resolve) => child.on("close", resolve));
  if (exit !== 0) throw new Error(`chainrule ${args[0]} gave exit ${exit}`);
  return {
    seconds: (performance.now() - since) / 1000,
    megabytes: Number(readFileSync(note, "utf8")) / 1024,
  };
}

try {
  const table = join(folder, "table.csv");
  const rows = join(folder, "rows");
  const model = join(folder, "model.safetensors");
  await writeTable(table, Number(values.megabytes) * 1e6);
  console.log(`A table of ${(statSync(table).size / 1e6).toFixed(0)} MB.`);
  const steps = {
    prepare: await measured(["prepare", table, "--target", "label", "--validation", "0.02", "-o", rows]),
    "train, 1 epoch": await measured(["train", "--data", rows, ...network, "-o", model]),
  };
  for (const [name, { seconds, megabytes }] of Object.entries(steps)) {
    console.log(
      `${name.padEnd(16)} ${seconds.toFixed(1).padStart(8)} s ${megabytes.toFixed(0).padStart(6)} MB at most`,
    );
    if (!(megabytes <= Number(values.most))) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
