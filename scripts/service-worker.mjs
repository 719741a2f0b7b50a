/**
 * Writes the page's service worker next to the other files of the page, which must exist: it contains their names and a hash of
 * their contents. So any change of any file changes the worker, and browsers fetch the page again.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { build } from "esbuild";

/** @returns the files that it keeps, by their paths, and their bytes in all */
export async function writeServiceWorker(folder) {
  const files = [];
  let bytes = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || entry.name === "sw.js" || /^\.|\.map$/.test(entry.name)) continue;
    const place = join(entry.parentPath, entry.name);
    const content = await readFile(place);
    const path = place.slice(join(folder).length).split(sep).filter(Boolean).join("/");
    files.push([path, `sha256-${createHash("sha256").update(content).digest("base64")}`]);
    bytes += content.length;
  }
  files.sort(([a], [b]) => (a < b ? -1 : 1));
  const version = createHash("sha256").update(JSON.stringify(files)).digest("hex").slice(0, 16);
  await build({
    entryPoints: ["playground/serviceWorker.ts"],
    outfile: join(folder, "sw.js"),
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    legalComments: "none",
    define: { __PAGE__: JSON.stringify({ version, files }) },
  });
  return { files: files.map(([path]) => path), bytes };
}
