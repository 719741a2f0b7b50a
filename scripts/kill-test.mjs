/**
 * Kills trainings with SIGKILL at random moments, also while a checkpoint is written, and resumes them until they end. After
 * each kill every checkpoint must be whole, and at the end the weights must be those of a training that nobody disturbed.
 *
 *     node scripts/kill-test.mjs [--kills 320] [--seed 1] [--out bench/RESULTS-kill-test.md]
 *
 * Needs `dist/cli.js` (`npm run build -- --program`). `test/cli/faults.mjs` slows the writing.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const program = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const slowDisk = new URL("../test/cli/faults.mjs", import.meta.url).href;

/** Every combination of optimiser, threads, precision and dropout. */
export const allCases = ["sgd", "momentum", "adamw", "rmsprop", "irpropMinus", "lbfgs"].flatMap((optimizer) =>
  ["1", "2"].flatMap((threads) =>
    ["float32", "float64"].flatMap((precision) =>
      (optimizer === "lbfgs" ? ["0"] : ["0", "0.3"]).map((dropout) => ({
        optimizer,
        threads,
        precision,
        dropout,
      })),
    ),
  ),
);

/** A sequence of numbers from 0 to 1 that depends on the seed alone (mulberry32). */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Rows of 8 numbers in 3 classes. */
function table(rows) {
  const random = randomNumbers(7);
  const names = Array.from({ length: 8 }, (_, column) => `x${column}`);
  const lines = Array.from({ length: rows }, (_, row) => {
    const kind = row % 3;
    const values = names.map((_, column) => (random() + (column % 3 === kind ? 0.4 : 0)).toFixed(4));
    return [...values, ["a", "b", "c"][kind]].join(",");
  });
  return `${[...names, "kind"].join(",")}\n${lines.join("\n")}\n`;
}

/**
 * Runs the command line.
 *
 * @param kill when it is killed: milliseconds after its start, or after its first word, which it says when it begins to train;
 *   null: it ends by itself
 */
function run(args, cwd, kill) {
  return new Promise((resolve, reject) => {
    const env = {
      ...process.env,
      LC_ALL: "C",
      ...(kill !== null && { NODE_OPTIONS: `--import=${slowDisk}`, CHAINRULE_TEST_SLOW: "25" }),
    };
    const child = spawn(process.execPath, [program, ...args], { cwd, env });
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"])
      child[name].setEncoding("utf8").on("data", (text) => (said[name] += text));
    let timer;
    const begin = () => (timer = setTimeout(() => child.kill("SIGKILL"), kill.ms));
    if (kill?.after === "start") begin();
    if (kill?.after === "word") child.stderr.once("data", begin);
    child.on("error", reject).on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...said });
    });
  });
}

/** Whether a checkpoint is whole, by its own checksum, computed here once more. */
function isWhole(path) {
  const bytes = readFileSync(path);
  const header = bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0)));
  const { sha256 } = JSON.parse(header.toString("utf8")).__metadata__;
  const at = bytes.indexOf(`"sha256":"${sha256}"`);
  bytes.write("0".repeat(64), at + '"sha256":"'.length, "latin1");
  return createHash("sha256").update(bytes).digest("hex") === sha256;
}

/**
 * Kills one training again and again.
 *
 * @param one   one of `allCases`
 * @param kills how many times, at least; more until it ends
 * @returns counts, and what went wrong
 */
