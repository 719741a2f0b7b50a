import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";
import { houses, leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
writeFileSync(join(cwd, "houses.csv"), houses());
writeFileSync(
  join(cwd, "xor.json"),
  JSON.stringify({ layers: [2, 5, 1], seed: 3, batchSize: 1, epochs: 50 }),
);
writeFileSync(
  join(cwd, "leaves.json"),
  JSON.stringify({ data: "leaves.csv", target: "kind", layers: [3, 4, 3], epochs: 20, batchSize: 8 }),
);

/** What a lesson prints, line by line. */
const runs = (file: string) =>
  execFileSync(process.execPath, [join(cwd, file)], { encoding: "utf8" })
    .trim()
    .split("\n");

describe("chainrule export", () => {
  it("mazur --to js: the script prints the golden errors of the stated rule to 9 digits", async () => {
    const run = await chainrule(["export", "mazur", "--to", "js", "-o", "mazur.mjs"], { cwd });
    expect(run).toEqual({ code: 0, stdout: "", stderr: "Saved mazur.mjs.\n" });
    expect(runs("mazur.mjs").slice(0, 3)).toEqual([
      "total error before: 0.298371109",
      "total error after round 1: 0.291027774",
      "total error after round 10000: 0.0000351018778",
    ]);
    expect(await succeeds(["export", "mazur", "--to", "js"], { cwd })).toBe(
      readFileSync(join(cwd, "mazur.mjs"), "utf8"),
    );
  });

  it("a config with seeded weights and given samples: the script prints the errors that --json tells", async () => {
    const samples = ["--inputs", "0,0;0,1;1,0;1,1", "--targets", "0;1;1;0", "--rounds", "200"];
    const args = ["export", "xor.json", "--to", "js", "-o", "xor.mjs", ...samples, "--json"];
    const run = await chainrule(args, { cwd });
    const document = JSON.parse(run.stdout);
    expect(document).toMatchObject({ from: "xor.json", to: "js", file: "xor.mjs", samples: 4, rounds: 200 });
    const { before, afterFirst, after } = document.errors;
    expect(runs("xor.mjs").slice(0, 3)).toEqual([
      `total error before: ${before.toPrecision(9)}`,
      `total error after round 1: ${afterFirst.toPrecision(9)}`,
      `total error after round 200: ${after.toPrecision(9)}`,
    ]);
    expect(after).toBeLessThan(before);
    expect(run.stderr).toContain(
      "The lesson takes the samples in their order, where train would shuffle them.\n",
    );
  });

  it.each([
    ["leaves.csv", "kind", 3],
    ["houses.csv", "price", 1],
  ])("a model with samples of its data, %s: scaled as the model does", async (data, target, outputs) => {
    await succeeds(
      [
        "train",
        "--data",
        data,
        "--target",
        target,
        "--layers",
        "4",
        "--preset",
        "textbook",
        "-o",
        "a.st",
        "-q",
      ],
      {
        cwd,
      },
    );
    const args = [
      "export",
      "a.st",
      "--to",
      "js",
      "--lesson",
      "--data",
      data,
      "--rows",
      "12",
      "--rounds",
      "3",
      "-o",
      "a.mjs",
    ];
    const { errors, samples } = JSON.parse(await succeeds([...args, "--json", "-q"], { cwd }));
    expect(samples).toBe(12);
    const lines = runs("a.mjs");
    expect(lines.slice(0, 3).map((line) => Number(line.split(": ")[1]))).toEqual(
      [errors.before, errors.afterFirst, errors.after].map((error) => Number(error.toPrecision(9))),
    );
    expect(lines[3]!.match(/\[[^\]]*\]/g)![0]!.split(",")).toHaveLength(outputs);
    // before training it is as good as the model is
    const head = readFileSync(join(cwd, data), "utf8").split("\n").slice(0, 13).join("\n");
    writeFileSync(join(cwd, "head.csv"), head);
    const { loss } = JSON.parse(await succeeds(["evaluate", "a.st", "head.csv", "--json"], { cwd }));
    // the total error is the sum over the samples, the loss their mean
    expect(Math.abs(errors.before / (12 * loss) - 1)).toBeLessThan(1e-5);
  });

  it("a config that names its data", async () => {
    const args = ["export", "leaves.json", "--to", "js", "--json", "-q"];
    const { rounds, samples, content, format } = JSON.parse(await succeeds(args, { cwd }));
    expect([format, rounds, samples]).toEqual(["lesson", 20, 60]);
    expect(content).toContain("Inputs and targets are scaled");
  });

  it.each([
    [
      ["export", "mazur"],
      'ConfigError: --to: expected "onnx", "safetensors", "tfjs", "c", "js" or "python", got nothing.\n',
    ],
    [
      ["export", "mazur", "--to", "toString"],
      'ConfigError: --to: expected "onnx", "safetensors", "tfjs", "c", "js" or "python", got "toString".\n',
    ],
    [
      ["export", "mazur", "--to", "c"],
      "ConfigError: mazur: expected a model file for --to c, got a worked example. Take --to js or python for the lesson.\n",
    ],
    [
      ["export", "xor.json", "--to", "onnx", "-o", "xor.onnx"],
      "ConfigError: xor.json: expected a model file for --to onnx, got a config file. Train it (chainrule train xor.json), or take --to js or python for the lesson.\n",
    ],
    [
      ["export", "mazur", "--to", "js", "--name", "a"],
      "ConfigError: --name: a lesson has no name. Drop it.\n",
    ],
    [
      ["export", "mazur", "--to", "python", "--no-preparation"],
      "ConfigError: --no-preparation: a lesson's samples are scaled already. Drop it.\n",
    ],
    [
      ["export", "mazur", "--to", "js", "--data", "leaves.csv"],
      "ConfigError: --data: does not go with mazur: inputs, which has the samples. Drop one of them.\n",
    ],
    [
      ["export", "xor.json", "--to", "js"],
      "ConfigError: --data: expected the samples of the lesson, got nothing. Give --data, or --inputs and --targets.\n",
    ],
    [
      ["export", "xor.json", "--to", "js", "--inputs", "0,x", "--targets", "1"],
      'ConfigError: --inputs: expected numbers such as "0,0;0,1", samples separated by ";", got "0,x".\n',
    ],
    [
      ["export", "xor.json", "--to", "js", "--inputs", "0,1"],
      "ConfigError: --targets: expected numbers, as --inputs has, got nothing.\n",
    ],
    [
      ["export", "xor.json", "--to", "js", "--inputs", "0,1", "--targets", "1", "--data", "leaves.csv"],
      "ConfigError: --data: the samples come with --inputs. Drop it.\n",
    ],
    [
      ["export", "mazur", "--to", "js", "--rounds", "0"],
      'ConfigError: --rounds: expected an integer ≥ 1, got "0".\n',
    ],
    [
      ["export", "xor.json", "--to", "js", "-o", "xor.json", "--inputs", "0,1", "--targets", "1"],
      'ConfigError: --output: "xor.json" holds what is exported. Name another file.\n',
    ],
  ])("%j is wrong usage, exit 2, and writes nothing", async (args, stderr) => {
    const before = contents(cwd);
    expect(await chainrule(args, { cwd })).toEqual({ code: 2, stdout: "", stderr });
    expect(contents(cwd)).toEqual(before);
  });
});
