/** The pages "Move here": there is one for each package, and what their tables name on our side is there. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { codeBlocks } from "./programs.js";

const paths = readdirSync("docs/move").map((name) => join("docs/move", name));
/** Every word of the settings, the exports, and the classes that pages tell of. */
const words = new Set(
  [
    "docs/settings.md",
    "src/index.ts",
    "src/train/network.ts",
    "src/train/loop/history.ts",
    "src/train/predict/predictor.ts",
    "src/data/dataset.ts",
    "src/cli/command.ts",
  ].flatMap((path) => wordsOf(readFileSync(path, "utf8"))),
);
function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z]\w*/g) ?? [];
}

describe("docs/move", () => {
  it("has a page for each package that people come from", () => {
    expect(paths.map((path) => /from-(.*)\.md$/.exec(path)![1])).toEqual([
      "brain-js",
      "keras",
      "ml5",
      "scikit-learn",
      "tensorflow-js",
    ]);
  });

  it.each(paths)("%s names on our side only what there is", (path) => {
    const text = readFileSync(path, "utf8");
    const ours = codeBlocks(text, "js").filter((code) => code.includes('from "chainrule"'));
    const known = new Set([...words, ...ours.flatMap(wordsOf)]);
    const rows = [...text.matchAll(/^\| .* \| (.*) \|$/gm)].map(([, right]) => right!);
    expect(rows.length).toBeGreaterThan(12);
    const code = rows.flatMap((right) => right.match(/`[^`]+`/g) ?? []);
    // words in capitals stand for what a user gives
    const named = code.flatMap(wordsOf).filter((name) => !/^[A-Z]+$/.test(name));
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});
