import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { chainrule, contents, succeeds, workspace } from "./run.js";
import { leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
const onLeaves = ["--data", "leaves.csv", "--target", "kind", "--quiet"];

function writeConfig(config: unknown): void {
  writeFileSync(join(cwd, "c.json"), typeof config === "string" ? config : JSON.stringify(config));
}

describe("settings", () => {
  it("go flag, then config file, then default; inspect shows what was in effect", async () => {
    writeConfig({
      data: "leaves.csv",
      target: "kind",
      batchSize: 5,
      epochs: 2,
      validation: 0.2,
      optimizer: { learningRate: 0.25 },
      layers: [3, { units: 7, activation: "identity" }, 3],
      seed: 3,
    });
    const flags = ["--batch", "9", "--seed", "4", "--json", "--quiet"];
    const trained = JSON.parse(await succeeds(["train", "c.json", ...flags], { cwd }));
    const { config } = JSON.parse(await succeeds(["inspect", "model.safetensors", "--json"], { cwd }));
    expect(config).toEqual({
      layers: [
        3,
        { units: 7, activation: "identity", trainable: true },
        { units: 3, activation: "sigmoid", trainable: true },
      ],
      loss: "halfSquaredError",
      reduction: "mean",
      biases: "perNeuron",
      trainBiases: true,
      initializer: { kind: "glorotUniform" },
      precision: "float32",
      seed: 4,
      build: "auto",
      threads: "auto",
      optimizer: { kind: "sgd", learningRate: 0.25 },
      batchSize: 9,
      epochs: 2,
      shuffle: true,
      validation: 0.2,
      scaling: "standard",
      targetScaling: "none",
    });
    expect(trained.config).toEqual(config);
  });

  it("of the same kind by flag and by file give the same weights", async () => {
    writeConfig({ data: "leaves.csv", target: "kind", batchSize: 5, epochs: 3, shuffle: false, seed: 3 });
    const sha = async (...args: string[]) =>
      JSON.parse(await succeeds(["train", ...args, "--json", "--quiet"], { cwd })).weightsSha256;
    const flags = ["--batch", "5", "--epochs", "3", "--no-shuffle", "--seed", "3"];
    expect(await sha("c.json")).toBe(await sha(...onLeaves, ...flags));
  });

  it("--layers replaces the layers of a config file whole", async () => {
    writeConfig({ layers: [3, { units: 7, activation: "identity" }, 3], epochs: 1 });
    await succeeds(["train", "c.json", ...onLeaves, "--layers", "5,4"], { cwd });
    const { layers } = JSON.parse(await succeeds(["inspect", "model.safetensors", "--json"], { cwd }));
    expect(layers).toMatchObject([
      { inputs: 3, units: 5, activation: "sigmoid" },
      { inputs: 5, units: 4, activation: "sigmoid" },
      { inputs: 4, units: 3, activation: "sigmoid" },
    ]);
  });

  it("--learning-rate changes that alone among the optimizer's settings", async () => {
    writeConfig({ optimizer: { kind: "sgd", learningRate: 0.25 }, epochs: 1 });
    await succeeds(["train", "c.json", ...onLeaves, "--learning-rate", "0.125"], { cwd });
    const { config } = JSON.parse(await succeeds(["inspect", "model.safetensors", "--json"], { cwd }));
    expect(config.optimizer).toEqual({ kind: "sgd", learningRate: 0.125 });
  });
});

describe("wrong settings are refused with the name as typed, exit 2, and nothing written", () => {
  let before: Record<string, string>;
  beforeAll(() => {
    writeFileSync(join(cwd, "model.safetensors"), "an older model");
    writeConfig({});
    before = contents(cwd);
  });

  async function refused(args: readonly string[], message: string): Promise<void> {
    expect(await chainrule(["train", ...args], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr: message + "\n",
    });
    expect(contents(cwd)).toEqual(before);
  }

  it.each([
    ["--batch", "0", "an integer ≥ 1", "0"],
    ["--batch", "32x", "an integer ≥ 1", '"32x"'],
    ["--batch", "1.5", "an integer ≥ 1", "1.5"],
    ["--batch", "", "an integer ≥ 1", '""'],
    ["--epochs", "-1", "an integer ≥ 0", "-1"],
    ["--epochs", "ten", "an integer ≥ 0", '"ten"'],
    ["--epochs", "1e999", "an integer ≥ 0", "Infinity"],
    ["--learning-rate", "0", "a finite number > 0", "0"],
    ["--learning-rate", "-0.5", "a finite number > 0", "-0.5"],
    ["--learning-rate", "inf", "a finite number > 0", '"inf"'],
    ["--learning-rate", "NaN", "a finite number > 0", '"NaN"'],
    ["--validation", "1", "a fraction 0 ≤ f < 1", "1"],
    ["--validation", "-0.1", "a fraction 0 ≤ f < 1", "-0.1"],
    ["--validation", "20%", "a fraction 0 ≤ f < 1", '"20%"'],
    ["--seed", "-1", "an integer ≥ 0", "-1"],
    ["--seed", "0.5", "an integer ≥ 0", "0.5"],
    ["--layers", "0", "an integer ≥ 1", "0"],
    ["--layers", "8,-8", "an integer ≥ 1", "-8"],
    ["--layers", "8,,8", "an integer ≥ 1", '""'],
    ["--layers", "wide", "an integer ≥ 1", '"wide"'],
    ["--threads", "0", '1 or "auto" (this version trains on one thread)', "0"],
    ["--threads", "many", '1 or "auto" (this version trains on one thread)', '"many"'],
    ["--activation", "relu6", '"sigmoid" or "identity"', '"relu6"'],
    ["--output-activation", "Sigmoid", '"sigmoid" or "identity"', '"Sigmoid"'],
    ["--loss", "mse", '"halfSquaredError", "squaredError" or "meanSquaredError"', '"mse"'],
    ["--reduction", "avg", '"mean" or "sum"', '"avg"'],
    ["--biases", "off", '"perNeuron", "shared" or "none"', '"off"'],
    [
      "--initializer",
      "xavier",
      '"glorotUniform", "heUniform", "lecunUniform", "uniform" or "zeros"',
      '"xavier"',
    ],
    ["--scaling", "z", '"auto", "none", "bytes", "minMax" or "standard"', '"z"'],
    ["--target-scaling", "bytes", '"none", "minMax" or "standard"', '"bytes"'],
    ["--precision", "f32", '"float32" or "float64"', '"f32"'],
    ["--build", "quick", '"auto", "scalar", "simd" or "fast"', '"quick"'],
    ["--target-kind", "text", '"class" or "number"', '"text"'],
  ])("%s %s", (flag, value, expected, got) =>
    refused([...onLeaves, flag, value], `ConfigError: ${flag}: expected ${expected}, got ${got}.`),
  );

  it.each(["5", "19", "1000001", "200.5", "many", ""])("--samples %s", (samples) =>
    refused(
      ["--samples", samples],
      `ConfigError: --samples: expected an integer 20 to 1000000, got ${JSON.stringify(samples)}.`,
    ),
  );

  it.each([
    [
      ["--validation", "0.001"],
      "--validation: 0.001 of 60 samples would hold out 0; expected at least 1, and at least 1 left to train on.",
    ],
    [["--drop", "kind"], '--drop: expected input columns, got the target "kind". Drop others, or none.'],
    [
      ["--layers", "", "--activation", "sigmoid"],
      "--activation: there are no hidden layers. Drop it, or set --output-activation instead.",
    ],
    [["--samples", "200"], "--samples: does not go with data. It is for the digits made here."],
    [["--output", ""], '--output: expected a file, got "".'],
    [["-o", "nowhere/m.safetensors"], '--output: there is no directory "nowhere".'],
    [["-o", "nowhere/"], '--output: there is no directory "nowhere/".'],
    [["-o", "leaves.csv/deep/m"], '--output: there is no directory "leaves.csv/deep".'],
    [["-o", "."], '--output: expected a file, "." is a directory.'],
    [["-o", "m".repeat(300)], `--output: "${"m".repeat(300)}" cannot be written (ENAMETOOLONG).`],
  ])("%j", (flags, message) => refused([...onLeaves, ...flags], `ConfigError: ${message}`));

  it.each([
    [["--bogus"], "UsageError: unknown option '--bogus'"],
    [["--epoch", "1"], "UsageError: unknown option '--epoch'\n(Did you mean --epochs?)"],
    [["--batch"], "UsageError: option '--batch <rows>' argument missing"],
    [["a.json", "b.json"], "UsageError: too many arguments for 'train'. Expected 1 argument but got 2."],
  ])("%j", (flags, message) => refused(flags, message));
});

const known =
  "layers, loss, reduction, biases, trainBiases, initializer, precision, seed, build, threads, optimizer, " +
  "batchSize, epochs, shuffle, validation, scaling, targetScaling";

describe("a wrong config file is refused with its name, and nothing written", () => {
  beforeAll(() => writeFileSync(join(cwd, "model.safetensors"), "an older model"));

  it.each([
    ["[1]", "c.json: expected a JSON object of settings, got [1]."],
    ["null", "c.json: expected a JSON object of settings, got null."],
    ["5", "c.json: expected a JSON object of settings, got 5."],
    ['{"batch":1}', `c.json: batch: there is no such setting. Known: ${known}.`],
    [
      '{"optimizer":{"rate":1}}',
      "c.json: optimizer.rate: there is no such setting. Known: kind, learningRate.",
    ],
    ['{"optimizer":"sgd"}', 'c.json: optimizer: expected an object, got "sgd".'],
    ['{"batchSize":"32"}', 'c.json: batchSize: expected an integer ≥ 1, got "32".'],
    ['{"epochs":null}', "c.json: epochs: expected an integer ≥ 0, got null."],
    [
      '{"layers":[3,{"units":4,"activation":"relu6"},3]}',
      'c.json: layers[1].activation: expected "sigmoid" or "identity", got "relu6".',
    ],
    ['{"layers":[3]}', "c.json: layers: expected a list of at least 2 layers, inputs first, got [3]."],
    [
      '{"validation":0.001}',
      "c.json: validation: 0.001 of 60 samples would hold out 0; expected at least 1, and at least 1 left to train on.",
    ],
    [
      '{"drop":["kind"]}',
      'c.json: drop: expected input columns, got the target "kind". Drop others, or none.',
    ],
    ['{"drop":5}', "c.json: drop: expected a list of column names, got 5."],
    ['{"targetKind":"text"}', 'c.json: targetKind: expected "class" or "number", got "text".'],
    ['{"samples":200}', "c.json: samples: does not go with data. It is for the digits made here."],
    ['{"samples":"200"}', 'c.json: samples: expected an integer, got "200".'],
  ])("%s", async (config, message) => {
    writeConfig(config);
    const before = contents(cwd);
    const run = await chainrule(["train", "c.json", ...onLeaves], { cwd });
    expect(run).toEqual({ code: 2, stdout: "", stderr: `ConfigError: ${message}\n` });
    expect(contents(cwd)).toEqual(before);
  });

  it.each([
    ['{"data":5}', "c.json: data: expected the name of a file, got 5."],
    ['{"data":null}', "c.json: data: expected the name of a file, got null."],
    ['{"target":13}', "c.json: target: expected the name of a column, got 13."],
    ['{"target":"kind"}', "--data: expected the file that c.json: target belongs to, got nothing."],
    ['{"samples":7}', "c.json: samples: expected an integer 20 to 1000000, got 7."],
  ])("%s, no data by flag", async (config, message) => {
    writeConfig(config);
    const run = await chainrule(["train", "c.json"], { cwd });
    expect(run).toEqual({ code: 2, stdout: "", stderr: `ConfigError: ${message}\n` });
  });

  it("that is not JSON, with the parser's reason", async () => {
    writeConfig('{"epochs": 3,}');
    const run = await chainrule(["train", "c.json"], { cwd });
    expect(run).toMatchObject({ code: 2, stdout: "" });
    expect(run.stderr).toMatch(/^ConfigError: c\.json: not JSON: .+\.\n$/);
  });

  it("that is not there", async () => {
    expect(await chainrule(["train", "missing.json"], { cwd })).toEqual({
      code: 1,
      stdout: "",
      stderr: "DataError: missing.json: there is no such file.\n",
    });
  });
});
