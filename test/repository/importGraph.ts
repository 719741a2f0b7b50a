/** Which files of the repository import which, types included. Not here: which imports are allowed. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

export interface Imports {
  /** Files of the repository. */
  local: string[];
  packages: string[];
}

/** Source files in these folders and below, without the generated ones. */
export function sourceFiles(...folders: string[]): string[] {
  return folders
    .flatMap((top) => readdirSync(top, { recursive: true, encoding: "utf8" }).map((file) => join(top, file)))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("generated"));
}

/** What a file imports: statically, for its side effects, or with `import()`, but not the types of `typeof import()`. */
export function importsOf(file: string): Imports {
  const source = readFileSync(file, "utf8").replace(/^\s*(?:\/\*\*|\*|\/\/).*$/gm, "");
  const names = [
    ...source.matchAll(/^(?:import|export)\s[^"';]*from\s+"([^"]+)"/gm),
    ...source.matchAll(/^import\s+"([^"]+)"/gm),
    ...source.matchAll(/(?<!typeof )\bimport\("([^"]+)"\)/g),
  ].map((match) => match[1]!);
  const local = names.filter((name) => name.startsWith("."));
  return {
    local: local.map((name) => normalize(join(dirname(file), name)).replace(/(?:\.[jt]sx?)?$/, ".ts")),
    packages: names.filter((name) => !name.startsWith(".")),
  };
}

/** A way from a file over its imports back to itself, or null. */
export function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const walk = (file: string, path: string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of graph.get(file) ?? []) {
      const cycle = walk(next, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const cycle = walk(file, []);
    if (cycle) return cycle;
  }
  return null;
}
