import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Network } from "../../src/train/network.js";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";
import { leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
const activations =
  '"sigmoid", "tanh", "relu", "leakyRelu", "elu", "selu", ' +
  '"gelu", "silu", "mish", "softplus", "softsign", "hardSigmoid" or "identity"';
const losses =
  '"halfSquaredError", "squaredError", "meanSquaredError", "meanAbsoluteError", "huber", "pinball", ' +
  '"binaryCrossEntropy", "crossEntropy", "hinge" or "poisson"';
const onLeaves = ["--data", "leaves.csv", "--target", "kind", "--preset", "textbook", "--quiet"];

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
      huberDelta: 1,
      quantile: 0.5,
      labelSmoothing: 0,
      dropout: 0,
      reduction: "mean",
      biases: "perNeuron",
      trainBiases: true,
      tiedWeights: false,
      initializer: { kind: "glorotUniform" },
      biasInitializer: { kind: "zeros" },
      precision: "float32",
      seed: 4,
      build: "auto",
      threads: "auto",
      optimizer: { kind: "sgd", learningRate: 0.25 },
      schedule: { kind: "constant" },
      batchSize: 9,
      epochs: 2,
      shuffle: true,
      stratify: true,
      validation: 0.2,
      trainingMetrics: false,
      earlyStopping: false,
      warmStart: true,
      l1: 0,
      l2: 0,
      weightDecay: 0,
      weightAverage: 0,
      clipValue: 0,
      clipNorm: 0,
      maxNorm: 0,
      inputNoise: 0,
      scaling: "standard",
      targetScaling: "none",
      inputBins: 0,
      inputScale: false,
      inputScaleRate: 1,
      members: 1,
    });
    expect(trained.config).toEqual(config);
  });

  it("of the same kind by flag and by file give the same weights", async () => {
    writeConfig({
      data: "leaves.csv",
      target: "kind",
      preset: "textbook",
      batchSize: 5,
      epochs: 3,
      shuffle: false,
      seed: 3,
    });
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

  it("--initializer uniform:LOW,HIGH draws first weights from there", async () => {
    const flags = ["--initializer", "uniform:-2,-1.5", "--epochs", "0", "--json"];
    const { config } = JSON.parse(await succeeds(["train", ...onLeaves, ...flags], { cwd }));
    expect(config.initializer).toEqual({ kind: "uniform", low: -2, high: -1.5 });
    const [layer] = Network.load(readFileSync(join(cwd, "model.safetensors"))).parameters();
    expect(layer!.weights.every((weight) => weight >= -2 && weight < -1.5)).toBe(true);
  });

  it("--scaling auto, and scaling auto in a file, is what is done without", async () => {
    const sha = async (...args: string[]) =>
      JSON.parse(await succeeds(["train", ...args, ...onLeaves, "--epochs", "1", "--json"], { cwd }))
        .weightsSha256;
    const expected = await sha();
    writeConfig({ scaling: "auto" });
    expect([await sha("--scaling", "auto"), await sha("c.json")]).toEqual([expected, expected]);
    expect(await sha("--scaling", "none")).not.toBe(expected);
  });
});

