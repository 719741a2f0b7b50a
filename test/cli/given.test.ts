/** That a network and samples given by their numbers mean the same to `trace`, `export`, `train` and `inspect`. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { presetOf } from "../../src/explain/presets.js";
import { expectClose } from "../compare.js";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";

const cwd = workspace();
const file = (name: string, content: unknown) => writeFileSync(join(cwd, name), JSON.stringify(content));

/** The total error at the end, by trace, by the exported script and by train. */
async function totalErrors(what: string[], updates: number, rounds: number) {
  const traced = JSON.parse(
    await succeeds(["trace", ...what, "--rounds", String(updates), "--json"], { cwd }),
  );
  await succeeds(["export", ...what, "--to", "js", "--rounds", String(rounds), "-o", "s.mjs", "-q"], { cwd });
  const said = execFileSync(process.execPath, [join(cwd, "s.mjs")], { encoding: "utf8" });
  const printed = new RegExp(`^total error after round ${rounds}: (.*)$`, "m").exec(said)![1]!;
  return { trace: traced.final.best.error as number, script: Number(printed) };
}

describe("worked examples by name", () => {
  it.each([
    [["mazur"], 1, 3.510187782978859e-5],
    [["matrix"], 1, 2.2543579877463486e-7],
    [["matrix", "--variant", "printed"], 1, 2.2910875001243374e-7],
    [["xor"], 4, null],
    [["autoencoder"], 4, null],
  ])("%j: trace, export and train come to the same total error", async (what, samples, golden) => {
    const { trace, script } = await totalErrors(what, 10_000, 10_000 / samples);
    expectClose(script, trace, { relative: 1e-8 }, "script");
    if (golden !== null) expectClose(trace, golden, { relative: 1e-11 }, "golden");
    const { loss, epochs } = JSON.parse(
      await succeeds(["train", ...what, "--json", "-q", "-o", "e.st"], { cwd }),
    );
    expect(epochs).toBe(10_000 / samples);
    const evaluated = JSON.parse(
      await succeeds(["trace", "e.st", ...samplesOf(what), "--json", "--rounds", "0"], { cwd }),
    );
    expectClose(evaluated.rounds[0].error, trace, { relative: 1e-9 }, "train");
    expect(loss).toBeGreaterThan(0);
  });

  it("a config takes from an example what it does not say itself", async () => {
    file("own.json", { example: "mazur", targets: [0.2, 0.8] });
    const own = JSON.parse(await succeeds(["trace", "own.json", "--json"], { cwd }));
    const flags = ["--inputs", "0.05,0.1", "--targets", "0.2,0.8"];
    const preset = JSON.parse(await succeeds(["trace", "mazur", ...flags, "--json"], { cwd }));
    expect(own.steps).toEqual(preset.steps);
    file("printed.json", { example: "matrix", variant: "printed" });
    const printed = JSON.parse(await succeeds(["trace", "printed.json", "--json"], { cwd }));
    expect(printed.steps.find(({ key }: { key: string }) => key === "X_hidden3").value).toBeCloseTo(1.45, 12);
    file("wide.json", { example: "mazur", layers: [2, 3, 2] });
    expect(JSON.parse(await succeeds(["trace", "wide.json", "--json"], { cwd })).network.sizes).toEqual([
      2, 3, 2,
    ]);
  });
});

function samplesOf([name, , variant]: string[]): string[] {
  const { inputs, targets } = presetOf(name as "mazur", variant);
  return ["--inputs", inputs.join(";"), "--targets", targets.join(";")];
}

