import { expect, it } from "vitest";
import { readWritten } from "../../../src/explain/agreement.js";
import { check } from "../../../src/explain/check.js";
import { figuresOf, nameSlips, slipNetworkOf } from "../../../src/explain/fingerprints.js";
import { readOwnNumbers } from "../../../src/explain/ownNumbers.js";
import { presetNetwork, presetOf } from "../../../src/explain/presets.js";
import { trace, type Trace } from "../../../src/explain/trace.js";
import { type SlipId, slipIds, slippedRound } from "../../../src/reference/slips.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";
import { fingerprints } from "../../golden/golden.js";

function traceOf(name: "mazur" | "matrix"): Trace {
  const preset = presetOf(name);
  using network = presetNetwork(preset);
  return trace(network, { inputs: preset.inputs[0]!, targets: preset.targets[0]! }, { names: preset.names });
}

/** A network with two hidden layers that are not square. */
function deepTrace(
  loss: "halfSquaredError" | "squaredError" | "meanSquaredError" = "halfSquaredError",
): Trace {
  const config = { layers: [3, 4, 2, 3], loss, precision: "float64", seed: 7 } as const;
  using network = Network.create({
    ...config,
    biases: "shared",
    optimizer: { kind: "sgd", learningRate: 0.3 },
  });
  return trace(network, { inputs: [0.2, -0.4, 0.9], targets: [0.1, 0.8, 0.5] });
}

const mazur = traceOf("mazur");

it.each(fingerprints)(
  "$id: the recorded fingerprint, relative 1e-12",
  ({ id, errorBefore, errorAfter1, w1, w5, w7 }) => {
    const round = slippedRound(slipNetworkOf(mazur)!, id as SlipId);
    const seen = [round.errorBefore, round.errorAfter];
    const [hidden, output] = round.newWeights;
    expectClose(seen, [errorBefore, errorAfter1], { relative: 1e-12 }, "errors");
    expectClose(
      [hidden![0]![0]!, output![0]![0]!, output![1]![0]!],
      [w1, w5, w7],
      { relative: 1e-12 },
      "weights",
    );
  },
);

it.each(fingerprints.filter(({ id }) => id !== "correct"))(
  "$id: is named from three weights and an error, to 9 digits",
  ({ id, errorAfter1, w1, w5, w7 }) => {
    const mine = { "w1⁺": w1, "w5⁺": w5, "w7⁺": w7, error_after_1: errorAfter1 };
    const lines = Object.entries(mine).map(([symbol, value]) => `${symbol},${value.toFixed(9)}`);
    const own = readOwnNumbers(lines.join("\n"), "mine.csv");
    const checked = check(mazur, own, () => mazur.rounds[1]!);
    expect(checked.slips).toEqual([{ id }]);
    expect(checked.isRight).toBe(false);
  },
);

it("the figures of the right rule are given no slip", () => {
  const right = fingerprints.find(({ id }) => id === "correct")!;
  const own = readOwnNumbers(`w1_new,${right.w1}\nerror_after_1,${right.errorAfter1}`, "mine.csv");
  expect(check(mazur, own, () => mazur.rounds[1]!)).toMatchObject({ isRight: true, slips: [], first: null });
});

it.each(["halfSquaredError", "squaredError", "meanSquaredError"] as const)(
  "without a slip it is the trace, on 3-4-2-3 with shared biases and %s, relative 1e-12",
  (loss) => {
    const traced = deepTrace(loss);
    const round = slippedRound(slipNetworkOf(traced)!, "correct");
    const figures = figuresOf(traced, round);
    for (const { key, value } of traced.steps) {
      const own = figures.get(key);
      if (own !== undefined) expectClose(own, value, { relative: 1e-12 }, key);
    }
    expect([...figures.keys()].filter((key) => traced.values.has(key)).length).toBeGreaterThan(40);
    expectClose(round.errorAfter, traced.rounds[1]!.error, { relative: 1e-12 }, "error after");
  },
);

it("is named on 3-4-2-3 from all its figures, to 9 digits", () => {
  const traced = deepTrace();
  const network = slipNetworkOf(traced)!;
  const right = figuresOf(traced, slippedRound(network, "correct"));
  const same: string[] = [];
  for (const id of slipIds) {
    const round = slippedRound(network, id);
    const figures = [...figuresOf(traced, round)].filter(([key]) => right.has(key));
    const own = [...figures, ["error_after_1", round.errorAfter] as const].map(([key, value]) => ({
      key,
      written: readWritten(value.toFixed(9))!,
      ours: right.get(key) ?? traced.rounds[1]!.error,
    }));
    const named = nameSlips(traced, own);
    if (named.length === 0) same.push(id);
    else expect(named, id).toEqual([{ id }]);
  }
  // here biases are trained, by the sum: that is no slip
  expect(same).toEqual(["bias-per-neuron", "bias-shared-sum"]);
});

it("another learning rate is found from the weights", () => {
  const network = { ...slipNetworkOf(mazur)!, learningRate: 0.8 };
  const { newWeights } = slippedRound(network, "correct");
  const own = ["w1", "w5", "w6"].map((name, at) => ({
    key: `${name}_new`,
    written: readWritten([newWeights[0]![0]![0]!, ...newWeights[1]![0]!][at]!.toFixed(9))!,
    ours: mazur.values.get(`${name}_new`)!,
  }));
  expect(nameSlips(mazur, own)).toEqual([{ id: "other-rate", learningRate: 0.8 }]);
});

it("more rounds by a slip are the rounds of the published headline", () => {
  const { errorAfter, outputsAfter } = slippedRound(slipNetworkOf(mazur)!, "updated-weights", 10_000);
  expectClose(errorAfter, 0.0000350847862963135, { relative: 1e-11 }, "error after 10,000");
  expectClose(outputsAfter, [0.0159121963260345, 0.984065734485629], { absolute: 1e-13 }, "outputs");
});

it("networks of other units or losses have no slips", () => {
  using network = Network.create({ layers: [2, { units: 2, activation: "tanh" }, 1], precision: "float64" });
  expect(slipNetworkOf(trace(network, { inputs: [1, 2], targets: [1] }))).toBe(null);
});

it("an unknown rule, loss or number of rounds is refused", () => {
  const network = slipNetworkOf(mazur)!;
  const refused = (message: string) => new Error(`reference: ${message}`);
  expect(() => slippedRound(network, "no-halves" as SlipId)).toThrow(
    refused("rule: there is no slip no-halves"),
  );
  expect(() => slippedRound({ ...network, loss: "huber" as never }, "correct")).toThrow(
    refused("loss: expected one of squares, got huber"),
  );
  expect(() => slippedRound(network, "correct", 0)).toThrow(
    refused("rounds: expected an integer ≥ 1, got 0"),
  );
});
