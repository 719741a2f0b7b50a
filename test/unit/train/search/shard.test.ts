import { describe, expect, it } from "vitest";
import { Dataset } from "../../../../src/data/dataset.js";
import { search, type TrialStore } from "../../../../src/train/search/search.js";
import { type SearchInput } from "../../../../src/train/search/searchSettings.js";
import { searchShard } from "../../../../src/train/search/shard.js";
import { drawPoint } from "../../../../src/train/search/space.js";
import type { TrialResult, TrialTask } from "../../../../src/train/search/trial.js";
import type { ConfigInput } from "../../../../src/settings/generated/types.js";
import { numbers } from "../../kernels/variants.js";

const inputs = numbers(40 * 3, 1);
const labels = Array.from({ length: 40 }, (_, row) => (inputs[3 * row]! > 0 ? 1 : 0));
const data = Dataset.from(inputs, labels, { columns: 3, classes: 2 });
const config: ConfigInput = { layers: [3, 4, 2], epochs: 4, seed: 3 };
const space: SearchInput["space"] = {
  "optimizer.learningRate": { low: 0.01, high: 10, scale: "log" },
  "layers.hidden": { choices: [[2], [8], [4, 4]] },
  batchSize: { low: 4, high: 12, integer: true },
};

/** Results made up: least at the learning rate 0.3 and 8 units, and less with more epochs. */
const made = async ({ config: { optimizer, epochs, layers } }: TrialTask): Promise<TrialResult> => {
  const rate = (optimizer as { learningRate: number }).learningRate;
  const { units } = layers[1] as { units: number };
  const loss = Math.abs(Math.log(rate / 0.3)) + Math.abs(units - 8) / 8 + 1 / epochs!;
  await new Promise((resolve) => setTimeout(resolve, (rate * 1e4) % 3));
  const model = new Uint8Array([Math.round(10 * loss)]);
  if (rate > 5)
    return { epochs: epochs!, seconds: 1, aborted: false, validation: null, reason: "wild", model: null };
  return {
    epochs: epochs!,
    seconds: 1,
    aborted: false,
    validation: { loss, metrics: {} },
    reason: null,
    model,
  };
};

function newStore(results = new Map<string, TrialResult>()): TrialStore & { results: typeof results } {
  const keyOf = ({ trial, config: { epochs } }: TrialTask) => `${trial} ${epochs}`;
  return {
    results,
    find: (task) => results.get(keyOf(task)) ?? null,
    keep: (task, result) => void results.set(keyOf(task), result),
  };
}

const methods: SearchInput[] = [
  { space, trials: 10 },
  { space, trials: 14, method: "halving", epochs: 27 },
  { space, trials: 21, method: "tpe" },
];

describe.each(methods)("shards of a search ($method)", (settings) => {
  const whole = search(config, data, settings, { run: made });

  it.each([1, 2, 3, 30])("%i of them, at the same time, give the result of one search", async (count) => {
    const store = newStore();
    const shards = Array.from({ length: count }, (_, at) =>
      searchShard(config, data, settings, {
        run: made,
        shard: { index: at + 1, count },
        store,
        concurrency: 2,
      }),
    );
    const done = await Promise.all(shards);
    expect(done.flatMap(({ trials }) => trials)).toHaveLength(settings.trials!);
    expect(await search(config, data, settings, { run: made, store })).toEqual(await whole);
  });

  it("one after the other give it too, and train nothing twice when they run again", async () => {
    const store = newStore();
    let runs = 0;
    const run = (task: TrialTask) => (runs++, made(task));
    const all = async () => {
      const undecided: number[] = [];
      for (const index of [1, 2, 3]) {
        const options = { run, shard: { index, count: 3 }, store };
        undecided.push((await searchShard(config, data, settings, options)).undecided);
      }
      return undecided;
    };
    await all();
    expect(await all()).toEqual([0, 0, 0]);
    const before = runs;
    expect(store.results.size).toBe(before);
    await all();
    expect(runs).toBe(before);
    expect(await search(config, data, settings, { run, store })).toEqual(await whole);
    expect(runs).toBe(before);
  });
});

describe("a shard", () => {
  it("of a random search trains its own trials only", async () => {
    const begun: number[] = [];
    const run = (task: TrialTask) => (begun.push(task.trial), made(task));
    await searchShard(
      config,
      data,
      { space, trials: 10 },
      { run, shard: { index: 2, count: 4 }, store: newStore() },
    );
    expect(begun).toEqual([2, 6, 10]);
  });

  it("of halving promotes what is among the best third so far", async () => {
    const store = newStore();
    const settings: SearchInput = { space, trials: 9, method: "halving", epochs: 9 };
    const { undecided } = await searchShard(config, data, settings, {
      run: made,
      shard: { index: 1, count: 3 },
      store,
    });
    expect([...store.results.keys()].filter((key) => key.endsWith(" 3"))).toHaveLength(1);
    expect(undecided).toBeGreaterThan(0);
  });

  it("of tpe gives up a trial of another shard whose result comes", async () => {
    const store = newStore();
    const settings: SearchInput = { space, trials: 12, method: "tpe", generation: 12 };
    const two = { ...settings, generation: 6 };
    const endless = async (task: TrialTask, signal: AbortSignal): Promise<TrialResult> => {
      if (task.trial % 2 === 1 || task.trial > 6) return made(task);
      setTimeout(() => void made(task).then((result) => store.keep(task, result)), 20);
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
      return { ...(await made(task)), aborted: true };
    };
    const { runs } = await searchShard(config, data, two, {
      run: endless,
      shard: { index: 1, count: 2 },
      store,
    });
    expect(runs).toBe(6);
  });

  it("of tpe ends with the last generation that it has trials in", async () => {
    const store = newStore();
    const settings: SearchInput = { space, trials: 12, method: "tpe" };
    await searchShard(config, data, settings, { run: made, shard: { index: 1, count: 12 }, store });
    expect([...store.results.keys()]).toEqual(["1 4"]);
  });

  it.each([
    [{ index: 0, count: 2 }, "index 0, count 2"],
    [{ index: 3, count: 2 }, "index 3, count 2"],
  ])("refuses %j", async (shard, got) => {
    await expect(searchShard(config, data, { space }, { shard, store: newStore() })).rejects.toThrow(
      `shard: expected integers with 1 ≤ index ≤ count, got ${got}.`,
    );
  });
});

describe("tpe", () => {
  it("draws the first points as a random search does, and comes nearer to the best than that", async () => {
    const results = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map(async (seed) => {
        const settings: SearchInput = { space, trials: 40, seed };
        const { trials, best } = await search(config, data, { ...settings, method: "tpe" }, { run: made });
        const points = trials.sort((a, b) => a.trial - b.trial).map(({ settings: point }) => point);
        for (let at = 0; at < 8; at++) expect(points[at]).toEqual(drawPoint(space, seed, at + 1));
        expect(points[8]).not.toEqual(drawPoint(space, seed, 9));
        const random = await search(config, data, settings, { run: made });
        return [best!.validationLoss!, random.best!.validationLoss!] as const;
      }),
    );
    const median = (losses: number[]) => losses.sort((a, b) => a - b)[4]! - 1 / config.epochs!;
    const [tpe, random] = [median(results.map(([loss]) => loss)), median(results.map(([, loss]) => loss))];
    expect(tpe).toBeLessThan(random / 2);
  });

  it("gives the same for any number of trials at once", async () => {
    const settings: SearchInput = { space, trials: 20, method: "tpe" };
    const alone = await search(config, data, settings, { run: made });
    expect(await search(config, data, settings, { run: made, concurrency: 4 })).toEqual(alone);
  });
});
