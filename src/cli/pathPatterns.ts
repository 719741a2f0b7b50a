/** Finds the files that a pattern such as `parts/*.csv` names, where the shell has not done it. */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** Whether a name has signs of a pattern. */
export function isPattern(name: string): boolean {
  return /[*?[\]{}]/.test(name);
}

/**
 * The files that a pattern names, sorted by code point.
 *
 *     *        any characters but /          [a-c]    one of these
 *     ?        one character but /           {a,b}    one of these texts
 *     **       any folders
 */
export function filesOf(pattern: string): string[] {
  const fixed = /^[^*?[\]{}]*\//.exec(pattern)?.[0] ?? "";
  const expression = new RegExp(`^${expressionOf(pattern.slice(fixed.length))}$`, "u");
  const root = fixed === "" ? "." : dirname(fixed + ".");
  const isDeep = pattern.slice(fixed.length).includes("/");
  let entries: string[];
  try {
    entries = readdirSync(root, { withFileTypes: true, recursive: isDeep })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  } catch {
    return [];
  }
  const inRoot = (path: string) => (root === "." ? path : path.slice(join(root, "x").length - 1));
  const found = entries.filter((path) => expression.test(inRoot(path).replaceAll("\\", "/")));
  return found.sort((a, b) => (a < b ? -1 : 1));
}

function expressionOf(pattern: string): string {
  return pattern.replaceAll(/\*\*\/|\*\*|\*|\?|\[[^\]/]+\]|\{[^{}/]+\}|[\s\S]/g, (part) => {
    if (part === "**/") return "(?:.*/)?";
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    if (part.length > 2 && part.startsWith("[")) return part.replace("[!", "[^").replaceAll("\\", "\\\\");
    if (part.length > 2 && part.startsWith("{"))
      return `(?:${part.slice(1, -1).split(",").map(escaped).join("|")})`;
    return escaped(part);
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
