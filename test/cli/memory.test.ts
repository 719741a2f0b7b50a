/** `train --memory`: files that are larger are packed once, and trained on from there. */
import { appendFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, succeeds, workspace } from "./run.js";

const cwd = workspace();
const rows = 400;
const lines = Array.from({ length: rows }, (_, row) => {
  const [a, b] = [(row * 37) % 101, (row * 53) % 97];
  return `${a},${b / 4},${["red", "green", "blue"][row % 3]},${a + b > 98 ? "large" : "small"}`;
});
writeFileSync(join(cwd, "all.csv"), ["a,b,colour,kind", ...lines].join("\n") + "\n");

const common = ["--target", "kind", "--layers", "6", "--preset", "textbook", "--seed", "3", "--epochs", "2"];
const ofFile = ["train", "--data", "all.csv", ...common];
const cached = ["--memory", "1kB", "--cache", "cache"];
const folders = () => readdirSync(join(cwd, "cache"));

describe("train --memory", () => {
  it("trains on the rows of a larger file to the bits of packing it first, and uses them again", async () => {
    const own = ["--validation", "0.2", "-o", "a.st"];
    const first = await chainrule([...ofFile, ...own, ...cached], { cwd });
    expect([first.code, first.stderr]).toEqual([
      0,
      expect.stringMatching(
        /^The data take about 0\.0 MB, more than 1kB\. Packing them into cache\/all\.csv-/,
      ),
    ]);
    const again = await chainrule([...ofFile, ...own, ...cached, "--json"], { cwd });
    expect(again.stderr).toMatch(/^Using the rows that were packed before, in cache\/all\.csv-/);
    expect(folders()).toHaveLength(1);
    await succeeds(
      ["prepare", "all.csv", "--target", "kind", "--validation", "0.2", "--seed", "3", "-o", "packed"],
      { cwd },
    );
    const [, ...settings] = common.slice(1);
    const packed = await succeeds(["train", "--data", "packed", ...settings, "--json", "-q", "-o", "b.st"], {
      cwd,
    });
    const { weightsSha256, validation } = JSON.parse(packed);
    expect(JSON.parse(again.stdout)).toMatchObject({ weightsSha256, validation });
  });

  it("goes on from a checkpoint on the rows that it packed", async () => {
    const held = ["--validation", "0.2", ...cached, "-q", "--json"];
    const whole = JSON.parse(await succeeds([...ofFile, ...held, "--epochs", "5", "-o", "w.st"], { cwd }));
    await succeeds([...ofFile, ...held, "--checkpoint", "points", "-o", "c.st"], { cwd });
    const resumed = await succeeds(["train", "--resume", "points", "--epochs", "5", "-q", "--json"], { cwd });
    expect(JSON.parse(resumed).weightsSha256).toBe(whole.weightsSha256);
    expect(folders()).toHaveLength(1);
  });

  it("packs a changed file anew, and reads a small one into memory", async () => {
    const before = folders().length;
    appendFileSync(join(cwd, "all.csv"), "1,2,red,small\n");
    await succeeds([...ofFile, ...cached, "-q", "-o", "d.st"], { cwd });
    expect(folders()).toHaveLength(before + 1);
    const { stderr } = await chainrule([...ofFile, "--memory", "1 MiB", "--cache", "none", "-o", "e.st"], {
      cwd,
    });
    expect(stderr).not.toContain("packed");
  });

  it.each([
    [["--memory", "much"], '--memory: expected a size such as 500MB or 2GB, got "much".'],
    [["--cache", "c"], "--cache: goes with memory."],
    [["--memory", "1kB", "--report", "r.html"], "--report: does not go with packed rows"],
    [["--memory", "1kB", "--test", "all.csv"], "--test: does not go with packed rows"],
    [["--memory", "1kB", "--group", "a"], "--group: does not go with packed rows"],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await chainrule([...ofFile, ...args], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
