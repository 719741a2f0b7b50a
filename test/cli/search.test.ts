import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chainrule, start, succeeds, workspace } from "./run.js";
import { houses, leaves } from "./samples.js";

const cwd = workspace();
writeFileSync(join(cwd, "leaves.csv"), leaves());
writeFileSync(join(cwd, "houses.csv"), houses());
const space = {
  "optimizer.learningRate": { low: 0.001, high: 100, scale: "log" },
  "layers.hidden": { choices: [[4], [8, 8]] },
};
const isWindows = process.platform === "win32";

function write(
  name: string,
  search: unknown,
  rest: object = { data: "leaves.csv", target: "kind", epochs: 9 },
) {
  writeFileSync(join(cwd, name), JSON.stringify({ ...rest, search }));
}
const search = async (...args: string[]) =>
  JSON.parse(await succeeds(["search", ...args, "--json", "-q"], { cwd }));

describe("search", () => {
  it.each(["random", "halving"])(
    "by %s is the same for any number of workers, and saves the best model",
    async (method) => {
      write("c.json", { space, method, trials: 9 });
      const told = async (workers: string) => {
        const document = await search("c.json", "--workers", workers, "-o", `${workers}.st`);
        expect(document.workers).toBe(Number(workers));
        const trials = document.trials.map(({ seconds: _seconds, ...trial }: { seconds: number }) => trial);
        return { trials, weightsSha256: document.weightsSha256, config: document.config };
      };
      const alone = await told("1");
      expect(await told("3")).toEqual(alone);
      expect(alone.trials).toHaveLength(9);
      expect(readFileSync(join(cwd, "3.st")).equals(readFileSync(join(cwd, "1.st")))).toBe(true);
      const [best] = alone.trials;
      const { config, notes } = JSON.parse(await succeeds(["inspect", "3.st", "--json"], { cwd }));
      expect(config).toMatchObject({
        optimizer: { learningRate: best.settings["optimizer.learningRate"] },
        epochs: best.epochs,
        validation: 0.2,
        threads: "auto",
      });
      expect(notes.classes).toEqual(["oak", "pine", "yew"]);
      // the settings of the best trial, in train, give its weights again
      const flags = [
        ["--layers", best.settings["layers.hidden"].join()],
        ["--learning-rate", String(best.settings["optimizer.learningRate"])],
        ["--epochs", String(best.epochs), "--validation", "0.2"],
      ].flat();
      const train = ["train", "--data", "leaves.csv", "--target", "kind", ...flags, "--json", "-q"];
      expect(JSON.parse(await succeeds(train, { cwd })).weightsSha256).toBe(alone.weightsSha256);
    },
  );

  it("prints a line for each training and a table, the best first", async () => {
    write("c.json", { space, trials: 4, metric: "accuracy" });
    const { code, stdout, stderr } = await chainrule(["search", "c.json"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^No validation given: holding out 0\.2 of the data to compare trials\.\n(training [1-4]\/4 {2}trial [1-4] {2}epochs 9 {2}loss [\d.]+ {2}accuracy [\d.]+\n){4}Saved model\.safetensors: the model of trial [1-4]\.\n$/,
    );
    expect(stdout).toMatch(
      /^\n4 trainings in [\d.]+ s\n\ntrial {2}optimizer\.learningRate {2}layers\.hidden {2}epochs {2}validation loss {2}accuracy +time\n( +[1-4] .*\n){4}\nBest: optimizer\.learningRate [\d.]+, layers\.hidden [48,]+ \(trial [1-4]\): held out {2}loss [\d.]+ {2}accuracy [\d.]+\n$/,
    );
    const accuracies = [...stdout.matchAll(/^ +[1-4] .* ([01]\.\d{4}) /gm)].map(([, value]) => Number(value));
    expect(accuracies).toEqual([...accuracies].sort((a, b) => b - a));
    expect(accuracies).toHaveLength(4);
  });

  it("counts samples by their weights, for any number of workers", async () => {
    const [head, ...rows] = leaves().trimEnd().split("\n");
    const weighed = (weight: (row: number) => number) =>
      [`w,${head}`, ...rows.map((row, index) => `${weight(index)},${row}`), ""].join("\n");
    writeFileSync(
      join(cwd, "weighed.csv"),
      weighed((row) => (row % 3 === 0 ? 0 : 1.5)),
    );
    write("c.json", { space, trials: 3 }, { data: "weighed.csv", target: "kind", epochs: 9 });
    const sha = async (...args: string[]) => (await search("c.json", ...args)).weightsSha256;
    const weights = await sha("--sample-weights", "w", "--workers", "2");
    expect(await sha("--sample-weights", "w", "--workers", "1")).toBe(weights);
    expect(await sha("--drop", "w")).not.toBe(weights);
  });

  it("does not go with a model to start from", async () => {
    write("c.json", { space }, { data: "leaves.csv", target: "kind", from: "1.st" });
    expect(await chainrule(["search", "c.json", "-q"], { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "ConfigError: c.json: from: does not go with a search, which starts every training with new weights. Drop it.\n",
    });
  });

  it("learns numbers, and says why trials have failed", async () => {
    const rates = { "optimizer.learningRate": { choices: [0.01, 1e20] } };
    write(
      "c.json",
      { space: rates, trials: 6, seed: 2 },
      { data: "houses.csv", target: "price", epochs: 100 },
    );
    const { trials, best } = await search("c.json", "--workers", "2");
    expect(trials.at(-1).reason).toMatch(/^epoch \d+, batch \d+: /);
    expect(trials.at(-1).validationLoss).toBe(null);
    expect(best.settings).toEqual({ "optimizer.learningRate": 0.01 });
    expect(Object.keys(best.metrics)).toContain("rmse");
  });

  it("where every trial fails, says so, and saves nothing", async () => {
    const rates = { "optimizer.learningRate": { choices: [1e20] } };
    write("c.json", { space: rates, trials: 2 }, { data: "houses.csv", target: "price", epochs: 100 });
    const run = await chainrule(["search", "c.json", "-o", "none.st", "-q"], { cwd });
    expect([run.code, run.stdout]).toEqual([1, ""]);
    expect(run.stderr).toMatch(
      /^DivergenceError: search: every trial failed, the first with: epoch \d+, batch \d+: /,
    );
    expect(existsSync(join(cwd, "none.st"))).toBe(false);
  });

  it.skipIf(isWindows).each(["1", "2"])(
    "Ctrl-C with %s workers tells what there is, saves the best, exits 130",
    async (workers) => {
      // the first trials are done at once, the others never
      const epochs = 100_000_000;
      write("c.json", { space: { stepLimit: { choices: [5, 1e15] } }, trials: 12, epochs, seed: 3 });
      const { process, done, says } = start(
        ["search", "c.json", "--workers", workers, "--json", "-o", `cut${workers}.st`],
        { cwd },
      );
      await says("training  1/12");
      process.kill("SIGINT");
      const { code, stdout, stderr } = await done;
      expect(code, stderr).toBe(130);
      const document = JSON.parse(stdout);
      expect([document.stopped, document.trials.length]).toEqual(["aborted", document.runs]);
      expect(document.runs).toBeGreaterThan(0);
      expect(document.runs).toBeLessThan(12);
      expect(stderr).toMatch(
        /\nSaved cut\d\.st: the model of trial \d+\.\nInterrupted after \d+ trainings?\. The same command goes on from cut\d\.st\.trials\.\n$/,
      );
      const { weightsSha256 } = JSON.parse(
        await succeeds(["inspect", `cut${workers}.st`, "--json"], { cwd }),
      );
      expect(weightsSha256).toBe(document.weightsSha256);
    },
  );

  it.each([
    [
      undefined,
      [],
      'c.json: search: expected an object such as { "space": { "batchSize": { "choices": [16, 64] } }, "trials": 20 }, got undefined.',
    ],
    [{ space, trials: 0 }, [], "c.json: search.trials: expected an integer ≥ 1, got 0."],
    [
      { space: { batchSise: { choices: [1] } } },
      [],
      'c.json: search.space: "batchSise" is not a setting that can vary. Did you mean "batchSize"?',
    ],
    [
      { space: { batchSize: { choices: [] } } },
      [],
      'c.json: search.space["batchSize"].choices: expected a list of at least 1 value, got []. Name some, or drop it.',
    ],
    [
      { space: { l2: { low: 1, high: 0 } } },
      [],
      'c.json: search.space["l2"]: expected low < high, got low 1 and high 0.',
    ],
    [
      { space: { l2: { choices: [-1] } } },
      [],
      'c.json: search.space["l2"]: expected a finite number ≥ 0, got -1.',
    ],
    [
      { space, metric: "rmse" },
      [],
      'c.json: search.metric: there is no metric "rmse". There are: "validation loss"',
    ],
    [{ space }, ["--workers", "0"], '--workers: expected an integer 1 to 64, got "0".'],
  ])("refuses %j %j", async (settings, flags, message) => {
    write("c.json", settings);
    const { code, stdout, stderr } = await chainrule(["search", "c.json", "-q", ...flags], { cwd });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr.slice(0, `ConfigError: ${message}`.length)).toBe(`ConfigError: ${message}`);
  });

  it("an error in a worker is the command's, of its kind", async () => {
    write("c.json", { space }, { data: "leaves.csv", target: "kind", build: "scalar", threads: 2 });
    const { code, stderr } = await chainrule(["search", "c.json", "-q", "--workers", "2"], { cwd });
    expect([code, stderr]).toEqual([
      2,
      'ConfigError: threads: the "scalar" build has no threads, got 2. Use build "simd-threads" or "auto", or 1 thread.\n',
    ]);
  });

  it("a config file with a search is train's too, which leaves that alone", async () => {
    write("c.json", { space });
    await succeeds(["train", "c.json", "-q"], { cwd });
  });
});
