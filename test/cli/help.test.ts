import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, contents, succeeds, workspace } from "./run.js";
import { houses, leaves } from "./samples.js";

const cwd = workspace();
const busy = workspace();
const everywhere = ["--json", "--quiet", "--help", "-q", "-h"];
/** Of text files with data. */
const text = "--separator --decimal --quote --encoding --no-header --comment --skip-rows --on-error";
/** Of data and settings: those of train and search alike. */
const training =
  `--data --labels --target --target-kind --columns --drop --categorical --numeric --id --missing --missing-values --group --time --split --validation-data --validation-labels --test --test-labels --sample-weights ${text} ` +
  "--autoencoder --samples --variant --inputs --targets --layers " +
  "--activation --output-activation --biases --no-train-biases --tied-weights --initializer --bias-initializer --precision --loss --huber-delta " +
  "--label-smoothing --class-weights --reduction --optimizer --learning-rate --schedule --batch --epochs " +
  "--no-shuffle --validation --no-stratify --training-metrics --early-stopping --target-loss --time-limit --step-limit --l1 --l2 --weight-decay " +
  "--dropout --input-dropout --input-noise --clip-value --clip-norm --max-norm --scaling --target-scaling --input-bins " +
  "--seed --threads --build --output -o";
const flags = {
  train: `${training} --folds --warm-start --report --log --tensorboard`,
  search: `${training} --workers`,
  predict: `--layer ${text} --id --unseen --missing-values --output -o`,
  evaluate: `--labels ${text} --unseen --missing-values`,
  inspect: `--neurons --variant --weights --csv --target --target-kind --columns --drop --categorical --numeric --id --missing --missing-values ${text}`,
  export:
    "--to --name --no-preparation --lesson --data --labels --target --separator --variant --inputs --targets --rows --rounds --output -o",
  verify: "--quick",
  trace:
    "--variant --inputs --targets --data --labels --target --separator --sample --learning-rate --digits --lang --format --view " +
    "--unit --rounds --order --every --until-error --check --check-published --glossary --output -o",
  bench:
    "--case --kernels --crossover --scaling --peers --python --quick --start --settings --turns --turn-ms --html --write",
  serve: "--port --host",
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
      [...help.matchAll(/^ {2}--([\w-]+) <.*\(default: (.*)\)$/gm)].map(([, name, text]) => [name, text]),
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
    const onLeaves = ["--data", "leaves.csv", "--target", "kind", "--epochs", "1"];
    const ofEntropy = (await configOf(...onLeaves, "--loss", "crossEntropy")).layers[2].activation;
    const adamw = await configOf(...onLeaves, "--optimizer", "adamw");
    expect(classes).toMatchObject({ earlyStopping: false });
    for (const off of ["classWeights", "targetLoss", "timeLimit", "stepLimit"]) {
      expect(classes).not.toHaveProperty(off);
    }
    expect(said).toEqual({
      data: "generated digits",
      separator: "found from the file",
      decimal: "found from the file",
      quote: "found from the file",
      encoding: "found from the file",
      comment: "found from the file",
      "skip-rows": "lines of one cell before the table",
      "on-error": "stop",
      samples: "12000",
      "target-kind": "class for text and for few whole numbers",
      columns: "all but the target",
      categorical: "texts that repeat",
      numeric: "columns of numbers",
      missing: "fill",
      "missing-values": "empty cells and NA N/A n/a #N/A <NA> ? NaN nan null NULL None - .",
      "sample-weights": "all 1",
      "warm-start": "new weights",
      folds: "off",
      layers: `[${units}]; [${made.layers[1].units}] for images`,
      activation,
      "output-activation": `${ofClasses} for classes, ${ofNumbers} for numbers, or the one that the loss needs`,
      loss: `${classes.loss}; crossEntropy for softmax outputs`,
      reduction: classes.reduction,
      biases: classes.biases,
      initializer: classes.initializer.kind,
      "bias-initializer": classes.biasInitializer.kind,
      "learning-rate": `by optimiser; for sgd ${classes.optimizer.learningRate} for sigmoid outputs, else ${numbers.optimizer.learningRate}`,
      optimizer: classes.optimizer.kind,
      schedule: classes.schedule.kind,
      "huber-delta": String(classes.huberDelta),
      "label-smoothing": String(classes.labelSmoothing),
      "class-weights": "all 1",
      "early-stopping": "off",
      "target-loss": "off",
      "time-limit": "off",
      "step-limit": "off",
      l1: String(classes.l1),
      l2: String(classes.l2),
      "weight-decay": `${classes.weightDecay}; adamw ${adamw.weightDecay}`,
      dropout: String(classes.dropout),
      "input-dropout": "0",
      "input-noise": String(classes.inputNoise),
      "clip-value": String(classes.clipValue),
      "clip-norm": String(classes.clipNorm),
      "max-norm": String(classes.maxNorm),
      batch: `${classes.batchSize}; full for irpropMinus and lbfgs, which take nothing else`,
      epochs: "enough for 10,000 updates, but 10 to 500",
      validation: "1/6 of generated digits, else 0",
      scaling: `${made.scaling} for images of bytes, else ${classes.scaling}`,
      "target-scaling": `${numbers.targetScaling} for numbers`,
      "input-bins": String(classes.inputBins),
      precision: classes.precision,
      seed: String(classes.seed),
      threads: classes.threads,
      build: classes.build,
    });
    expect(ofEntropy).toBe("softmax");
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
      workers: { available: true, reason: "" },
      builds: [
        { name: "javascript", available: true, reason: "" },
        { name: "scalar", available: true, reason: "" },
        { name: "simd", available: true, reason: "" },
        { name: "simd-threads", available: true, reason: "" },
        expect.objectContaining({ name: "wide" }),
        expect.objectContaining({ name: "wide-threads" }),
        expect.objectContaining({ name: "fast" }),
        expect.objectContaining({ name: "fast-threads" }),
        expect.objectContaining({ name: "fast-wide" }),
        expect.objectContaining({ name: "fast-wide-threads" }),
      ],
    });
  });

  it("info prints a line for every build", async () => {
    expect(await succeeds(["info"], { cwd })).toMatch(
      /\njavascript +yes\nscalar +[\da-f]{12} +yes\nsimd +[\da-f]{12} +yes\nsimd-threads \* +[\da-f]{12} +yes\n/,
    );
  });
});
