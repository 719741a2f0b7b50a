import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { readSafetensors } from "../../src/network/safetensors.js";
import { expectClose } from "../compare.js";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, workspace } from "./run.js";
import { houses, leaves } from "./samples.js";

const cwd = workspace();
const at = (file: string) => join(cwd, file);
const hasCompiler = spawnSync("gcc", ["--version"]).status === 0;

beforeAll(async () => {
  writeFileSync(at("leaves.csv"), leaves());
  writeFileSync(at("houses.csv"), houses());
  const settings = ["--layers", "5", "--epochs", "40", "--precision", "float64", "-q"];
  await succeeds(["train", "--data", "leaves.csv", "--target", "kind", ...settings, "-o", "leaves.st"], {
    cwd,
  });
  await succeeds(["train", "--data", "houses.csv", "--target", "price", ...settings, "-o", "houses.st"], {
    cwd,
  });
});

/** What predict says of a file. */
async function predictions(model: string, data: string): Promise<{ class?: string; outputs: number[] }[]> {
  return JSON.parse(await succeeds(["predict", model, data, "--json"], { cwd })).predictions;
}

/** Rows of a CSV file as objects, numbers where they look like it. */
function rowsOf(file: string): Record<string, string | number>[] {
  const [head, ...lines] = readFileSync(at(file), "utf8").trim().split("\n");
  const names = head!.split(",");
  return lines.map((line) =>
    Object.fromEntries(
      line.split(",").map((cell, index) => [names[index]!, Number.isNaN(Number(cell)) ? cell : Number(cell)]),
    ),
  );
}

