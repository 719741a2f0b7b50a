/** Which rows train, are held out and test: by columns of the table, and by files. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";

const cwd = workspace();
const write = (name: string, lines: readonly string[]) =>
  writeFileSync(join(cwd, name), lines.join("\n") + "\n");

/** Rows whose answer follows from the numbers. */
const cells = Array.from({ length: 90 }, (_, row) => {
  const [a, b] = [(row * 37) % 101, (row * 53) % 97];
  return { a, b, kind: a + b > 98 ? "large" : "small" };
});
const parts = ["train", "Valid", "test", "training"];
const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + ((row * 29) % 90))).toISOString().slice(0, 10);
const all = cells.map(({ a, b, kind }, row) => `${a},${b},p${row % 9},${day(row)},${parts[row % 4]},${kind}`);
const head = "a,b,patient,day,part,kind";
write("all.csv", [head, ...all]);
const some = (wanted: (row: number) => boolean) =>
  cells.flatMap(({ a, b, kind }, row) => (wanted(row) ? [`${a},${b},${kind}`] : []));
write("train.csv", ["a,b,kind", ...some((row) => row % 4 === 0 || row % 4 === 3)]);
write("valid.csv", ["a,b,kind", ...some((row) => row % 4 === 1)]);
write("test.csv", ["a,b,kind", ...some((row) => row % 4 === 2)]);
write("short.csv", ["a,kind", "1,large"]);
write("other.csv", ["a,b,kind", "1,2,huge"]);
write("onlyTest.csv", ["a,b,part,kind", "1,2,test,large", "3,4,test,small", "3,5,validation,small"]);

const common = ["--target", "kind", "--epochs", "3", "--layers", "4", "--seed", "5"];
const train = async (...args: string[]) =>
  JSON.parse(await succeeds(["train", ...common, ...args, "--json", "-q"], { cwd }));
const alone = (...names: string[]) =>
  ["patient", "day", "part"].filter((name) => !names.includes(name)).flatMap((name) => ["--drop", name]);

describe("train holds out and tests", () => {
  it("the parts that a column names, as files of the parts do, with the same bits", async () => {
    const files = ["--data", "train.csv", "--validation-data", "valid.csv", "--test", "test.csv"];
    // the rows of the files stand in the order of the parts; without shuffling, the rows to train on come in the same order
    const same = ["--no-shuffle", "--batch", "full"];
    const one = await train("--data", "all.csv", "--split", "part", ...alone("part"), ...same);
    const other = await train(...files, ...same);
    for (const name of ["metrics", "validation", "test"]) expect(one[name]).toEqual(other[name]);
    expect(one.weightsSha256).toBe(other.weightsSha256);
    const evaluated = JSON.parse(
      await succeeds(["evaluate", "model.safetensors", "test.csv", "--json"], { cwd }),
    );
    expect([evaluated.loss, evaluated.metrics]).toEqual([other.test.loss, other.test]);
    expect((await train("--data", "train.csv")).test).toBe(null);
    expect(other.config.validation).toBe(0);
  });

  it("says how many rows each part has, and reports the test", async () => {
    const files = ["--data", "train.csv", "--validation-data", "valid.csv", "--test", "test.csv"];
    const run = await chainrule(["train", ...common, ...files], { cwd });
    expect(run.stderr).toContain("Training on 45 rows, 23 held out, 22 to test.\n");
    expect(run.stdout).toMatch(/^held out {2}loss \S+ {2}accuracy \S+\ntest {6}loss \S+ {2}accuracy /m);
  });

  it("whole groups, and the last rows by time", async () => {
    const told = async (...args: string[]) =>
      (await chainrule(["train", ...common, "--data", "all.csv", ...args], { cwd })).stderr;
    const group = ["--group", "patient", ...alone("patient"), "--validation", "0.3"];
    expect(await told(...group)).toContain("Training on 60 rows, 30 held out.");
    expect(await told(...group, "--folds", "3")).toMatch(/fold 3\/3/);
    const time = ["--time", "day", ...alone("day"), "--validation", "0.2"];
    expect(await told(...time)).toContain("Training on 72 rows, 18 held out.");
    const early = cells.flatMap(({ a, b, kind }, row) =>
      day(row) < "2024-03-13" ? [`${a},${b},${kind}`] : [],
    );
    const late = cells.flatMap(({ a, b, kind }, row) =>
      day(row) < "2024-03-13" ? [] : [`${a},${b},${kind}`],
    );
    write("early.csv", ["a,b,kind", ...early]);
    write("late.csv", ["a,b,kind", ...late]);
    const same = ["--no-shuffle", "--batch", "full"];
    const byTime = await train("--data", "all.csv", ...time, ...same);
    const byFiles = await train("--data", "early.csv", "--validation-data", "late.csv", ...same);
    expect(byTime.validation).toEqual(byFiles.validation);
  });

  it("search compares trials by the same rows, and tests the best", async () => {
    const search = { space: { seed: { choices: [1, 2] } }, trials: 2 };
    const config = { target: "kind", hidden: [4], epochs: 2, search };
    writeFileSync(
      join(cwd, "s.json"),
      JSON.stringify({ ...config, data: "train.csv", validationData: "valid.csv", test: "test.csv" }),
    );
    const found = JSON.parse(await succeeds(["search", "s.json", "--json", "-q", "-o", "best.st"], { cwd }));
    const measured = async (file: string) =>
      JSON.parse(await succeeds(["evaluate", "best.st", file, "--json"], { cwd }));
    expect(found.best.validationLoss).toBe((await measured("valid.csv")).loss);
    const { loss, metrics } = await measured("test.csv");
    expect(found.test).toEqual({ loss, ...metrics });
  });
});

