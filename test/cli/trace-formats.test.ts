import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";

const cwd = workspace();

describe("chainrule trace --format", () => {
  it("writes Markdown with formulas", async () => {
    const text = await succeeds(["trace", "mazur", "--format", "markdown", "--lang", "zh", "--digits", "4"], {
      cwd,
    });
    expect(text).toMatch(/^# 反向传播/);
    expect(text).toContain(" &= 0.1385 \\cdot 0.4 \\\\\n &= 0.0554\n");
    expect(text.split("$$").length % 2).toBe(1);
  });

  it("writes a page to a file, with the errors of many rounds where they are asked for", async () => {
    const args = ["trace", "matrix", "--format", "html", "--rounds", "100", "-o", "lesson.html"];
    expect(await succeeds(args, { cwd })).toBe("");
    const page = readFileSync(join(cwd, "lesson.html"), "utf8");
    expect(page).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(page).toContain('data-progress="Step 91 of 91"');
    expect(page).toMatch(/<td class="figure" data-value="0\.005293985588\d*">0\.005293986<\/td>/);
  });

  it.each([
    ["--format pdf", 'ConfigError: --format: expected "text", "markdown" or "html", got "pdf".'],
    ["--format html --json", "ConfigError: --format: does not go with --json. Drop one of them."],
    [
      "--format html --rounds 9 --every 5",
      "ConfigError: --format: does not go with --every. Drop one of them.",
    ],
    ["--format html --check a.csv", "ConfigError: --format: does not go with --check. Drop one of them."],
  ])("refuses %s, and writes nothing", async (flags, message) => {
    const before = contents(cwd);
    const run = await chainrule(["trace", "mazur", ...flags.split(" ")], { cwd });
    expect([run.code, run.stdout, run.stderr]).toEqual([2, "", `${message}\n`]);
    expect(contents(cwd)).toEqual(before);
  });
});
