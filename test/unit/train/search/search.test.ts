import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../../src/errors.js";
import { Dataset } from "../../../../src/data/dataset.js";
import { Network } from "../../../../src/train/network.js";
import { search, type SearchOptions } from "../../../../src/train/search/search.js";
import { rungsOf, type SearchInput } from "../../../../src/train/search/searchSettings.js";
import { drawPoint } from "../../../../src/train/search/space.js";
import { runTrial, type TrialResult, type TrialTask } from "../../../../src/train/search/trial.js";
import type { ConfigInput } from "../../../../src/settings/generated/types.js";
import { splitDataset } from "../../../../src/data/split.js";
import { numbers } from "../../kernels/variants.js";

const rows = 40;
const inputs = numbers(rows * 3, 1);
const labels = Array.from({ length: rows }, (_, row) => (inputs[3 * row]! > 0 ? 1 : 0));
const data = Dataset.from(inputs, labels, { columns: 3, classes: 2 });
const config: ConfigInput = { layers: [3, 4, 2], epochs: 4, seed: 3 };
const space: SearchInput["space"] = {
  "optimizer.learningRate": { low: 0.01, high: 10, scale: "log" },
  "layers.hidden": { choices: [[2], [8], [4, 4]] },
};

/** Results made up: the loss is the learning rate, and NaN where it is above 5. */
const made = async ({ config: { optimizer, epochs } }: TrialTask): Promise<TrialResult> => {
  const loss = (optimizer as { learningRate: number }).learningRate;
  const shared = { epochs: epochs!, seconds: 1, aborted: false };
  if (loss > 5) return { ...shared, validation: null, reason: "too fast", model: null };
  const model = new Uint8Array([Math.round(100 * loss)]);
  return { ...shared, validation: { loss, metrics: { accuracy: 1 - loss / 10 } }, reason: null, model };
};
/** The result without what differs from run to run. */
const told = async (settings: SearchInput, options: SearchOptions = {}) => {
  const { trials, best, ...rest } = await search(config, data, settings, options);
  const { seconds: _, ...of } = best!;
  return { ...rest, trials: trials.map(({ seconds: _seconds, ...trial }) => trial), best: of };
};

