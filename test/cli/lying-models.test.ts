/** Models whose notes lie, and names that hold sequences for terminals. What one command says, all that read a model say. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRecord, settingsOf } from "../../src/cli/resume.js";
import { shownSafely } from "../../src/cli/terminalOutput.js";
import { drawImages } from "../../src/report/images.js";
import { codes, paint } from "../../src/report/terminal.js";
import { Network } from "../../src/train/network.js";
import { withAbout } from "../unit/network/modelBytes.js";
import { chainrule } from "./inProcess.js";
import { workspace } from "./run.js";

const cwd = workspace();
const bytes = Network.create({ layers: [2, { units: 3, activation: "softmax" }] }).save();
writeFileSync(join(cwd, "d.csv"), "a,b\n1,2\n");

describe("notes that lie are refused by name", () => {
  it.each<[string, object, string]>([
    [
      "inspect",
      { classes: 3 },
      "its parts do not fit each other: notes.classes: expected 3 names, one for each class, got 3. Set network.notes to the names in the order of the outputs, or leave them out.",
    ],
    [
      "predict",
      { classes: ["a", "b"] },
      'its parts do not fit each other: notes.classes: expected 3 names, one for each class, got ["a","b"]. Set network.notes to the names in the order of the outputs, or leave them out.',
    ],
    ["inspect", { schema: "iris v2" }, 'notes.schema: expected what inferSchema makes, got "iris v2".'],
    [
      "predict",
      { schema: { inputs: [{ name: "a", kind: "number" }], target: null } },
      "notes.schema: expected columns for 2 inputs of the network, got 1.",
    ],
    [
      "predict",
      { image: [1, 3] },
      "notes.image: expected height and width of images of 2 pixels, got [1,3].",
    ],
    ["predict", { separator: "x" }, 'notes.separator: expected one of "\\t" ";" "|" "," " ", got "x".'],
    ["predict", { autoencoder: 1 }, "notes.autoencoder: expected true or nothing, got 1."],
    ["predict", { sampleWeights: [] }, "notes.sampleWeights: expected the name of a column, got []."],
  ])("%s %j", async (command, notes, message) => {
    writeFileSync(
      join(cwd, "m.st"),
      withAbout(bytes, (about) => ({ ...about, notes })),
    );
    const data = command === "inspect" ? [] : ["d.csv"];
    expect(await chainrule([command, "m.st", ...data], { cwd })).toEqual({
      code: 1,
      stdout: "",
      stderr: `ModelError: m.st: ${message}\n`,
    });
  });
});

it("notes beside weights that are not finite are refused too", async () => {
  const lying = withAbout(bytes, (about) => ({ ...about, notes: { classes: 3 } }));
  new DataView(lying.buffer).setFloat32(lying.length - 4, Number.NaN, true);
  writeFileSync(join(cwd, "nan.st"), lying);
  expect((await chainrule(["inspect", "nan.st"], { cwd })).stderr).toBe(
    "ModelError: nan.st: notes.classes: expected names, got 3.\n",
  );
});

describe("sequences for terminals in names", () => {
  it("of columns and classes are shown as text in messages and tables; data keep them", async () => {
    const [size, kind] = ["si\u001b]0;owned\u0007ze", "a\u001b[2J"];
    writeFileSync(
      join(cwd, "esc.csv"),
      `${size},kind\n${[1, 2, 3, 4, 5, 6].map((x) => `${x},${x % 2 ? kind : "b"}`).join("\n")}\n`,
    );
    const { stdout, stderr } = await chainrule(
      ["train", "--data", "esc.csv", "--target", "kind", "--epochs", "2", "-o", "e.st"],
      { cwd },
    );
    expect(stdout + stderr).not.toContain("\u001b");
    expect(stdout).toContain("a\\u001b[2J");
    expect(stderr).toContain("si\\u001b]0;owned\\u0007ze");
    const predicted = await chainrule(["predict", "e.st", "esc.csv"], { cwd });
    expect(predicted.stdout).toContain(kind);
    const missing = await chainrule(["predict", "no\u001b[31m.st", "esc.csv"], { cwd });
    expect(missing.stderr).toBe("DataError: no\\u001b[31m.st: there is no such file.\n");
  });

  it("are told from our own on a terminal", () => {
    expect(shownSafely("\r\u001b[32mdone\u001b[0m\u001b[K")).toBe("\r\u001b[32mdone\u001b[0m\u001b[K");
    const styles = Object.keys(codes) as (keyof typeof codes)[];
    for (const style of styles) expect(shownSafely(paint("x", style, true))).toBe(paint("x", style, true));
    const pixels = Uint8Array.from({ length: 64 }, (_, at) => 4 * at);
    const image = drawImages(pixels, [8, 8], ["8"], { columns: 80, colour: true });
    expect(image).toContain("\u001b[38;5;");
    expect(shownSafely(image)).toBe(image);
    expect(shownSafely("a\rb\u001b[K c\u001b[2J\u0007\n")).toBe("a\\u000db\\u001b[K c\\u001b[2J\\u0007\n");
  });
});

it("trace refuses numbers that become infinite, and biases that are null", async () => {
  const layers = [1, { units: 1, activation: "identity" }];
  const run = async (more: object) => {
    writeFileSync(
      join(cwd, "c.json"),
      JSON.stringify({ layers, inputs: [[1]], targets: [[0.5]], weights: [[[0.5]]], ...more }),
    );
    return chainrule(["trace", "c.json"], { cwd });
  };
  expect(await run({ targets: [[1e200]] })).toEqual({
    code: 1,
    stdout: "",
    stderr:
      "DataError: trace: error[0] is Infinity, too large for float64. Give smaller numbers: scale inputs and targets.\n",
  });
  expect((await run({ biasValues: null })).stderr).toBe(
    "ConfigError: c.json: biasValues: expected a number or a list of numbers for each layer, got null.\n",
  );
});

it("a class named __proto__ can be weighted", async () => {
  writeFileSync(join(cwd, "p.csv"), "x,kind\n1,__proto__\n2,b\n3,__proto__\n4,b\n5,__proto__\n6,b\n");
  const train = [
    "train",
    "--data",
    "p.csv",
    "--target",
    "kind",
    "--epochs",
    "3",
    "--seed",
    "1",
    "-o",
    "p.st",
    "--json",
  ];
  const shaOf = async (weights: string) =>
    (
      JSON.parse((await chainrule([...train, "--class-weights", weights], { cwd })).stdout) as {
        weightsSha256: string;
      }
    ).weightsSha256;
  expect(await shaOf("__proto__=2,b=1")).not.toBe(await shaOf("__proto__=1,b=1"));
});

describe("what a checkpoint says about its command", () => {
  const record = {
    format: 1,
    version: "0.1.0",
    cwd: "/",
    config: { layers: [2, 3] },
    own: {},
    places: { output: "m.st" },
    data: { name: "d.csv", rows: 1, columns: 2, outputs: 3, sha256: "" },
    isLike: false,
    begun: { epochs: 0, updates: 0, seconds: 0 },
    every: "5m",
    keep: 3,
  };

  it.each<[string, unknown]>([
    ["cwd", null],
    ["config", []],
    ["own", "x"],
    ["places", {}],
    ["places", { output: 5 }],
    ["data", { ...record.data, rows: -1 }],
    ["begun", { epochs: 0.5, updates: 0, seconds: 0 }],
    ["keep", "3"],
    ["stopped", 5],
  ])("is refused where %s is %j", (name, value) => {
    expect(readRecord(record)).toBe(record);
    expect(() => readRecord({ ...record, [name]: value })).toThrow(
      `it is damaged: its command is not valid: ${name}: got ${JSON.stringify(value).slice(0, 57)}`,
    );
  });

  it("may name files by values that are no paths: the settings refuse them", () => {
    expect(settingsOf({ ...record, own: { data: [5, "a"], labels: null } } as never)).toMatchObject({
      data: [5, expect.stringContaining("a")],
      labels: null,
    });
  });
});
