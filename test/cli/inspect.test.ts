import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mazur } from "../../src/explain/workedExamples.js";
import { Network } from "../../src/train/network.js";
import { chainrule, succeeds } from "./inProcess.js";
import { workspace } from "./run.js";

const cwd = workspace();
const network = Network.create({ ...mazur.config, precision: "float64" });
network.setParameters(mazur.parameters);
writeFileSync(join(cwd, "mazur.st"), network.save());

it("inspect prints the parameters layer by layer, and with --weights by unit", async () => {
  const text = await succeeds(["inspect", "mazur.st"], { cwd });
  expect(text).toContain("\nlayer 1  weights [2 × 2]  0.225 ± 0.0559, 0.15 … 0.3\n");
  expect(text).toMatch(/\ntrainBiases +false\n/);
  const all = await succeeds(["inspect", "mazur.st", "--weights"], { cwd });
  expect(all).toContain("\nlayer 2: 2 → 2, sigmoid\n  unit 1: bias 0.6  weights 0.4 0.45\n");
});

it("inspect --neurons prints neurons, weights and bias by layer, of a model and of an example by name", async () => {
  const lines = [
    ["------", "* Inputs: 2", "------", "Hidden Layer", "Neurons: 2"],
    [" Neuron 0", "  Weight: 0.15", "  Weight: 0.2", "  Bias: 0.35"],
    [" Neuron 1", "  Weight: 0.25", "  Weight: 0.3", "  Bias: 0.35", "------"],
    ["* Output Layer", "Neurons: 2", " Neuron 0", "  Weight: 0.4", "  Weight: 0.45", "  Bias: 0.6"],
    [" Neuron 1", "  Weight: 0.5", "  Weight: 0.55", "  Bias: 0.6", "------", ""],
  ];
  for (const what of ["mazur.st", "mazur"]) {
    expect(await succeeds(["inspect", what, "--neurons"], { cwd })).toBe(lines.flat().join("\n"));
  }
  const listing = await succeeds(["inspect", "xor", "--variant", "listing", "--neurons"], { cwd });
  expect(listing.match(/^ Neuron /gm)).toHaveLength(6);
  expect(new Set(listing.match(/^ {2}Bias: 0\.\d+$/gm)).size).toBe(2);
});

it("inspect --json has statistics, and with --weights the numbers; --csv the numbers alone", async () => {
  const short = JSON.parse(await succeeds(["inspect", "mazur.st", "--json"], { cwd }));
  expect(short.layers[0]).toMatchObject({
    ofWeights: { count: 4, least: 0.15, nan: 0 },
    ofBiases: { mean: 0.35 },
  });
  expect(short.layers[0]).not.toHaveProperty("weights");
  expect(short.weightsSha256).toBe(await network.weightsSha256());
  const all = JSON.parse(await succeeds(["inspect", "mazur.st", "--json", "--weights"], { cwd }));
  expect(all.layers.map(({ weights, biases }: Record<string, number[]>) => ({ weights, biases }))).toEqual(
    mazur.parameters,
  );
  const csv = (await succeeds(["inspect", "mazur.st", "--csv"], { cwd })).split("\n");
  expect([csv[0], csv[2], csv.at(-2)]).toEqual([
    "layer,tensor,input,unit,value",
    "1,weights,1,2,0.25",
    "2,biases,,,0.6",
  ]);
  expect(await chainrule(["inspect", "mazur.st", "--csv", "--json"], { cwd })).toEqual({
    code: 2,
    stdout: "",
    stderr: "ConfigError: --csv: does not go with --json. Take one of them.\n",
  });
});

it("inspect shows a model whose weights are not finite, which no network would take", async () => {
  const bytes = readFileSync(join(cwd, "mazur.st"));
  const start = 8 + Number(bytes.readBigUInt64LE(0));
  bytes.writeDoubleLE(NaN, start);
  writeFileSync(join(cwd, "nan.st"), bytes);
  const text = await succeeds(["inspect", "nan.st"], { cwd });
  expect(text).toMatch(/\nlayer \d {2}(weights|biases).*, 1 NaN\n/);
  writeFileSync(join(cwd, "short.st"), bytes.subarray(0, bytes.length - 8));
  expect((await chainrule(["inspect", "short.st"], { cwd })).code).toBe(1);
});

const people = [
  "Id,age,city,five",
  ...Array.from({ length: 24 }, (_, at) => `${at + 1},${at % 5 === 2 ? "NA" : at},${"BRW"[at % 3]},5`),
];
writeFileSync(join(cwd, "people.csv"), people.join("\n") + "\n");

it("inspect prints what the columns of a data file mean and hold", async () => {
  const lines = (await succeeds(["inspect", "people.csv"], { cwd })).split("\n");
  expect(lines[0]).toBe("people.csv: 24 rows, 4 columns");
  expect(lines).toContain("  numbers     1  age (5 missing)");
  expect(lines).toContain("  left out    2  Id (identifier: counts from 1 to 24), five (constant: always 5)");
  const age = lines.find((line) => line.startsWith("age "));
  expect(age).toMatch(
    /^age +number +5 +19 +[▁▂▃▄▅▆▇█ ]{16} {2}0 … 23, quartiles 5 11 18, mean 11\.37 ± 6\.876$/,
  );
  expect(lines.find((line) => line.startsWith("city "))).toMatch(/^city +category +3 +"B" 8, "R" 8, "W" 8$/);
});

it("inspect --json has the same figures of a data file; the target is named by a flag", async () => {
  const args = ["inspect", "people.csv", "--target", "city", "--numeric", "Id", "--json"];
  const { rows, meaning, columns } = JSON.parse(await succeeds(args, { cwd }));
  expect([rows, meaning.columns.number, meaning.target, meaning.missing]).toEqual([
    24,
    2,
    { name: "city", kind: "class" },
    5,
  ]);
  const [id, age, city, five] = columns;
  expect([id.kind, age.kind, city.kind, five.kind]).toEqual(["number", "number", "target", "constant"]);
  expect(id.numbers).toMatchObject({ least: 1, quartiles: [6, 12, 18], most: 24, mean: 12.5 });
  expect(id.numbers.histogram.reduce((sum: number, count: number) => sum + count, 0)).toBe(24);
  expect(city.texts).toEqual([["B", 8], ["R", 8], ["W", 8]]); // prettier-ignore
});

it("inspect shows a data file that cannot be trained on, and why", async () => {
  writeFileSync(
    join(cwd, "bad.csv"),
    ["a,b", ...Array.from({ length: 30 }, (_, at) => `${at / 4},${at === 9 ? "1O" : at * at}`)].join("\n"),
  );
  const { code, stdout, stderr } = await chainrule(["inspect", "bad.csv"], { cwd });
  expect([code, stderr.split(". ")[0]]).toEqual([
    0,
    'DataError: bad.csv line 11, column "b": expected a number, got "1O"',
  ]);
  expect(stdout).toMatch(/^b +– +30 +.*; 1 text: "1O" 1$/m);
});
