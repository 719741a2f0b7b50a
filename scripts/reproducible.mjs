/**
 * Checks that a build gives the same bytes in another directory: copies the sources into a directory with another name,
 * builds there, and compares every file with dist/, which must be a full build of the same sources.
 *
 *     node scripts/reproducible.mjs
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const elsewhere = join(mkdtempSync(join(tmpdir(), "chainrule-reproducible-")), "another place");
try {
  for (const file of sources()) {
    mkdirSync(dirname(join(elsewhere, file)), { recursive: true });
    cpSync(file, join(elsewhere, file));
  }
  // a copy: through a link esbuild would see the packages elsewhere, and say so in the maps
  cpSync(realpathSync("node_modules"), join(elsewhere, "node_modules"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  // so that the kernels are compiled there
  rmSync(join(elsewhere, "node_modules", ".cache"), { recursive: true, force: true });
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: elsewhere, stdio: "inherit" });
  const here = filesOf("dist");
  const there = filesOf(join(elsewhere, "dist"));
  const names = [...new Set([...here, ...there])].sort();
  const different = names.filter(
    (name) =>
      !here.includes(name) ||
      !there.includes(name) ||
      !readFileSync(join("dist", name)).equals(readFileSync(join(elsewhere, "dist", name))),
  );
  if (different.length > 0) {
    process.stderr.write(`not the same in another directory:\n${different.join("\n")}\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`the same bytes in another directory: ${names.length} files\n`);
  }
} finally {
  rmSync(dirname(elsewhere), { recursive: true, force: true });
}

/** What git would put into a commit now. */
function sources() {
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    encoding: "utf8",
  });
  return list
    .split("\0")
    .filter((file) => file !== "" && statSync(file, { throwIfNoEntry: false })?.isFile());
}

function filesOf(directory) {
  return readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(directory, name)).isFile(),
  );
}
