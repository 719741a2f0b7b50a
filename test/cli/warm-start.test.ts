import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Network } from "../../src/train/network.js";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";
import { bars, houses, leaves } from "./samples.js";

const cwd = workspace();
const { images, labels } = bars();
const head = "length,width,weight,kind";
for (const [name, data] of [
  ["leaves.csv", leaves()],
  ["houses.csv", houses()],
  ["images.idx", images],
  ["labels.idx", labels],
  // other columns first, and one kind of three
  ["later.csv", "kind,weight,note,width,length\nyew,0.5,a,0.5,6.5\nyew,0.4,b,0.2,6.1\n"],
  ["weighed.csv", weighed((row) => (row % 3 === 0 ? "0" : "1.5"))],
] as const) {
  writeFileSync(join(cwd, name), data);
}
const onLeaves = ["train", "--data", "leaves.csv", "--target", "kind", "--preset", "textbook"];

/** Leaves with a column `w`. */
function weighed(weight: (row: number) => string): string {
  const [, ...rows] = leaves().trimEnd().split("\n");
  return [`w,${head}`, ...rows.map((row, index) => `${weight(index)},${row}`), ""].join("\n");
}

async function train(...args: string[]) {
  return JSON.parse(await succeeds([...args, "--json", "--quiet"], { cwd }));
}
const load = (name: string) => Network.load(readFileSync(join(cwd, name)));

async function refused(args: readonly string[], message: string): Promise<void> {
  const before = contents(cwd);
  const code = message.startsWith("ConfigError") ? 2 : 1;
  expect(await chainrule(args, { cwd })).toEqual({ code, stdout: "", stderr: `${message}\n` });
  expect(contents(cwd)).toEqual(before);
}

describe("train --warm-start", () => {
  beforeAll(async () => {
    await train(...onLeaves, "--layers", "5,4", "--activation", "tanh", "--epochs", "30", "-o", "first.st");
  });

  it("begins with the weights, scalers and layers of the model", async () => {
    const args = ["--epochs", "0", "--seed", "9", "--warm-start", "first.st", "-o", "second.st"];
    const { config } = await train(...onLeaves, ...args);
    expect(config).toMatchObject({ seed: 9, epochs: 0, scaling: "standard" });
    const [first, second] = [load("first.st"), load("second.st")];
    expect(second.parameters()).toEqual(first.parameters());
    expect(second.scalers).toEqual(first.scalers);
    expect(second.config.layers).toEqual(first.config.layers);
  });

  it("in two halves of the epochs gives the weights of a single one, where nothing is shuffled", async () => {
    const flags = [...onLeaves, "--layers", "5", "--no-shuffle", "--epochs"];
    const whole = await train(...flags, "20", "-o", "whole.st");
    await train(...flags, "10", "-o", "half.st");
    writeFileSync(join(cwd, "go-on.json"), JSON.stringify({ from: "half.st" }));
    const [, ...data] = flags;
    const halves = await train("train", "go-on.json", ...data, "10", "-o", "half.st");
    expect(halves.weightsSha256).toBe(whole.weightsSha256);
  });

  it("reads new data as the model's own were: other order of columns, a single class", async () => {
    const flags = ["--data", "later.csv", "--epochs", "3", "--warm-start", "first.st", "-o", "later.st"];
    const { metrics } = await train("train", ...flags);
    expect(metrics.accuracy).toBe(1);
    expect(load("later.st").notes).toMatchObject({
      schema: (load("first.st").notes as { schema: unknown }).schema,
    });
  });

  it("says so", async () => {
    const { stderr } = await chainrule([...onLeaves, "--epochs", "1", "--warm-start", "first.st"], { cwd });
    expect(stderr).toMatch(/\nStarting from the weights of first\.st\.\n/);
  });

  it.each([
    [["--layers", "5"], "has 3 layers after the inputs, these settings 2"],
    [["--layers", "5,6", "--activation", "tanh"], "has 4 units in layer 2, these settings 6"],
    [["--layers", "5,4"], "has tanh in layer 1, these settings sigmoid"],
  ])("refuses %j, naming the difference", (flags, difference) =>
    refused(
      [...onLeaves, "--warm-start", "first.st", ...flags],
      `ConfigError: --warm-start: first.st ${difference}. Give the same layers, or leave them out.`,
    ),
  );

  it.each([
    [["--biases", "none"], 'ConfigError: --biases: first.st has "perNeuron", got "none". Drop it.'],
    [["--scaling", "minMax"], 'ConfigError: --scaling: first.st has "standard", got "minMax". Drop it.'],
    [
      ["--target", "width"],
      'ConfigError: --target: the model to start from learnt "kind", got "kind, width". Drop it.',
    ],
    [
      ["--drop", "width"],
      'ConfigError: --drop: the model to start from takes "width" as an input. Name another column, or none.',
    ],
    [
      ["--data", "houses.csv", "--target", "kind"],
      'DataError: houses.csv: expected columns "length", "width" and "weight", which the model was trained with, got columns "rooms", "quarter" and "price". Add them.',
    ],
    [
      ["--data", "images.idx", "--labels", "labels.idx"],
      "DataError: images.idx: the model to start from was trained on columns, not on IDX images.",
    ],
    [["--warm-start", "none.st"], "DataError: none.st: there is no such file."],
  ])("refuses %j", (flags, message) => {
    const base = flags[0] === "--data" ? ["train"] : onLeaves;
    return refused([...base, "--warm-start", "first.st", ...flags], message);
  });

  it("goes on with an autoencoder as one, of the columns, scaling and separator that it had", async () => {
    writeFileSync(join(cwd, "semicolons.csv"), leaves().replaceAll(",", ";"));
    const flags = ["--data", "semicolons.csv", "--drop", "kind", "--separator", ";", "--epochs", "9"];
    await train("train", ...flags, "--autoencoder", "-o", "code.st");
    const again = ["train", "--data", "semicolons.csv", "--warm-start", "code.st", "-o", "again.st"];
    const { metrics } = await train(...again, "--epochs", "0");
    expect(metrics.rmse).toBeGreaterThan(0);
    const [first, second] = [load("code.st"), load("again.st")];
    expect(second.notes).toEqual(first.notes);
    expect(second.parameters()).toEqual(first.parameters());
    expect(second.scalers).toEqual(first.scalers);
    await refused(
      [...again, "--target", "kind"],
      "ConfigError: --target: does not go with an autoencoder. Drop it. To leave the column out of the inputs, name it with --drop.",
    );
    await refused(
      ["train", "--data", "leaves.csv", "--warm-start", "first.st", "--autoencoder"],
      'ConfigError: --autoencoder: the model to start from learnt "kind". Drop it.',
    );
  });

  it("remembers the separator of the model", async () => {
    const flags = ["--target", "kind", "--separator", ";", "--epochs", "1", "-o", "semi.st"];
    await train("train", "--data", "semicolons.csv", ...flags);
    const later = ["--data", "semicolons.csv", "--epochs", "1", "--warm-start", "semi.st", "-o", "semi.st"];
    await train("train", ...later);
    expect(load("semi.st").notes).toMatchObject({ separator: ";" });
  });

  it("refuses digits for a model of leaves", () =>
    refused(
      ["train", "--quiet", "--warm-start", "first.st"],
      "ShapeError: the generated digits: expected 3 input columns, as first.st takes them, got 784.",
    ));
});