describe("chainrule export of a model", () => {
  it.each(["leaves", "houses"])("%s to js gives the answers of predict, to 1e-12", async (name) => {
    const args = ["export", `${name}.st`, "--to", "js", "-o", `${name}.mjs`];
    expect(await chainrule(args, { cwd })).toEqual({ code: 0, stdout: "", stderr: `Saved ${name}.mjs.\n` });
    const made = await import(/* @vite-ignore */ pathToFileURL(at(`${name}.mjs`)).href);
    const expected = await predictions(`${name}.st`, `${name}.csv`);
    for (const [index, row] of rowsOf(`${name}.csv`).entries()) {
      expectClose(made.predict(row), expected[index]!.outputs, { relative: 1e-12 }, `row ${index}`);
      expect(made.classify?.(row)).toBe(expected[index]!.class);
    }
    const { stdout } = await chainrule(["export", `${name}.st`, "--to", "js"], { cwd });
    expect(stdout).toContain(
      `import { predict${name === "leaves" ? ", classify" : ""} } from "./${name}.mjs"`,
    );
  });

  it.skipIf(!hasCompiler)("to c compiles by itself, under the name of its file", async () => {
    await succeeds(["export", "leaves.st", "--to", "c", "-o", "12 my-leaves.c", "-q"], { cwd });
    const main = `#include <stdio.h>
#include "12 my-leaves.c"
int main(void) {
    double inputs[3] = { 0.5, 2.5, 0.5 }, outputs[3];
    model_12_my_leaves_predict(inputs, outputs);
    printf("%s\\n", model_12_my_leaves_classes[model_12_my_leaves_class(outputs)]);
    return 0;
}`;
    writeFileSync(at("main.c"), main);
    execFileSync("gcc", ["-std=c99", "-Wall", "-Wextra", "-Werror", "main.c", "-o", "main", "-lm"], { cwd });
    writeFileSync(at("one.csv"), "length,width,weight\n0.5,2.5,0.5\n");
    const [expected] = await predictions("leaves.st", "one.csv");
    expect(execFileSync(at("main"), { encoding: "utf8" })).toBe(`${expected!.class}\n`);
  });

  it("to safetensors says the module of PyTorch, and that scaling is left to the caller", async () => {
    const train = [
      "train",
      "--data",
      "houses.csv",
      "--target",
      "price",
      "--layers",
      "5",
      "--epochs",
      "2",
      "-q",
    ];
    await succeeds([...train, "--preset", "textbook", "--precision", "float64", "-o", "one.st"], { cwd });
    const args = ["export", "one.st", "--to", "safetensors", "-o", "torch.safetensors"];
    const module = "nn.Sequential(nn.Linear(4, 5), nn.Sigmoid(), nn.Linear(5, 1), nn.Identity()).double()";
    expect(await chainrule(args, { cwd })).toEqual({
      code: 0,
      stdout: "",
      stderr:
        `For PyTorch: ${module}\n` +
        "The layers alone: inputs and answers must be scaled outside, as the model has it.\n" +
        "Saved torch.safetensors.\n",
    });
    const { tensors, metadata } = readSafetensors(readFileSync(at("torch.safetensors")));
    expect([...tensors.keys()]).toEqual(["0.weight", "0.bias", "2.weight", "2.bias"]);
    expect(metadata).toMatchObject({
      module,
      inputs: '["rooms","quarter=dock","quarter=hill","quarter=park"]',
      outputs: '["price"]',
    });
    expect(JSON.parse(metadata.inputScaler!).shift).toHaveLength(4);
  });

  it("--json tells what was written", async () => {
    const run = (...args: string[]) => succeeds(["export", "leaves.st", ...args, "--json", "-q"], { cwd });
    const document = JSON.parse(await run("--to", "onnx", "-o", "leaves.onnx"));
    const about = {
      precision: "float64",
      inputs: 3,
      outputs: 3,
      parameters: 24 * 5 + 5 + 8 * (24 + 5 * 3 + 3), // bins of the inputs; of 8 members the factors and last layers
      classes: ["oak", "pine", "yew"],
      preparation: true,
    };
    expect(document).toEqual({
      from: "leaves.st",
      to: "onnx",
      format: "onnx",
      ...about,
      file: "leaves.onnx",
      bytes: statSync(at("leaves.onnx")).size,
    });
    const { content, ...rest } = JSON.parse(await run("--to", "c", "--no-preparation", "--name", "tree"));
    expect(rest).toEqual({ from: "leaves.st", to: "c", format: "c", ...about, preparation: false });
    expect(content).toContain("void tree_predict(const double inputs[24], double outputs[3]);");
    expect(content).not.toContain("input_scale");
  });

  it('-o - writes to stdout what -o FILE writes, and "--no-preparation" says what is left out', async () => {
    await succeeds(["export", "houses.st", "--to", "onnx", "-o", "houses.onnx", "-q"], { cwd });
    const program = new URL("../../dist/cli.js", import.meta.url).pathname;
    const args = [program, "export", "houses.st", "--to", "onnx", "--name", "houses", "-o", "-"];
    expect(execFileSync(process.execPath, args, { cwd })).toEqual(readFileSync(at("houses.onnx")));
    expect(existsSync(at("-"))).toBe(false);
    const { stderr } = await chainrule([...args.slice(1, 5), "--no-preparation", "-o", "bare.onnx"], { cwd });
    expect(stderr).toBe(
      "The layers alone: inputs and answers must be scaled outside, as the model has it.\nSaved bare.onnx.\n",
    );
  });

  it.each([
    [
      ["--to", "onnx"],
      'ConfigError: --output: expected a file for --to onnx, which is no text, got nothing. Name one, or "-" for stdout.\n',
    ],
    [
      ["--to", "safetensors", "--json"],
      'ConfigError: --output: expected a file for --to safetensors, which is no text, got nothing. Name one, or "-" for stdout.\n',
    ],
    [
      ["--to", "js", "-o", "-", "--json"],
      'ConfigError: --output: "-" is where --json has its document. Name a file, or drop --json.\n',
    ],
    [
      ["--to", "safetensors", "-o", "leaves.st"],
      'ConfigError: --output: "leaves.st" holds what is exported. Name another file.\n',
    ],
    [
      ["--to", "js", "--data", "leaves.csv"],
      "ConfigError: --data: is for a lesson, a script that trains. Add --lesson, or drop it.\n",
    ],
    [
      ["--to", "c", "--rounds", "5"],
      "ConfigError: --rounds: is for a lesson, a script that trains. Take --to js --lesson or --to python, or drop it.\n",
    ],
    [
      ["--to", "c", "--lesson"],
      'ConfigError: --lesson: goes with --to js or python, got "c". Drop it, or take one of these.\n',
    ],
    [
      ["--to", "js", "--lesson"],
      "ConfigError: --data: expected the samples of the lesson, got nothing. Give --data, or --inputs and --targets.\n",
    ],
    [
      ["--to", "c", "--name", "no name"],
      'ConfigError: --name: expected a name in C, at most 31 letters, digits and "_", a letter first, got "no name".\n',
    ],
  ])("%j is wrong usage, exit 2, and writes nothing", async (args, stderr) => {
    const before = contents(cwd);
    expect(await chainrule(["export", "leaves.st", ...args], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr,
    });
    expect(contents(cwd)).toEqual(before);
  });

  it("of a file that is not there or no model is an error, exit 1", async () => {
    expect(await chainrule(["export", "none.st", "--to", "js"], { cwd })).toEqual({
      code: 1,
      stdout: "",
      stderr: "DataError: none.st: there is no such file.\n",
    });
    const { code, stderr } = await chainrule(["export", "leaves.csv", "--to", "js"], { cwd });
    expect([code, stderr.split(":").slice(0, 2)]).toEqual([1, ["ModelError", " leaves.csv"]]);
  });
});
