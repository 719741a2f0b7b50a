import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { workspace } from "./run.js";
import { leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
writeFileSync(join(cwd, "c.json"), JSON.stringify({ folds: 3 }));
const onLeaves = [
  "train",
  "--data",
  "leaves.csv",
  "--target",
  "kind",
  "--epochs",
  "5",
  "--preset",
  "textbook",
];

describe("train --folds", () => {
  it("prints a table of the folds, mean ± deviation, and trains on all data as without", async () => {
    const { code, stdout, stderr } = await chainrule([...onLeaves, "--folds", "3"], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^\nCross-validation over 3 folds\nfold  epochs +held-out loss +accuracy\n( +[123] +5 +0\.\d+ +[01]\.\d{4}\n){3}mean +0\.\d+ ± 0\.\d+ +[01]\.\d{4} ± 0\.\d{4}\n\n3 → 16 sigmoid → 3 sigmoid · .* · seed 1\n5 epochs in /,
    );
    expect(stderr.match(/^fold [123]\/3 {2}held out {2}loss 0\.\d+ {2}accuracy [01]\.\d{4}$/gm)).toHaveLength(
      3,
    );
    const model = readFileSync(join(cwd, "model.safetensors"));
    await succeeds([...onLeaves, "-q"], { cwd });
    expect(readFileSync(join(cwd, "model.safetensors")).equals(model)).toBe(true);
  });

  it("has it in the document, by flag and by file", async () => {
    const { crossValidation, loss } = JSON.parse(
      await succeeds([...onLeaves, "--folds", "3", "--json", "-q"], { cwd }),
    );
    expect(loss).toBeGreaterThan(0);
    expect(crossValidation.folds).toHaveLength(3);
    const losses = crossValidation.folds.map((fold: { loss: number }) => fold.loss);
    expect(crossValidation.mean.loss).toBeCloseTo((losses[0] + losses[1] + losses[2]) / 3, 12);
    expect(Object.keys(crossValidation.deviation.metrics)).toContain("accuracy");
    const [first, ...rest] = onLeaves;
    const byFile = await succeeds([first!, "c.json", ...rest, "--json", "-q"], { cwd });
    expect(JSON.parse(byFile).crossValidation).toEqual(crossValidation);
  });

  it("does not go with a model to start from", async () => {
    const args = [...onLeaves, "--folds", "3", "--warm-start", "model.safetensors", "-o", "n.st", "-q"];
    await succeeds([...onLeaves, "-q"], { cwd });
    expect(await chainrule(args, { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "ConfigError: --folds: does not go with a model to start from, which may have seen what a fold holds out. " +
        "Drop one of them.\n",
    });
    expect(existsSync(join(cwd, "n.st"))).toBe(false);
  });

  it.each([
    ["x", 'expected an integer ≥ 2, got "x".'],
    ["1", "expected an integer ≥ 2, got 1."],
  ])("--folds %s", async (folds, message) => {
    const { code, stderr } = await chainrule([...onLeaves, "--folds", folds, "-q"], { cwd });
    expect([code, stderr]).toEqual([2, `ConfigError: --folds: ${message}\n`]);
  });
});
