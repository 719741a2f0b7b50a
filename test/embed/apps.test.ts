/**
 * The programs of examples/apps that run in Node print what their pages say, to the last digit: their numbers depend on no
 * machine. The two for pages are in test/browser-apps/small-apps.test.ts, the service in test/cli/predict-formats.test.ts.
 */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
// @ts-expect-error plain JavaScript
import { featuresOf } from "../../examples/apps/gestures/strokes.js";
import { codeBlocks } from "../repository/programs.js";

const run = promisify(execFile);
const home = "examples/apps";
const readme = (app: string) => readFileSync(join(home, app, "README.md"), "utf8");
const apps = readdirSync(home, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const inNode = apps.filter((app) => existsSync(join(home, app, "main.mjs")));

/** Runs a program of an app. @returns the lines that it prints */
async function linesOf(app: string, ...given: string[]): Promise<string[]> {
  const { stdout, stderr } = await run(process.execPath, [join(home, app, "main.mjs"), ...given]);
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}

describe("examples/apps", () => {
  it("has seven, and its page names each", () => {
    expect(apps).toHaveLength(7);
    const links = [...readFileSync(join(home, "README.md"), "utf8").matchAll(/\]\(([\w-]+)\/README\.md\)/g)];
    expect(links.map(([, app]) => app).toSorted()).toEqual(apps.toSorted());
  });

  it.each(inNode)("%s prints what its page says", async (app) => {
    const [expected] = codeBlocks(readme(app), "text");
    expect((await linesOf(app)).join("\n")).toBe(expected!.trim());
  });

  it("programs are short, and use the package as a user would", () => {
    const files = readdirSync(home, { recursive: true, encoding: "utf8" }).filter((path) =>
      /\.m?js$/.test(path),
    );
    expect(files.length).toBeGreaterThan(12);
    for (const path of files) {
      const code = readFileSync(join(home, path), "utf8");
      expect(code.split("\n").length, path).toBeLessThan(120);
      const imports = [...code.matchAll(/^import .* from "(.*)";$/gm)].map((match) => match[1]!);
      expect(
        imports.filter((name) => !/^(chainrule|node:\w+|\.\/[\w.]+)$/.test(name)),
        path,
      ).toEqual([]);
    }
  });

  it("cart-pole learns with another seed too, and its answers depend on the seed", async () => {
    const lines = await linesOf("cart-pole", "2");
    const scores = lines.slice(0, -1).map((line) => Number(/for ([\d.]+) of/.exec(line)![1]));
    expect(scores.at(-1)).toBeGreaterThan(3 * scores[0]!);
    expect(lines.at(-1)).not.toBe(codeBlocks(readme("cart-pole"), "text")[0]!.trim().split("\n").at(-1));
  });

  it("gestures knows a stroke again at another place, size and speed", () => {
    const corner = (size: number, x: number, y: number, steps: number) =>
      Array.from({ length: 2 * steps + 1 }, (_, at) => [
        x + size * Math.min(1, at / steps),
        y + size * Math.max(0, at / steps - 1),
      ]);
    const [one, other] = [corner(100, 0, 0, 10), corner(37, 50, 80, 23)].map(featuresOf) as number[][];
    expect(one).toHaveLength(32);
    expect(Math.max(...one!.map((value, at) => Math.abs(value - other![at]!)))).toBeLessThan(1e-9);
    // from the upper left to the right, then down
    expect([one![0]! < -0.5, one![1]! < 0, one![30]! > 0, one![31]! > 0.5]).toEqual([true, true, true, true]);
  });
});
