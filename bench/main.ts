/**
 * The benchmark suite: our wasm against plain TypeScript.
 *
 *     npm run bench [-- --case mnist --turns 7 --turn-ms 300 --write]
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { formatRate } from "../src/report/figures.js";
import { buildStatus } from "../src/wasm/builds.js";
import { info } from "../src/wasm/info.js";
import { cases, flopsPerSample } from "./cases.js";
import { measure, type ResultRow } from "./measure.js";
import { dataOf, referenceSubject, wasmSubject } from "./subjects.js";

const { values: flags } = parseArgs({
  options: {
    case: { type: "string", multiple: true },
    turns: { type: "string", default: "7" },
    "turn-ms": { type: "string", default: "200" },
    write: { type: "boolean", default: false },
  },
});
const chosen = cases.filter(({ name }) => !flags.case || flags.case.includes(name));
if (chosen.length === 0)
  throw new Error(`--case: expected one of ${cases.map(({ name }) => name).join(", ")}`);

const rows: ResultRow[] = [];
for (const one of chosen) {
  const data = dataOf(one);
  const subjects = [
    referenceSubject(one, data, "blocked"),
    // a textbook product takes many seconds for one step of the widest nets: left out there
    ...(one.batch * flopsPerSample(one) < 5e9 ? [referenceSubject(one, data, "naive")] : []),
    ...buildStatus()
      .filter(({ available }) => available)
      .map(({ name }) => wasmSubject(one, data, name)),
  ];
  const results = await measure(one, subjects, {
    turns: Number(flags.turns),
    turnMs: Number(flags["turn-ms"]),
  });
  for (const subject of subjects) subject.dispose();
  rows.push(...results);
  for (const row of results) process.stdout.write(`${tableLine(row)}\n`);
}
if (flags.write) writeFileSync("bench/RESULTS.md", markdown(rows));

function cellsOf(row: ResultRow): string[] {
  const { samplesPerSecond: rate, gflops, ratio } = row;
  return [
    row.case,
    row.implementation,
    row.build,
    String(row.threads),
    formatRate(rate.median),
    formatRate(rate.best),
    gflops.toFixed(gflops < 10 ? 2 : 1),
    `${ratio.toFixed(2)}×`,
  ];
}

function tableLine(row: ResultRow): string {
  const widths = [16, 11, 8, 2, 7, 7, 6, 8];
  return cellsOf(row)
    .map((cell, index) => (index < 3 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!)))
    .join("  ");
}

function markdown(results: ResultRow[]): string {
  const { host } = info();
  const heads = [
    "case",
    "implementation",
    "build",
    "threads",
    "median samples/s",
    "best",
    "GFLOP/s",
    "against blocked",
  ];
  const shapes = chosen.map(
    ({ name, layers, batch, precision }) => `| ${name} | ${layers.join("-")} | ${batch} | ${precision} |`,
  );
  return `# Results

Written by \`npm run bench -- --write\`. One training step after another (forward, backward, update), sigmoid, ½ squared
error, plain SGD; samples per second through the public \`fit\`, its overhead included. All rows of a case in one
process, in turns (${flags.turns} of ${flags["turn-ms"]} ms each, after one that does not count); losses agree to 1e-4 before anything is
timed. The last column is the median of the ratios turn by turn against plain TypeScript with a blocked product.

${host}, ${cpus()[0]?.model.trim()}, ${cpus().length} processors, ${new Date().toISOString().slice(0, 10)}. Machines drift: quote ratios.

| ${heads.join(" | ")} |
|${heads.map((_, index) => (index < 3 ? "---" : "---:")).join("|")}|
${results.map((row) => `| ${cellsOf(row).join(" | ")} |`).join("\n")}

| case | layers | batch | precision |
|---|---|---:|---|
${shapes.join("\n")}
`;
}
