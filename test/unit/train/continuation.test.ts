/** A training that is cut into fits, saved, loaded and moved to other builds and threads gives the bits of one fit. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { optimizerKinds, optimizers } from "../../../src/functions/optimizers.js";
import type { FitSettings } from "../../../src/train/networkTypes.js";
import { Network } from "../../../src/train/network.js";

const rows = 37;
const noise = (seed: number) =>
  Math.sin(seed * 12.9898) * 43758.5453 - Math.floor(Math.sin(seed * 12.9898) * 43758.5453);
const inputs = Array.from({ length: rows }, (_, row) => [
  noise(3 * row),
  noise(3 * row + 1),
  noise(3 * row + 2),
]);
const data = Dataset.from(
  inputs,
  inputs.map(([a, b, c]) => [a! * b! + 0.3 * c!, a! - c!]),
);

const epochs = 6;
const machines = [
  { build: "scalar", threads: 1 },
  { build: "simd", threads: 1 },
  { build: "javascript", threads: 1 },
  { build: "simd-threads", threads: 2 },
] as const;

const schedules = [
  { kind: "constant" },
  { kind: "step", every: 2 },
  { kind: "exponential", factor: 0.7 },
  { kind: "inverseScaling", power: 0.4 },
  { kind: "cosine", warmup: 1, period: epochs - 1 },
  { kind: "oneCycle", epochs },
  { kind: "flatCosine", epochs },
  { kind: "coslog4", epochs },
  { kind: "plateau", patience: 1, factor: 0.5 },
] as const;

const configs = fc.record({
  kind: fc.constantFrom(...optimizerKinds),
  schedule: fc.constantFrom(...schedules),
  dropout: fc.constantFrom(0, 0.3),
  inputNoise: fc.constantFrom(0, 0.1),
  batchSize: fc.constantFrom(1, 5, 16, "full" as const),
  shuffle: fc.boolean(),
  weightAverage: fc.constantFrom(0, 0.9),
  clipNorm: fc.constantFrom(0, 0.5),
  members: fc.constantFrom(1, 2),
  precision: fc.constantFrom("float32" as const, "float64" as const),
  validation: fc.constantFrom(0, 0.25),
  earlyStopping: fc.constantFrom(
    false as const,
    { monitor: "validation", patience: 2 } as const,
    {
      monitor: "loss",
      patience: 3,
    } as const,
  ),
  scaling: fc.constantFrom("none" as const, "standard" as const),
  seed: fc.integer({ min: 0, max: 1000 }),
});
type Given = typeof configs extends fc.Arbitrary<infer One> ? One : never;

function configOf(given: Given) {
  const {
    kind,
    schedule,
    dropout,
    inputNoise,
    batchSize,
    clipNorm,
    weightAverage,
    earlyStopping,
    ...others
  } = given;
  const isLbfgs = kind === "lbfgs";
  const isFull = optimizers[kind].fullBatch;
  const monitor = earlyStopping && earlyStopping.monitor === "validation" && others.validation === 0;
  return {
    layers: [3, { units: 7, activation: "tanh" as const }, { units: 2, activation: "identity" as const }],
    loss: "meanSquaredError" as const,
    optimizer: kind,
    epochs,
    ...others,
    earlyStopping: monitor ? false : earlyStopping,
    ...(isLbfgs
      ? { shuffle: false }
      : {
          ...(!isFull && { schedule }),
          dropout,
          inputNoise,
          clipNorm,
          weightAverage,
          ...(!isFull && { batchSize }),
        }),
  };
}

/** How a training is interrupted. */
const cuts = fc.array(
  fc.record({
    how: fc.constantFrom("fit", "steps", "abort", "checkpoint"),
    count: fc.integer({ min: 1, max: 4 }),
    afterwards: fc.constantFrom("nothing", "load", "clone"),
    machine: fc.constantFrom(...machines),
  }),
  { maxLength: 6 },
);

async function stateOf(network: Network) {
  // L-BFGS evaluates the point where it goes on a second time
  const { epochs: done, updates, best, entries } = network.training;
  const samples = network.config.optimizer.kind === "lbfgs" ? 0 : network.training.samples;
  return { weights: await network.weightsSha256(), done, updates, samples, best, entries };
}

/** Trains until all epochs are done, with interruptions. */
async function inParts(config: object, parts: typeof cuts extends fc.Arbitrary<infer One> ? One : never) {
  let network = Network.create(config as never);
  let isOver = false;
  for (const { how, count, afterwards, machine } of parts) {
    const left = epochs - network.training.epochs;
    if (left <= 0) break;
    const settings: { -readonly [Name in keyof FitSettings]: FitSettings[Name] } = { epochs: left };
    let kept: Uint8Array | null = null;
    if (how === "fit") settings.epochs = Math.min(left, count);
    if (how === "steps") settings.stepLimit = count;
    if (how === "checkpoint") {
      let times = 0;
      const write = (bytes: Uint8Array) => void (++times <= count && (kept = bytes));
      settings.checkpoint = { every: { batches: 1 }, write };
    }
    const abort = new AbortController();
    if (how === "abort") {
      settings.signal = abort.signal;
      let times = 0;
      settings.onBatch = () => void (++times >= count && abort.abort());
    }
    const { stopped } = await network.fit(data, settings);
    if (kept) {
      network.dispose();
      network = Network.load(kept, "checkpoint", {}, machine);
      continue;
    }
    isOver = stopped === "earlyStopping" || stopped === "converged" || stopped === "lineSearch";
    if (isOver) break;
    if (afterwards === "nothing") continue;
    const before = network;
    network =
      afterwards === "clone"
        ? network.clone()
        : Network.load(network.save({ training: true }), "model", {}, machine);
    before.dispose();
  }
  const left = epochs - network.training.epochs;
  if (left > 0 && !isOver) await network.fit(data, { epochs: left });
  return network;
}

describe("a training that is cut", () => {
  it("has the bits of one fit", { timeout: 1_200_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(configs, cuts, async (given, parts) => {
        const config = { ...configOf(given), build: "simd" as const, threads: 1 as const };
        const whole = Network.create(config as never);
        await whole.fit(data);
        const expected = await stateOf(whole);
        whole.dispose();
        const network = await inParts(config, parts);
        const found = await stateOf(network);
        network.dispose();
        expect(found).toEqual(expected);
      }),
      { numRuns: Number(process.env.CHAINRULE_CUTS ?? 150), seed: 15 },
    );
  });

  it("by the last checkpoint is over, with the weights of the best epoch", async () => {
    const layers = [3, { units: 7, activation: "tanh" }, { units: 2, activation: "identity" }] as const;
    const config = {
      layers,
      optimizer: "lbfgs",
      validation: 0.25,
      earlyStopping: { patience: 9 },
      seed: 3,
      epochs,
    } as const;
    const network = Network.create(config);
    let last = new Uint8Array(0);
    const write = (bytes: Uint8Array) => void (last = new Uint8Array(bytes));
    await network.fit(data, { checkpoint: { every: { batches: 1 }, write } });
    expect(await Network.load(last).weightsSha256()).toBe(await network.weightsSha256());
  });
});
