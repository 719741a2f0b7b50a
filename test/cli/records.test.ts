import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, succeeds } from "./inProcess.js";
import { contents, start, workspace } from "./run.js";
import { bars, houses, leaves } from "./samples.js";

const cwd = workspace();
const { images, labels } = bars();
for (const [name, data] of [
  ["leaves.csv", leaves()],
  ["houses.csv", houses()],
  ["images.idx", images],
  ["labels.idx", labels],
  ["c.json", "{}"],
  ["older.st", "an older model"],
] as const) {
  writeFileSync(join(cwd, name), data);
}
symlinkSync("leaves.csv", join(cwd, "link.csv"));
mkdirSync(join(cwd, "folder"));
const onLeaves = ["train", "--data", "leaves.csv", "--target", "kind", "--preset", "textbook"];
const isWindows = process.platform === "win32"; // has no such signals

const read = (name: string) => readFileSync(join(cwd, name), "utf8");
const linesOf = (name: string) =>
  read(name)
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("train --report", () => {
  it("writes a page of classes, with the figures of the document", async () => {
    const flags = ["--validation", "0.25", "--epochs", "40", "--optimizer", "adam", "--schedule", "cosine"];
    const args = [...onLeaves, ...flags, "--l2", "0.001", "--json", "--quiet", "--report", "leaves.html"];
    const { validation } = JSON.parse(await succeeds(args, { cwd }));
    const page = read("leaves.html");
    expect(page).toContain("<h1>leaves.csv: kind</h1>");
    expect(page).toContain(
      "<p>3 → 16 sigmoid → 3 sigmoid · ½ squared error, mean over the batch · Adam, learning rate 0.001, cosine, batch 16 · l2 0.001 · seed 1</p>",
    );
    expect(page).toContain(`<dt>validation accuracy</dt><dd>${validation.accuracy.toFixed(3)}<`);
    for (const id of ["learning", "classes", "samples", "network", "run"]) {
      expect(page).toContain(`<section id="${id}">`);
    }
    for (const title of ["Loss", "Accuracy", "Learning rate", "Confusion matrix", "ROC curves"]) {
      expect(page).toContain(`<h3>${title}</h3>`);
    }
    expect(page).toContain("<dt>epochs</dt><dd>40<small>all epochs done</small>");
    expect(page).toMatch(/Accuracy [\d.]+ %: \d+ of 15 held-out samples\./);
    const { stdout } = await chainrule(
      args.filter((arg) => arg !== "--json" && arg !== "--quiet"),
      { cwd },
    );
    // the terminal has the names of settings, the page those of people
    const [, told] = /<p>(3 → .*?)<\/p>/.exec(page)!;
    const named = told!.replace("½ squared error", "halfSquaredError").replace("Adam", "adam");
    expect(stdout.split("\n").slice(0, 2)).toEqual(["", named]);
  });

  it("tells rows of the data with a wrong prediction by their lines, the worst first", async () => {
    const weak = ["--epochs", "1", "--learning-rate", "0.001"];
    const flags = ["--validation", "0.25", ...weak, "--json", "--quiet", "--report", "worst.html"];
    const { validation } = JSON.parse(await succeeds([...onLeaves, ...flags], { cwd }));
    const wrong = Math.round(15 * (1 - validation.accuracy));
    expect(wrong).toBeGreaterThan(3);
    const [, table] = /aria-label="Wrong predictions">(.*?)<\/table>/s.exec(read("worst.html"))!;
    const rows = [...table!.matchAll(/<tr>(.*?)<\/tr>/g)]
      .slice(1)
      .map(([, row]) =>
        [...row!.matchAll(/<t[hd][^>]*>(?:<b[^>]*>)?(.*?)(?:<\/b>)?<\/t[hd]>/g)].map(([, cell]) => cell!),
      );
    const data = leaves().split("\n");
    expect(rows).toHaveLength(wrong);
    for (const [index, is, answer, , , ...columns] of rows) {
      expect(answer).not.toBe(is);
      expect([...columns.map(Number), is]).toEqual(
        data[Number(index) - 1]!.split(",").map((cell, at) => (at < 3 ? Number(cell) : cell)),
      );
    }
    const losses = rows.map((row) => Number(row[4]));
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
  });

  it("draws images, and numbers with their errors", async () => {
    const weak = ["--epochs", "1", "--learning-rate", "1e-6", "--validation", "0", "--json"];
    const onBars = ["--data", "images.idx", "--labels", "labels.idx", ...weak];
    const { metrics } = JSON.parse(
      await succeeds(["train", ...onBars, "--quiet", "--report", "bars.html"], { cwd }),
    );
    const wrong = Math.round(45 * (1 - metrics.accuracy));
    expect(wrong).toBeGreaterThan(3);
    expect(read("bars.html").match(/<img class="ink"/g)).toHaveLength(Math.min(24, wrong));
    const onHouses = ["--data", "houses.csv", "--target", "price", "--epochs", "20", "--validation", "0"];
    await succeeds(["train", ...onHouses, "--quiet", "--report", "houses.html"], { cwd });
    const page = read("houses.html");
    expect(page).toContain("<h3>price: errors</h3>");
    expect(page).toContain("<dt>training RMSE</dt>");
    expect(page).toMatch(/<td class="figure">(dock|hill|park)<\/td>/);
  });

  it("draws what an autoencoder gives back beside what it was given, or the errors of its columns", async () => {
    const onBars = ["--data", "images.idx", "--autoencoder", "--validation", "0.25", "--epochs", "2"];
    await succeeds(["train", ...onBars, "--quiet", "--report", "pairs.html"], { cwd });
    const page = read("pairs.html");
    const pairs = [...page.matchAll(/<span class="pair">(.*?)<\/span>/g)].map(([, pair]) =>
      [...pair!.matchAll(/alt="row \d+, (\w+)"/g)].map(([, what]) => what),
    );
    expect(pairs).toEqual(Array(11).fill(["input", "output"]));
    expect(page).toContain("validation RMSE");
    const onLeaves = ["--data", "leaves.csv", "--autoencoder", "--drop", "kind", "--epochs", "2"];
    await succeeds(["train", ...onLeaves, "--quiet", "--report", "columns.html"], { cwd });
    for (const name of ["length", "width", "weight"]) {
      expect(read("columns.html")).toContain(`<h3>${name}: errors</h3>`);
    }
  });

  it("says in words why training ended, on the page and in the terminal", async () => {
    const flags = [
      "--validation",
      "0.25",
      "--early-stopping",
      "patience=3,minChange=0.01",
      "--epochs",
      "500",
    ];
    const { code, stdout } = await chainrule([...onLeaves, ...flags, "--report", "early.html"], { cwd });
    expect(code).toBe(0);
    const [line, best] =
      /\nstopped early: no improvement for 3 epochs; kept the weights of epoch (\d+)\n/.exec(stdout) ?? [];
    expect(Number(best)).toBeGreaterThanOrEqual(1);
    expect(read("early.html")).toContain(`<small>${line!.trim()}</small>`);
  });
});

