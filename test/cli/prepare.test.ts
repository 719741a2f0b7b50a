/** Data that stay in files: packed by `prepare`, trained on window by window, read by the other commands. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, start, succeeds, workspace } from "./run.js";

const cwd = workspace();
const rows = 700;
const colours = ["red", "green", "blue"];
const lines = Array.from({ length: rows }, (_, row) => {
  const [a, b] = [(row * 37) % 101, (row * 53) % 97];
  const gap = row % 50 === 7 ? "" : String(b / 4);
  const day = `2024-0${1 + (row % 9)}-1${row % 7}`;
  return `${a},${gap},${colours[row % 3]},${day},${a + b > 98 ? "large" : "small"}`;
});
const head = "a,b,colour,day,kind";
writeFileSync(join(cwd, "all.csv"), [head, ...lines].join("\n") + "\n");
// values that come late in a file: no block but the last has them
writeFileSync(
  join(cwd, "number.csv"),
  ["x,y", ...lines.map((_, row) => `${row / 8},${(row % 13) / 2}`)].join("\n") + "\n",
);

const settings = ["--epochs", "2", "--layers", "6", "--preset", "textbook", "--seed", "3"];
const trainJson = async (...args: string[]) =>
  JSON.parse(await succeeds(["train", ...settings, ...args, "--json", "-q"], { cwd }));

describe("prepare", () => {
  it("packs a table: the rows and the meaning of training from memory, with the same bits", async () => {
    const packed = JSON.parse(
      await succeeds(
        ["prepare", "all.csv", "--target", "kind", "--precision", "float64", "-o", "all", "--json"],
        { cwd },
      ),
    );
    expect(packed).toMatchObject({ folder: "all", rows, validation: 0, outputs: 2, inputType: "float64" });
    const own = ["--validation", "0", "--no-shuffle"];
    const inMemory = await trainJson("--data", "all.csv", "--target", "kind", ...own, "-o", "a.st");
    const fromFolder = await trainJson("--data", "all", "--no-shuffle", "-o", "b.st");
    expect(fromFolder.weightsSha256).toBe(inMemory.weightsSha256);
    expect(fromFolder.data).toEqual(inMemory.data);
    expect(fromFolder.metrics.accuracy).toBe(inMemory.metrics.accuracy);
    // the models answer new tables alike
    const [one, other] = [
      await succeeds(["predict", "a.st", "all.csv"], { cwd }),
      await succeeds(["predict", "b.st", "all.csv"], { cwd }),
    ];
    expect(other).toBe(one);
    expect(await succeeds(["predict", "b.st", "all"], { cwd })).toBe(one);
  });

  it("holds rows out, which training and evaluate measure on", async () => {
    const args = ["prepare", "all.csv", "--target", "kind", "--validation", "0.2", "-o", "divided", "--json"];
    const packed = JSON.parse(await succeeds(args, { cwd }));
    expect(packed.rows + packed.validation).toBe(rows);
    expect(Math.abs(packed.validation - 0.2 * rows)).toBeLessThan(45); // 4 standard deviations
    const trained = await trainJson("--data", "divided", "-o", "d.st");
    const evaluated = JSON.parse(await succeeds(["evaluate", "d.st", "divided", "--json"], { cwd }));
    expect(evaluated).toMatchObject({
      rows: packed.validation,
      part: "held out",
      metrics: trained.validation,
    });
    const inspected = JSON.parse(await succeeds(["inspect", "divided", "--json"], { cwd }));
    expect(inspected.validation.rows).toBe(packed.validation);
    expect(inspected.notes.classes).toEqual(["large", "small"]);
  });

  it("a number to learn, in float32 or bytes of images as they are", async () => {
    await succeeds(["prepare", "number.csv", "--target", "y", "--target-kind", "number", "-o", "number"], {
      cwd,
    });
    const { metrics, validation } = await trainJson("--data", "number", "-o", "n.st");
    expect(Object.keys(metrics)).toEqual(["loss", "mse", "rmse", "mae", "r2"]);
    expect(validation).toBe(null);
  });

  it("leaves nothing when it fails", async () => {
    writeFileSync(join(cwd, "bad.csv"), [head, ...lines, "1,2,3"].join("\n"));
    const failed = await chainrule(["prepare", "bad.csv", "--target", "kind", "-o", "bad"], { cwd });
    expect([failed.code, existsSync(join(cwd, "bad"))]).toEqual([1, false]);
    expect(failed.stderr).toContain("DataError: bad.csv line 702: expected 5 cells as in the header, got 3.");
    mkdirSync(join(cwd, "full"));
    writeFileSync(join(cwd, "full", "notes.txt"), "mine");
    const again = await chainrule(["prepare", "bad.csv", "--target", "kind", "-o", "full"], { cwd });
    expect([again.code, readdirSync(join(cwd, "full"))]).toEqual([1, ["notes.txt"]]);
  });

  it.skipIf(process.platform === "win32")(
    "that is interrupted leaves nothing, or all where it was done already",
    async () => {
      const long = Array.from({ length: 150_000 }, (_, row) => `${row % 97},${row % 89},${row % 2}`);
      writeFileSync(join(cwd, "long.csv"), ["a,b,kind", ...long].join("\n"));
      const running = start(["prepare", "long.csv", "--target", "kind", "-o", "long"], { cwd });
      await running.says("numbers"); // the first pass is over
      running.process.kill("SIGINT");
      const { code } = await running.done;
      if (code === 0) await succeeds(["inspect", "long"], { cwd });
      else expect([code, existsSync(join(cwd, "long"))]).toEqual([130, false]);
    },
  );

  it.each([
    [["all.csv", "-o", "x"], "ConfigError: --target: expected the column of all.csv to learn, got nothing."],
    [["all.csv", "--target", "kind", "-o", "all"], 'ConfigError: --output: "all" has packed rows already.'],
    [
      ["all.csv", "--target", "kind", "-o", "all.csv"],
      'ConfigError: --output: expected a folder, "all.csv" is a file',
    ],
    [
      ["-", "--target", "kind", "-o", "x"],
      "DataError: expected files, because they are read twice, got standard input.",
    ],
    [
      ["all.csv", "--target", "kind", "--missing", "drop", "-o", "x"],
      "ConfigError: --missing: drop does not go with packed rows",
    ],
    [
      ["all.csv", "--target", "kind", "--validation", "0.0001", "-o", "x"],
      "ConfigError: --validation: 0.0001 of 700 rows holds out 0.",
    ],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await chainrule(["prepare", ...args], { cwd });
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(message);
    expect(existsSync(join(cwd, "x"))).toBe(false);
  });
});

describe("train on packed rows", () => {
  it.each([
    [
      ["--validation", "0.2"],
      "ConfigError: --validation: does not go with packed rows, which are divided when they are packed: all holds out none.",
    ],
    [
      ["--target", "kind"],
      "ConfigError: --target: does not go with packed rows, whose columns and parts were decided",
    ],
    [["--report", "r.html"], "ConfigError: --report: does not go with packed rows"],
    [["--optimizer", "lbfgs"], "lbfgs needs all samples at once"],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await chainrule(["train", "--data", "all", ...args, "-q"], { cwd });
    expect([code, stderr.includes(message), stderr]).toEqual([2, true, stderr]);
  });

  it("refuses files that are cut short, damaged or not of the same data, by name", async () => {
    const problemOf = async (change: (file: string) => void, command: string[]) => {
      rmSync(join(cwd, "hurt"), { recursive: true, force: true });
      cpSync(join(cwd, "divided"), join(cwd, "hurt"), { recursive: true });
      change(join(cwd, "hurt", "rows.safetensors"));
      const { code, stderr } = await chainrule(command, { cwd });
      expect(code).toBe(1);
      return stderr;
    };
    const size = readFileSync(join(cwd, "divided", "rows.safetensors")).length;
    const train = ["train", "--data", "hurt", "-q"];
    for (const change of [
      (file: string) => truncateSync(file, size - 1),
      (file: string) => truncateSync(file, 100),
      (file: string) => appendFileSync(file, "x"),
    ])
      expect(await problemOf(change, train)).toMatch(
        /^DataError: hurt\/rows\.safetensors: expected packed rows/,
      );
    const flip = (file: string) => {
      const bytes = readFileSync(file);
      bytes[size - 3]! ^= 4;
      writeFileSync(file, bytes);
    };
    expect(await problemOf(flip, ["inspect", "hurt"])).toContain("are not those that were written");
  });

  it.skipIf(process.platform === "win32")(
    "that is killed goes on from its checkpoint, to the same bits",
    async () => {
      const args = ["--epochs", "900", "--layers", "40,40", "--batch", "4"];
      const whole = await trainJson("--data", "divided", ...args, "-o", "whole.st");
      const checkpoint = ["--checkpoint", "points", "--checkpoint-every", "37b", "-o", "cut.st"];
      const killed = start(["train", ...settings, "--data", "divided", ...args, ...checkpoint], { cwd });
      await killed.says("epoch   1/900");
      killed.process.kill("SIGKILL");
      await killed.done;
      const resumed = JSON.parse(await succeeds(["train", "--resume", "points", "--json", "-q"], { cwd }));
      expect(resumed.weightsSha256).toBe(whole.weightsSha256);
      expect(resumed.validation).toEqual(whole.validation);
    },
  );
});