export async function killOne(one, { kills, random, cwd, rows = one.optimizer === "lbfgs" ? 6000 : 600 }) {
  const faults = [];
  if (!existsSync(join(cwd, `rows${rows}.csv`))) writeFileSync(join(cwd, `rows${rows}.csv`), table(rows));
  const folder = mkdtempSync(join(cwd, "case-"));
  const { optimizer, threads, precision, dropout } = one;
  const preset = optimizer === "adamw" ? "table" : "textbook";
  const epochs = optimizer === "adamw" ? "80" : "900";
  const words = (text) => text.split(" ");
  const args = (output) => [
    ...words(`train --data ../rows${rows}.csv --target kind --validation 0.2 --layers 48,24 --json`),
    ...words(`--preset ${preset} --optimizer ${optimizer} --threads ${threads} --precision ${precision}`),
    ...words(`--dropout ${dropout} --epochs ${epochs} -o ${output}`),
  ];
  const began = performance.now();
  const whole = await run(args("whole.st"), folder, null);
  const usualMs = performance.now() - began;
  if (whole.code !== 0) throw new Error(`the undisturbed training failed: ${whole.stderr}`);
  const { weightsSha256: wanted } = JSON.parse(whole.stdout);
  const checkpoints = words("--checkpoint ck --resume ck --checkpoint-every 40b --keep 2");
  const counts = { kills: 0, inWrite: 0, resumed: 0, starts: 0, checked: 0 };
  for (let runs = 0; ; runs++) {
    const isEarly = random() < 0.1;
    const kill = isEarly ? { after: "start", ms: 600 * random() } : { after: "word", ms: 1800 * random() };
    const { code, signal, stdout, stderr } = await run(
      [...args("m.st"), ...checkpoints],
      folder,
      counts.kills < kills ? kill : null,
    );
    if (stderr.includes("Going on from ck/")) counts.resumed++;
    else counts.starts++;
    if (/Skipped|damaged/.test(stderr)) faults.push(`a checkpoint was skipped: ${stderr}`);
    const names = existsSync(join(folder, "ck")) ? readdirSync(join(folder, "ck")) : [];
    for (const name of names.filter((file) => file.startsWith("epoch-"))) {
      counts.checked++;
      if (!isWhole(join(folder, "ck", name))) faults.push(`${name} is damaged`);
    }
    if (signal === "SIGKILL") {
      counts.kills++;
      if (names.some((name) => name.endsWith(".tmp"))) counts.inWrite++;
      continue;
    }
    if (code !== 0) faults.push(`exit ${code}: ${stderr}`);
    else if (JSON.parse(stdout).weightsSha256 !== wanted) faults.push(`other weights: ${stdout.slice(-300)}`);
    else if (names.some((name) => !name.startsWith("epoch-")))
      faults.push(`left behind: ${names.join(", ")}`);
    if (code !== 0 || counts.kills >= kills) break;
    // it ended before it was killed often enough: once more from the beginning
    rmSync(join(folder, "ck"), { recursive: true });
  }
  rmSync(folder, { recursive: true });
  return { ...counts, faults, seconds: usualMs / 1000 };
}

async function main() {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "320" },
      seed: { type: "string", default: "1" },
      out: { type: "string" },
    },
  });
  const cwd = mkdtempSync(join(tmpdir(), "chainrule-kill-"));
  mkdirSync(cwd, { recursive: true });
  const random = randomNumbers(Number(values.seed));
  const each = Math.ceil(Number(values.kills) / allCases.length);
  const lines = [];
  const sums = { kills: 0, inWrite: 0, resumed: 0, starts: 0, checked: 0 };
  const faults = [];
  const began = performance.now();
  for (const one of allCases) {
    const result = await killOne(one, { kills: each, random, cwd });
    for (const name of Object.keys(sums)) sums[name] += result[name];
    faults.push(...result.faults.map((fault) => `${JSON.stringify(one)}: ${fault}`));
    const { kills, inWrite, resumed, checked } = result;
    const row = [...Object.values(one), kills, inWrite, resumed, checked, result.faults.length];
    lines.push(`| ${row.join(" | ")} |`);
    console.error(lines.at(-1));
  }
  rmSync(cwd, { recursive: true, force: true });
  const minutes = ((performance.now() - began) / 60_000).toFixed(0);
  const text = `# Kill test

\`node scripts/kill-test.mjs --kills ${values.kills} --seed ${values.seed}\`, Node ${process.version}, ${cpus().length} processors, ${minutes} minutes.

Each training is killed with SIGKILL at random moments and resumed, until it ends. The writing of files is slowed, so that many
kills fall into it. After each kill the checksum of every checkpoint is computed by the script itself.

- ${sums.kills} kills, ${sums.inWrite} of them while a temporary file was being written
- ${sums.resumed} trainings went on from a checkpoint, ${sums.starts} started from the beginning: there was no checkpoint yet, or the training before had ended
- ${sums.checked} checkpoints checked
- ${faults.length} faults: damaged checkpoints, runs that were lost, final weights other than those of the undisturbed training

| optimizer | threads | precision | dropout | kills | in a write | resumed | checkpoints checked | faults |
|---|---|---|---|---|---|---|---|---|
${lines.join("\n")}
`;
  if (values.out) writeFileSync(values.out, text);
  console.log(text);
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
