/**
 * Compiles the kernels to the named targets of asconfig.json, one after the other in one process, because the compiler is
 * faster once it is warm. What it made of the same sources before is taken from node_modules/.cache.
 *
 *     node scripts/compile.mjs simd scalar
 */
import asc from "assemblyscript/asc";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

const { targets } = JSON.parse(readFileSync("asconfig.json", "utf8"));
const caches = join("node_modules", ".cache", "chainrule-kernels");
/** The results for this number of versions of the sources are kept. */
const mostCaches = 24;
const cache = join(caches, keyOf("assembly"));

for (const target of process.argv.slice(2)) {
  const files = [targets[target].outFile, targets[target].textFile];
  if (files.every((file) => copied(join(cache, nameOf(file)), file))) continue;
  const { error, stderr } = await asc.main(["--target", target], {});
  if (error) {
    process.stderr.write(stderr.toString());
    process.exit(1);
  }
  mkdirSync(cache, { recursive: true });
  for (const file of files) {
    // under another name first, so that no other build takes half a file
    const draft = join(cache, `${nameOf(file)}.${process.pid}`);
    copyFileSync(file, draft);
    renameSync(draft, join(cache, nameOf(file)));
  }
  removeOldest();
}

function removeOldest() {
  const byAge = readdirSync(caches)
    .map((name) => join(caches, name))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  for (const old of byAge.slice(mostCaches)) rmSync(old, { recursive: true, force: true });
}

/** A checksum of all that decides what the compiler makes. */
function keyOf(folder) {
  const hash = createHash("sha256");
  const sources = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const compiler = ["assemblyscript", "binaryen"].map((name) => `node_modules/${name}/package.json`);
  for (const file of ["asconfig.json", ...compiler, ...sources.sort()]) {
    hash.update(`${file}\0`).update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 32);
}

function nameOf(file) {
  return file.split("/").at(-1);
}

function copied(from, to) {
  try {
    copyFileSync(from, to);
    return true;
  } catch {
    return false;
  }
}
