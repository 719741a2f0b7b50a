import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Network } from "../../src/train/network.js";
import { expectClose } from "../compare.js";
import { mazur, three } from "../golden/golden.js";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";

const cwd = workspace();
const file = (name: string) => join(cwd, name);

interface Document {
  network: { sizes: number[]; parameters: { symbol: string; before: number; after: number }[] };
  rounds: { round: number; error: number }[];
  steps: { key: string; symbol: string; formula: string; substituted: string; value: number; why: string }[];
  final?: { isReached: boolean | null; rounds: number };
}
const json = async (...args: string[]) =>
  JSON.parse(await succeeds(["trace", ...args, "--json"], { cwd })) as Document;

describe("chainrule trace --json: one document alone on stdout", () => {
  it.each([
    [["mazur"], mazur],
    [["matrix"], three[1]!],
    [["matrix", "--variant", "printed"], three[0]!],
    [["matrix", "--variant", "consistent"], three[1]!],
  ])("%j: every golden figure under its key, relative 1e-12", async (args, example) => {
    const run = await chainrule(["trace", ...args, "--json"], { cwd });
    expect([run.code, run.stderr]).toEqual([0, ""]);
    const { steps, rounds } = JSON.parse(run.stdout) as Document;
    const found = new Map(steps.map(({ key, value }) => [key, value]));
    found.set("error_after_1", rounds[1]!.error);
    for (const { key, value } of example.values) {
      expectClose(found.get(key) ?? NaN, value, { relative: 1e-12 }, key);
    }
  });

  it("has the names of the design, and sentences in the language asked for", async () => {
    const document = await json();
    expect(Object.keys(document)).toEqual(["network", "rounds", "steps"]);
    const step = document.steps.find(({ key }) => key === "out_h1")!;
    expect(step).toMatchObject({
      symbol: "out_h1",
      formula: "1/(1 + e^(−net_h1))",
      substituted: "1/(1 + e^(−0.3775))",
      value: 0.5932699921071872,
      why: "The logistic function squashes the net input into a value between 0 and 1: the output of h1.",
    });
    const chinese = (await json("--lang", "zh")).steps.find(({ key }) => key === "out_h1")!;
    expect(chinese).toMatchObject({
      value: step.value,
      why: "逻辑斯谛函数把净输入压缩到 0 与 1 之间，结果就是 h1 的输出。",
    });
  });

  it("rounds: the table stands in the document", async () => {
    const { rounds, final } = await json("mazur", "--rounds", "10000");
    expect(rounds.map(({ round }) => round)).toEqual([0, 1, 10, 100, 1000, 10000]);
    expectClose(rounds.at(-1)!.error, 3.51018778297885e-5, { relative: 1e-11 }, "error after 10,000");
    expect(final).toMatchObject({ isReached: null, rounds: 10000 });
  });
});

