/** Searches and cross-validations that several processes do together. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, start, succeeds, workspace } from "./run.js";
import { leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
const isWindows = process.platform === "win32";
const base = { data: "leaves.csv", target: "kind", preset: "textbook" };
const space = {
  "optimizer.learningRate": { low: 0.001, high: 3, scale: "log" },
  "layers.hidden": { choices: [[4], [8]] },
};
const bytes = (name: string) => readFileSync(join(cwd, name));

describe.each(["random", "halving", "tpe"])("a search by %s", (method) => {
  const name = `${method}.json`;
  const epochs = 800;
  writeFileSync(join(cwd, name), JSON.stringify({ ...base, epochs, search: { method, trials: 12, space } }));
  const search = (...args: string[]) => ["search", name, "--workers", "1", ...args];

  it.skipIf(isWindows)("in three shards, one of them killed and run again, is the whole one", async () => {
    const whole = JSON.parse(await succeeds(search("--json", "-q", "-o", `${method}.st`), { cwd }));
    const out = `${method}.out`;
    const shard = (index: number) =>
      start(search("--shard", `${index}/3`, "--out", out, "-o", "no.st"), { cwd });
    const [one, two, three] = [shard(1), shard(2), shard(3)];
    await two!.says("training ");
    two!.process.kill("SIGKILL");
    for (const { done } of [one!, three!]) expect((await done).code).toBe(0);
    await two!.done;
    const finished = readdirSync(join(cwd, out)).length;
    const again = await shard(2).done;
    expect([again.code, again.stderr]).toEqual([
      0,
      expect.stringContaining(`The results are in ${out}. When all shards are done: --collect ${out}.\n`),
    ]);
    // the kill may have come after the last file
    expect(readdirSync(join(cwd, out)).length).toBeGreaterThanOrEqual(finished);
    // halving: what nobody could decide before
    if (method === "halving") for (const index of [1, 3]) await shard(index).done;
    const collected = JSON.parse(
      await succeeds(search("--collect", out, "--json", "-q", "-o", "c.st"), { cwd }),
    );
    expect(bytes("c.st").equals(bytes(`${method}.st`))).toBe(true);
    const untimed = ({ trials, best, weightsSha256 }: typeof whole) =>
      JSON.parse(JSON.stringify({ trials, best, weightsSha256 }), (key, value) =>
        key === "seconds" ? 0 : value,
      );
    expect(untimed(collected)).toEqual(untimed(whole));
    expect(existsSync(join(cwd, "no.st"))).toBe(false);
    expect(existsSync(join(cwd, out))).toBe(true);
  });
});

describe("--collect", () => {
  writeFileSync(join(cwd, "c.json"), JSON.stringify({ ...base, epochs: 3, search: { trials: 4, space } }));

  it("names what is missing; --out trains it", async () => {
    await succeeds(["search", "c.json", "--shard", "1/2", "--out", "part", "-q"], { cwd });
    expect(await chainrule(["search", "c.json", "--collect", "part", "-q"], { cwd })).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "DataError: part: there is no result of trial 2 for 3 epochs. Run its shard again, or train all that is missing with --out part.\n",
    });
    const { stderr } = await chainrule(["search", "c.json", "--out", "part", "-o", "part.st"], { cwd });
    expect(stderr).toContain("Going on after 2 trainings of an earlier run, from part.\n");
    expect(stderr.match(/^training /gm)).toHaveLength(2);
    await succeeds(["search", "c.json", "--collect", "part", "-q", "-o", "again.st"], { cwd });
    expect(bytes("again.st").equals(bytes("part.st"))).toBe(true);
  });
});

describe("a cross-validation", () => {
  const train = (...args: string[]) => [
    "train",
    "--data",
    "leaves.csv",
    "--target",
    "kind",
    "--epochs",
    "30",
    ...args,
  ];

  it("in shards is the whole one", async () => {
    const folds = (...args: string[]) => train("--folds", "5", "--json", ...args);
    const whole = JSON.parse(await succeeds(folds("-q", "-o", "folds.st"), { cwd }));
    for (const shard of ["1/2", "2/2"]) {
      const run = await chainrule(folds("--shard", shard, "--out", "folds", "-o", "no.st"), { cwd });
      expect([run.code, run.stderr]).toEqual([0, expect.stringContaining("The results are in folds.")]);
      expect(JSON.parse(run.stdout).crossValidation.folds.length).toBeGreaterThan(1);
    }
    expect(existsSync(join(cwd, "no.st"))).toBe(false);
    const collected = JSON.parse(await succeeds(folds("--collect", "folds", "-q", "-o", "c.st"), { cwd }));
    expect(collected.crossValidation).toEqual(whole.crossValidation);
    expect(bytes("c.st").equals(bytes("folds.st"))).toBe(true);
  });

  it.each([
    [
      ["--shard", "1/2", "--out", "x"],
      2,
      "ConfigError: --shard: goes with --folds, which is not there. Drop it.\n",
    ],
    [
      ["--folds", "3", "--shard", "1/2"],
      2,
      "ConfigError: --shard: needs the directory that all parts share. Add --out DIRECTORY.\n",
    ],
    [
      ["--folds", "3", "--collect", "folds"],
      1,
      "DataError: folds: there is no result of fold 1. It has 5 results of other settings or data. Run its shard again, or train all that is missing with --out folds.\n",
    ],
  ])("refuses %j", async (args, code, stderr) => {
    expect(await chainrule(train("-q", ...args), { cwd })).toEqual({ code, stdout: "", stderr });
  });
});
