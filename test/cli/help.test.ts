import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, contents, succeeds, workspace } from "./run.js";
import { houses, leaves } from "./samples.js";

const cwd = workspace();
const busy = workspace();
const everywhere = ["--json", "--quiet", "--help", "-q", "-h"];
const flags = {
  train:
    "--folds --autoencoder --data --labels --target --target-kind --drop --separator --samples --layers --activation --output-activation --loss " +
    "--reduction --biases --no-train-biases --initializer --learning-rate --batch --epochs --no-shuffle " +
    "--validation --scaling --target-scaling --precision --seed --threads --build --output -o",
  search:
    "--workers --autoencoder --data --labels --target --target-kind --drop --separator --samples --layers --activation " +
    "--output-activation --loss --reduction --biases --no-train-biases --initializer --learning-rate --batch --epochs " +
    "--no-shuffle --validation --scaling --target-scaling --precision --seed --threads --build --output -o",
  predict: "--layer --separator --output -o",
  evaluate: "--labels --separator",
  inspect: "--weights --csv",
  export: "--to --data --labels --target --separator --inputs --targets --rows --rounds --output -o",
  verify: "--quick",
  bench: "--case --kernels --crossover --scaling --peers --quick --turns --turn-ms --html --write",
  info: "",
};

describe("chainrule", () => {
  it.each(Object.entries(flags))("%s --help names every flag, exit 0", async (command, own) => {
    const { code, stdout, stderr } = await chainrule([command, "--help"], { cwd });
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(new RegExp(`^Usage: chainrule ${command} `));
    const named = stdout.split("Examples:")[0]!.match(/(?<=^ +|, )--?[a-z][\w-]*/gm);
    expect(named?.sort()).toEqual([...everywhere, ...own.split(" ")].filter(Boolean).sort());
  });

  it("train --help gives the defaults that are in effect", async () => {
    const help = (await succeeds(["train", "--help"], { cwd })).replaceAll(/\n {20,}/g, " ");
    const said = Object.fromEntries(
      [...help.matchAll(/^ {2}--([\w-]+) <.*\((.*)\)$/gm)].map(([, name, text]) => [name, text]),
    );
    writeFileSync(join(busy, "leaves.csv"), leaves());
    writeFileSync(join(busy, "houses.csv"), houses());
    const configOf = async (...data: string[]) =>
      JSON.parse(await succeeds(["train", ...data, "--json", "--quiet"], { cwd: busy })).config;
    const classes = await configOf("--data", "leaves.csv", "--target", "kind");
    const numbers = await configOf("--data", "houses.csv", "--target", "price");
    const made = await configOf("--samples", "60", "--epochs", "10");
    const { units, activation } = classes.layers[1];
    const [ofClasses, ofNumbers] = [classes.layers[2].activation, numbers.layers[2].activation];
    expect(said).toEqual({
      data: "default: digits made here",
      separator: '","',
      samples: "12000",
      layers: `${units}; ${made.layers[1].units} for images`,
      activation,
      "output-activation": `${ofClasses} for classes, ${ofNumbers} for numbers`,
      loss: classes.loss,
      reduction: classes.reduction,
      biases: classes.biases,
      initializer: classes.initializer.kind,
      "learning-rate": `${classes.optimizer.learningRate} for sigmoid outputs, else ${numbers.optimizer.learningRate}`,
      batch: String(classes.batchSize),
      epochs: "enough for 10,000 updates, 10 to 500",
      validation: `${classes.validation}; 1/6 of digits made here`,
      scaling: `auto: ${made.scaling} for images of bytes, else ${classes.scaling}`,
      "target-scaling": numbers.targetScaling,
      precision: classes.precision,
      seed: String(classes.seed),
      threads: classes.threads,
      build: classes.build,
    });
    expect(made.validation).toBe(1 / 6);
    expect(classes.epochs).toBe(500); // 60 rows make 4 updates
    const long = ["--target", "kind", "--validation", "0.5", "--batch", "1"];
    expect((await configOf("--data", "leaves.csv", ...long)).epochs).toBe(Math.round(10_000 / 30));
  });

  it("--help names every command; so does help", async () => {
    const text = await succeeds(["--help"], { cwd });
    for (const command of Object.keys(flags)) expect(text).toMatch(new RegExp(`^  ${command} `, "m"));
    expect(await succeeds(["help"], { cwd })).toBe(text);
    expect(await succeeds(["help", "predict"], { cwd })).toBe(await succeeds(["predict", "--help"], { cwd }));
  });

  it("--version prints that of the package", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await succeeds(["--version"], { cwd })).toBe(`${version}\n`);
    expect(await succeeds(["-V"], { cwd })).toBe(`${version}\n`);
  });

  it("alone prints help on stderr, exit 2", async () => {
    const { code, stdout, stderr } = await chainrule([], { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(await succeeds(["--help"], { cwd }));
  });

  it.each([
    [["trian"], "UsageError: unknown command 'trian'\n(Did you mean train?)\n"],
    [["--bogus"], "UsageError: unknown option '--bogus'\n"],
    [["predict"], "UsageError: missing required argument 'model'\n"],
    [["predict", "m"], "UsageError: missing required argument 'data'\n"],
    [["inspect"], "UsageError: missing required argument 'model'\n"],
    [["info", "all"], "UsageError: too many arguments for 'info'. Expected 0 arguments but got 1.\n"],
    [
      ["predict", "m", "d", "--labels", "l"],
      "UsageError: unknown option '--labels'\n(Did you mean --layer?)\n",
    ],
  ])("%j is wrong usage, exit 2", async (args, stderr) => {
    expect(await chainrule(args, { cwd })).toEqual({ code: 2, stdout: "", stderr });
    expect(contents(cwd)).toEqual({});
  });

  it("info --json says which builds run here", async () => {
    const about = JSON.parse(await succeeds(["info", "--json"], { cwd }));
    expect(about).toMatchObject({
      host: `Node ${process.versions.node} (V8 ${process.versions.v8})`,
      build: "simd-threads",
      threads: expect.any(Number),
      processors: expect.any(Number),
      builds: [
        { name: "scalar", available: true, reason: "" },
        { name: "simd", available: true, reason: "" },
        { name: "simd-threads", available: true, reason: "" },
        expect.objectContaining({ name: "fast" }),
        expect.objectContaining({ name: "fast-threads" }),
      ],
    });
  });

  it("info prints a line for every build", async () => {
    expect(await succeeds(["info"], { cwd })).toMatch(/\nscalar +yes\nsimd +yes\nsimd-threads \* +yes\n/);
  });
});
