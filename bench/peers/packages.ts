/**
 * Finds packages that the user has installed, from a directory upwards as Node does, and imports them by path at run time.
 * So no bundler includes them, and users install only the packages that they want to compare with.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { pathToFileURL } from "node:url";

export interface Found {
  directory: string;
  version: string;
  /** The file that `import` would take. */
  entry: string;
}

type Exports = string | { [condition: string]: Exports } | undefined;

/** The package, or null if it is not installed. */
export function findPackage(name: string, from: string): Found | null {
  for (let at = from; ; at = dirname(at)) {
    const directory = join(at, "node_modules", name);
    if (existsSync(join(directory, "package.json"))) {
      const about = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
      const entry = entryOf(about.exports) ?? about.main ?? "index.js";
      return { directory, version: about.version, entry: join(directory, entry) };
    }
    if (at === parse(at).root) return null;
  }
}

/** What the exports of a package give for its bare name. */
function entryOf(exports: Exports): string | undefined {
  if (exports === undefined || typeof exports === "string") return exports;
  if (exports["."] !== undefined) return entryOf(exports["."]);
  for (const condition of Object.keys(exports)) {
    if (!["node", "import", "default"].includes(condition)) continue;
    const entry = entryOf(exports[condition]);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** The module; of one in CommonJS its exports. */
export async function importPackage(found: Found): Promise<any> {
  const module = await import(pathToFileURL(found.entry).href);
  return module.default ?? module;
}