describe("train --log", () => {
  it("has the accuracy of training samples with --training-metrics, as lines and page have", async () => {
    const flags = ["--validation", "0.25", "--epochs", "3", "--training-metrics", "--log", "metrics.jsonl"];
    const stopping = ["--early-stopping", "patience=2,monitor=accuracy", "--report", "metrics.html"];
    const { code, stderr } = await chainrule([...onLeaves, ...flags, ...stopping], { cwd });
    expect(code).toBe(0);
    const epochs = linesOf("metrics.jsonl").slice(1, -1);
    expect(epochs.length).toBeGreaterThanOrEqual(2);
    for (const { loss, metrics, validation } of epochs) {
      expect(Object.keys(metrics)).toEqual(["loss", "accuracy"]);
      expect(Object.keys(validation)).toEqual(["loss", "accuracy"]);
      expect(metrics.loss).toBe(loss);
    }
    expect(stderr.match(/epoch \d\/3 {2}loss \S+ {2}accuracy \S+ {2}held-out accuracy \S+ /g)).toHaveLength(
      epochs.length,
    );
    expect(read("metrics.html")).toMatch(/<th[^>]*>validation accuracy<\/th>/);
    expect(read("metrics.html")).toMatch(/<th[^>]*>accuracy<\/th>/);
  });

  it("writes a line for the start, for each epoch and for the end", async () => {
    const flags = ["--validation", "0.25", "--epochs", "50", "--schedule", "step", "--log", "run.jsonl"];
    const document = JSON.parse(await succeeds([...onLeaves, ...flags, "--json", "--quiet"], { cwd }));
    const [first, ...rest] = linesOf("run.jsonl");
    const last = rest.pop();
    expect(first).toMatchObject({
      type: "start",
      config: document.config,
      dataset: { source: "leaves.csv", rows: 60, columns: 3, outputs: 3 },
    });
    expect(rest.map(({ type, epoch }) => [type, epoch])).toEqual(
      Array.from({ length: 50 }, (_, index) => ["epoch", index + 1]),
    );
    expect(rest.at(-1)).toMatchObject({
      loss: document.loss,
      validation: { accuracy: document.validation.accuracy },
    });
    expect(rest.at(-1).learningRate).toBeCloseTo(1e-4, 12);
    expect(last).toMatchObject({ type: "end", epochs: 50, stopped: "epochs", bestEpoch: null });
  });

  it("does not change the weights", async () => {
    const sha = async (...flags: string[]) =>
      JSON.parse(await succeeds([...onLeaves, "--epochs", "40", "--json", "--quiet", ...flags], { cwd }))
        .weightsSha256;
    expect(await sha("--log", "same.jsonl", "--tensorboard", "same")).toBe(await sha());
  });

  it("is overwritten by the next training", async () => {
    const args = [...onLeaves, "--quiet", "--log", "again.jsonl", "--epochs"];
    await succeeds([...args, "5"], { cwd });
    await succeeds([...args, "2"], { cwd });
    expect(linesOf("again.jsonl")).toHaveLength(4);
  });

  it("ends with an end line where numbers ran away", async () => {
    writeFileSync(join(cwd, "d.csv"), "a,y\n1,1.5\n2,2.5\n3,3.25\n");
    const flags = ["--preset", "textbook", "--layers", "", "--learning-rate", "1e30", "--quiet"];
    const { code } = await chainrule(
      ["train", "--data", "d.csv", "--target", "y", ...flags, "--log", "diverged.jsonl"],
      { cwd },
    );
    expect(code).toBe(1);
    expect(linesOf("diverged.jsonl").at(-1)).toMatchObject({ type: "end", epochs: 1, stopped: "diverged" });
  });

  it.skipIf(isWindows)("ends with an end line after Ctrl-C; what stands before is whole", async () => {
    const args = [...onLeaves, "--epochs", "100000000", "-o", "cut.st", "--log", "cut.jsonl"];
    const { process: training, done, says } = start([...args, "--report", "cut.html"], { cwd });
    await says("epoch         1/100000000");
    training.kill("SIGINT");
    expect((await done).code).toBe(130);
    const lines = linesOf("cut.jsonl");
    expect(lines.at(-1)).toMatchObject({ type: "end", stopped: "aborted", epochs: lines.length - 2 });
    expect(read("cut.html")).toContain("<small>interrupted</small>");
  });

  it.skipIf(isWindows)("holds every epoch so far while training goes on", async () => {
    const args = [...onLeaves, "--epochs", "100000000", "-o", "live.st", "--log", "live.jsonl"];
    const { process: training, done, says } = start(args, { cwd });
    await says("epoch         1/100000000");
    training.kill("SIGKILL");
    await done;
    const lines = linesOf("live.jsonl");
    expect(lines.length).toBeGreaterThanOrEqual(2);
    expect(lines.at(-1)).toMatchObject({ type: "epoch", epoch: lines.length - 1 });
  });
});

