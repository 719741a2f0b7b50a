import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { chainrule, succeeds, workspace } from "./run.js";
import { bars, houses, leaves } from "./samples.js";

const cwd = workspace();
const { images, labels } = bars();
for (const [name, data] of [
  ["leaves.csv", leaves()],
  ["houses.csv", houses()],
  ["images.idx", images],
  ["labels.idx", labels],
  ["images.gz", gzipSync(images)],
  ["labels.gz", gzipSync(labels)],
] as const) {
  writeFileSync(join(cwd, name), data);
}

const onLeaves = ["train", "--data", "leaves.csv", "--target", "kind", "--preset", "textbook"];
const onBars = ["train", "--data", "images.idx", "--labels", "labels.idx"];

/** The document of a `train --json` that goes well, and nothing else on stdout. */
async function train(args: readonly string[]) {
  return JSON.parse(await succeeds([...args, "--json", "--quiet"], { cwd }));
}

describe("chainrule train", () => {
  it("learns classes of a CSV file, accuracy ≥ 0.95 held out", async () => {
    const document = await train([...onLeaves, "--validation", "0.25", "--epochs", "100"]);
    expect(document.validation.accuracy).toBeGreaterThanOrEqual(0.95);
    expect(Object.keys(document.metrics)).toEqual([
      "loss",
      "accuracy",
      "precisionMacro",
      "recallMacro",
      "f1Macro",
      "rocAuc",
      "logLoss",
    ]);
  });

  it("learns a numeric column of a CSV file with categories, r² ≥ 0.95 held out", async () => {
    const args = ["--data", "houses.csv", "--target", "price", "--validation", "0.25", "--epochs", "300"];
    const document = await train(["train", ...args]);
    expect(document.validation.r2).toBeGreaterThanOrEqual(0.95);
    expect(Object.keys(document.metrics)).toEqual(["loss", "mse", "rmse", "mae", "r2"]);
  });

  it("takes whole numbers for a quantity where --target-kind says so", async () => {
    writeFileSync(join(cwd, "grades.csv"), `hours,grade\n${"1,1\n2,2\n3,3\n".repeat(5)}`);
    const args = ["train", "--data", "grades.csv", "--target", "grade", "--epochs", "1"];
    expect((await train(args)).metrics).toHaveProperty("accuracy");
    expect((await train([...args, "--target-kind", "number"])).metrics).toHaveProperty("rmse");
  });

  it("learns IDX images, accuracy ≥ 0.95; gzipped files give the same weights", async () => {
    const document = await train([...onBars, "--epochs", "60"]);
    expect(document.metrics.accuracy).toBeGreaterThanOrEqual(0.95);
    expect(document.config.scaling).toBe("bytes");
    const packed = ["train", "--data", "images.gz", "--labels", "labels.gz", "--epochs", "60"];
    expect((await train(packed)).weightsSha256).toBe(document.weightsSha256);
  });

  it("makes digits where no data are given, and says so", async () => {
    const { code, stdout, stderr } = await chainrule(["train", "--samples", "200", "--epochs", "1"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^No data given: training on 200 generated handwritten-looking digits\.\n/);
    expect(stdout).toMatch(/\nheld out {2}loss [\d.e-]+ {2}accuracy [\d.]+\n/);
    expect(stdout).toContain("actual ↓  predicted →\n");
    expect(stdout).toMatch(/\n *accuracy [\d.]+ %: \d+ of 33\n/);
    expect(stdout).toMatch(/\n +precision +recall +f1 +support\n/);
    expect(stdout).toMatch(/\nmacro( +[\d.]+){3} +33\nweighted( +[\d.]+){3} +33\n/);
    expect(stdout).toMatch(/\nROC AUC [\d.]+ {2}log loss [\d.e-]+ {2}top 5 [\d.]+\n/);
  });

  it("leaves columns out with --drop", async () => {
    await train([...onLeaves, "--drop", "weight,width", "--epochs", "1", "-o", "dropped.safetensors"]);
    const about = JSON.parse(await succeeds(["inspect", "dropped.safetensors", "--json"], { cwd }));
    expect(about.notes.schema.inputs.map(({ name }: { name: string }) => name)).toEqual(["length"]);
  });

  it('trains a net of a single layer with --layers "" and --layers=', async () => {
    for (const flags of [["--layers", ""], ["--layers="]]) {
      const { config } = await train([...onLeaves, ...flags, "--epochs", "2"]);
      expect(config.layers).toEqual([3, { units: 3, activation: "sigmoid", trainable: true }]);
    }
  });

  it("trains no biases with --biases none, and leaves them 0 with --no-train-biases", async () => {
    const model = ["--epochs", "2", "-o", "unbiased.safetensors"];
    const inspect = async () =>
      JSON.parse(await succeeds(["inspect", "unbiased.safetensors", "--json"], { cwd }));
    await train([...onLeaves, "--layers", "4", "--biases", "none", ...model]);
    expect((await inspect()).parameters).toBe(3 * 4 + 4 * 3);
    await train([...onLeaves, "--layers", "4", "--no-train-biases", ...model]);
    expect(await inspect()).toMatchObject({
      parameters: 3 * 4 + 4 + 4 * 3 + 3,
      config: { trainBiases: false },
    });
    const file = readFileSync(join(cwd, "unbiased.safetensors"));
    const header = JSON.parse(file.toString("utf8", 8, 8 + Number(file.readBigUInt64LE(0))));
    const [begin, end] = header["layers.0.biases"].data_offsets;
    const body = file.subarray(8 + Number(file.readBigUInt64LE(0)));
    expect([...body.subarray(begin, end)]).toEqual(Array(16).fill(0));
  });

  it("makes no NaN of a constant input column, nor of a constant target", async () => {
    writeFileSync(join(cwd, "constant.csv"), `a,b,y\n${"1,7,2.5\n2,7,2.5\n3,7,2.5\n".repeat(4)}`);
    const flags = ["--data", "constant.csv", "--target", "y", "--target-kind", "number", "--epochs", "5"];
    const document = await train(["train", ...flags]);
    expect(document.metrics).toMatchObject({ rmse: 0, mae: 0, r2: null });
    expect(document.loss).toBeLessThan(10);
    expect(await succeeds(["predict", "model.safetensors", "constant.csv"], { cwd })).toBe(
      `y\n${"2.5\n".repeat(12)}`,
    );
  });
});

describe("chainrule train --json", () => {
  it("prints one document with the promised keys, and nothing on stderr with --quiet", async () => {
    const args = [...onLeaves, "--validation", "0.2", "--epochs", "3", "--json", "--quiet"];
    const { code, stdout, stderr } = await chainrule([...args, "-o", "m.safetensors"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    const document = JSON.parse(stdout);
    expect(document).toMatchObject({
      epochs: 3,
      stopped: "epochs",
      loss: expect.any(Number),
      metrics: { loss: expect.any(Number), accuracy: expect.any(Number) },
      validation: { loss: expect.any(Number), accuracy: expect.any(Number) },
      samplesPerSecond: expect.any(Number),
      seconds: expect.any(Number),
      threads: 1,
      build: "simd-threads",
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      model: "m.safetensors",
    });
    expect(document.samplesPerSecond).toBeCloseTo((3 * 48) / document.seconds, 3);
    expect(stdout.endsWith("}\n")).toBe(true);
  });

  it.each(["0", "0.25"])(
    "writes the first and the last line of many epochs, whole ones, --validation %s",
    async (validation) => {
      const flags = ["--validation", validation];
      const { stderr } = await chainrule([...onLeaves, "--epochs", "2000", "--json", ...flags], { cwd });
      const lines = stderr.match(/^epoch .*$/gm)!;
      expect(lines.at(0)).toMatch(/^epoch {4}1\/2000 {2}loss [\d.e-]+ {2}.* samples\/s {2}0\.\d\d s$/);
      expect(lines.at(-1)).toMatch(
        /^epoch 2000\/2000 {2}loss [\d.e-]+ {2}.* samples\/s {2}(\d\.\d+ s|\d+:\d\d)$/,
      );
      expect(lines.length).toBeLessThan(30);
      expect(lines.filter((line) => line.startsWith("epoch 2000/"))).toHaveLength(1);
    },
  );

  it("keeps messages on stderr without --quiet, plain lines without escape characters", async () => {
    const { stdout, stderr } = await chainrule([...onLeaves, "--epochs", "3", "--json"], { cwd });
    expect(JSON.parse(stdout).validation).toBeNull();
    expect(stderr).toMatch(/^leaves\.csv: 60 rows\n {2}numbers +3 +length, width, weight\n/);
    expect(stderr).toMatch(/^3 → 16 sigmoid → 3 sigmoid · halfSquaredError, mean over the batch · sgd, /m);
    expect(
      stderr.match(/^epoch [1-3]\/3 {2}loss [\d.]+ {2}[\d.]+[kMG]? samples\/s {2}0\.\d\d s$/gm),
    ).toHaveLength(3);
    expect(stderr).toMatch(/\nSaved model\.safetensors\.\n$/);
    expect(stderr).not.toContain("\r");
    expect(stderr).not.toContain("\u001b");
  });

  it("says nothing at all with --quiet alone", async () => {
    const run = await chainrule([...onLeaves, "--epochs", "1", "--quiet"], { cwd });
    expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("the same bits", () => {
  it("come of the same seed, and others of another seed", async () => {
    const sha = async (...flags: string[]) => (await train([...onLeaves, ...flags])).weightsSha256;
    const first = await sha("--seed", "7", "--epochs", "4", "--validation", "0.1");
    expect(await sha("--seed", "7", "--epochs", "4", "--validation", "0.1")).toBe(first);
    expect(await sha("--seed", "8", "--epochs", "4", "--validation", "0.1")).not.toBe(first);
  });

  it("come of digits made here twice", async () => {
    const args = ["train", "--samples", "60", "--epochs", "1", "--layers", "8"];
    const { weightsSha256 } = await train(args);
    expect((await train(args)).weightsSha256).toBe(weightsSha256);
  });

  it.each([
    ["CSV", "float32", onLeaves],
    ["CSV", "float64", onLeaves],
    ["IDX", "float32", onBars],
    ["IDX", "float64", onBars],
  ])("come of --build scalar and simd: %s, %s", async (_kind, precision, args) => {
    const flags = ["--epochs", "10", "--layers", "13,5", "--batch", "7", "--precision", precision];
    const [scalar, simd] = [
      await train([...args, ...flags, "--build", "scalar"]),
      await train([...args, ...flags, "--build", "simd"]),
    ];
    expect([scalar.build, simd.build]).toEqual(["scalar", "simd"]);
    expect(simd.weightsSha256).toBe(scalar.weightsSha256);
    expect(simd.metrics).toEqual(scalar.metrics);
  });
});