describe("weights in every convention", () => {
  const flat = [0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55];
  const common = {
    layers: [2, 2, 2],
    biases: "shared",
    trainBiases: false,
    optimizer: { learningRate: 0.5 },
    batchSize: 1,
    reduction: "sum",
    epochs: 3,
    inputs: [0.05, 0.1],
    targets: [0.01, 0.99],
  };
  const b = { biasValues: [0.35, 0.6] };
  const named = Object.fromEntries(flat.map((weight, at) => [`w${at + 1}`, weight]));
  const configs = {
    matrices: { ...common, weights: presetOf("mazur").parameters!.weights, ...b },
    flat: { ...common, weights: [flat.slice(0, 4), flat.slice(4)], ...b },
    one: { ...common, weights: flat, ...b },
    named: { ...common, weights: { ...named, b1: 0.35, b2: 0.6 } },
  };
  it("are the same network to trace, export and train", async () => {
    const seen = { steps: new Set<string>(), scripts: new Set<string>(), hashes: new Set<string>() };
    for (const [name, config] of Object.entries(configs)) {
      file(`${name}.json`, config);
      const { steps } = JSON.parse(await succeeds(["trace", `${name}.json`, "--json"], { cwd }));
      seen.steps.add(JSON.stringify(steps));
      seen.scripts.add(await succeeds(["export", `${name}.json`, "--to", "python"], { cwd }));
      const trained = await succeeds(["train", `${name}.json`, "--json", "-q", "-o", "w.st"], { cwd });
      seen.hashes.add(JSON.parse(trained).weightsSha256);
    }
    expect([seen.steps.size, seen.scripts.size, seen.hashes.size]).toEqual([1, 1, 1]);
    const preset = JSON.parse(await succeeds(["trace", "mazur", "--json"], { cwd }));
    expect([...seen.steps][0]).toBe(JSON.stringify(preset.steps));
  });

  it("names with two indices lead from the first to the second, and name the steps", async () => {
    const weights = {
      "w_{1,1}": 0.1,
      "w_{2,1}": 0.2,
      "w_{1,2}": 0.3,
      "w_{2,2}": 0.4,
      "w'_{1,1}": 0.5,
      "w'_{2,1}": 0.6,
    };
    file("jk.json", { layers: [2, 2, 1], biases: "none", weights, inputs: [1, 10], targets: [1] });
    const { steps } = JSON.parse(await succeeds(["trace", "jk.json", "--json"], { cwd }));
    const values = new Map(steps.map(({ key, value }: { key: string; value: number }) => [key, value]));
    expect([values.get("X_hidden1"), values.get("X_hidden2")]).toEqual([2.1, 4.3]);
  });
});

it("train on numbers: nothing is scaled or held out, in float64, and a report is written", async () => {
  file("xor.json", {
    layers: [2, 5, 1],
    inputs: [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ],
    targets: [[0], [1], [1], [0]],
  });
  const args = ["train", "xor.json", "--epochs", "2", "--report", "r.html", "--json", "-q", "-o", "x.st"];
  const { config, validation } = JSON.parse(await succeeds(args, { cwd }));
  expect(config).toMatchObject({
    scaling: "none",
    targetScaling: "none",
    precision: "float64",
    validation: 0,
  });
  expect(validation).toBe(null);
  expect(Object.keys(contents(cwd))).toContain("r.html");
});

it("train takes samples, a variant and other layers by flags, as a config file has them", async () => {
  const inputs = [
    [0, 0],
    [0, 1],
  ];
  file("and.json", { example: "xor", variant: "listing", inputs, targets: [[0], [1]] });
  const hash = async (...args: string[]) =>
    JSON.parse(await succeeds(["train", ...args, "--epochs", "3", "--json", "-q", "-o", "v.st"], { cwd }))
      .weightsSha256;
  const samples = ["--inputs", "0,0;0,1", "--targets", "0;1"];
  const listing = ["--variant", "listing"];
  expect(await hash("xor", ...listing, ...samples)).toBe(await hash("and.json"));
  file("example.json", { example: "xor" });
  expect(await hash("example.json", ...listing, ...samples)).toBe(await hash("and.json"));
  expect(await hash("xor", ...samples)).not.toBe(await hash("and.json"));
  file("table.json", { data: "none.csv", target: "y", hidden: [2], inputs, targets: [0, 1] });
  file("plain.json", { hidden: [2], inputs, targets: [[0], [1]] });
  expect(await hash("table.json", ...samples)).toBe(await hash("plain.json"));
  file("wide.json", { example: "mazur", layers: [2, 3, 2] });
  const layers = ["--layers", "3", "--output-activation", "sigmoid"];
  expect(await hash("mazur", ...layers)).toBe(await hash("wide.json"));
});

