import { afterAll, describe, expect, it } from "vitest";
import { type Preset, presetNetwork, presetOf } from "../../../src/explain/presets.js";
import { runRounds } from "../../../src/explain/rounds.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";
import { mazurCourses, three } from "../../golden/golden.js";
import { toInputMajor } from "../../golden/subject.js";
import { xor } from "../../golden/xor.js";

const made: Network[] = [];
afterAll(() => {
  for (const network of made) network.dispose();
});

function open(preset: Preset) {
  const network = presetNetwork(preset);
  made.push(network);
  return { network, samples: preset.inputs.map((inputs, at) => ({ inputs, targets: preset.targets[at]! })) };
}

describe("rounds", () => {
  it.each([
    ["mazur", mazurCourses.find(({ id }) => id === "base")!.rounds, undefined],
    ["matrix", three[0]!.rounds, "printed"],
    ["matrix", three[1]!.rounds, "consistent"],
  ] as const)(
    "%s: error to relative 1e-11, outputs to 1e-13, at 0, 1, powers of ten and the end",
    (name, rounds, variant) => {
      const { network, samples } = open(presetOf(name, variant));
      const { states } = runRounds(network, samples, { rounds: 10_000 });
      expect(states.map(({ round }) => round)).toEqual([0, 1, 10, 100, 1000, 10_000]);
      for (const { round, error, outputs } of states) {
        const golden = rounds.find((one) => one.round === round)!;
        expectClose(error, golden.error, { relative: 1e-11 }, `error after ${round}`);
        expectClose(outputs, golden.outputs, { absolute: 1e-13 }, `outputs after ${round}`);
      }
    },
  );

  it("mazur: the weights after 10,000, and the network untouched", () => {
    const { network, samples } = open(presetOf("mazur"));
    const before = network.save();
    const { parameters, best } = runRounds(network, samples, { rounds: 10_000 });
    const golden = mazurCourses
      .find(({ id }) => id === "base")!
      .rounds.find(({ round }) => round === 10_000)!;
    golden.weights!.forEach((weights, l) =>
      expectClose(parameters[l]!.weights, toInputMajor(weights), { relative: 1e-11 }, `layer ${l}`),
    );
    expect(best.round).toBe(10_000);
    expect(network.save()).toEqual(before);
  });

  it.each(xor.modes)("XOR, $id: four patterns in turn, total error to relative 1e-11", (mode) => {
    const { biases, trainBiases } = mode.config;
    const config = { ...presetOf("xor").config, biases, trainBiases };
    const parameters = { weights: xor.weights, biases: [...xor.biases] };
    const { network, samples } = open({ ...presetOf("xor"), config, parameters } as Preset);
    const { states, samples: answers } = runRounds(network, samples, { rounds: 20_000 });
    for (const { updates, error } of mode.errors) {
      const state = states.find(({ round }) => round === updates);
      if (state) expectClose(state.error, error, { relative: 1e-11 }, `after ${updates}`);
    }
    expect(states.at(-1)!.round).toBe(20_000);
    const sum = answers.reduce((total, one) => total + 0.5 * (one.targets[0]! - one.outputs[0]!) ** 2, 0);
    expectClose(sum, states.at(-1)!.error, { relative: 1e-12 }, "error of the final outputs");
  });

  it("XOR as the listing has it: drawn from [0, 1), shared biases never trained, samples at random", () => {
    const listing = presetOf("xor", "listing");
    const errors = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => {
      const { network, samples } = open({ ...listing, config: { ...listing.config, seed } });
      const first = network.parameters().map(({ weights, biases }) => [...weights, ...biases]);
      for (const value of first.flat()) expect(value >= 0 && value < 1).toBe(true);
      const biases = network.parameters().map((layer) => Array.from(layer.biases));
      expect(biases.map(({ length }) => length)).toEqual([1, 1]);
      const { states, parameters } = runRounds(network, samples, { rounds: 20_000, order: "random" });
      expect(parameters.map((layer) => Array.from(layer.biases))).toEqual(biases);
      network.dispose();
      return states.at(-1)!.error;
    });
    // all of 200 seeds were below 0.01 after 20,000 updates, their median was 0.0029
    expect(Math.max(...errors)).toBeLessThan(0.01);
    expect(new Set(errors).size).toBe(8);
  });

  it("samples at random: the same for the same seed, others than in turn, and as if never stopped", () => {
    const { network, samples } = open(presetOf("xor", "listing"));
    const after = (order: "random" | "turns", every?: number) =>
      runRounds(network, samples, { rounds: 200, order, every, onEvery: () => undefined }).best.error;
    expect(after("random")).toBe(after("random"));
    expect(after("random", 7)).toBe(after("random"));
    expect(after("random")).not.toBe(after("turns"));
  });

  it("every k: a row before the first, after every k, and after the last, with the weights", () => {
    const { network, samples } = open(presetOf("mazur"));
    const rows: { round: number; w1: number }[] = [];
    runRounds(network, samples, {
      rounds: 7,
      every: 3,
      onEvery: ({ round, parameters }) => void rows.push({ round, w1: parameters[0]!.weights[0]! }),
    });
    expect(rows.map(({ round }) => round)).toEqual([0, 3, 6, 7]);
    expect(rows[0]!.w1).toBe(0.15);
    expect(new Set(rows.map(({ w1 }) => w1)).size).toBe(4);
    const patterns = open(presetOf("xor"));
    const seen: number[] = [];
    runRounds(patterns.network, patterns.samples, {
      rounds: 11,
      every: 3,
      onEvery: ({ round }) => void seen.push(round),
    });
    expect(seen).toEqual([0, 3, 6, 9, 11]);
  });

  it("until an error: stops at the first round that has it", () => {
    const { network, samples } = open(presetOf("mazur"));
    const { states, isReached, rounds, best } = runRounds(network, samples, {
      rounds: 10_000,
      untilError: 0.01,
    });
    expect([isReached, rounds, best.round]).toEqual([true, 173, 173]);
    expect(states.at(-1)!.error).toBeLessThanOrEqual(0.01);
    const before = runRounds(network, samples, { rounds: 172 }).states.at(-1)!;
    expect(before.error).toBeGreaterThan(0.01);
  });

  it("until an error that is not reached: the best weights there were, not the last", () => {
    // the first update of this start makes the error larger
    const { network, samples } = open(presetOf("xor"));
    const { isReached, best, states, parameters } = runRounds(network, samples, {
      rounds: 1,
      untilError: 0.1,
    });
    expect([isReached, best.round]).toEqual([false, 0]);
    expect(best.error).toBeLessThan(states.at(-1)!.error);
    expect(parameters).toEqual(runRounds(network, samples, { rounds: 0 }).parameters);
  });
});