/** Events in a file of TensorBoard's: the data of each record. */
function recordsOf(bytes: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Number(bytes.readBigUInt64LE(at));
    records.push(bytes.subarray(at + 12, at + 12 + length));
    at += 16 + length;
  }
  return records;
}

describe("train --tensorboard", () => {
  it("adds an event file: an event for each epoch, histograms in some 50 of them", async () => {
    const flags = ["--validation", "0.25", "--epochs", "200", "--quiet", "--tensorboard", "logs/deep"];
    const before = Math.floor(Date.now() / 1000);
    await succeeds([...onLeaves, ...flags], { cwd });
    const [name, ...others] = readdirSync(join(cwd, "logs/deep"));
    expect(others).toEqual([]);
    const [, seconds, host] = /^events\.out\.tfevents\.(\d+)\.(.*)$/.exec(name!)!;
    expect(Number(seconds)).toBeGreaterThanOrEqual(before);
    expect(host).toBe(hostname());
    const records = recordsOf(readFileSync(join(cwd, "logs/deep", name!)));
    expect(records[0]!.toString("latin1")).toContain("brain.Event:2");
    const holds = (tag: string) => records.filter((record) => record.includes(tag)).length;
    expect(["loss/train", "loss/validation", "accuracy/validation", "learning_rate"].map(holds)).toEqual(
      Array(4).fill(200),
    );
    expect(["weights/layer 1", "biases/layer 2"].map(holds)).toEqual([51, 51]);
  });

  it("leaves other files of the directory alone", async () => {
    const args = [...onLeaves, "--epochs", "1", "--quiet", "--tensorboard", "twice"];
    await succeeds(args, { cwd });
    const first = contents(join(cwd, "twice"));
    await succeeds(args, { cwd });
    const second = contents(join(cwd, "twice"));
    expect(second).toMatchObject(first);
    expect(Object.keys(second)).toHaveLength(2);
  });
});

