import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";
import { bars, leaves } from "./samples.js";

const cwd = workspace();
const marks = { ",": ",", ";": ";", "|": "|", tab: "\t" };
const fileOf = (name: string) => `leaves-${Object.keys(marks).indexOf(name)}.csv`;
const run = (...args: string[]) => succeeds(args, { cwd });
const onLeaves = ["--target", "kind", "--epochs", "5", "--json", "--quiet"];

beforeAll(async () => {
  for (const [name, mark] of Object.entries(marks)) {
    writeFileSync(join(cwd, fileOf(name)), leaves().replaceAll(",", mark));
  }
  const { images, labels } = bars();
  writeFileSync(join(cwd, "images"), images);
  writeFileSync(join(cwd, "labels"), labels);
  await run("train", "--data", fileOf(","), ...onLeaves, "-o", "comma.st");
  await run("train", "--data", fileOf(";"), "--separator", ";", ...onLeaves, "-o", "semicolon.st");
  await run("train", "--data", "images", "--labels", "labels", "--epochs", "1", "-q", "-o", "bars.st");
});

describe("--separator", () => {
  it.each(Object.keys(marks))("%s: the same weights, and the model remembers it", async (name) => {
    const sha = async (...args: string[]) =>
      JSON.parse(await run("train", ...args, ...onLeaves)).weightsSha256;
    const expected = await sha("--data", fileOf(","));
    expect(await sha("--data", fileOf(name), "--separator", name)).toBe(expected);
    const answers = await run("predict", "comma.st", fileOf(","));
    expect(await run("predict", "model.safetensors", fileOf(name))).toBe(answers);
    const figures = await run("evaluate", "comma.st", fileOf(","));
    expect(await run("evaluate", "model.safetensors", fileOf(name))).toBe(figures);
    writeFileSync(join(cwd, "c.json"), JSON.stringify({ data: fileOf(name), separator: name }));
    expect(await sha("c.json")).toBe(expected);
  });

  it("is found from the file where it is not told", async () => {
    const expected = await run("predict", "comma.st", fileOf(","));
    for (const name of Object.keys(marks)) {
      await run("train", "--data", fileOf(name), ...onLeaves, "-o", "found.st");
      expect(await run("predict", "found.st", fileOf(name))).toBe(expected);
    }
  });

  it("goes before what the model remembers, in predict and evaluate", async () => {
    for (const command of ["predict", "evaluate"]) {
      const expected = await run(command, "comma.st", fileOf(","));
      expect(await run(command, "semicolon.st", fileOf("tab"), "--separator", "tab")).toBe(expected);
      expect(await run(command, "semicolon.st", fileOf(","), "--separator", ",")).toBe(expected);
    }
  });

  const header = JSON.stringify("length;width;weight;kind");

  it.each([
    [
      ["train", "--data", "leaves-1.csv", "--target", "kind", "--separator", ","],
      `DataError: leaves-1.csv line 1: expected cells between ",", got one cell with ";" in it: ${header}. ` +
        'Give ";" as the separator (--separator ";"), or leave it out.',
    ],
    [
      ["train", "--data", "leaves-1.csv", "--target", "kind", "--separator", ":"],
      'ConfigError: --separator: expected ",", ";", "|", "tab" or "blank", got ":".',
    ],
    [
      ["predict", "comma.st", "leaves-0.csv", "--separator", ""],
      'ConfigError: --separator: expected ",", ";", "|", "tab" or "blank", got "".',
    ],
    [
      ["train", "--data", "images", "--labels", "labels", "--separator", ";"],
      "ConfigError: --separator: does not go with IDX images. Drop it: images have no columns.",
    ],
    [
      ["predict", "bars.st", "images", "--separator", ";"],
      "ConfigError: --separator: does not go with IDX images. Drop it: images have no columns.",
    ],
    [
      ["train", "--separator", ";"],
      "ConfigError: --data: expected the file that --separator belongs to, got nothing.",
    ],
  ])("%j is refused", async (args, message) => {
    const before = contents(cwd);
    const code = message.startsWith("ConfigError") ? 2 : 1;
    expect(await chainrule(args, { cwd })).toEqual({ code, stdout: "", stderr: message + "\n" });
    expect(contents(cwd)).toEqual(before);
  });
});
