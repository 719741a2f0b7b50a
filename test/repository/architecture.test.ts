/** The documents for people who change Chainrule name files and folders. Each of them exists. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { modulesPicture } from "../../scripts/pictures.mjs";

const documents = ["ARCHITECTURE.md", "docs/KERNELS.md", "CONTRIBUTING.md"];
/** Made by a build or installed: not looked at. */
const notOurs = /^(\.git|node_modules|dist|site)$/;
const files = readdirSync(".", { withFileTypes: true })
  .filter(({ name }) => !notOurs.test(name))
  .flatMap((entry) =>
    entry.isDirectory()
      ? readdirSync(entry.name, { recursive: true, encoding: "utf8" }).map((name) => join(entry.name, name))
      : [entry.name],
  );
const roots = readdirSync(".");

/** Names in backticks, and names of source files in drawings, that look like files or folders of the repository. */
function namedIn(text: string): string[] {
  const quoted = [...text.matchAll(/`([\w.<>*/-]+)`/g)].map((match) => match[1]!);
  const drawn = [...text.matchAll(/```[^]*?```/g)].flatMap(
    ([part]) => part.match(/[\w/]+\.(ts|mjs)\b/g) ?? [],
  );
  const isFile = (name: string) => /\/|\.(ts|tsx|mjs|py|md|json|svg)$/.test(name);
  const isElsewhere = (name: string) => /^(\.\.|chainrule\/|dist\/|site\/)/.test(name);
  return [...new Set([...quoted, ...drawn])].filter((name) => isFile(name) && !isElsewhere(name));
}

/** Whether there is such a file or folder. `*` and `<name>` stand for any part of a name; `src/errors` for errors.ts. */
function isThere(name: string): boolean {
  if (existsSync(name) || existsSync(`${name}.ts`)) return true;
  const isWhole = roots.includes(name.split("/")[0]!);
  const pattern = name.replaceAll(".", "\\.").replace(/\*|<\w+>/g, "[\\w-]*");
  const ending = new RegExp(`${isWhole ? "^" : "(^|/)"}${pattern}$`);
  return (!isWhole || pattern.includes("[")) && files.some((file) => ending.test(file));
}

describe.each(documents)("%s", (path) => {
  const named = namedIn(readFileSync(path, "utf8"));

  it("names only files and folders that exist", () => {
    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });
});

it("docs/pictures/modules.svg is what node scripts/pictures.mjs makes", () => {
  expect(readFileSync("docs/pictures/modules.svg", "utf8") === modulesPicture()).toBe(true);
});