describe("places that cannot be written are refused before training, and nothing written", () => {
  it.each([
    [["--report", "leaves.csv"], '--report: "leaves.csv" holds the data. Name another file.'],
    [["--log", "link.csv"], '--log: "link.csv" holds the data. Name another file.'],
    [["--log", "c.json"], '--log: "c.json" holds the settings. Name another file.'],
    [
      ["--report", "older.st", "--warm-start", "older.st"],
      '--report: "older.st" holds the model. Name another file.',
    ],
    [["--report", "nowhere/r.html"], '--report: there is no directory "nowhere".'],
    [["--log", "folder"], '--log: expected a file, "folder" is a directory.'],
    [["--log", ""], '--log: expected a file, got "".'],
    [["--report", "r", "--log", "./r"], '--log: "./r" is the file of --report too. Name another file.'],
    [["-o", "r", "--report", "r"], '--report: "r" is the file of --output too. Name another file.'],
    [["--tensorboard", ""], '--tensorboard: expected a directory, got "".'],
    [
      ["--tensorboard", "leaves.csv"],
      '--tensorboard: expected a directory, "leaves.csv" is a file or lies in one.',
    ],
    [
      ["--tensorboard", "leaves.csv/deep"],
      '--tensorboard: expected a directory, "leaves.csv/deep" is a file or lies in one.',
    ],
  ])("%j", async (flags, message) => {
    const before = contents(cwd);
    const args = ["train", "c.json", ...onLeaves.slice(1), "--epochs", "1", ...flags];
    expect(await chainrule(args, { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr: `ConfigError: ${message}\n`,
    });
    expect(contents(cwd)).toEqual(before);
  });
});
