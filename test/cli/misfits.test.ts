import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";
import { bars, houses, leaves } from "./samples.js";

const cwd = workspace();
const { images, labels } = bars();

for (const [name, data] of [
  ["leaves.csv", leaves()],
  ["houses.csv", houses()],
  ["grades.csv", `hours,grade\n${"1,1\n2,2\n3,3\n".repeat(5)}`],
  ["images", images],
  ["labels", labels],
] as const) {
  writeFileSync(join(cwd, name), data);
}

/** Refused with this message, and nothing written. */
async function refused(args: readonly string[], message: string): Promise<void> {
  const before = contents(cwd);
  const code = message.startsWith("ConfigError") ? 2 : 1;
  expect(await chainrule(args, { cwd })).toEqual({ code, stdout: "", stderr: message + "\n" });
  expect(contents(cwd)).toEqual(before);
}

describe("layers of a config file that do not fit the data are refused by the name of both", () => {
  it.each([
    [
      [4, 5, 3],
      ["--data", "leaves.csv", "--target", "kind"],
      'c.json: layers[0]: expected 3 units, one for each input ("length", "width" and "weight") of leaves.csv, got 4.',
    ],
    [
      [3, 5, 7, 2],
      ["--data", "leaves.csv", "--target", "kind"],
      'c.json: layers[3]: expected 3 units, one for each class ("oak", "pine" and "yew") of leaves.csv, got 2.',
    ],
    [
      [1, 1],
      ["--data", "grades.csv", "--target", "grade"],
      'c.json: layers[1]: expected 3 units, one for each class ("1", "2" and "3") of grades.csv, got 1. ' +
        'To learn the numbers themselves, set targetKind (--target-kind) to "number".',
    ],
    [
      [2, 1],
      ["--data", "houses.csv", "--target", "price"],
      'c.json: layers[0]: expected 4 units, one for each input ("rooms", "quarter=dock", "quarter=hill" and ' +
        '"quarter=park") of houses.csv, got 2.',
    ],
    [
      [4, 3],
      ["--data", "houses.csv", "--target", "price"],
      "c.json: layers[1]: expected 1 unit, for the target of houses.csv, got 3.",
    ],
    [
      [24, 3],
      ["--data", "images", "--labels", "labels"],
      "c.json: layers[0]: expected 25 units, one for each pixel of images, got 24.",
    ],
    [
      [784, 3],
      ["--samples", "20"],
      "c.json: layers[1]: expected 10 units, one for each class " +
        '("0", "1", "2", "3", "4", "5", "6", "7", "8" and "9") of the generated digits, got 3.',
    ],
  ])("%j for %j", async (layers, data, message) => {
    writeFileSync(join(cwd, "c.json"), JSON.stringify({ layers }));
    await refused(["train", "c.json", ...data, "--quiet"], `ShapeError: ${message}`);
  });
});

describe("settings and outputs that do not go with the data are refused", () => {
  it.each([
    [
      ["--data", "grades.csv", "--target", "grade", "--target-scaling", "standard"],
      "--target-scaling: does not go with classes, which are not scaled. " +
        "Drop it, or learn a number with --target-kind number.",
    ],
    [
      ["--data", "images", "--labels", "labels", "--target-scaling", "minMax"],
      "--target-scaling: does not go with classes, which are not scaled. Drop it.",
    ],
    [
      ["--data", "images", "--labels", "labels", "-o", "images"],
      '--output: "images" holds the data. Name another file.',
    ],
    [
      ["--data", "images", "--labels", "labels", "-o", "labels"],
      '--output: "labels" holds the labels. Name another file.',
    ],
  ])("%j", (flags, message) => refused(["train", ...flags, "--quiet"], `ConfigError: ${message}`));

  it("--target-scaling none goes with classes, and any with numbers", async () => {
    const flags = ["--epochs", "1", "--quiet", "-o", "fits.st"];
    const classes = ["--data", "leaves.csv", "--target", "kind", "--target-scaling", "none"];
    await succeeds(["train", ...classes, ...flags], { cwd });
    const numbers = ["--data", "grades.csv", "--target", "grade", "--target-kind", "number"];
    await succeeds(["train", ...numbers, "--target-scaling", "minMax", ...flags], { cwd });
  });
});