describe("chainrule trace: text", () => {
  it("every line within 80 columns, in both languages and views", async () => {
    for (const args of [["mazur"], ["matrix"], ["matrix", "--view", "matrix"], ["mazur", "--lang", "zh"]]) {
      const text = await succeeds(["trace", ...args], { cwd });
      for (const line of text.split("\n")) expect([...line].length, line).toBeLessThanOrEqual(80);
      expect(text).not.toMatch(/[ \t]\n|undefined|NaN/);
      expect(text).not.toContain("\u001b");
    }
  });

  it("shows formula, numbers put in and result, to the places asked for", async () => {
    const text = await succeeds(["trace", "--digits", "4"], { cwd });
    expect(text).toContain("net_h1  = w1·i1 + w2·i2 + b1 = 0.15·0.05 + 0.2·0.1 + 0.35 = 0.3775\n");
    expect(text).toContain("E_total  = E_o1 + E_o2 = 0.2748 + 0.0236 = 0.2984\n");
    expect(await succeeds(["trace", "--digits", "17"], { cwd })).toContain("= 0.5932699921071872\n");
  });

  it("rounds: error, outputs beside targets, weights", async () => {
    const text = await succeeds(["trace", "mazur", "--rounds", "10000"], { cwd });
    expect(text).toContain("    1  0.291027774  0.742088111  0.775284968\n");
    expect(text).toContain("10000  0.000035102  0.015913620  0.984064274\n");
    expect(text).toContain("o2  0.984064274  0.99\n");
    expect(text).toContain("w5  h1→o1   0.4     −3.892977199\n");
  });

  it("says what the documents print, and how to see the other variant", async () => {
    const plain = async (...args: string[]) =>
      (await succeeds(["trace", ...args], { cwd })).replaceAll(/\s+/g, " ");
    expect(await plain("matrix")).toContain(
      "The third row of weights is 0.1 0.5 0.6, which gives the signal 0.62 and the error 0.592 that the document prints. " +
        "It prints the row itself as 0.8 0.1 0.9, from which 1.45 and 0.611 would follow: chainrule trace matrix --variant printed.",
    );
    expect(await plain("matrix", "--variant", "printed")).toContain("--variant consistent.");
    const published =
      "Published versions print an error of 0.291027924 after 1 round and 0.000035085 after 10,000, because they updated " +
      "the output weights first. By the rule, with the original weights, they are 0.291027774 and 0.000035102.";
    expect(await plain("mazur")).toContain(published);
    expect(await plain("mazur", "--rounds", "10")).toContain(published);
    for (const own of [
      ["--learning-rate", "0.4"],
      ["--inputs", "0.1,0.2", "--targets", "0,1"],
    ]) {
      expect(await plain("mazur", ...own)).not.toContain("Published versions");
    }
  });

  it("until an error: says when it was reached, and when it was not", async () => {
    const text = await succeeds(["trace", "--until-error", "0.01"], { cwd });
    expect(text).toContain("The error fell to 0.01 or below after 173 rounds.\n");
    const short = await succeeds(["trace", "--until-error", "0.01", "--rounds", "5"], { cwd });
    expect(short).toContain("The error did not fall to 0.01 in 5 rounds.\n");
    expect(short).toContain("The weights are the best ones, those after round 5.\n");
  });

  it("every k: CSV alone on stdout, or in a file with the table on stdout", async () => {
    const csv = await succeeds(["trace", "--rounds", "4", "--every", "2"], { cwd });
    const rows = csv.trimEnd().split("\n");
    expect(rows[0]).toBe("round,error,out_o1,out_o2,w1,w2,w3,w4,b1,w5,w6,w7,w8,b2");
    expect(rows.slice(1).map((row) => row.split(",")[0])).toEqual(["0", "2", "4"]);
    expect(rows[1]!.split(",").slice(4)).toEqual("0.15,0.2,0.25,0.3,0.35,0.4,0.45,0.5,0.55,0.6".split(","));
    const run = await chainrule(["trace", "--rounds", "4", "--every", "2", "-o", "w.csv"], { cwd });
    expect(run).toMatchObject({ code: 0, stderr: "Saved 3 rounds in w.csv.\n" });
    expect(run.stdout).toContain("Outputs and targets");
    expect(readFileSync(file("w.csv"), "utf8")).toBe(csv);
    const other = await succeeds(["trace", "matrix", "--rounds", "1", "--every", "1"], { cwd });
    expect(other.split("\n")[0]).toContain('"w_1,1","w_2,1","w_3,1"');
  });
});

describe("chainrule trace --glossary", () => {
  it("says what a word means, in the language asked for, and what the others call it", async () => {
    const english = await succeeds(["trace", "--glossary", "偏至"], { cwd });
    expect(english).toMatch(/^bias {2}b\nA number added to the net input\. /);
    expect(english).toContain("in Chinese: 偏置、");
    const chinese = await succeeds(["trace", "--glossary", "intercept", "--lang", "zh"], { cwd });
    expect(chinese).toMatch(/^偏置 {2}b\n加到净输入上的一个数/);
    const all = JSON.parse(await succeeds(["trace", "--glossary", "--json"], { cwd }));
    expect(all.terms.length).toBeGreaterThan(20);
    expect(all.terms[0]).toHaveProperty("zh.term", "神经元");
  });

  it("an unknown word is refused, with the nearest one", async () => {
    expect(await chainrule(["trace", "--glossary", "propagatoin"], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        'ConfigError: --glossary: there is no term "propagatoin". Leave the word out to see all terms.\n',
    });
  });
});

