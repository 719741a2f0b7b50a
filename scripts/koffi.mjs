/**
 * Installs koffi for the tests of trainings in several processes, once, into its own directory: it is an optional package that calls
 * MPI. Without it, or without mpirun, these tests skip and say so.
 *
 *     node scripts/koffi.mjs
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const wanted = "koffi@3.3.4";
const home = join(tmpdir(), "chainrule-koffi");

/** The directory of packages that has koffi; null where it is not installed. */
export function koffiPackages() {
  const packages = join(home, "node_modules");
  return existsSync(join(packages, "koffi")) ? packages : null;
}

/** Why a training in several processes cannot be tested here; null where it can. */
export function whyNoMpi() {
  const mpirun = spawnSync("mpirun", ["--version"], { encoding: "utf8" });
  if (mpirun.status !== 0) return "there is no mpirun";
  if (!/Open MPI/.test(mpirun.stdout)) return "mpirun is not that of Open MPI";
  return koffiPackages() === null ? "koffi is not installed: node scripts/koffi.mjs" : null;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  if (koffiPackages() === null) {
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), "{}");
    const command = ["install", "--no-audit", "--no-fund", "--ignore-scripts", wanted];
    const { status, stderr } = spawnSync("npm", command, { cwd: home, encoding: "utf8" });
    if (status !== 0) throw new Error(`${wanted}: could not be installed from npm\n${stderr}`);
  }
  console.log(`${wanted}: ${home}`);
}
