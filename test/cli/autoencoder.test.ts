import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Network } from "../../src/train/network.js";
import { chainrule, succeeds } from "./inProcess.js";
import { workspace } from "./run.js";
import { bars, leaves } from "./samples.js";

const cwd = workspace();
const { images, labels } = bars();
writeFileSync(join(cwd, "leaves.csv"), leaves());
writeFileSync(join(cwd, "bars.idx"), images);
writeFileSync(join(cwd, "labels.idx"), labels);
writeFileSync(join(cwd, "c.json"), JSON.stringify({ data: "bars.idx", autoencoder: true, epochs: 5 }));
const onLeaves = ["train", "--data", "leaves.csv", "--autoencoder"];

describe("train --autoencoder", () => {
  it("on CSV learns columns, without a target; predict gives them back by name, or codes", async () => {
    const report = await succeeds([...onLeaves, "--drop", "kind", "-o", "l.st"], { cwd });
    expect(report).toMatch(
      /\nreconstruction error {2}rmse 0\.\d{4} {2}mae 0\.\d{4}, in the units of the data \(3 inputs through 2 units\)\n$/,
    );
    const rows = (await succeeds(["predict", "l.st", "leaves.csv"], { cwd })).trim().split("\n");
    expect([rows[0], rows.length]).toEqual(["length,width,weight", 61]);
    const codes = (await succeeds(["predict", "l.st", "leaves.csv", "--layer", "1"], { cwd }))
      .trim()
      .split("\n");
    expect([codes[0], codes.length]).toEqual(["0,1", 61]);
    const { metrics } = JSON.parse(await succeeds(["evaluate", "l.st", "leaves.csv", "--json"], { cwd }));
    expect(metrics.r2).toBeGreaterThan(0.9);
    const again = await succeeds(["evaluate", "l.st", "leaves.csv"], { cwd });
    expect(again).toMatch(/^60 samples {2}loss .*\nreconstruction error {2}rmse /);
  });

  it("on images shows inputs beside outputs, sigmoid, through 13 units of 25", async () => {
    const report = await succeeds(["train", "c.json", "-o", "b.st"], { cwd });
    expect(report).toMatch(
      /rmse \d+\.\d{4} .* \(25 inputs through 13 units\)\n\n[^a-z]+\n +input +output +input +output/,
    );
    const { config, notes } = JSON.parse(await succeeds(["inspect", "b.st", "--json"], { cwd }));
    expect(config.layers.at(-1)).toMatchObject({ units: 25, activation: "sigmoid" });
    expect(notes).toEqual({ image: [5, 5], autoencoder: true });
    const { predictions } = JSON.parse(await succeeds(["predict", "b.st", "bars.idx", "--json"], { cwd }));
    expect(Math.max(...predictions[0].outputs)).toBeGreaterThan(50); // bytes
    const { metrics } = JSON.parse(await succeeds(["evaluate", "b.st", "bars.idx", "--json"], { cwd }));
    expect(metrics.rmse).toBeGreaterThan(0);
  });

  it("--tied-weights: the second half has biases alone, in training, inspect, predict and what goes on from it", async () => {
    const flags = ["--drop", "kind", "--tied-weights", "--layers", "3,2,3", "--epochs", "200"];
    const report = await succeeds([...onLeaves, ...flags, "-o", "t.st", "--report", "t.html"], { cwd });
    expect(report).toContain("\n3 → 3 sigmoid → 2 sigmoid → 3 sigmoid → 3 identity, tied weights · ");
    const about = JSON.parse(await succeeds(["inspect", "t.st", "--json"], { cwd }));
    expect(about.config.tiedWeights).toBe(true);
    expect(about.layers.map(({ tied, parameters }: Record<string, number>) => [tied, parameters])).toEqual([
      [undefined, 12],
      [undefined, 8],
      [2, 3],
      [1, 3],
    ]);
    expect(about.parameters).toBe(26);
    const network = Network.load(readFileSync(join(cwd, "t.st")));
    expect(about.weightsSha256).toBe(await network.weightsSha256());
    expect(await succeeds(["inspect", "t.st"], { cwd })).toContain(
      "\nlayer 4  weights [3 × 3]  those of layer 1, transposed\n",
    );
    expect(readFileSync(join(cwd, "t.html"), "utf8")).toContain("identity, weights of layer 1 transposed");
    const codes = JSON.parse(
      await succeeds(["predict", "t.st", "leaves.csv", "--layer", "2", "--json"], { cwd }),
    );
    expect(codes.predictions[0].outputs).toHaveLength(2);
    const [first] = (await succeeds(["predict", "t.st", "leaves.csv"], { cwd })).split("\n");
    expect(first).toBe("length,width,weight");

    // goes on tied, or lets go of it where other layers are given
    const again = [...onLeaves, "--drop", "kind", "--epochs", "0", "--warm-start"];
    await succeeds([...again, "t.st", "-o", "u.st"], { cwd });
    await succeeds([...again, "t.st", "--layers", "3,2,3", "-o", "v.st"], { cwd });
    const predict = async (model: string) => succeeds(["predict", model, "leaves.csv"], { cwd });
    expect(await predict("u.st")).toBe(await predict("t.st"));
    expect(await predict("v.st")).toBe(await predict("t.st"));
    const count = async (model: string) =>
      JSON.parse(await succeeds(["inspect", model, "--json"], { cwd })).parameters;
    expect([await count("u.st"), await count("v.st")]).toEqual([26, 41]);
    const refused = await chainrule([...again, "v.st", "--tied-weights", "-q"], { cwd });
    expect([refused.code, refused.stderr]).toEqual([
      2,
      "ConfigError: --warm-start: v.st has its own weights in layer 3, these settings those of layer 2. " +
        "Give the same layers, or leave them out.\n",
    ]);
  });

  it("on made digits goes through 32 units", async () => {
    const flags = ["--autoencoder", "--samples", "60", "--epochs", "1", "--json", "-q"];
    const { config, metrics } = JSON.parse(await succeeds(["train", ...flags], { cwd }));
    expect(config.layers.map((layer: { units?: number }) => layer.units ?? layer)).toEqual([784, 32, 784]);
    expect(metrics.rmse).toBeGreaterThan(0);
  });

  it("is searched too", async () => {
    const config = {
      data: "bars.idx",
      autoencoder: true,
      epochs: 2,
      search: { space: { batchSize: { choices: [4, 8] } }, trials: 3 },
    };
    writeFileSync(join(cwd, "s.json"), JSON.stringify(config));
    const told = async (workers: string) =>
      JSON.parse(await succeeds(["search", "s.json", "--workers", workers, "--json", "-q"], { cwd }))
        .weightsSha256;
    expect(await told("2")).toBe(await told("1"));
    const { metrics } = JSON.parse(
      await succeeds(["evaluate", "model.safetensors", "bars.idx", "--json"], { cwd }),
    );
    expect(metrics.rmse).toBeLessThan(200);
  });

  it.each([
    [
      [...onLeaves, "--drop", "kind", "--tied-weights", "--layers", "4,2"],
      "--tied-weights: goes with sizes that are the same from both ends, as 8-3-8, got 3-4-2-3. Change the layers, or drop it.",
    ],
    [
      ["train", "c.json", "--tied-weights", "--layers", ""],
      "--tied-weights: goes with at least 2 layers after the inputs, got 1. Add a hidden layer, or drop it.",
    ],
    [
      [...onLeaves, "--target", "kind"],
      "--target: does not go with an autoencoder. Drop it. To leave the column out of the inputs, name it with --drop.",
    ],
    [
      [...onLeaves, "--target-scaling", "standard"],
      "--target-scaling: does not go with an autoencoder, whose targets are scaled as its inputs are. Drop it.",
    ],
    [
      ["train", "--data", "bars.idx", "--autoencoder", "--labels", "labels.idx"],
      "--labels: does not go with an autoencoder. Drop it: the inputs are the target.",
    ],
    [["predict", "b.st", "bars.idx", "--layer", "3"], "--layer: expected an index 1 to 2, got 3."],
    [
      ["predict", "b.st", "bars.idx", "--layer", "code"],
      '--layer: no layer is named "code". None has one: give its index.',
    ],
  ])("refuses %j", async (args, message) => {
    const { code, stderr } = await chainrule([...args, "-q"], { cwd });
    expect([code, stderr]).toEqual([2, `ConfigError: ${message}\n`]);
  });
});
