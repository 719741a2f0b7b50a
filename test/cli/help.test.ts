import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { chainrule as inOwnProcess, contents, workspace } from "./run.js";
import { bars, houses, leaves } from "./samples.js";

const cwd = workspace();
const busy = workspace();
const everywhere = ["--json", "--quiet", "--help", "-q", "-h"];
/** Of text files with data. */
const text = "--separator --decimal --quote --encoding --no-header --comment --skip-rows --on-error";
/** Of folders of images. */
const images = "--image-size --image-color";
/** Of data and settings: those of train and search alike. */
const training =
  `--data --sql --labels --target --target-kind --columns --drop --categorical --numeric --id --missing --missing-values --group --time --split --validation-data --validation-labels --test --test-labels --sample-weights ${text} ${images} ` +
  "--autoencoder --samples --variant --inputs --targets --preset --layers " +
  "--activation --output-activation --biases --no-train-biases --tied-weights --members --input-scale --initializer --bias-initializer --precision --loss --huber-delta --quantile " +
  "--label-smoothing --class-weights --reduction --optimizer --learning-rate --input-scale-rate --schedule --batch --epochs " +
  "--no-shuffle --validation --no-stratify --training-metrics --early-stopping --target-loss --time-limit --step-limit --l1 --l2 --weight-decay --weight-average " +
  "--dropout --input-dropout --input-noise --clip-value --clip-norm --max-norm --scaling --target-scaling --input-bins " +
  "--seed --threads --build --output -o";
