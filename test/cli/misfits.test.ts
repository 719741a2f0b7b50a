import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Network } from "../../src/train/network.js";
import { chainrule, contents, succeeds, workspace } from "./run.js";
import { bars, houses, idx, leaves } from "./samples.js";

const cwd = workspace();
const { images, labels } = bars();

beforeAll(async () => {
  for (const [name, data] of [
    ["leaves.csv", leaves()],
    ["houses.csv", houses()],
    ["grades.csv", `hours,grade\n${"1,1\n2,2\n3,3\n".repeat(5)}`],
    ["images", images],
    ["labels", labels],
    ["large", idx([2, 6, 6], Array(72).fill(9))],
    ["flat", idx([2, 1, 25], Array(50).fill(9))],
    ["two-labels", idx([2], [0, 5])],
    ["two-images", idx([2, 5, 5], Array(50).fill(9))],
  ] as const) {
    writeFileSync(join(cwd, name), data);
  }
  const flags = ["--epochs", "1", "--quiet"];
  await succeeds(["train", "--data", "leaves.csv", "--target", "kind", ...flags, "-o", "leaves.st"], { cwd });
  await succeeds(["train", "--data", "images", "--labels", "labels", ...flags, "-o", "bars.st"], { cwd });
  // of the library, without notes
  writeFileSync(join(cwd, "plain.st"), Network.create({ layers: [25, 3] }).save());
});

/** Refused with this message, and nothing written. */
async function refused(args: readonly string[], message: string): Promise<void> {
  const before = contents(cwd);
  const code = message.startsWith("ConfigError") ? 2 : 1;
  expect(await chainrule(args, { cwd })).toEqual({ code, stdout: "", stderr: message + "\n" });
  expect(contents(cwd)).toEqual(before);
}

describe("data that do not fit a model are refused by the name of their file", () => {
  it.each([
    [
      ["predict", "bars.st", "large"],
      "ShapeError: large: expected images of 5 × 5 pixels, as the model takes them, got images of 6 × 6 pixels.",
    ],
    [
      ["evaluate", "bars.st", "large", "--labels", "two-labels"],
      "DataError: two-labels: item 1: expected a class index 0 to 2, got 5. " +
        "Use labels of the classes that the model knows.",
    ],
    [
      ["predict", "bars.st", "flat"],
      "ShapeError: flat: expected images of 5 × 5 pixels, as the model takes them, got images of 1 × 25 pixels.",
    ],
    [
      ["predict", "plain.st", "large"],
      "ShapeError: large: expected 25 input columns, as the model takes them, got images of 6 × 6 pixels.",
    ],
    [
      ["evaluate", "plain.st", "two-images", "--labels", "two-labels"],
      "DataError: two-labels: item 1: expected a class index 0 to 2, got 5. " +
        "Use labels of the classes that the model knows.",
    ],
    [
      ["predict", "plain.st", "grades.csv"],
      "ShapeError: grades.csv: expected 25 input columns, as the model takes them, got 2.",
    ],
    [
      ["predict", "bars.st", "leaves.csv"],
      "DataError: leaves.csv: the model was trained on images, not on CSV columns.",
    ],
    [
      ["evaluate", "bars.st", "leaves.csv"],
      "DataError: leaves.csv: the model was trained on images, not on CSV columns.",
    ],
    [
      ["evaluate", "plain.st", "leaves.csv"],
      "DataError: leaves.csv: the model remembers no CSV columns, so it cannot find them here.",
    ],
    [
      ["predict", "leaves.st", "leaves.csv", "-o", "leaves.csv"],
      'ConfigError: --output: "leaves.csv" holds the data. Name another file.',
    ],
    [
      ["predict", "leaves.st", "leaves.csv", "-o", "leaves.st"],
      'ConfigError: --output: "leaves.st" holds the model. Name another file.',
    ],
  ])("%j", (args, message) => refused(args, message));

  it("but labels of fewer classes than a model knows are taken", async () => {
    writeFileSync(join(cwd, "zeros"), idx([2], [0, 0]));
    const text = await succeeds(["evaluate", "plain.st", "two-images", "--labels", "zeros", "--json"], {
      cwd,
    });
    expect(JSON.parse(text).confusion).toHaveLength(3);
  });
});

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
        '("0", "1", "2", "3", "4", "5", "6", "7", "8" and "9") of the digits made here, got 3.',
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