describe("train --sample-weights", () => {
  it("lets rows of weight 0 count nothing, takes the column for no input, and remembers it", async () => {
    const flags = ["--data", "weighed.csv", "--target", "kind", "--sample-weights", "w", "--epochs", "200"];
    await train("train", ...flags, "-o", "weighed.st");
    const { notes } = JSON.parse(await succeeds(["inspect", "weighed.st", "--json"], { cwd }));
    expect(notes.schema.inputs.map(({ name }: { name: string }) => name)).toEqual([
      "length",
      "width",
      "weight",
    ]);
    expect(notes.sampleWeights).toBe("w");
    // every third row is an oak: not one was learnt; the model reads leaves without weights
    const { confusion } = JSON.parse(
      await succeeds(["evaluate", "weighed.st", "leaves.csv", "--json"], { cwd }),
    );
    expect(confusion).toEqual([
      [0, expect.any(Number), expect.any(Number)],
      [0, 20, 0],
      [0, 0, 20],
    ]);
  });

  it("of 1 gives the weights of none", async () => {
    writeFileSync(
      join(cwd, "ones.csv"),
      weighed(() => "1"),
    );
    const flags = ["--target", "kind", "--epochs", "5"];
    const weighted = await train("train", "--data", "ones.csv", ...flags, "--sample-weights", "w");
    const plain = await train("train", "--data", "ones.csv", ...flags, "--drop", "w");
    expect(weighted.weightsSha256).toBe(plain.weightsSha256);
  });

  it("goes with an autoencoder, of which the column is no part", async () => {
    const flags = ["--data", "weighed.csv", "--autoencoder", "--drop", "kind", "--epochs", "5", "-o", "a.st"];
    const weighted = await train("train", ...flags, "--sample-weights", "w");
    expect(load("a.st").config.layers[0]!.inputs).toBe(3);
    expect(load("a.st").notes).toMatchObject({ autoencoder: true, sampleWeights: "w" });
    const [data, file, ...rest] = flags;
    const plain = await train("train", data!, file!, ...rest.with(2, "kind,w"));
    expect(weighted.weightsSha256).not.toBe(plain.weightsSha256);
  });

  it.each([
    ["-1", '"-1"'],
    ["heavy", '"heavy"'],
    ["", "an empty cell"],
  ])("refuses %j with its line", async (cell, got) => {
    writeFileSync(
      join(cwd, "bad.csv"),
      weighed((row) => (row === 4 ? cell : "1")),
    );
    await refused(
      ["train", "--data", "bad.csv", "--target", "kind", "--sample-weights", "w"],
      `DataError: bad.csv line 6, column "w": expected a weight ≥ 0, got ${got}. Correct the cell, or remove the row.`,
    );
  });

  it("refuses a column that is not there, and IDX images", async () => {
    await refused(
      ["train", "--data", "weighed.csv", "--target", "kind", "--sample-weights", "W"],
      `DataError: weighed.csv: expected a column of sample weights "W", got columns "w", "length", "width", "weight" and "kind". Did you mean "w"?`,
    );
    await refused(
      ["train", "--data", "images.idx", "--labels", "labels.idx", "--sample-weights", "w"],
      "ConfigError: --sample-weights: does not go with IDX images. Drop it: images have no columns.",
    );
  });
});
