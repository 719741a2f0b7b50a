import { describe, expect, it } from "vitest";
import { activations, hiddenActivationNames } from "../../../src/functions/activations.js";
import { Parameters } from "../../../src/network/parameters.js";
import { Plan } from "../../../src/network/plan.js";
import { Random } from "../../../src/network/random.js";
import type { Scaler } from "../../../src/network/scaling.js";
import { checkConfig } from "../../../src/settings/configuration.js";
import type { Config } from "../../../src/settings/generated/types.js";
import { Arena } from "../../../src/wasm/arena.js";
import { type BuildName, hasThreads } from "../../../src/wasm/builds.js";
import { instantiate } from "../../../src/wasm/kernels.js";
import { expectSameBits } from "../../compare.js";
import { regionOf } from "./guarded.js";
import { builds, numbers, precisions } from "./variants.js";

/** What the tiny path takes in any layer: no activation that keeps its net inputs. */
const taken = hiddenActivationNames.filter((name) => !activations[name].slopeNeedsNetInput);

/** A random small network with random data and settings: everything a function of the seed. */
function situation(seed: number) {
  const random = new Random(seed, 77);
  const pick = <T>(...choices: T[]) => choices[random.below(choices.length)]!;
  const units = () => 1 + random.below(pick(2, 5, 9, 22));
  const layers = Array.from({ length: 1 + random.below(4) }, () => ({
    units: units(),
    activation: pick("sigmoid", "sigmoid", "identity", ...taken),
    trainable: random.below(4) > 0,
  }));
  const config = checkConfig({
    layers: [units(), ...layers],
    loss: pick("halfSquaredError", "squaredError", "meanSquaredError"),
    reduction: pick("mean", "sum"),
    biases: pick("perNeuron", "shared", "none"),
    trainBiases: random.below(4) > 0,
    precision: pick(...precisions),
    seed,
  });
  const rows = 1 + random.below(40);
  return {
    config,
    rows,
    batch: Math.min(rows, pick(1, 1, 2, 3, 4, 7, 16, 40)),
    kind: pick("floats", "bytes", "scaled bytes"),
    classes: random.below(2) === 0,
    ordered: random.below(2) === 0,
    rated: random.below(3) === 0,
  };
}

/** For each path, without and with sharing. */
const regions = [false, true].map(() => [false, true].map(regionOf));

/** Trains a situation by one path; @returns parameters and loss. */
function trained(build: BuildName, seed: number, general: boolean) {
  const { config, rows, batch, kind, classes, ordered, rated } = situation(seed);
  const region = regions[Number(general)]![Number(hasThreads(build))]!;
  const arena = new Arena(region);
  const parameters = new Parameters(arena, config as Config);
  const columns = config.layers[0]!.inputs;
  const outputs = config.layers.at(-1)!.units;
  parameters.views().forEach(({ weights, biases }, index) => {
    weights.set(numbers(weights.length, seed + index));
    biases.set(numbers(biases.length, seed + 50 + index));
    weights[0] = -0;
  });
  const kernels = instantiate(build, arena.memory, config.precision);
  const inputs: Scaler | null =
    kind === "scaled bytes"
      ? { kind: "bytes", shift: fill(columns, 3), scale: fill(columns, 1 / 255) }
      : null;
  const use = { batch, pass: "train", answers: 0, general } as const;
  const plan = new Plan(arena, kernels, config, { inputs, targets: null }, parameters, use);
  const x = numbers(rows * columns, seed + 9);
  const placed = plan.place({
    inputs: kind === "floats" ? x : Uint8Array.from(x, (value) => (value > -0.5 ? 127 * value + 128 : 0)),
    rows,
    targets: classes ? null : numbers(rows * outputs, seed + 8),
    labels: classes ? Uint32Array.from({ length: rows }, (_, row) => (row * 7) % outputs) : null,
  });
  const order = plan.placeOrder(rows);
  plan.order(order, rows).set(Uint32Array.from({ length: rows }, (_, row) => (row * 13 + 5) % rows));
  const rate = kind === "bytes" ? 1e-9 : 1e-3;
  plan.learningRate = rate;
  if (rated) {
    const updates = 9 * Math.ceil(rows / batch);
    plan.useRates(plan.placeRates(updates), updates).set(numbers(updates, seed).map((x) => rate * (1 + x)));
  }
  plan.lossSum = 0;
  plan.use(placed, ordered ? order : 0);
  plan.beginEpoch(1, seed);
  const losses = plan.placeEpochs(rows, 3);
  for (let epoch = 0; epoch < 6; epoch++) plan.run("train", 0, rows);
  const sum = plan.lossSum;
  plan.run("epochs", 1, 3);
  const last = [sum, ...plan.epochLosses(losses, 3)];
  const bytes = parameters.bytes().slice();
  new Uint8Array(region.memory.buffer).fill(0, 0, arena.top);
  return { parameters: bytes, losses: last };
}

const fill = (length: number, value: number) => Array.from({ length }, () => value);

/** Sets of twenty networks. "javascript" is translated from "scalar", which runs all: what is in one is in the other. */
const setsOf = (build: BuildName) => Array.from({ length: build === "javascript" ? 5 : 20 }, (_, at) => at);

describe.each(builds)("the tiny path in %s", (build) => {
  it.each(setsOf(build))(
    "gives the bits of the general path, parameters and losses, over random networks: twenty, set %i",
    (set) => {
      for (let seed = 20 * set; seed < 20 * set + 20; seed++) {
        const tiny = trained(build, seed, false);
        const general = trained(build, seed, true);
        const what = () => JSON.stringify(situation(seed));
        expectSameBits(tiny.losses, general.losses, `losses of ${what()}`);
        expect(Buffer.compare(tiny.parameters, general.parameters), what()).toBe(0);
        expect(tiny.losses.every(Number.isFinite), what()).toBe(true);
      }
    },
  );
});