it("train and search say that numbers became classes, and how to learn the numbers", async () => {
  const rows = Array.from({ length: 8 }, (_, row) => `${row},${row % 2}`);
  writeFileSync(join(cwd, "01.csv"), ["x,y", ...rows].join("\n"));
  const said =
    'Column "y" of 01.csv has the classes "0" and "1". ' +
    'To learn the numbers themselves, set targetKind (--target-kind) to "number".';
  const train = ["train", "--data", "01.csv", "--target", "y", "--epochs", "1"];
  const told = async (...args: string[]) => (await chainrule(args, { cwd })).stderr.split("\n");
  expect(await told(...train)).toContain(said);
  for (const kind of ["class", "number"]) {
    expect((await told(...train, "--target-kind", kind)).join()).not.toContain("has the classes");
  }
  file("s.json", {
    data: "01.csv",
    target: "y",
    epochs: 1,
    search: { space: { seed: { choices: [1, 2] } } },
  });
  expect(await told("search", "s.json")).toContain(said);
});

describe("what does not fit is refused", () => {
  file("alone.json", { layers: [2, 1], biasValues: [1], inputs: [1, 2], targets: [0] });
  file("half.json", { layers: [2, 1], inputs: [1, 2] });
  file("rows.json", {
    layers: [2, 1],
    inputs: [
      [1, 2],
      [3, 4],
    ],
    targets: [[0]],
  });
  file("mixed.json", { layers: [2, 1], inputs: [1, [2]], targets: [0] });
  file("unknown.json", { example: "xro" });
  file("variant.json", { layers: [2, 1], variant: "printed" });
  file("both.json", { example: "mazur", target: "kind" });
  file("folds.json", { example: "mazur", folds: 2 });
  file("search.json", { example: "mazur", search: { space: { seed: { choices: [1, 2] } } } });
  it.each([
    [
      "train alone.json",
      'alone.json: biasValues: goes with "weights", which is not there. Add it, or drop this.',
    ],
    ["train half.json", "--targets: expected numbers, as half.json: inputs has, got nothing."],
    ["trace rows.json", "rows.json: targets: expected 2 rows, as rows.json: inputs has, got 1."],
    [
      "export mixed.json --to js",
      "mixed.json: inputs: expected a list of numbers, or a list of such lists, got [1,[2]].",
    ],
    [
      "train unknown.json",
      'unknown.json: example: expected "mazur", "matrix", "xor" or "autoencoder", got "xro".',
    ],
    ["train variant.json", 'variant.json: variant: goes with "example", which is not there. Drop it.'],
    [
      "train both.json",
      "both.json: target: does not go with both.json: inputs, which has the samples. Drop one of them.",
    ],
    [
      "train folds.json",
      "folds.json: weights: does not go with folds, which draw weights. Drop one of them.",
    ],
    [
      "search search.json",
      "search.json: weights: does not go with a search, which starts every training with new weights. Drop it.",
    ],
    ["train xor --inputs 0,0;0,1", "--targets: expected numbers, as --inputs has, got nothing."],
    [
      "train --inputs 0,a --targets 1",
      '--inputs: expected numbers such as "0,0;0,1", samples separated by ";", got "0,a".',
    ],
    [
      "train mazur --inputs 0,1 --targets 0,1 --data none.csv",
      "--data: does not go with --inputs, which has the samples. Drop one of them.",
    ],
    ["train --variant listing", "--variant: goes with a worked example, got nothing. Drop it."],
    ["train xor --variant any", '--variant: expected "trained" or "listing", got "any".'],
    ["export xor --variant any --to js", '--variant: expected "trained" or "listing", got "any".'],
  ])("%s", async (args, message) => {
    const before = contents(cwd);
    const run = await chainrule(args.split(" "), { cwd });
    expect(run).toEqual({ code: 2, stdout: "", stderr: `ConfigError: ${message}\n` });
    expect(contents(cwd)).toEqual(before);
  });
});
