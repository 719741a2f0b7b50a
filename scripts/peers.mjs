/**
 * Installs the packages that people come from, for the tests of docs/move, once, into a directory of their own: they are no
 * devDependencies, because nothing else needs them. Without one, its tests skip and say so.
 *
 *     node scripts/peers.mjs            @tensorflow/tfjs, brain.js; of ml5 the script alone; 350 MB
 *     node scripts/peers.mjs keras      Keras with JAX, in a Python environment, 700 MB
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const home = join(tmpdir(), "chainrule-peers");
const ml5 = "ml5@1.4.0";
const versions = { "@tensorflow/tfjs": "4.22.0", "brain.js": "1.6.1" };

/** Where packages of npm are installed: the directory that has `node_modules`. */
export const peerHome = home;
/** The Python that has Keras, once it is installed. */
export const peerPython = join(home, "python/bin/python3");

/** The script of ml5 for pages. Its package alone: the script has what it needs. */
export const ml5Script = join(home, "ml5/package/dist/ml5.min.js");

/** Whether a package of npm is installed. @param {string} name */
export const hasPeer = (name) => existsSync(join(home, "node_modules", name, "package.json"));

function run(command, args, what) {
  const { status, stderr, error } = spawnSync(command, args, {
    cwd: home,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (status !== 0) throw new Error(`${what}: could not be installed\n${stderr ?? error?.message}`);
}

function installFromNpm() {
  const missing = Object.entries(versions).filter(([name]) => !hasPeer(name));
  if (missing.length === 0) return;
  writeFileSync(join(home, "package.json"), '{ "private": true }');
  const wanted = missing.map(([name, version]) => `${name}@${version}`);
  run("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", ...wanted], wanted.join(", "));
}

function installMl5() {
  if (existsSync(ml5Script)) return;
  const folder = join(home, "ml5");
  mkdirSync(folder, { recursive: true });
  run("npm", ["pack", ml5, "--silent", "--pack-destination", folder], ml5);
  run("tar", ["-xzf", join(folder, `${ml5.replace("@", "-")}.tgz`), "-C", folder], ml5);
}

function installKeras() {
  if (existsSync(peerPython)) return;
  run("python3", ["-m", "venv", "python"], "a Python environment");
  run(peerPython, ["-m", "pip", "install", "--quiet", "keras", "jax"], "keras");
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  mkdirSync(home, { recursive: true });
  if (process.argv.includes("keras")) installKeras();
  else {
    installFromNpm();
    installMl5();
  }
  console.log(home);
}
