/** The pictures of README and documents: each one that is named exists, and each screenshot is one that the script takes. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { screenFile, screenFiles, screenNames } from "../../scripts/screens.mjs";

const folder = "docs/pictures/screens";
const texts = ["README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].concat(
  readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
);

/** Pictures of a document, from the root of the repository: of Markdown and of HTML. */
function picturesOf(path: string): string[] {
  const text = readFileSync(path, "utf8");
  const named = [...text.matchAll(/!\[[^\]]*\]\(([^)]+)\)|\s(?:src|srcset)="([^"]+)"/g)];
  return named.map(([, markdown, html]) => join(dirname(path), markdown ?? html!));
}

describe("pictures", () => {
  it("that a document names exist", () => {
    const named = texts.flatMap(picturesOf);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it("of the running product are those that the script takes, WebP files of less than 100 kB", () => {
    expect(
      readdirSync(folder)
        .map((name) => join(folder, name))
        .toSorted(),
    ).toEqual(screenFiles.toSorted());
    for (const path of screenFiles) {
      const bytes = readFileSync(path);
      expect(bytes.toString("latin1", 0, 4) + bytes.toString("latin1", 8, 12), path).toBe("RIFFWEBP");
      expect(bytes.length, path).toBeLessThan(100_000);
    }
  });

  it("of the running product are all shown, in light and dark, with a text", () => {
    const shown = texts.flatMap((path) =>
      [
        ...readFileSync(path, "utf8").matchAll(
          /<picture><source media="\(prefers-color-scheme: dark\)" srcset="(\S+)"><img src="(\S+)" alt="([^"]{20,})"><\/picture>/g,
        ),
      ].map(([, dark, light]) => [light, dark].map((name) => join(dirname(path), name!))),
    );
    for (const name of screenNames) {
      const pair = [screenFile(name, "light"), screenFile(name, "dark")];
      expect(shown).toContainEqual(pair);
    }
    // nothing else is shown in another way
    const all = texts.flatMap(picturesOf).filter((path) => path.startsWith(folder));
    expect(all).toHaveLength(2 * shown.length);
  });

  it("both READMEs show the same", () => {
    expect(picturesOf("README.zh.md")).toEqual(picturesOf("README.md"));
  });

  it("drawn as SVG are well-formed: no < stands in a text", () => {
    const files = readdirSync("docs", { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".svg"),
    );
    expect(files.length).toBeGreaterThan(20);
    const isBroken = (name: string) =>
      /<(?![a-zA-Z/!?])|&(?!#?\w+;)/.test(readFileSync(join("docs", name), "utf8"));
    expect(files.filter(isBroken)).toEqual([]);
  });

  it("of the running product are not in the npm package", () => {
    const { files } = JSON.parse(readFileSync("package.json", "utf8")) as { files: string[] };
    expect(files).toContain(`!${folder}`);
  });
});
