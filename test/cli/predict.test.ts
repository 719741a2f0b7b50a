import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readCsv } from "../../src/readers/csv.js";
import { encode } from "../../src/readers/encode.js";
import type { Schema } from "../../src/data/columns/columns.js";
import { Network } from "../../src/train/network.js";
import { chainrule, succeeds } from "./inProcess.js";
import { start, workspace } from "./run.js";
import { bars, houses, leaves } from "./samples.js";

const cwd = workspace();
const { images, labels } = bars();
for (const [name, data] of [
  ["leaves.csv", leaves()],
  ["houses.csv", houses()],
  ["images.idx", images],
  ["labels.idx", labels],
] as const) {
  writeFileSync(join(cwd, name), data);
}

const run = (...args: string[]) => succeeds(args, { cwd });
const rowsOf = (csv: string) =>
  csv
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));

beforeAll(async () => {
  const common = ["--epochs", "60", "--quiet"];
  await run("train", "--data", "leaves.csv", "--target", "kind", "-o", "leaves.st", ...common);
  await run("train", "--data", "houses.csv", "--target", "price", "-o", "houses.st", ...common);
  for (const [name, target] of [
    ["leaves", "kind"],
    ["houses", "price"],
  ] as const) {
    const made = ["--data", `${name}.csv`, "--target", target, "-o", `textbook-${name}.st`];
    await run("train", ...made, "--preset", "textbook", ...common);
  }
  await run("train", "--data", "images.idx", "--labels", "labels.idx", "-o", "bars.st", ...common);
});