describe("chainrule trace: networks of one's own", () => {
  it("a config with weights, row = destination, is the preset", async () => {
    const config = {
      layers: [2, 2, 2],
      biases: "shared",
      trainBiases: false,
      optimizer: { learningRate: 0.5 },
      weights: mazur.weights,
      biasValues: [0.35, 0.6],
      inputs: [0.05, 0.1],
      targets: [0.01, 0.99],
    };
    writeFileSync(file("own.json"), JSON.stringify(config));
    const [own, preset] = [await json("own.json"), await json("mazur")];
    expect(own.steps).toEqual(preset.steps);
    expect(own.network.parameters).toEqual(preset.network.parameters);
  });

  it("a model file on a sample of a CSV file, and on numbers given", async () => {
    writeFileSync(file("d.csv"), "a,b,kind\n0.1,0.2,x\n0.9,0.3,y\n0.2,0.8,x\n0.7,0.7,y\n");
    const made = ["--preset", "textbook", "--layers", "3", "--epochs", "1", "-o", "m.safetensors", "--quiet"];
    await succeeds(["train", "--data", "d.csv", "--target", "kind", ...made], { cwd });
    const second = await json("m.safetensors", "--data", "d.csv", "--sample", "2");
    const given = await json("m.safetensors", "--inputs", "0.9,0.3", "--targets", "0,1");
    expect(second.network.sizes).toEqual([2, 3, 2]);
    expect(second.steps).toEqual(given.steps);
    const model = Network.load(readFileSync(file("m.safetensors")));
    const predicted = model.predict([[0.9, 0.3]])[0]!;
    model.dispose();
    const found = [1, 2].map((k) => second.steps.find(({ key }) => key === `out_o${k}`)!.value);
    expectClose(found, predicted, { relative: 1e-5 }, "outputs");
  });

  it("a model of the default preset, which has members, is refused", async () => {
    const made = ["--epochs", "1", "-o", "table.safetensors", "--quiet"];
    await succeeds(["train", "--data", "d.csv", "--target", "kind", ...made], { cwd });
    const given = ["table.safetensors", "--inputs", "0.9,0.3", "--targets", "0,1"];
    expect(await chainrule(["trace", ...given], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "ConfigError: trace: there are no steps for members. Use a network without, as the preset textbook makes it.\n",
    });
  });

  it("shows of XOR the sample at which every weight has a gradient, unless another one is asked for", async () => {
    const gradients = async (...args: string[]) =>
      (await json("xor", ...args)).steps
        .filter(({ key }) => /^dE_total\/dw\d+$/.test(key))
        .map(({ value }) => value);
    expect(await gradients()).toHaveLength(15);
    expect((await gradients()).filter((value) => value === 0)).toEqual([]);
    expect(await gradients()).toEqual(await gradients("--sample", "4"));
    expect((await gradients("--sample", "1")).filter((value) => value === 0)).toHaveLength(10);
    expect(await gradients("--inputs", "0,0", "--targets", "0")).toEqual(await gradients("--sample", "1"));
  });

  it("-o: the text in a file, nothing on stdout", async () => {
    const run = await chainrule(["trace", "xor", "--sample", "3", "-o", "xor.txt"], { cwd });
    expect(run).toEqual({ code: 0, stdout: "", stderr: "Saved in xor.txt.\n" });
    expect(readFileSync(file("xor.txt"), "utf8")).toContain("i1 = 1  i2 = 0");
  });
});

