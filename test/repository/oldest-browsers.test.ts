/** The library uses nothing that the oldest browsers named in docs/browser.md do not have. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { sourceFiles } from "./importGraph.js";

/** What came to one of them later than the version that is named there: Chrome 110, Firefox 115, Safari 16.4. */
const newer = [
  /AbortSignal\.any\(/,
  /Array\.fromAsync\(/,
  /Atomics\.waitAsync\(/,
  /Float16Array/,
  /Iterator\.from\(/,
  /Math\.(?:f16round|sumPrecise)\(/,
  /(?:Map|Object)\.groupBy\(/,
  /Promise\.(?:try|withResolvers)\(/,
  /RegExp\.escape\(/,
  /Uint8Array\.from(?:Base64|Hex)\(/,
  /URL\.(?:canParse|parse)\(/,
  /\.(?:toBase64|toHex|isWellFormed|toWellFormed|transferToFixedLength|getOrInsert)\(/,
  /\.(?:union|intersection|difference|symmetricDifference|isSubsetOf|isSupersetOf|isDisjointFrom)\(/,
  /\.(?:entries|keys|values)\(\)\.(?:drop|every|filter|find|flatMap|forEach|map|reduce|some|take|toArray)\(/,
  /\/[dgimsuy]*v[dgimsuy]*[;,)]/,
];

it("docs/browser.md names them, and no file of the library uses what they lack", () => {
  expect(readFileSync("docs/browser.md", "utf8")).toContain("Chrome and Edge 110, Firefox 115, Safari 16.4.");
  const found = sourceFiles("src")
    .filter((file) => !file.startsWith("src/cli/"))
    .flatMap((file) => {
      // comments may name anything
      const code = readFileSync(file, "utf8").replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
      return newer.filter((pattern) => pattern.test(code)).map((pattern) => `${file}: ${pattern}`);
    });
  expect(found).toEqual([]);
});
