import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Network } from "../../src/train/network.js";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";
import { bars, houses, idx, leaves } from "./samples.js";

const cwd = workspace();
const { images, labels } = bars();

beforeAll(async () => {
  for (const [name, data] of [
    ["leaves.csv", leaves()],
    ["houses.csv", houses()],
    ["images.idx", images],
    ["labels.idx", labels],
    ["large", idx([2, 6, 6], Array(72).fill(9))],
    ["flat", idx([2, 1, 25], Array(50).fill(9))],
    ["two-images", idx([2, 5, 5], Array(50).fill(9))],
    ["two-labels", idx([2], [0, 5])],
    ["zeros", idx([2], [0, 0])],
  ] as const) {
    writeFileSync(join(cwd, name), data);
  }
  for (const [name, ...data] of [
    ["leaves.st", "--data", "leaves.csv", "--target", "kind"],
    ["houses.st", "--data", "houses.csv", "--target", "price"],
    ["bars.st", "--data", "images.idx", "--labels", "labels.idx"],
  ]) {
    await succeeds(["train", ...data, "--epochs", "1", "--quiet", "-o", name!], { cwd });
  }
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

describe("data that do not fit the model are refused, and nothing written", () => {
  const leaf = (row: string) => `length,width,weight,kind\n1,2,3,oak\n${row}\n`;

  it.each([
    [
      "text in place of all numbers",
      ["predict", "leaves.st", "d.csv", "-o", "p.csv"],
      "length,width,weight\n1,wide,3\n",
      'DataError: d.csv line 2, column "width": expected a number, got "wide". Correct the cells, or remove the rows.',
    ],
    [
      "an input column that is not there",
      ["predict", "leaves.st", "d.csv", "-o", "p.csv"],
      "length,weight\n1,2\n",
      'DataError: d.csv: expected column "width", which the model was trained with, got columns "length" and "weight". ' +
        "Add it.",
    ],
    [
      "an unknown category, on request",
      ["predict", "houses.st", "d.csv", "-o", "p.csv", "--unseen", "refuse"],
      "rooms,quarter\n2,dock\n3,moon\n",
      'DataError: d.csv line 3, column "quarter": expected a known value ("dock", "hill" and "park"), got "moon". ' +
        "Correct the cells, train with rows that have these values, or let unknown values be (--unseen other).",
    ],
    [
      "an unknown class",
      ["evaluate", "leaves.st", "d.csv"],
      leaf("1,2,3,ash"),
      'DataError: d.csv line 3, column "kind": expected "oak", "pine" or "yew", got "ash". ' +
        "Correct the cell, or train with rows that have this value.",
    ],
    [
      "no target to evaluate on",
      ["evaluate", "leaves.st", "d.csv"],
      "length,width,weight\n1,2,3\n",
      'DataError: d.csv: expected column "kind", which the model was trained to predict, got columns "length", "width" ' +
        'and "weight". Add it, with the right answers.',
    ],
    [
      "CSV for a model of images",
      ["predict", "bars.st", "d.csv"],
      leaf("1,2,3,oak"),
      "DataError: d.csv: the model was trained on images, not on columns.",
    ],
    [
      "images for a model of CSV",
      ["predict", "leaves.st", "images.idx"],
      "",
      "DataError: images.idx: the model was trained on columns, not on IDX images.",
    ],
    [
      "images without labels to evaluate on",
      ["evaluate", "bars.st", "images.idx"],
      "",
      "ConfigError: --labels: expected the IDX labels of images.idx, got nothing.",
    ],
    [
      "labels beside CSV",
      ["evaluate", "leaves.st", "leaves.csv", "--labels", "labels.idx"],
      "",
      "ConfigError: --labels: does not go with a table. Drop it: the target is a column of the file.",
    ],
    [
      "a model as data",
      ["predict", "leaves.st", "leaves.st"],
      "",
      "DataError: leaves.st: expected a table (CSV, JSON, NPZ, NPY, Parquet), IDX images, PNG or JPEG images, got a model (safetensors).",
    ],
    [
      "no directory for the output",
      ["predict", "leaves.st", "leaves.csv", "-o", "nowhere/p.csv"],
      "",
      'ConfigError: --output: there is no directory "nowhere".',
    ],
  ])("%s", async (_what, args, data, message) => {
    if (data !== "") writeFileSync(join(cwd, "d.csv"), data);
    await refused(args, message);
  });

  it("a directory as output", async () => {
    mkdirSync(join(cwd, "folder"));
    const run = await chainrule(["predict", "leaves.st", "leaves.csv", "-o", "folder"], { cwd });
    const stderr = 'ConfigError: --output: expected a file, "folder" is a directory.\n';
    expect(run).toEqual({ code: 2, stdout: "", stderr });
    expect(existsSync(join(cwd, "folder"))).toBe(true);
  });
});

describe("data of another size or kind are refused by the name of their file", () => {
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
      ["predict", "plain.st", "houses.csv"],
      "ShapeError: houses.csv: expected 25 input columns, as the model takes them, got 3.",
    ],
    [
      ["predict", "bars.st", "leaves.csv"],
      "DataError: leaves.csv: the model was trained on images, not on columns.",
    ],
    [
      ["evaluate", "bars.st", "leaves.csv"],
      "DataError: leaves.csv: the model was trained on images, not on columns.",
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
    const text = await succeeds(["evaluate", "plain.st", "two-images", "--labels", "zeros", "--json"], {
      cwd,
    });
    expect(JSON.parse(text).confusion).toHaveLength(3);
  });
});
