/**
 * Installs onnxruntime for the tests of ONNX files, once, into its own directory, because it is far too large for a
 * devDependency. Without it these tests skip and say so.
 *
 *     node scripts/onnxruntime.mjs                          onnxruntime-web, 150 MB, runs anywhere
 *     node scripts/onnxruntime.mjs onnxruntime-node@1.30.0  the native one, 290 MB; tests run on all that are there
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const home = join(tmpdir(), "chainrule-onnxruntime");
const usual = "onnxruntime-web@1.30.0";

/**
 * The runtimes that are installed.
 *
 * @returns {{ name: string, load: () => any }[]}
 */
export function installedRuntimes() {
  return ["onnxruntime-web", "onnxruntime-node"]
    .filter((name) => existsSync(join(home, name, "node_modules", name)))
    .map((name) => ({ name, load: () => createRequire(join(home, name, "package.json"))(name) }));
}

/** Installs one, if need be. @param {string} wanted name@version */
function install(wanted) {
  const name = wanted.split("@")[0];
  const directory = join(home, name);
  if (!existsSync(join(directory, "node_modules", name))) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "package.json"), "{}");
    // without it the native package fetches what is for graphics cards
    writeFileSync(join(directory, ".npmrc"), "onnxruntime-node-install=skip\n");
    const command = ["install", "--no-audit", "--no-fund", "--ignore-scripts", wanted];
    const { status, stderr } = spawnSync("npm", command, { cwd: directory, encoding: "utf8" });
    if (status !== 0) throw new Error(`${wanted}: could not be installed from npm\n${stderr}`);
  }
  console.log(`${wanted}: ${directory}`);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  for (const name of names.length > 0 ? names : [usual]) install(name);
}