describe("chainrule trace refuses, and writes nothing", () => {
  writeFileSync(
    file("short.json"),
    JSON.stringify({ layers: [2, 1], weights: [[[1]]], inputs: [1, 2], targets: [0] }),
  );
  writeFileSync(file("bare.json"), JSON.stringify({ layers: [2, 1] }));
  writeFileSync(file("typo.json"), JSON.stringify({ layers: [2, 1], los: 1, inputs: [1, 2], targets: [0] }));
  writeFileSync(
    file("large.json"),
    JSON.stringify({ layers: [90, 90, 9], inputs: Array(90).fill(1), targets: Array(9).fill(0) }),
  );

  it.each([
    [
      "mazru",
      2,
      'ConfigError: trace: there is no network "mazru", and no such file. Known: mazur, matrix, xor, autoencoder.',
    ],
    ["no.json", 1, "DataError: no.json: there is no such file."],
    ["--variant other", 2, "ConfigError: --variant: mazur has only one. Drop it."],
    [
      "bare.json --variant other",
      2,
      'ConfigError: --variant: goes with a worked example, got "bare.json". Drop it.',
    ],
    ["--order random", 2, "ConfigError: --order: goes with --rounds or --until-error. Add one of them."],
    ["--rounds 2 --order any", 2, 'ConfigError: --order: expected "turns" or "random", got "any".'],
    ["matrix --variant other", 2, 'ConfigError: --variant: expected "consistent" or "printed", got "other".'],
    ["--digits 0", 2, "ConfigError: --digits: expected an integer 1 to 17, got 0."],
    ["--digits nine", 2, 'ConfigError: --digits: expected an integer 1 to 17, got "nine".'],
    ["--lang fr", 2, 'ConfigError: --lang: expected "en" or "zh", got "fr".'],
    ["--view flat", 2, 'ConfigError: --view: expected "scalar" or "matrix", got "flat".'],
    ["--rounds -1", 2, "ConfigError: --rounds: expected an integer ≥ 0, got -1."],
    ["--every 5", 2, "ConfigError: --every: goes with --rounds or --until-error. Add one of them."],
    [
      "--rounds 9 --every 5 --json",
      2,
      "ConfigError: --every: gives CSV, which does not go with --json. Drop one of them.",
    ],
    [
      "--rounds 9 --unit h1",
      2,
      "ConfigError: --unit: goes with the steps of one round. Drop it, or --rounds and --until-error.",
    ],
    ["--unit h9", 2, 'ConfigError: --unit: expected h1 to h2 or o1 to o2, got "h9".'],
    ["--until-error 0", 2, "ConfigError: --until-error: expected a finite number > 0, got 0."],
    ["xor --sample 5", 2, "ConfigError: --sample: expected an integer 1 to 4, got 5."],
    [
      "--inputs 1,x --targets 0,1",
      2,
      'ConfigError: --inputs: expected numbers such as "0,0;0,1", samples separated by ";", got "1,x".',
    ],
    ["--inputs 1,2", 2, "ConfigError: --targets: expected numbers, as --inputs has, got nothing."],
    ["--inputs 1 --targets 0,1", 1, "ShapeError: --inputs: expected 2 numbers for each sample, got 1."],
    [
      "--data d.csv",
      2,
      "ConfigError: --data: does not go with mazur: inputs, which has the samples. Drop one of them.",
    ],
    ["short.json", 1, "ShapeError: short.json: weights[0][0]: expected 2 numbers, got [1]."],
    [
      "bare.json",
      2,
      'ConfigError: --inputs: expected the samples to trace, got nothing. Give --inputs and --targets, or --data, or put "inputs" and "targets" into the file.',
    ],
    ["typo.json", 2, /^ConfigError: typo\.json: los: there is no such setting\. Did you mean "loss"\?\n$/],
    [
      "large.json",
      2,
      'ConfigError: trace: a 90-90-9 network has about 29,142 steps; at most 5,000 can be shown. Give --unit, such as "o1", or use a smaller network.',
    ],
    ["-o no/where.txt", 2, 'ConfigError: --output: there is no directory "no".'],
    ["bare.json -o bare.json", 2, 'ConfigError: --output: "bare.json" holds the network. Name another file.'],
  ])("%s", async (args, code, message) => {
    const before = contents(cwd);
    const run = await chainrule(["trace", ...args.split(" ")], { cwd });
    if (typeof message === "string") expect(run.stderr).toBe(message + "\n");
    else expect(run.stderr).toMatch(message);
    expect([run.code, run.stdout]).toEqual([code, ""]);
    expect(contents(cwd)).toEqual(before);
    expect(existsSync(file("no"))).toBe(false);
  });
});