const flags = {
  train: `${training} --memory --cache --folds --calibrate --warm-start --distributed --shard --out --collect --report --log --tensorboard --checkpoint --checkpoint-every --keep --resume --resume-anyway`,
  search: `${training} --workers --shard --out --collect`,
  prepare: `--sql --target --target-kind --labels --columns --drop --categorical --numeric --id --missing --missing-values --sample-weights --validation --seed --precision ${text} ${images} --output -o`,
  predict: `--sql --layer --format ${text} --id --unseen --missing-values --output -o`,
  evaluate: `--sql --labels --importance --importance-metric --dependence --calibrate ${text} --unseen --missing-values`,
  inspect: `--neurons --variant --weights --csv --sql --target --target-kind --columns --drop --categorical --numeric --id --missing --missing-values ${text} ${images}`,
  export:
    "--to --name --no-preparation --lesson --data --labels --target --separator --variant --inputs --targets --rows --rounds --output -o",
  import: "--from --activations --module --classes --input-names --scaling --output -o",
  verify: "--quick",
  trace:
    "--variant --inputs --targets --data --labels --target --separator --sample --learning-rate --digits --lang --format --view " +
    "--unit --rounds --order --every --until-error --check --check-published --glossary --output -o",
  bench:
    "--case --kernels --crossover --scaling --prediction --peers --python --quick --start --settings --turns --turn-ms --html --write",
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

  it("train --help gives the defaults that are in effect, of both presets", async () => {
    const help = (await succeeds(["train", "--help"], { cwd })).replaceAll(/\n {20,}/g, " ");
    const said = Object.fromEntries(
      [...help.matchAll(/^ {2}--([\w-]+) <.*\(default: (.*)\)$/gm)].map(([, name, text]) => [name, text]),
    );
    const configOf = async (...args: string[]) =>
      JSON.parse(await succeeds(["train", ...args, "--step-limit", "1", "--json", "--quiet"], { cwd: busy }))
        .config;
    for (const [name, data] of [
      ["few.csv", leaves(39)],
      ["leaves.csv", leaves()],
      ["small.csv", leaves(2400)],
      ["large.csv", leaves(2401)],
      ["medium.csv", leaves(12_000)],
      ["many.csv", leaves(12_001)],
      ["houses.csv", houses()],
    ] as const) {
      writeFileSync(join(busy, name), data);
    }
    const { images, labels } = bars();
    writeFileSync(join(busy, "images.idx"), images);
    writeFileSync(join(busy, "labels.idx"), labels);
    const onLeaves = ["--data", "leaves.csv", "--target", "kind"];
    const onHouses = ["--data", "houses.csv", "--target", "price"];
    const onBars = ["--data", "images.idx", "--labels", "labels.idx"];
    const ofFile = (name: string) => configOf("--data", name, "--target", "kind");
    const ofTextbook = (...args: string[]) => configOf(...args, "--preset", "textbook");
    const [classes, numbers] = [await configOf(...onLeaves), await configOf(...onHouses)];
    const [few, small, large] = [
      await ofFile("few.csv"),
      await ofFile("small.csv"),
      await ofFile("large.csv"),
    ];
    const [medium, many] = [await ofFile("medium.csv"), await ofFile("many.csv")];
    const [bitmaps, made] = [await configOf(...onBars), await configOf("--samples", "60")];
    const manyMade = await configOf("--samples", "12001");
    const old = await ofTextbook(...onLeaves);
    const oldNumbers = await ofTextbook(...onHouses);
    const oldMade = await ofTextbook("--samples", "60");
    const oldAdamw = await ofTextbook(...onLeaves, "--optimizer", "adamw");
    const hiddenOf = ({ layers }: { layers: { units: number }[] }) =>
      `[${layers
        .slice(1, -1)
        .map(({ units }) => units)
        .join(", ")}]`;
    const lastOf = ({ layers }: { layers: { activation: string }[] }) => layers.at(-1)!.activation;
    const [ofClasses, ofNumbers] = [lastOf(classes), lastOf(numbers)];
    // what stands in the help for all tables, or for small ones, holds for all of them
    for (const other of [few, small, large, medium, many]) {
      expect(hiddenOf(other)).toBe(hiddenOf(classes));
      expect(other).toMatchObject({ optimizer: classes.optimizer, weightDecay: classes.weightDecay });
    }
    for (const name of ["members", "batchSize", "epochs", "dropout", "inputBins"]) {
      expect(small[name], name).toEqual(classes[name]);
      if (name !== "epochs") expect([medium[name], many[name]], name).toEqual([large[name], large[name]]);
    }
    expect(medium.epochs).toBe(large.epochs);
    // the lowest held-out loss: patience without an end
    expect(classes.earlyStopping).toMatchObject({ patience: 1000, monitor: "validation", restoreBest: true });
    expect(classes.epochs).toBeLessThan(1000);
    expect(few.earlyStopping).toBe(false);
    expect(old.earlyStopping).toBe(false);
    for (const off of ["classWeights", "targetLoss", "timeLimit"]) expect(classes).not.toHaveProperty(off);
    expect(said).toEqual({
      data: "generated digits",
      separator: "found from the file",
      decimal: "found from the file",
      quote: "found from the file",
      encoding: "found from the file",
      comment: "found from the file",
      "skip-rows": "lines of one cell before the table",
      "on-error": "stop",
      "image-size": "the most frequent size, with at most 64 pixels across and down",
      "image-color": "grey if all images of the folder are, else rgb",
      samples: "12000",
      memory: "no limit",
      cache: "chainrule/rows in the user's folder of caches",
      "target-kind": "class for text and for few whole numbers",
      columns: "all but the target",
      categorical: "texts that repeat",
      numeric: "columns of numbers",
      missing: "fill",
      "missing-values": "empty cells and NA N/A n/a #N/A <NA> ? NaN nan null NULL None - .",
      "sample-weights": "all 1",
      "warm-start": "new weights",
      folds: "off",
      "checkpoint-every": "5m",
      keep: "3",
      preset: '"table"; "textbook" for a file with layers, and for samples as numbers',
      layers: `${hiddenOf(classes)}, ${hiddenOf(made)} for images; textbook: ${hiddenOf(old)}, ${hiddenOf(oldMade)} for images`,
      activation: `${classes.layers[1].activation}; textbook: ${old.layers[1].activation}`,
      "output-activation": `${ofClasses} for classes, ${ofNumbers} for numbers, or the one that the loss needs; textbook: ${lastOf(old)} for classes`,
      members: `${classes.members}, ${large.members} for more than 2,400 rows, ${made.members} for images; textbook: ${old.members}`,
      loss: `${numbers.loss}; ${classes.loss} for ${ofClasses} outputs`,
      reduction: classes.reduction,
      biases: classes.biases,
      initializer: classes.initializer.kind,
      "bias-initializer": classes.biasInitializer.kind,
      "learning-rate": `${classes.optimizer.learningRate}, ${made.optimizer.learningRate} for images; textbook: by optimiser; for sgd ${old.optimizer.learningRate} for sigmoid outputs, else ${oldNumbers.optimizer.learningRate}`,
      "input-scale-rate": String(classes.inputScaleRate),
      optimizer: `${classes.optimizer.kind}; textbook: ${old.optimizer.kind}`,
      schedule: `${classes.schedule.kind}; textbook: ${old.schedule.kind}`,
      "huber-delta": String(classes.huberDelta),
      quantile: String(classes.quantile),
      "label-smoothing": String(classes.labelSmoothing),
      "class-weights": "all 1",
      "early-stopping": "off, but keeps the weights with the lowest held-out loss; textbook: off",
      "target-loss": "off",
      "time-limit": "off",
      "step-limit": "off",
      l1: String(classes.l1),
      l2: String(classes.l2),
      "weight-decay": `${classes.weightDecay}; textbook: ${old.weightDecay}; adamw ${oldAdamw.weightDecay}`,
      "weight-average": String(classes.weightAverage),
      dropout: `${classes.dropout}, ${large.dropout} for more than 2,400 rows, ${made.dropout} for images; textbook: ${old.dropout}`,
      "input-dropout": `0, ${made.layers[0].dropout} for images; textbook: 0`,
      "input-noise": String(classes.inputNoise),
      "clip-value": String(classes.clipValue),
      "clip-norm": String(classes.clipNorm),
      "max-norm": String(classes.maxNorm),
      batch: `${classes.batchSize}, ${large.batchSize} for more than 2,400 rows, ${made.batchSize} for images; textbook: ${old.batchSize}; full for irpropMinus and lbfgs, which take nothing else`,
      epochs: `${classes.epochs}, ${large.epochs} for more than 2,400 rows, ${many.epochs} for more than 12,000; for images ${made.epochs}, ${manyMade.epochs} for more than 12,000; textbook: enough for 10,000 updates, but 10 to 500`,
      validation: `1/6 of generated digits, else ${classes.validation}, ${bitmaps.validation} of images, ${few.validation} of fewer than 40 rows; textbook: 1/6 of generated digits, else ${old.validation}`,
      scaling: `${made.scaling} for images of bytes, else ${classes.scaling}`,
      "target-scaling": `${numbers.targetScaling} for numbers`,
      "input-bins": `${classes.inputBins[0]}, ${large.inputBins[0]} for more than 2,400 rows, fewer for columns of few values, ${made.inputBins} for images; textbook: ${old.inputBins}`,
      precision: classes.precision,
      seed: String(classes.seed),
      threads: classes.threads,
      build: classes.build,
    });
    expect(lastOf(await ofTextbook(...onLeaves, "--loss", "crossEntropy"))).toBe("softmax");
    for (const one of [made, oldMade]) expect(one.validation).toBe(1 / 6);
    for (const one of [classes, large, old, oldMade]) expect(one.layers[0].dropout ?? 0).toBe(0);
    for (const alone of [["--input-scale"], ["--biases", "shared"]]) {
      expect((await configOf(...onLeaves, ...alone)).members, alone.join(" ")).toBe(1);
    }
    expect(old.epochs).toBe(500); // 60 rows make 4 updates
    const long = ["--validation", "0.5", "--batch", "1"];
    expect((await ofTextbook(...onLeaves, ...long)).epochs).toBe(Math.round(10_000 / 30));
  });

  it("--help names every command; so does help", async () => {
    const text = await succeeds(["--help"], { cwd });
    for (const command of Object.keys(flags)) expect(text).toMatch(new RegExp(`^  ${command} `, "m"));
    expect(await succeeds(["help"], { cwd })).toBe(text);
    expect(await succeeds(["help", "predict"], { cwd })).toBe(await succeeds(["predict", "--help"], { cwd }));
  });

  it("--version prints that of the package", async () => {
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await succeeds(["-V"], { cwd })).toBe(`${version}\n`);
    // the build writes it into the program
    expect((await inOwnProcess(["--version"], { cwd })).stdout).toBe(`${version}\n`);
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