describe("chainrule predict", () => {
  it("prints a CSV of class and outputs; the class is that of the largest output", async () => {
    const [head, ...rows] = rowsOf(await run("predict", "leaves.st", "leaves.csv"));
    expect(head).toEqual(["kind", "oak", "pine", "yew"]);
    expect(rows).toHaveLength(60);
    for (const [kind, ...outputs] of rows) {
      const numbers = outputs.map(Number);
      expect(kind).toBe(head![1 + numbers.indexOf(Math.max(...numbers))]);
    }
    const actual = rowsOf(leaves())
      .slice(1)
      .map((cells) => cells[3]);
    expect(rows.filter(([kind], row) => kind === actual[row]).length).toBeGreaterThanOrEqual(57);
  });

  it("prints one column of numbers, named as the target, in the units of the data", async () => {
    const [head, ...rows] = rowsOf(await run("predict", "houses.st", "houses.csv"));
    expect(head).toEqual(["price"]);
    const prices = rowsOf(houses())
      .slice(1)
      .map((cells) => Number(cells[2]));
    const errors = rows.map(([price], row) => Math.abs(Number(price) - prices[row]!));
    expect(Math.max(...errors)).toBeLessThan(120);
  });

  it("finds columns by name: other order, extra columns, no target", async () => {
    const [, ...rows] = rowsOf(leaves());
    const shuffled = rows.map(([length, width, weight], row) => `n${row},${weight},${length},x,${width}`);
    writeFileSync(join(cwd, "new.csv"), ["id,weight,length,note,width", ...shuffled].join("\r\n"));
    expect(await run("predict", "leaves.st", "new.csv")).toBe(
      await run("predict", "leaves.st", "leaves.csv"),
    );
  });

  it("--json gives classes and outputs of every row", async () => {
    const text = await run("predict", "leaves.st", "leaves.csv", "--json");
    const { predictions, ...rest } = JSON.parse(text);
    expect(rest).toEqual({ model: "leaves.st", rows: 60, classes: ["oak", "pine", "yew"] });
    const [, ...rows] = rowsOf(await run("predict", "leaves.st", "leaves.csv"));
    expect(predictions).toEqual(
      rows.map(([kind, ...outputs]) => ({ class: kind, outputs: outputs.map(Number) })),
    );
    const numeric = JSON.parse(await run("predict", "houses.st", "houses.csv", "--json"));
    expect(numeric.classes).toBeNull();
    expect(numeric.predictions[0]).toEqual({ outputs: [expect.any(Number)] });
  });

  it("prints float32 in the fewest digits that read back, in CSV and JSON; float64 whole", async () => {
    const texts = (await run("predict", "textbook-leaves.st", "leaves.csv")).match(/(?<=,)[\d.e-]+/g)!;
    const printed = texts.map(Number);
    const lengths = texts.map((text) => text.replace(/e.*|^0\.0*|\./g, "").length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(9);
    expect(Math.min(...lengths)).toBeGreaterThan(3);
    const model = Network.load(readFileSync(join(cwd, "textbook-leaves.st")));
    const table = readCsv(leaves(), "leaves.csv");
    const exact = model.predict(encode(table, model.notes.schema as Schema, { target: false }));
    expect(printed.map(Math.fround)).toEqual(exact.flatMap((row) => [...row]));
    const common = ["--epochs", "1", "--precision", "float64", "--quiet", "-o", "double.st"];
    await run("train", "--data", "houses.csv", "--target", "price", ...common);
    const [, ...doubles] = rowsOf(await run("predict", "double.st", "houses.csv"));
    expect(doubles.filter(([price]) => Math.fround(Number(price)) !== Number(price)).length).toBe(60);
  });

  it("-o FILE writes the same CSV and says so on stderr; with --json the document is printed too", async () => {
    const printed = await run("predict", "leaves.st", "leaves.csv");
    const written = await chainrule(["predict", "leaves.st", "leaves.csv", "-o", "out.csv"], { cwd });
    expect(written).toEqual({ code: 0, stdout: "", stderr: "Saved 60 predictions in out.csv.\n" });
    expect(readFileSync(join(cwd, "out.csv"), "utf8")).toBe(printed);
    const json = await run("predict", "leaves.st", "leaves.csv", "-o", "out2.csv", "--json");
    expect(JSON.parse(json).rows).toBe(60);
    expect(readFileSync(join(cwd, "out2.csv"), "utf8")).toBe(printed);
  });

  it("--quiet prints the answers and nothing else", async () => {
    const { code, stdout, stderr } = await chainrule(["predict", "leaves.st", "leaves.csv", "-q"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(rowsOf(stdout)).toHaveLength(61);
  });

  it("quotes class names that hold commas or quotes", async () => {
    writeFileSync(join(cwd, "odd.csv"), `x,"kind, ""odd"""\n${'1,"a, ""b"""\n2,c\n'.repeat(4)}`);
    await run("train", "--data", "odd.csv", "--target", 'kind, "odd"', "--epochs", "1", "-q", "-o", "odd.st");
    const [head] = (await run("predict", "odd.st", "odd.csv")).split("\n");
    expect(head).toBe('"kind, ""odd""","a, ""b""",c');
  });

  it("answers for IDX images without labels", async () => {
    const [head, ...rows] = rowsOf(await run("predict", "bars.st", "images.idx"));
    expect(head).toEqual(["prediction", "0", "1", "2"]);
    expect(rows.map(([said], item) => Number(said) === item % 3)).toEqual(Array(45).fill(true));
  });

  it("ends quietly where the reader closes the pipe", async () => {
    writeFileSync(join(cwd, "long.csv"), leaves(30_000));
    const { process, done } = start(["predict", "leaves.st", "long.csv"], { cwd });
    process.stdout.once("data", () => process.stdout.destroy());
    const { code, stderr } = await done;
    expect([code, stderr]).toEqual([0, ""]);
  });
});

describe("chainrule evaluate", () => {
  it("--json gives loss, metrics and a confusion matrix [actual][predicted] that agree with predict", async () => {
    writeFileSync(join(cwd, "oaks.csv"), leaves().replaceAll("pine", "oak")); // two thirds, some of them pines
    const about = JSON.parse(await run("evaluate", "leaves.st", "oaks.csv", "--json"));
    expect(about).toMatchObject({ model: "leaves.st", rows: 60, loss: expect.any(Number) });
    expect(about.classes).toEqual(["oak", "pine", "yew"]);
    const counts = [0, 1, 2].map(() => [0, 0, 0]);
    const [, ...rows] = rowsOf(await run("predict", "leaves.st", "oaks.csv"));
    rows.forEach(([kind], row) => counts[row % 3 === 2 ? 2 : 0]![about.classes.indexOf(kind)]!++);
    expect(about.confusion).toEqual(counts);
    expect(counts[0]![1]).toBeGreaterThan(10);
    const right = counts.reduce((sum, row, index) => sum + row[index]!, 0);
    expect(about.metrics.accuracy).toBe(right / 60);
  });

  it("--json gives all metrics, and the scores of each class", async () => {
    const { metrics, scores } = JSON.parse(await run("evaluate", "leaves.st", "oaks.csv", "--json"));
    const named = ["loss", "accuracy", "precisionMacro", "recallMacro", "f1Macro", "rocAuc", "logLoss"];
    expect(Object.keys(metrics)).toEqual(named);
    const [, ...rows] = rowsOf(await run("predict", "leaves.st", "oaks.csv"));
    const saidOak = rows.filter(([kind]) => kind === "oak").length;
    const right = rows.filter(([kind], row) => kind === "oak" && row % 3 !== 2).length;
    const f1 = (2 * right) / (saidOak + 40);
    expect(scores.classes[0]).toEqual({
      name: "oak",
      precision: right / saidOak,
      recall: right / 40,
      f1,
      support: 40,
      predicted: saidOak,
      rocAuc: expect.any(Number),
    });
    expect(scores.classes[1]).toMatchObject({ name: "pine", recall: 0, support: 0, rocAuc: null });
    expect(scores.macro.f1).toBe(metrics.f1Macro);
    expect(Object.keys(scores)).toEqual(["classes", "micro", "macro", "weighted"]);
  });

  it("says what train said of the same rows", async () => {
    // nothing is held out, so that all rows train
    const flags = ["--data", "leaves.csv", "--target", "kind", "--epochs", "3", "--validation", "0"];
    const trained = JSON.parse(await run("train", ...flags, "-o", "t.st", "--json", "-q"));
    const { loss, metrics } = JSON.parse(await run("evaluate", "t.st", "leaves.csv", "--json"));
    expect(metrics).toEqual(trained.metrics);
    expect(metrics.loss).toBe(loss);
  });

  it("prints figures, confusion matrix and a table of scores", async () => {
    const text = await run("evaluate", "leaves.st", "leaves.csv");
    expect(text).toMatch(/^60 samples {2}loss [\d.e-]+ {2}accuracy [\d.]+\n\nactual ↓ {2}predicted →\n/);
    expect(text).toMatch(/\noak +[\d·]+ +[\d·]+ +[\d·]+ +20 +[\d.]+ %\n/);
    expect(text).toMatch(/\n +precision +recall +f1 +support\noak( +[\d.]+){3} +20\n/);
    expect(text).toMatch(/\nmacro( +[\d.]+){3} +60\nweighted( +[\d.]+){3} +60\n/);
    expect(text).toMatch(/\n\nROC AUC [\d.]+ {2}log loss [\d.e-]+\n\nconfidence +answers +mean +right\n/);
    expect(text).toMatch(/\n90 % to 100 % +60 +1\.000 +1\.000\ncalibration error 0\.000\n$/);
  });

  it("gives errors of numbers, and no confusion", async () => {
    const about = JSON.parse(await run("evaluate", "houses.st", "houses.csv", "--json"));
    expect(about.metrics.r2).toBeGreaterThan(0.9);
    expect(about).toMatchObject({ classes: null, confusion: null, scores: null });
    expect(Object.keys(about.metrics)).toEqual(["loss", "mse", "rmse", "mae", "r2"]);
    expect(await run("evaluate", "houses.st", "houses.csv")).toMatch(
      /^60 samples {2}loss \S+ {2}rmse \S+ {2}mae \S+ {2}r2 \S+\n$/,
    );
  });

  it("takes IDX images with labels, and draws some of them", async () => {
    const args = ["evaluate", "bars.st", "images.idx", "--labels", "labels.idx"];
    expect(JSON.parse(await run(...args, "--json")).metrics).toMatchObject({ accuracy: 1, f1Macro: 1 });
    expect(await run(...args)).toMatch(/ 0 ✓ .* 1 ✓ .* 2 ✓ /);
  });
});

describe("chainrule inspect", () => {
  it("counts parameters, bytes and flops", async () => {
    const about = JSON.parse(await run("inspect", "textbook-leaves.st", "--json"));
    expect(about.layers).toMatchObject([
      { inputs: 3, units: 16, activation: "sigmoid", parameters: 64, bytes: 256, flopsPerSample: 96 },
      { inputs: 16, units: 3, activation: "sigmoid", parameters: 51, bytes: 204, flopsPerSample: 96 },
    ]);
    expect(about).toMatchObject({ parameters: 115, bytes: 460, flopsPerSample: 192 });
    expect(about.scalers.inputs).toMatchObject({ kind: "standard", shift: expect.any(Array) });
    expect(about.scalers.targets).toBeNull();
    expect(about.notes.schema.target).toEqual({
      name: "kind",
      kind: "class",
      classes: ["oak", "pine", "yew"],
      counts: [20, 20, 20],
    });
  });

  it("counts bins and members of the default preset", async () => {
    const about = JSON.parse(await run("inspect", "leaves.st", "--json"));
    const [first, second, last] = [24 * 128 + 128, 128 * 128 + 128, 128 * 3 + 3];
    expect(about.layers).toMatchObject([
      { columns: 3, inputs: 24, units: 128, activation: "relu", parameters: first + 8 * 24 },
      { inputs: 128, units: 128, activation: "relu", parameters: second },
      { inputs: 128, units: 3, activation: "softmax", members: 8, parameters: 8 * last },
    ]);
    const parameters = first + 8 * 24 + second + 8 * last;
    expect(about).toMatchObject({ parameters, bytes: 4 * parameters });
    const text = await run("inspect", "houses.st");
    expect(text).toMatch(/\n +3 +128 → 1 +identity \(one for each of 8 members\) +1,032 /);
    expect(text).toMatch(/\nmembers +8\n/);
    expect(text).toMatch(/\noptimizer +\{"kind":"adamw","learningRate":0\.006,/);
  });

  it("prints layers, settings and columns", async () => {
    const text = await run("inspect", "textbook-houses.st");
    expect(text).toMatch(/^ *layer +shape +activation +parameters +bytes +forward flops\/sample\n/);
    expect(text).toMatch(/\n +1 +4 → 16 +sigmoid +80 +320 +128\n +2 +16 → 1 +identity +17 +68 +32\n/);
    expect(text).toMatch(/\noptimizer +\{"kind":"sgd","learningRate":0\.05\}\n/);
    expect(text).toMatch(/\ninputs +rooms, quarter\n/);
    expect(text).toMatch(/\nweights sha256 +[0-9a-f]{64}\n$/);
  });
});