describe("search", () => {
  it("gives the best of all points, with the weights that training there gives again", async () => {
    const { trials, best, validation, runs, stopped } = await search(config, data, { space, trials: 6 });
    expect([validation, runs, stopped, trials.length]).toEqual([0.2, 6, "trials", 6]);
    const losses = trials.map(({ validationLoss }) => validationLoss!);
    expect(losses).toEqual([...losses].sort((a, b) => a - b));
    expect(best).toMatchObject(trials[0]!);
    expect(trials[0]!.settings).toEqual(drawPoint(space, 3, trials[0]!.trial));
    const { "layers.hidden": hidden, "optimizer.learningRate": learningRate } = trials[0]!.settings;
    const again = Network.create({
      ...config,
      layers: [3, ...(hidden as number[]), 2],
      optimizer: { learningRate: learningRate as number },
      validation: 0.2,
    });
    const history = await again.fit(data);
    expect(history.validation.at(-1)!.loss).toBe(losses[0]);
    expect(trials[0]!.metrics).toEqual(
      again.evaluate(data.select(splitDataset(data, 0.2, 3).validation)).metrics,
    );
    const kept = Network.load(best!.model);
    expect(await kept.weightsSha256()).toBe(await again.weightsSha256());
    expect(kept.config.threads).toBe("auto");
  });

  it("by halving lets the best third of each rung go on, for three times the epochs", async () => {
    const begun: [number, number][] = [];
    const run = (task: TrialTask) => {
      begun.push([task.trial, task.config.epochs!]);
      return made(task);
    };
    const halving: SearchInput = { space, method: "halving", trials: 10, epochs: 20 };
    const { trials, best, runs } = await search(config, data, halving, { run });
    const rate = (trial: number) => drawPoint(space, 3, trial)["optimizer.learningRate"] as number;
    const order = Array.from({ length: 10 }, (_, index) => index + 1)
      .filter((trial) => rate(trial) <= 5)
      .sort((a, b) => rate(a) - rate(b));
    expect(begun).toEqual([
      ...Array.from({ length: 10 }, (_, index) => [index + 1, 2]),
      ...order.slice(0, 3).map((trial) => [trial, 6]),
      [order[0], 20],
    ]);
    expect(runs).toBe(14);
    expect(
      trials.slice(0, 3).map(({ trial, rung, epochs, seconds }) => [trial, rung, epochs, seconds]),
    ).toEqual([
      [order[0], 3, 20, 3],
      [order[1], 2, 6, 2],
      [order[2], 2, 6, 2],
    ]);
    expect([best!.trial, best!.epochs]).toEqual([order[0], 20]);
  });

  it("is the same however many trials run at once, in whatever order they finish", async () => {
    const late = async (task: TrialTask) => {
      await new Promise((resolve) => setTimeout(resolve, (task.trial * 7) % 5));
      return runTrial(task, data);
    };
    for (const method of ["random", "halving"] as const) {
      const settings = { space, method, trials: 9 };
      const alone = await told(settings);
      expect(await told(settings, { run: late, concurrency: 4 })).toEqual(alone);
    }
  });

  it("runs the given number of trials at the same time, and reports each", async () => {
    let [now, most] = [0, 0];
    const seen: number[][] = [];
    await search(
      config,
      data,
      { space, trials: 7 },
      {
        concurrency: 3,
        run: async (task) => {
          most = Math.max(most, ++now);
          await new Promise((resolve) => setTimeout(resolve, 2));
          now--;
          return made(task);
        },
        onTrial: ({ done, runs }) => seen.push([done, runs]),
      },
    );
    expect(most).toBe(3);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7].map((done) => [done, 7]));
  });

  it("trains nothing that the store has, but the best where its model is not there", async () => {
    const results = new Map<number, TrialResult>();
    const store = {
      find: ({ trial }: TrialTask) => results.get(trial) ?? null,
      keep: ({ trial }: TrialTask, result: TrialResult) => void results.set(trial, result),
    };
    const settings = { space, trials: 6 };
    const first = await search(config, data, settings, { run: made, store });
    const kept = [...results.values()].filter(({ model }) => model !== null);
    expect(kept.at(-1)!.model).toEqual(first.best!.model);
    const begun: number[] = [];
    const run = (task: TrialTask) => (begun.push(task.trial), made(task));
    expect(await search(config, data, settings, { run, store })).toEqual(first);
    expect(begun).toEqual([]);
    for (const [trial, result] of results) results.set(trial, { ...result, model: null });
    expect(await search(config, data, settings, { run, store })).toEqual(first);
    expect(begun).toEqual([first.best!.trial]);
  });

  it("takes more for better where the metric is one of which more is", async () => {
    const flip = async (task: TrialTask) => {
      const result = await made(task);
      return result.validation
        ? { ...result, validation: { loss: 1, metrics: { accuracy: task.trial / 10 } } }
        : result;
    };
    const { trials } = await search(config, data, { space, trials: 5, metric: "accuracy" }, { run: flip });
    expect(trials[0]!.metrics!.accuracy).toBe(
      Math.max(...trials.map((trial) => trial.metrics?.accuracy ?? 0)),
    );
  });

  it("puts trials that diverge last, with the reason", async () => {
    const wild: ConfigInput = { layers: [3, { units: 2, activation: "identity" }], epochs: 300 };
    const rates = { "optimizer.learningRate": { choices: [0.01, 1e20] } };
    const { trials, best } = await search(wild, data, { space: rates, trials: 6, seed: 2 });
    const failed = trials.filter(({ reason }) => reason !== null);
    expect(failed.length).toBeGreaterThan(0);
    expect(failed.length).toBeLessThan(6);
    expect(trials.slice(-failed.length)).toEqual(failed);
    for (const { reason, validationLoss, score, settings } of failed) {
      expect(reason).toMatch(/^epoch \d+, batch \d+: .* (is|became) -?(Infinity|NaN)$/);
      expect([validationLoss, score, settings]).toEqual([null, Infinity, { "optimizer.learningRate": 1e20 }]);
    }
    expect(best!.settings).toEqual({ "optimizer.learningRate": 0.01 });
  });

  it("with nothing but failures has no best", async () => {
    const run = async () => ({
      ...(await made({ trial: 1, config: { layers: [], optimizer: { learningRate: 9 } } })),
    });
    const halving: SearchInput = { space, trials: 9, method: "halving" };
    const { best, trials, runs } = await search(config, data, halving, { run });
    expect([best, trials.length, runs]).toEqual([null, 9, 9]);
  });

  it("puts a trial that fails in a later rung last, and keeps the model that it had", async () => {
    const run = async (task: TrialTask): Promise<TrialResult> =>
      task.config.epochs === 4
        ? { epochs: 0, validation: null, reason: "later", seconds: 1, model: null, aborted: false }
        : made(task);
    const halving: SearchInput = { space, trials: 5, method: "halving", seed: 8 };
    const { trials, best } = await search(config, data, halving, { run });
    expect(trials.at(-1)).toMatchObject({ rung: 2, reason: "later", validationLoss: null });
    expect(best!.trial).toBe(trials.at(-1)!.trial);
    expect([best!.epochs, best!.reason]).toEqual([1, null]);
  });

  it("does not count a training that ends after the abort", async () => {
    const controller = new AbortController();
    const run = async (task: TrialTask) => {
      if (task.trial === 3) controller.abort();
      return made(task);
    };
    const { trials, runs } = await search(
      config,
      data,
      { space, trials: 5 },
      { run, signal: controller.signal },
    );
    expect([trials.map(({ trial }) => trial).sort(), runs]).toEqual([[1, 2], 2]);
  });

  it("aborted, gives what was finished", async () => {
    const controller = new AbortController();
    const onTrial = ({ done }: { done: number }) => done === 2 && controller.abort();
    const { trials, best, stopped, runs } = await search(
      config,
      data,
      { space, trials: 9 },
      {
        signal: controller.signal,
        onTrial: (state) => void onTrial(state),
      },
    );
    expect([trials.length, runs, stopped]).toEqual([2, 2, "aborted"]);
    expect(best).toMatchObject(trials[0]!);
    const none = await search(config, data, { space }, { signal: controller.signal });
    expect([none.trials, none.best, none.stopped]).toEqual([[], null, "aborted"]);
  });

  it("ends a trial that is aborted before it begins", async () => {
    const binned = { ...config, inputBins: 4 };
    const { aborted, model } = await runTrial({ trial: 1, config: { ...binned, validation: 0.2 } }, data, {
      signal: AbortSignal.abort(),
    });
    expect([aborted, model]).toEqual([true, null]);
  });

  it("throws what a run throws, and begins no more", async () => {
    const begun: number[] = [];
    const run = async ({ trial }: TrialTask) => {
      begun.push(trial);
      throw new Error("broken");
    };
    await expect(search(config, data, { space }, { run })).rejects.toThrow("broken");
    expect(begun).toEqual([1]);
  });

  it.each([
    [{ space, metric: "acuracy" }, 'search.metric: there is no metric "acuracy". Did you mean "accuracy"?'],
    [
      { space: { loss: { choices: ["huber"] } } },
      'search.metric: losses cannot be compared where loss varies. Take one of "accuracy", "precisionMacro", "recallMacro", ' +
        '"f1Macro", "rocAuc" and "logLoss", or leave loss as it is.',
    ],
    [{ space, trials: 0 }, "search.trials: expected an integer ≥ 1, got 0."],
    [{ space, method: "grid" }, 'search.method: expected "random", "halving" or "tpe", got "grid".'],
    [{ space, trails: 3 }, 'search.trails: there is no such setting. Did you mean "trials"?'],
    [
      { space: { "layers.hidden": { choices: [[0]] } } },
      'search.space["layers.hidden"]: expected an integer ≥ 1, got 0.',
    ],
  ])("refuses %j before anything is trained", async (settings, message) => {
    const run = () => Promise.reject(new Error("trained"));
    await expect(search(config, data, settings as never, { run })).rejects.toThrow(new ConfigError(message));
  });
});

describe("rungsOf", () => {
  const rungs = (trials: number, epochs: number, factor: number) =>
    rungsOf({
      space,
      method: "halving",
      trials,
      epochs,
      factor,
      generation: 4,
      metric: "validation loss",
      seed: 1,
    }).map((rung) => [rung.trials, rung.epochs]);
  it("ends with all epochs, and begins with at least one", () => {
    expect(rungs(27, 27, 3)).toEqual([
      [27, 1],
      [9, 3],
      [3, 9],
      [1, 27],
    ]);
    expect(rungs(20, 100, 3)).toEqual([
      [20, 11],
      [6, 33],
      [2, 100],
    ]);
    expect(rungs(27, 5, 3)).toEqual([
      [27, 1],
      [9, 5],
    ]);
    expect(rungs(16, 2, 4)).toEqual([[16, 2]]);
    expect(rungs(1, 9, 2)).toEqual([[1, 9]]);
  });
});