describe("wrong settings are refused with the name as typed, exit 2, and nothing written", () => {
  let before: Record<string, string>;
  beforeAll(() => {
    writeFileSync(join(cwd, "model.safetensors"), "an older model");
    mkdirSync(join(cwd, "folder"));
    symlinkSync("leaves.csv", join(cwd, "link.csv"));
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
    ["--batch", "0", 'an integer ≥ 1 or "full"', "0"],
    ["--batch", "32x", 'an integer ≥ 1 or "full"', '"32x"'],
    ["--batch", "1.5", 'an integer ≥ 1 or "full"', "1.5"],
    ["--batch", "", 'an integer ≥ 1 or "full"', '""'],
    ["--epochs", "-1", "an integer ≥ 0", "-1"],
    ["--epochs", "ten", "an integer ≥ 0", '"ten"'],
    ["--epochs", "1e999", "an integer ≥ 0", "Infinity"],
    ["--learning-rate", "0", "a finite number > 0", "0"],
    ["--learning-rate", "-0.5", "a finite number > 0", "-0.5"],
    ["--learning-rate", "inf", "a finite number > 0", '"inf"'],
    ["--learning-rate", "NaN", "a finite number > 0", '"NaN"'],
    ["--validation", "1", "a number 0 ≤ x < 1", "1"],
    ["--validation", "-0.1", "a number 0 ≤ x < 1", "-0.1"],
    ["--validation", "20%", "a number 0 ≤ x < 1", '"20%"'],
    ["--seed", "-1", "an integer ≥ 0", "-1"],
    ["--seed", "0.5", "an integer ≥ 0", "0.5"],
    ["--layers", "0", "an integer ≥ 1", "0"],
    ["--layers", "8,-8", "an integer ≥ 1", "-8"],
    ["--layers", "8,,8", "an integer ≥ 1", '""'],
    ["--layers", "wide", "an integer ≥ 1", '"wide"'],
    ["--threads", "0", 'an integer 1 to 64 or "auto"', "0"],
    ["--threads", "many", 'an integer 1 to 64 or "auto"', '"many"'],
    ["--activation", "relu6", activations, '"relu6"'],
    [
      "--output-activation",
      "Sigmoid",
      activations.replace(' or "identity"', ', "exponential", "identity" or "softmax"'),
      '"Sigmoid"',
    ],
    ["--loss", "mse", losses, '"mse"'],
    [
      "--optimizer",
      "sdg",
      '"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "nadam", "irpropMinus" or "lbfgs"',
      '"sdg"',
    ],
    [
      "--schedule",
      "linear",
      '"constant", "step", "exponential", "inverseScaling", "cosine", "flatCosine", "oneCycle", "coslog4" or "plateau"',
      '"linear"',
    ],
    ["--early-stopping", "0", "an integer ≥ 1", "0"],
    ["--dropout", "1", "a number 0 ≤ x < 1", "1"],
    ["--l2", "-1", "a finite number ≥ 0", "-1"],
    ["--time-limit", "0", "a finite number > 0", "0"],
    ["--step-limit", "0.5", "an integer ≥ 1", "0.5"],
    ["--reduction", "avg", '"mean" or "sum"', '"avg"'],
    ["--biases", "off", '"perNeuron", "shared" or "none"', '"off"'],
    ["--initializer: low", "uniform:a,1", "a finite number", '"a"'],
    ["--initializer: low", "uniform", "a finite number", "nothing"],
    ["--initializer: high", "uniform:1", "a finite number", "nothing"],
    [
      "--initializer",
      "xavier",
      '"glorotUniform", "glorotNormal", "heUniform", "heNormal", "lecunUniform", "lecunNormal", "uniform", "normal" or "zeros"',
      '"xavier"',
    ],
    ["--scaling", "z", '"auto", "none", "bytes", "minMax", "standard", "robust" or "quantileNormal"', '"z"'],
    ["--target-scaling", "bytes", '"none", "minMax", "standard", "log" or "log1p"', '"bytes"'],
    ["--precision", "f32", '"float32" or "float64"', '"f32"'],
    [
      "--build",
      "quick",
      '"auto", "javascript", "scalar", "simd", "simd-threads", "wide", "wide-threads", "fast", "fast-threads", "fast-wide" or "fast-wide-threads"',
      '"quick"',
    ],
    ["--target-kind", "text", '"class" or "number"', '"text"'],
  ])("%s %s", (flag, value, expected, got) =>
    refused(
      [...onLeaves, flag.split(":")[0]!, value],
      `ConfigError: ${flag}: expected ${expected}, got ${got}.`,
    ),
  );

  it.each(["5", "19", "1000001", "200.5", "many", ""])("--samples %s", (samples) =>
    refused(
      ["--samples", samples],
      `ConfigError: --samples: expected an integer 20 to 1000000, got ${Number(samples) ? samples : JSON.stringify(samples)}.`,
    ),
  );

  it.each([
    [
      ["--validation", "0.001"],
      "--validation: 0.001 of 60 samples would hold out 0. Hold out at least 1, and leave at least 1 to train on.",
    ],
    [
      ["--threads", "2", "--build", "simd"],
      '--threads: the "simd" build has no threads, got 2. Use build "simd-threads" or "auto", or 1 thread.',
    ],
    [
      ["--initializer", "uniform:0.5,-0.5"],
      "--initializer: uniform takes low < high, got low 0.5 and high -0.5.",
    ],
    [
      ["--target-scaling", "standard"],
      "--target-scaling: does not go with classes, which are not scaled. Drop it.",
    ],
    [["-o", "leaves.csv"], '--output: "leaves.csv" holds the data. Name another file.'],
    [
      ["-o", "./folder/../leaves.csv"],
      '--output: "./folder/../leaves.csv" holds the data. Name another file.',
    ],
    [["-o", "link.csv"], '--output: "link.csv" holds the data. Name another file.'],
    [
      ["--drop", "kind"],
      '--drop: expected input columns, got the target "kind". Name other columns, or none.',
    ],
    [
      ["--layers", "", "--activation", "sigmoid"],
      "--activation: there are no hidden layers. Drop it, or set --output-activation instead.",
    ],
    [["--samples", "200"], "--samples: does not go with data. It is for generated digits."],
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
