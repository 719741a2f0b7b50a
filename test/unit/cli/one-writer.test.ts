import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/** What other files of the command line may take of `node:fs`: functions that change nothing. */
const reading =
  /^(type )?(accessSync|closeSync|constants|createReadStream|Dirent|existsSync|fstatSync|lstatSync|openSync|read|readdirSync|readFile|readFileSync|readlinkSync|readSync|realpath|realpathSync|Stats|statSync)$/;

/** Imports of `node:fs` that could write. */
function writers(text: string): string[] {
  return [...text.matchAll(/import\s+([^;]*?)\s+from "(?:node:)?fs(?:\/promises)?"/g)].flatMap(([, what]) => {
    const names = /^\{(.*)\}$/s.exec(what!)?.[1];
    if (names === undefined) return [what!];
    const all = names.split(",").map((name) => name.trim());
    return all.filter((name) => name !== "" && !reading.test(name));
  });
}

it("disk.ts alone writes to the disk", () => {
  const all = readdirSync("src/cli", { recursive: true, encoding: "utf8" });
  const files = all.filter((name) => name.endsWith(".ts") && name !== "disk.ts");
  const found = files.flatMap((name) =>
    writers(readFileSync(join("src/cli", name), "utf8")).map((what) => `${name}: ${what}`),
  );
  expect(found).toEqual([]);
  expect(writers('import { statSync, writeFileSync } from "node:fs";')).toEqual(["writeFileSync"]);
  expect(writers('import fs from "node:fs";')).toEqual(["fs"]);
  expect(files.length).toBeGreaterThan(20);
});
