/** Training in a page: the page stays responsive, and the user can stop, pause and step the training. */
import { describe, expect, it, onTestFinished } from "vitest";
import { makeDigits } from "../../src/data/digits/digits.js";
import { TrainingControl } from "../../src/train/loop/control.js";
import { Network } from "../../src/train/network.js";
import type { ConfigInput } from "../../src/settings/generated/types.js";

const digits = makeDigits({ rows: 320, seed: 1 });
const settings: ConfigInput = {
  layers: [digits.columns, { units: 24, activation: "relu" }, { units: 10, activation: "softmax" }],
  optimizer: "adam",
  batchSize: 32,
  seed: 5,
};
/** On the page's thread; in a worker with its own memory; in a worker with shared memory; in several workers. */
const ways = [
  { build: "javascript", threads: 1 },
  { build: "simd", threads: 1 },
  { build: "simd-threads", threads: 1 },
  { build: "simd-threads", threads: 2 },
  { build: "auto", threads: "auto" },
] as const;

function create(more: Partial<ConfigInput>): Network {
  const network = Network.create({ ...settings, ...more });
  onTestFinished(() => network.dispose());
  return network;
}

/** Counts how often the page's event loop comes round. */
function countTurns(): { readonly turns: number; stop: () => void } {
  let [turns, stopped] = [0, false];
  const turn = () => {
    if (stopped) return;
    turns++;
    setTimeout(turn);
  };
  setTimeout(turn);
  return {
    get turns() {
      return turns;
    },
    stop: () => (stopped = true),
  };
}

describe.each(ways)("in a page, $build, threads $threads", (way) => {
  it("fit resolves, and the event loop keeps turning meanwhile", async () => {
    const network = create(way);
    const history = await network.fit(digits, { epochs: 40 });
    expect(history).toMatchObject({ stopped: "epochs" });
    expect(history.loss).toHaveLength(40);
    // the loop comes round in between, not before and after: else this training would not end
    const counter = countTurns();
    const seen = new Set<number>();
    const enough = new AbortController();
    const endless = await network.fit(digits, {
      epochs: 1e9,
      keepEpochs: 1,
      signal: enough.signal,
      onProgress: () => void (seen.add(counter.turns).size > 6 && enough.abort()),
    });
    counter.stop();
    expect(endless).toMatchObject({ stopped: "aborted" });
    expect(network.evaluate(digits).metrics.accuracy).toBe(1);
  });

  it("an abort ends it after the current batch, and the network remains usable", async () => {
    const network = create(way);
    const abort = new AbortController();
    const history = await network.fit(digits, {
      epochs: 1e6,
      signal: abort.signal,
      onProgress: ({ epoch }) => void (epoch >= 3 && setTimeout(() => abort.abort())),
    });
    expect(history.stopped).toBe("aborted");
    expect(history.loss.length).toBeGreaterThanOrEqual(2);
    expect(network.predict(digits)).toHaveLength(digits.rows);
    expect((await network.fit(digits, { epochs: 1 })).stopped).toBe("epochs");
  });

  it("pauses, resumes and steps change no bit", async () => {
    const [straight, fourSteps] = [create(way), create(way)];
    await fourSteps.fit(digits, { epochs: 6, stepLimit: 4 });
    const [held, control] = [create(way), new TrainingControl({ paused: true })];
    const whole = await straight.fit(digits, { epochs: 6 });

    const first = await held.weightsSha256();
    const training = held.fit(digits, { epochs: 6, control });
    await control.whenPaused();
    expect(await held.weightsSha256()).toBe(first);
    await control.runBatches(1);
    expect(control.isPaused).toBe(true);
    expect(await held.weightsSha256()).not.toBe(first);
    await control.runBatches(3);
    expect(await held.weightsSha256()).toBe(await fourSteps.weightsSha256());
    await control.runEpochs(1);
    control.resume();
    control.pause();
    await control.whenPaused();
    expect(held.predict(digits)).toHaveLength(digits.rows);
    control.resume();
    const pieces = await training;
    expect(await held.weightsSha256()).toBe(await straight.weightsSha256());
    expect([pieces.loss, pieces.updates]).toEqual([whole.loss, whole.updates]);
  });
});
