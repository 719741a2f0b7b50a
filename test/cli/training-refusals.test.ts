import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule } from "./inProcess.js";
import { contents, workspace } from "./run.js";
import { leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
const onLeaves = ["--data", "leaves.csv", "--target", "kind", "--preset", "textbook", "--quiet"];

/** Options that train on the leaves do nothing but end with a message, exit 2. */
async function refused(args: readonly string[], message: string, onData = onLeaves): Promise<void> {
  const before = contents(cwd);
  const run = await chainrule(["train", ...args, ...onData], { cwd });
  expect(run).toEqual({ code: 2, stdout: "", stderr: `ConfigError: ${message}\n` });
  expect(contents(cwd)).toEqual(before);
}

const kinds =
  '"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "nadam", "irpropMinus" or "lbfgs"';
const schedules =
  '"constant", "step", "exponential", "inverseScaling", "cosine", "flatCosine", "oneCycle", "coslog4" or "plateau"';
const activations =
  '"sigmoid", "tanh", "relu", "leakyRelu", "elu", "selu", "gelu", "silu", "mish", "softplus", "softsign", "hardSigmoid" or "identity"';
const outputActivations = activations.replace(' or "identity"', ', "exponential", "identity" or "softmax"');
const asDetails = "a name, or one with details as in adam:beta1=0.9,epsilon=1e-8";
const asStopping = "a number, or details as in patience=20,monitor=loss";
const asWeights = "balanced, or values by name as in cat=1,dog=2.5";
const noHeldOut =
  '"validation" is monitored, but no samples are held out. Set validation to a fraction such as 0.1, or monitor "loss".';

describe("wrong settings of training by flag are refused with the flag, and what was written after it", () => {
  it.each([
    ["--optimizer", "adma", `--optimizer: expected ${kinds}, got "adma".`],
    ["--optimizer", "", `--optimizer: expected ${kinds}, got "".`],
    ["--optimizer", "adam:beta3=1", '--optimizer: beta3: there is no such setting. Did you mean "beta1"?'],
    ["--optimizer", "adam:beta1=1", "--optimizer: beta1: expected a number 0 ≤ x < 1, got 1."],
    ["--optimizer", "adam:beta1=x", '--optimizer: beta1: expected a number 0 ≤ x < 1, got "x".'],
    [
      "--optimizer",
      "adam:momentum=0.9",
      "--optimizer: momentum: adam takes no momentum. It takes learningRate, beta1, beta2, epsilon.",
    ],
    ["--optimizer", "adam:", `--optimizer: expected ${asDetails}, got "adam:".`],
    ["--optimizer", "adam:0.9", `--optimizer: expected ${asDetails}, got "adam:0.9".`],
    [
      "--optimizer",
      "adam:kind=sgd",
      '--optimizer: expected the kind before the colon only, got "adam:kind=sgd".',
    ],
    [
      "--optimizer",
      "adam:beta1=0.1,beta1=0.2",
      '--optimizer: expected beta1 once, got "adam:beta1=0.1,beta1=0.2".',
    ],
    ["--schedule", "cosin", `--schedule: expected ${schedules}, got "cosin".`],
    ["--schedule", "step:every=0", "--schedule: every: expected an integer ≥ 1, got 0."],
    ["--schedule", "step:evry=5", '--schedule: evry: there is no such setting. Did you mean "every"?'],
    ["--schedule", "cosine:minimum=5", "--schedule: minimum: expected at most the learning rate, 1, got 5."],
    ["--activation", "leakyRelu:x", '--activation: alpha: expected a finite number ≥ 0, got "x".'],
    ["--activation", "leakyRelu:", '--activation: alpha: expected a finite number ≥ 0, got "".'],
    [
      "--activation",
      "relu:0.1",
      '--activation: expected a name, or one with details as in leakyRelu:0.2, got "relu:0.1".',
    ],
    ["--activation", "lekyRelu:0.1", `--activation: expected ${activations}, got "lekyRelu".`],
    ["--activation", "softmax", `--activation: expected ${activations}, got "softmax".`],
    ["--activation", "exponential", `--activation: expected ${activations}, got "exponential".`],
    ["--output-activation", "sofmax", `--output-activation: expected ${outputActivations}, got "sofmax".`],
    ["--output-activation", "elu:-1", "--output-activation: alpha: expected a finite number ≥ 0, got -1."],
    ["--class-weights", "balansed", `--class-weights: expected ${asWeights}, got "balansed".`],
    ["--class-weights", "", `--class-weights: expected ${asWeights}, got "".`],
    ["--class-weights", "oak=-1,pine=1,yew=1", "--class-weights: oak: expected a finite number ≥ 0, got -1."],
    ["--class-weights", "oack=1", '--class-weights: there is no class "oack". Did you mean "oak"?'],
    [
      "--class-weights",
      "oak=1,pine=1",
      '--class-weights: expected a weight for each class, got none for "yew". Give 1 for a class that should keep its weight.',
    ],
    ["--early-stopping", "0", "--early-stopping: expected an integer ≥ 1, got 0."],
    ["--early-stopping", "-3", "--early-stopping: expected an integer ≥ 1, got -3."],
    ["--early-stopping", "soon", `--early-stopping: expected ${asStopping}, got "soon".`],
    ["--early-stopping", "NaN", `--early-stopping: expected ${asStopping}, got "NaN".`],
    ["--early-stopping", "true", `--early-stopping: expected ${asStopping}, got "true".`],
    ["--early-stopping", "patience=0", "--early-stopping: patience: expected an integer ≥ 1, got 0."],
    [
      "--early-stopping",
      "patiance=3",
      '--early-stopping: patiance: there is no such setting. Did you mean "patience"?',
    ],
    ["--early-stopping", "5", `--early-stopping: ${noHeldOut}`],
    ["--input-dropout", "1", "--input-dropout: expected a number 0 ≤ x < 1, got 1."],
    ["--l1", "-1", "--l1: expected a finite number ≥ 0, got -1."],
    ["--clip-norm", "", '--clip-norm: expected a finite number ≥ 0, got "".'],
    ["--batch", "ful", '--batch: expected an integer ≥ 1 or "full", got "ful".'],
    ["--time-limit", "0", "--time-limit: expected a finite number > 0, got 0."],
    ["--initializer", "normal:0,-1", "--initializer: deviation: expected a finite number > 0, got -1."],
  ])("%s %s", (flag, value, message) => refused([flag, value], message));

  it("held-out rows of a preset that a flag takes away", () =>
    refused(
      ["--preset", "table", "--early-stopping", "5", "--validation", "0"],
      `--early-stopping: ${noHeldOut}`,
      ["--data", "leaves.csv", "--target", "kind", "--quiet"],
    ));

  it.each([
    [["--input-dropout", "0.1"], "--input-dropout: does not go with lbfgs. Set it to 0."],
    [["--dropout", "0.1"], "--dropout: does not go with lbfgs. Set it to 0."],
    [["--batch", "4"], '--batch: lbfgs takes all samples at once, got 4. Set it to "full".'],
  ])("--optimizer lbfgs %j", (flags, message) => refused(["--optimizer", "lbfgs", ...flags], message));
});

describe("wrong settings of training in a config file are refused with the file and the key as written", () => {
  const inFile = (config: object, message: string, ...flags: string[]) => {
    writeFileSync(join(cwd, "c.json"), JSON.stringify(config));
    return refused(["c.json", ...flags], message);
  };

  it.each([
    [{ optimizer: "adma" }, `c.json: optimizer: expected ${kinds}, got "adma".`],
    [
      { optimizer: { kind: "adam", beta3: 1 } },
      'c.json: optimizer.beta3: there is no such setting. Did you mean "beta1"?',
    ],
    [{ classWeights: { oak: -1 } }, "c.json: classWeights.oak: expected a finite number ≥ 0, got -1."],
    [{ classWeights: { oack: 1 } }, 'c.json: classWeights: there is no class "oack". Did you mean "oak"?'],
    [{ earlyStopping: 5 }, `c.json: earlyStopping: ${noHeldOut}`],
    [{ $schema: "x", epochs: -1 }, "c.json: epochs: expected an integer ≥ 0, got -1."],
    [{ samples: 7 }, "c.json: samples: expected an integer 20 to 1000000, got 7."],
    [
      { schedule: { kind: "cosine", minimum: 9 } },
      "c.json: schedule.minimum: expected at most the learning rate, 1, got 9.",
    ],
  ])("%j", (config, message) => inFile(config, message));

  it("also where a flag of the same setting was given, which said nothing of it", async () => {
    const message = "optimizer.beta1: expected a number 0 ≤ x < 1, got 5.";
    const config = { optimizer: { kind: "adam", beta1: 5 } };
    await inFile(config, `c.json: ${message}`, "--optimizer", "adam");
    await inFile(config, `c.json: ${message}`, "--learning-rate", "0.1");
  });
});

describe("settings for classes are refused for a target that is a number", () => {
  it.each([
    [["--loss", "crossEntropy"], "--loss: crossEntropy"],
    [["--output-activation", "softmax"], "--output-activation: softmax"],
  ])("%j", async (flags, start) => {
    writeFileSync(join(cwd, "prices.csv"), "area,price\n50,150000\n70,180000\n120,330000\n90,250000\n");
    const before = contents(cwd);
    const run = await chainrule(["train", "--data", "prices.csv", "--target", "price", ...flags], { cwd });
    const what = `ConfigError: ${start} is for classes, and the target is a number.`;
    const advice = "Set targetKind (--target-kind) to class, or take another one.";
    expect(run).toEqual({ code: 2, stdout: "", stderr: `${what} ${advice}\n` });
    expect(contents(cwd)).toEqual(before);
  });
});

describe("targets that do not suit the network", () => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row},${150_000 + 1000 * ((row * 7) % 40)}`);
  writeFileSync(join(cwd, "forty.csv"), `area,price\n${rows.join("\n")}\n`);
  const onForty = ["train", "--data", "forty.csv", "--target", "price", "--epochs", "3", "-o", "forty.st"];

  it("are told on stderr before training, and in the JSON document", async () => {
    const run = await chainrule(
      [...onForty, "--target-scaling", "none", "--learning-rate", "1e-9", "--json"],
      {
        cwd,
      },
    );
    const warning =
      'targets: they reach 189000, and training begins near 0. Set targetScaling to "standard"; answers stay in the units of the targets.';
    expect(run.stderr).toContain(`Warning: ${warning}\n`);
    expect(run.stderr.indexOf("Warning")).toBeLessThan(run.stderr.indexOf("epoch"));
    expect(JSON.parse(run.stdout)).toMatchObject({ warnings: [warning] });
  });

  it("are scaled to 0 … 1 where the outputs are bounded", async () => {
    const run = await chainrule([...onForty, "--output-activation", "sigmoid", "--json"], { cwd });
    expect(run.stderr).not.toContain("Warning");
    expect(JSON.parse(run.stdout)).toMatchObject({ config: { targetScaling: "minMax" } });
  });
});
