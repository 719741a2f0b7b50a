/**
 * The same bits in every engine: runs test/engines/fixed-run.mjs in this Node and in others from npm, and
 * compares what they print. Engines are installed once, into a directory of their own.
 *
 *     node scripts/engines.mjs                   this Node and Node 24
 *     node scripts/engines.mjs node@22 bun deno  others by name
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const names = process.argv.slice(2);
if (names.length === 0) names.push("node@24");
const home = join(tmpdir(), "chainrule-engines");
const run = ["test/engines/fixed-run.mjs"];

/** The program of an engine, installed if need be. */
function programOf(name) {
  const directory = join(home, name.replace("@", "-"));
  const [engine] = name.split("@");
  const find = () =>
    ({
      node: [join(directory, "node_modules/node/bin/node")],
      deno: [join(directory, "node_modules/.bin/deno")],
      bun: list(join(directory, "node_modules/@oven")).map((one) =>
        join(directory, "node_modules/@oven", one, "bin/bun"),
      ),
    })[engine].find((path) => existsSync(path));
  if (!find()) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "package.json"), "{}");
    const packages = engine === "bun" ? ["@oven/bun-linux-x64-baseline"] : [name];
    spawnSync("npm", ["install", "--no-audit", "--no-fund", ...packages], {
      cwd: directory,
      stdio: "ignore",
    });
  }
  const program = find();
  if (!program) throw new Error(`${name}: could not be installed from npm`);
  return engine === "deno" ? [program, "run", "-A"] : [program];
}

function list(directory) {
  return existsSync(directory) ? readdirSync(directory) : [];
}

const results = [["this Node", process.execPath], ...names.map((name) => [name, ...programOf(name)])].map(
  ([name, program, ...args]) => {
    const { stdout, stderr, status } = spawnSync(program, [...args, ...run], {
      encoding: "utf8",
      timeout: 120_000,
    });
    if (status !== 0) throw new Error(`${name}: ${stderr}`);
    const { builds, hashes } = JSON.parse(stdout);
    console.log(`${name.padEnd(10)} ${builds} builds  ${hashes.join(" ")}`);
    return hashes.join();
  },
);
if (new Set(results).size !== 1) {
  console.error("The engines disagree.");
  process.exit(1);
}
console.log("The same bits in all of them.");