describe("train refuses, and writes nothing", () => {
  it.each<[string, string]>([
    ["--group patient --time day", "ConfigError: --time: does not go with group. Drop one of them."],
    [
      "--split part --validation 0.2",
      "ConfigError: --validation: does not go with --split. Drop one of them.",
    ],
    [
      "--validation-data valid.csv --validation 0.2",
      "ConfigError: --validation: does not go with --validation-data. Drop one of them.",
    ],
    [
      "--validation-data valid.csv --group patient",
      "ConfigError: --validation-data: does not go with --group. Drop one of them.",
    ],
    [
      "--split part --test test.csv",
      'ConfigError: --test: does not go with --split, whose column "part" has rows to test. Drop one of them.',
    ],
    [
      "--test-labels test.csv",
      "ConfigError: --test-labels: goes with --test, which is not there. Add it, or drop this.",
    ],
    ["--group kind", 'ConfigError: --group: expected a column beside the target, got the target "kind".'],
    [
      "--group patiens",
      'DataError: all.csv: expected a column of groups "patiens", got columns "a", "b", "patient", "day", "part" and "kind". Did you mean "patient"?',
    ],
    [
      "--time patient",
      'DataError: all.csv line 2, column "patient": expected a number, or a date such as 2024-03-01 or 2024-03-01 12:30, got "p0". Correct the cell, or remove the row.',
    ],
    [
      "--split patient",
      'DataError: all.csv line 2, column "patient": expected "train", "validation" or "test", got "p0". Correct the cell, or remove the row.',
    ],
    [
      "--group patient --validation 0",
      "ConfigError: --group: goes with validation, which says how much to hold out. Set it, to 0.2 for example.",
    ],
    [
      "--time day --folds 3",
      "ConfigError: --folds: does not go with data that are divided by time. Drop one of them.",
    ],
    [
      "--data onlyTest.csv --split part",
      'DataError: onlyTest.csv: expected rows of the part "train", got none.',
    ],
    ["--validation-data short.csv", "DataError: short.csv: expected column"],
    ["--data train.csv --test other.csv", "DataError: other.csv line 2, column"],
    ["--test none.csv", "DataError: none.csv"],
  ])("%s", async (args, message) => {
    const before = contents(cwd);
    const data = args.includes("--data ") ? [] : ["--data", "all.csv"];
    const run = await chainrule(["train", ...common, ...data, ...args.split(" "), "-q", "-o", "no.st"], {
      cwd,
    });
    expect(run.stderr.slice(0, message.length)).toBe(message);
    expect([run.code, run.stdout]).toEqual([message.startsWith("ConfigError") ? 2 : 1, ""]);
    expect(contents(cwd)).toEqual(before);
  });

  it("a test file that the report would replace", async () => {
    const args = ["--data", "train.csv", "--test", "test.csv", "--report", "test.csv"];
    const run = await chainrule(["train", ...common, ...args], { cwd });
    expect(run.stderr).toMatch(/^ConfigError: --report: .*the test data/);
  });
});
