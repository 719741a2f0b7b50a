import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Network } from "../../src/train/network.js";
import { type Answers, bytesFrom, expectAnswers, made, madePath } from "../unit/import/made.js";
import { chainrule, succeeds } from "./inProcess.js";
import { workspace } from "./run.js";

const cwd = workspace();
const at = (file: string) => join(cwd, file);

it("imports a model of TensorFlow.js with the shards beside it, and says what was folded", async () => {
  const file = made<{ json: object; weights: string }>("tfjs-normalised.json");
  mkdirSync(at("model"));
  writeFileSync(at("model/model.json"), JSON.stringify(file.json));
  writeFileSync(at("model/weights.bin"), bytesFrom(file.weights));
  const { code, stdout, stderr } = await chainrule(["import", "model/model.json", "-o", "tfjs.st"], { cwd });
  expect([code, stdout]).toEqual([
    0,
    "TensorFlow.js: 3 → 4 leakyRelu → 4 tanh → 3 elu → 3 relu → 3 softmax\n",
  ]);
  expect(stderr).toMatch(/^layer "batch_norm.*folded into the weights/);
  expect(stderr).toMatch(/Saved tfjs\.st\.\n$/);
  expectAnswers(Network.load(readFileSync(at("tfjs.st"))), file, 1e-6);
});

it("imports a network of brain.js with classes and scaling, as JSON", async () => {
  const { json } = made<{ json: object }>("brain2-sigmoid.json");
  writeFileSync(at("net.json"), JSON.stringify(json));
  writeFileSync(at("ranges.json"), JSON.stringify({ inputs: { min: 0, max: [1, 255] } }));
  const args = ["import", "net.json", "--classes", "odd, even", "--scaling", "ranges.json", "-o", "net.st"];
  const { layers, classes, scalers, remarks } = JSON.parse(
    await succeeds([...args, "--json", "-q"], { cwd }),
  );
  expect({ layers, classes, scalers, remarks }).toEqual({
    layers: [4, 3, 2].map((units) => ({ units, activation: "sigmoid" })),
    classes: ["odd", "even"],
    scalers: { inputs: { kind: "minMax", shift: [0, 0], scale: [1, 1 / 255] }, targets: null },
    remarks: [],
  });
  const network = Network.load(readFileSync(at("net.st")));
  expect(network.predict([[1, 255]])[0]![0]).toBeCloseTo(made("brain2-sigmoid.json").outputs[3]![0]!, 5);
});

it("refuses what it cannot read", async () => {
  writeFileSync(at("other.json"), "{}");
  writeFileSync(
    at("far.json"),
    JSON.stringify({ modelTopology: {}, weightsManifest: [{ paths: ["../x.bin"], weights: [] }] }),
  );
  const cases = [
    [
      ["other.json"],
      1,
      "ModelError: other.json: expected a model of another program (TensorFlow.js, brain.js",
    ],
    [["other.json", "--from", "caffe"], 2, 'ConfigError: --from: expected "tfjs"'],
    [["far.json"], 1, 'ModelError: far.json: expected weights in files beside it, got "../x.bin". Move them'],
    [["none.json"], 1, "DataError: none.json: there is no such file."],
    [["net.json", "--classes", "a"], 2, 'ConfigError: --classes: expected a list of 2 names, got ["a"].'],
    [["net.json", "-o", "net.json"], 2, 'ConfigError: --output: "net.json" holds what is imported.'],
    [["net.json", "--scaling", "net.json"], 2, "ConfigError: --scaling: expected "],
  ] as const;
  for (const [args, status, message] of cases) {
    const { code, stderr } = await chainrule(["import", ...args], { cwd });
    expect(stderr, args.join(" ")).toContain(message);
    expect(code, args.join(" ")).toBe(status);
  }
});

it("imports PyTorch's weights with their activations, or the module as text", async () => {
  const all = made<Record<string, { module: string } & Answers>>("torch.json") as Record<
    string,
    { module: string } & Answers
  >;
  copyFileSync(madePath("torch-named.safetensors"), at("named.safetensors"));
  copyFileSync(madePath("torch-normalised.safetensors"), at("normalised.safetensors"));
  writeFileSync(at("module.txt"), all.normalised!.module);
  const activations = ["--activations", "relu, Tanh(), sigmoid"];
  expect(await succeeds(["import", "named.safetensors", ...activations, "-o", "t.st", "-q"], { cwd })).toBe(
    "PyTorch's safetensors: 3 → 4 relu → 4 tanh → 1 sigmoid\n",
  );
  expectAnswers(Network.load(readFileSync(at("t.st"))), all.named!, 1e-6);
  const module = ["--module", "@module.txt"];
  await succeeds(["import", "normalised.safetensors", ...module, "-o", "n.st", "-q"], { cwd });
  expectAnswers(Network.load(readFileSync(at("n.st"))), all.normalised!, 1e-6);
  const { code, stderr } = await chainrule(["import", "named.safetensors", "--activations", "relu"], { cwd });
  expect([code, stderr]).toEqual([
    2,
    'ConfigError: --activations: expected one for each of 3 Linear modules, got 1. Give "identity" where there is none.\n',
  ]);
});

it("exports to TensorFlow.js, two files, and imports them and ONNX again", async () => {
  const network = Network.create({ layers: [3, { units: 4, activation: "relu" }, 2], seed: 3 });
  writeFileSync(at("own.st"), network.save());
  const { stderr } = await chainrule(["export", "own.st", "--to", "tfjs", "-o", "own.json"], { cwd });
  expect(stderr).toBe("Saved own.json and own.weights.bin.\n");
  await succeeds(["export", "own.st", "--to", "onnx", "-o", "own.onnx", "-q"], { cwd });
  for (const name of ["own.json", "own.onnx"]) {
    await succeeds(["import", name, "-o", "again.st", "-q"], { cwd });
    const again = Network.load(readFileSync(at("again.st")));
    expect(again.parameters({ copy: true })).toEqual(network.parameters({ copy: true }));
  }
  const to = await chainrule(["export", "own.st", "--to", "tfjs"], { cwd });
  expect([to.code, to.stderr]).toEqual([
    2,
    "ConfigError: --output: expected a file for --to tfjs, which writes a second one beside it, got nothing. Name one, such as model.json.\n",
  ]);
});
