import { writeFileSync } from "node:fs";
import { fileSettings } from "../../src/settings/fileRecords.js";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { chainrule } from "./inProcess.js";
import { contents, workspace } from "./run.js";
import { leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
const onLeaves = ["--data", "leaves.csv", "--target", "kind", "--quiet"];

function writeConfig(text: string): void {
  writeFileSync(join(cwd, "c.json"), text);
}

const known = Object.keys(fileSettings).join(", ");
/** Names of activations, as messages list them. */
const activations =
  '"sigmoid", "tanh", "relu", "leakyRelu", "elu", "selu", "gelu", "silu", "mish", "softplus", "softsign", "hardSigmoid", "exponential", "identity" or "softmax"';

describe("a wrong config file is refused with its name, and nothing written", () => {
  beforeAll(() => writeFileSync(join(cwd, "model.safetensors"), "an older model"));

  it.each([
    ["[1]", "c.json: expected a JSON object of settings, got [1]."],
    ["null", "c.json: expected a JSON object of settings, got null."],
    ["5", "c.json: expected a JSON object of settings, got 5."],
    ['{"batch":1}', 'c.json: batch: there is no such setting. Did you mean "batchSize"?'],
    [
      '{"optimizer":{"rate":1}}',
      "c.json: optimizer.rate: there is no such setting. Known: kind, learningRate, momentum, epsilon, rho, " +
        "beta1, beta2, increase, decrease, minStep, maxStep, history.",
    ],
    [
      '{"optimizer":"sdg"}',
      'c.json: optimizer: expected "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", ' +
        '"adamw", "nadam", "irpropMinus" or "lbfgs", got "sdg".',
    ],
    [
      '{"optimizer":[5]}',
      'c.json: optimizer: expected the name of an optimiser, or an object such as { "kind": "adam", "learningRate": 0.001 }, got [5].',
    ],
    ['{"epoch":1}', 'c.json: epoch: there is no such setting. Did you mean "epochs"?'],
    ['{"targett":"kind"}', 'c.json: targett: there is no such setting. Did you mean "target"?'],
    [
      '{"targets":"kind"}',
      'c.json: targets: expected a list of numbers, or a list of such lists, got "kind".',
    ],
    ['{"__proto__":{"epochs":1}}', `c.json: __proto__: there is no such setting. Known: ${known}.`],
    ['{"separator":"\\n"}', 'c.json: separator: expected ",", ";", "|", "tab" or "blank", got "\\n".'],
    ['{"separator":5}', 'c.json: separator: expected ",", ";", "|", "tab" or "blank", got 5.'],
    [
      '{"targetScaling":"minMax"}',
      "c.json: targetScaling: does not go with classes, which are not scaled. Drop it.",
    ],
    ['{"initializer":"uniform"}', "c.json: initializer.low: expected a finite number, got nothing."],
    ['{"batchSize":"32"}', 'c.json: batchSize: expected an integer ≥ 1 or "full", got "32".'],
    ['{"epochs":null}', "c.json: epochs: expected an integer ≥ 0, got null."],
    [
      '{"layers":[3,{"units":4,"activation":"relu6"},3]}',
      `c.json: layers[1].activation: expected ${activations}, got "relu6".`,
    ],
    ['{"layers":[3]}', "c.json: layers: expected a list of at least 2 layers, inputs first, got [3]."],
    [
      '{"validation":0.001}',
      "c.json: validation: 0.001 of 60 samples would hold out 0. Hold out at least 1, and leave at least 1 to train on.",
    ],
    [
      '{"drop":["kind"]}',
      'c.json: drop: expected input columns, got the target "kind". Name other columns, or none.',
    ],
    ['{"drop":5}', "c.json: drop: expected a list of column names, got 5."],
    ['{"targetKind":"text"}', 'c.json: targetKind: expected "class" or "number", got "text".'],
    ['{"from":5}', "c.json: from: expected the name of a model file, got 5."],
    [
      '{"warmStart":"m.st"}',
      'c.json: warmStart: expected true or false, got "m.st". The model to start from goes into "from".',
    ],
    [
      '{"from":"m.st","warmStart":false}',
      "c.json: warmStart: false draws new weights, which does not go with a model.",
    ],
    ['{"sampleWeights":[1]}', "c.json: sampleWeights: expected the name of a column, got [1]."],
    [
      '{"sampleWeights":"kind"}',
      'c.json: sampleWeights: expected a column beside the target, got the target "kind". Name another.',
    ],
    ['{"samples":200}', "c.json: samples: does not go with data. It is for generated digits."],
    ['{"samples":"200"}', 'c.json: samples: expected an integer 20 to 1000000, got "200".'],
  ])("%s", async (config, message) => {
    writeConfig(config);
    const before = contents(cwd);
    const run = await chainrule(["train", "c.json", ...onLeaves], { cwd });
    expect(run).toEqual({ code: 2, stdout: "", stderr: `ConfigError: ${message}\n` });
    expect(contents(cwd)).toEqual(before);
  });

  it.each([
    ['{"data":5}', "c.json: data: expected the name of a file, or a list of names, got 5."],
    ['{"data":null}', "c.json: data: expected the name of a file, or a list of names, got null."],
    ['{"target":13}', "c.json: target: expected the name of a column, or a list of names, got 13."],
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

  it.each([
    ["leaves.csv", "Unexpected token 'l', \"length,wid\"... is not valid JSON"],
    ["short.csv", "Unexpected token 'a', \"a,b 1,2 \" is not valid JSON"],
  ])("that is data: %s", async (name, reason) => {
    writeFileSync(join(cwd, "short.csv"), "a,b\n1,2\n");
    expect(await chainrule(["train", name, "--target", "kind"], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr: `ConfigError: ${name}: not JSON: ${reason}. Did you mean --data ${name}?\n`,
    });
  });

  it("--learning-rate does not hide a wrong optimizer", async () => {
    writeConfig('{"optimizer":5}');
    expect(await chainrule(["train", "c.json", ...onLeaves, "--learning-rate", "0.1"], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "ConfigError: c.json: optimizer: expected the name of an optimiser, or an object such as " +
        '{ "kind": "adam", "learningRate": 0.001 }, got 5.\n',
    });
  });

  it("--learning-rate goes with an optimizer given by name", async () => {
    writeConfig('{"optimizer":"adam","epochs":1}');
    const flags = ["--learning-rate", "0.125", "--json", "-o", "adam.safetensors"];
    const { stdout } = await chainrule(["train", "c.json", ...onLeaves, ...flags], { cwd });
    expect(JSON.parse(stdout).config.optimizer).toMatchObject({ kind: "adam", learningRate: 0.125 });
  });

  it("is not written over", async () => {
    writeConfig("{}");
    expect(await chainrule(["train", "c.json", ...onLeaves, "-o", "c.json"], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr: 'ConfigError: --output: "c.json" holds the settings. Name another file.\n',
    });
  });

  it("that is not there", async () => {
    expect(await chainrule(["train", "missing.json"], { cwd })).toEqual({
      code: 1,
      stdout: "",
      stderr: "DataError: missing.json: there is no such file.\n",
    });
  });
});
