import { describe, expect, it } from "vitest";
import { DataError } from "../../../src/errors.js";
import { symbolReader } from "../../../src/explain/aliases.js";
import { type Check, check } from "../../../src/explain/check.js";
import { evaluate } from "../../../src/explain/expression.js";
import { readOwnNumbers } from "../../../src/explain/ownNumbers.js";
import { presetNetwork, presetOf } from "../../../src/explain/presets.js";
import { runRounds } from "../../../src/explain/rounds.js";
import { trace, type Trace } from "../../../src/explain/trace.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";

const preset = presetOf("mazur");
const sample = { inputs: preset.inputs[0]!, targets: preset.targets[0]! };
const network = presetNetwork(preset);
const mazur = trace(network, sample);
const after = (rounds: number) => runRounds(network, [sample], { rounds }).states.at(-1)!;

const checked = (text: string, traced = mazur): Check =>
  check(traced, readOwnNumbers(text, "mine.csv"), after);
const verdicts = (text: string) =>
  checked(text).numbers.map(({ key, verdict, cause }) => [key, verdict, cause]);

it("tells right, right to the digits given, and wrong; in the order of the calculation", () => {
  const mine = { E_total: "0.2983712", "w5⁺": "0.358916479717885", out_h1: "0.59326999", net_h1: "0.3775" };
  expect(verdicts(JSON.stringify(mine))).toEqual([
    ["net_h1", "right", null],
    ["out_h1", "rounded", null],
    ["E_total", "wrong", "own"],
    ["w5_new", "right", null],
  ]);
  const { counts, isRight, first } = checked(JSON.stringify(mine));
  expect([counts, isRight, first!.symbol]).toEqual([
    { right: 2, rounded: 1, published: 0, wrong: 1 },
    false,
    "E_total",
  ]);
});

it("all right to nine digits: no first, no slip", () => {
  const lines = mazur.steps.map(({ key, value }) => `${key},${value.toFixed(9)}`);
  expect(checked(lines.join("\n"))).toMatchObject({ isRight: true, first: null, slips: [] });
});

it("a figure that was calculated from rounded ones is told apart: -0.019049119", () => {
  const all = ["delta_o2,-0.038098237", "dE_o2/dout_h1,-0.019049119", "dE_total/dout_h1,0.036350306"];
  expect(verdicts(all.join("\n"))).toEqual([
    ["delta_o2", "rounded", null],
    ["dE_o2/dout_h1", "published", "rounding"],
    ["dE_total/dout_h1", "rounded", null],
  ]);
  // without the rounded number before it nothing tells where it comes from
  expect(verdicts(all[1]!)).toEqual([["dE_o2/dout_h1", "published", "own"]]);
  // another rounded figure that is printed nowhere
  const other = "delta_o2,-0.0381\ndE_o2/dout_h2,-0.020955";
  expect(verdicts(other).at(-1)).toEqual(["dE_o2/dout_h2", "wrong", "rounding"]);
});

it("what follows from a wrong number, over steps that are not given, is told apart", () => {
  // net_h1 with w2·i1: 0.15·0.05 + 0.2·0.05 + 0.35
  const [h1, h2] = [1 / (1 + Math.exp(-0.3675)), mazur.values.get("out_h2")!];
  const o1 = 0.4 * h1 + 0.45 * h2 + 0.6;
  expect(verdicts(`net_h1,0.3675\nout_h2,${h2.toFixed(6)}\nnet_o1,${o1.toFixed(9)}\nnet_o2,1.3`)).toEqual([
    ["net_h1", "wrong", "own"],
    ["out_h2", "rounded", null],
    ["net_o1", "wrong", "follows"],
    // out_h1 is not given: it may be that which went wrong a second time
    ["net_o2", "wrong", "later"],
  ]);
  expect(verdicts(`net_h1,0.3675\nout_h1,${h1}\nout_h2,${h2}\nnet_o2,1.3`).at(-1)).toEqual([
    "net_o2",
    "wrong",
    "own",
  ]);
});

it("a given number that was copied wrong is the first", () => {
  const out = checked("w5,0.45\nnet_o1,1.135569466");
  expect(out.first!.key).toBe("w5");
  expect(out.numbers.map(({ cause }) => cause)).toEqual(["own", "follows"]);
});

it("the error after one round follows from wrong weights, and is held against them", () => {
  const weights = mazur.network.parameters
    .filter(({ kind }) => kind === "weight")
    .map(
      ({ symbol, before, after: now }) =>
        `${symbol.kind === "name" && symbol.index},${before - 2 * (before - now)}`,
    )
    .map((line) => `w${line.replace(",", "_new,")}`);
  const error = 0.28361898183236023;
  const out = checked([...weights, `error_after_1,${error}`].join("\n"));
  expect(out.numbers.at(-1)).toMatchObject({ key: "error_after_1", verdict: "wrong", cause: "follows" });
  expect(out.slips).toEqual([{ id: "no-half" }]);
  const other = checked([...weights, "error_after_1,0.2837"].join("\n"));
  expect(other.numbers.at(-1)).toMatchObject({ verdict: "wrong", cause: "own" });
});

it("the published headline is named as published, and is that of the updated weights", () => {
  const text =
    "error_after_1,0.291027924\nerror_after_10000,0.000035085\nout_o1_after_10000,0.015912196\nout_o2_after_10000,0.984065734";
  const out = checked(text);
  expect(out.numbers.map(({ verdict, cause }) => [verdict, cause])).toEqual([
    ["published", "own"],
    ["published", "later"],
    ["published", "later"],
    ["published", "later"],
  ]);
  expect(out.slips).toEqual([{ id: "updated-weights" }]);
  const right = "error_after_1,0.291027774\nerror_after_10000,0.000035102\nout_o2_after_10000,0.984064274";
  expect(checked(right).isRight).toBe(true);
});

describe("one number of a random network changed, the rest calculated from it", () => {
  const shapes: ConfigInput[] = [
    { layers: [2, 3, 2], biases: "shared" },
    { layers: [3, 2, 3, 1], loss: "squaredError" },
    { layers: [2, { units: 3, activation: "tanh" }, 2], trainBiases: false },
    { layers: [2, 4, 3], loss: "crossEntropy" },
  ];
  it.each(shapes)("$layers: exactly that step is named", (shape) => {
    for (const seed of [3]) {
      using own = Network.create({ ...shape, precision: "float64", seed });
      const inputs = Array.from({ length: own.inputs }, (_, j) => 0.3 + 0.4 * j);
      const targets = Array.from({ length: own.outputs }, (_, k) => (k === 0 ? 1 : 0));
      const traced = trace(own, { inputs, targets });
      for (const changed of traced.steps) {
        const lines = withOneChanged(traced, changed.key).map(([key, value]) => `${key},${value}`);
        const out = check(traced, readOwnNumbers(lines.join("\n"), "mine.csv"), after);
        expect(out.first?.key).toBe(changed.key);
        const alone = out.numbers.filter(({ cause }) => cause === "own" || cause === "rounding");
        expect(alone.map(({ key }) => key)).toEqual([changed.key]);
      }
    }
  });
});

/** Every step, calculated from a world in which one has another value. */
function withOneChanged(traced: Trace, changed: string): [string, number][] {
  const values = new Map(traced.values);
  return traced.steps.map(({ key, expression }) => {
    const value = evaluate(expression, values);
    values.set(key, key === changed ? value * 1.01 + 0.001 : value);
    return [key, values.get(key)!];
  });
}

it.each([
  ["net_h1", "net_h1"],
  ["NET_H1", "net_h1"],
  ["w5⁺", "w5_new"],
  ["w5+", "w5_new"],
  ["w5_new", "w5_new"],
  ["new w5", "w5_new"],
  ["w5'", "w5_new"],
  ["∂E_total/∂w5", "dE_total/dw5"],
  ["∂E/∂w5", "dE_total/dw5"],
  ["dEtotal/dw5", "dE_total/dw5"],
  ["δ_o1", "delta_o1"],
  ["δo1", "delta_o1"],
  ["∂E_total/∂net_o1", "delta_o1"],
  ["∂E_o1/∂net_o1", "delta_o1"],
  ["δ⁻_o1", "delta_minus_o1"],
  ["∂E_o1/∂out_h1", "dE_o1/dout_h1"],
  ["∂E_total/∂b1", "dE_total/db1_shared"],
  ["E", "E_total"],
  ["总误差", "E_total"],
  ["η", "eta"],
  ["学习率", "eta"],
  ["i1", "i1"],
  ["t2", "target_o2"],
  ["E_total_after_1", "error_after_1"],
  ["error after 10000", "error_after_10000"],
  ["out_o2_after_10000", "out_o2_after_10000"],
  ["out_h1_after_1", null],
  ["net_h3", null],
  ["", null],
])("reads %j as %j", (written, key) => {
  expect(symbolReader(mazur).keysOf(written)[0] ?? null).toBe(key);
});

it("reads symbols of matrices, w_{j,k}, with and without braces", () => {
  const own = presetOf("matrix");
  using three = presetNetwork(own);
  const traced = trace(three, { inputs: own.inputs[0]!, targets: own.targets[0]! }, { names: "matrices" });
  const { keysOf } = symbolReader(traced);
  const keyOf = (written: string) => keysOf(written)[0];
  expect(
    [
      "w'_{1,1}⁺",
      "w'_1,1_new",
      "w_{1,1}_new",
      "∂E/∂w'_{1,2}",
      "∂E1/∂X_output1",
      "δ_hidden1",
      "X_hidden3",
    ].map(keyOf),
  ).toEqual([
    "w'_{1,1}_new",
    "w'_{1,1}_new",
    "w_{1,1}_new",
    "dE/dw'_{1,2}",
    "dE1/dX_output1",
    "dE/dX_hidden1",
    "X_hidden3",
  ]);
  for (const key of symbolReader(traced).keys) expect(keyOf(key)).toBe(key);
});

it.each([
  ["w11", ["w_{1,1}", "w'_{1,1}"]],
  ["w_{1,1}", ["w_{1,1}", "w'_{1,1}"]],
  ["w_21", ["w_{2,1}", "w'_{2,1}"]],
  ["w'12", ["w'_{1,2}"]],
  ["w11+", ["w_{1,1}_new", "w'_{1,1}_new"]],
  ["∂E/∂w_{11}", ["dE/dw_{1,1}", "dE/dw'_{1,1}"]],
  ["O_ouput1", ["O_output1"]],
  ["X_ouput2", ["X_output2"]],
  ["O1", ["O_output1", "O_hidden1"]],
  ["X_hidden[3]", ["X_hidden3"]],
  ["W_input-hidden[3][1]", ["w_{1,3}"]],
  ["W_hidden_output[2][1]", ["w'_{1,2}"]],
  ["X_hidden", []],
])("of the 3-3-2 example: %j can mean %j", (written, keys) => {
  const own = presetOf("matrix");
  using three = presetNetwork(own);
  const traced = trace(three, { inputs: own.inputs[0]!, targets: own.targets[0]! }, { names: "matrices" });
  expect(symbolReader(traced).keysOf(written)).toEqual(keys);
});

it.each([
  ["o1", ["out_o1", "out_h1"]],
  ["o_1", ["out_o1", "out_h1"]],
  ["x2", ["i2"]],
  ["w12", ["w3", "w7"]],
  ["\\frac{\\partial E_{total}}{\\partial w_{5}}", ["dE_total/dw5"]],
  ["\\delta_{o1}", ["delta_o1"]],
  ["w_5^{+}", ["w5_new"]],
  ["第 10000 轮后的误差", ["error_after_10000"]],
])("of the 2-2-2 example: %j can mean %j", (written, keys) => {
  expect(symbolReader(mazur).keysOf(written)).toEqual(keys);
});

it("a symbol with several meanings means the one with the nearest value", () => {
  expect(verdicts("o1,0.593269992\no2,0.772928465")).toEqual([
    ["out_h1", "rounded", null],
    ["out_o2", "rounded", null],
  ]);
});

it("a column without an index is refused with how it is written", () => {
  expect(() => checked("net_h,0.3775")).toThrow(
    new DataError(
      'mine.csv line 1: "net_h": expected a symbol of this calculation. net_h is a column of 2 numbers: write net_h,0.1 0.2, or each alone: net_h1.',
    ),
  );
});

it("every key and every symbol of the 2-2-2 example is read as itself", () => {
  const { keys, keysOf, textOf } = symbolReader(mazur);
  for (const key of keys) expect([keysOf(key)[0], keysOf(textOf(key))[0]]).toEqual([key, key]);
});

it("an unknown symbol, a repeated one and too many rounds are refused", () => {
  expect(() => checked("net_h1,1\nnet_h9,2")).toThrow(
    new DataError('mine.csv line 2: "net_h9": expected a symbol of this calculation. Did you mean "net_h1"?'),
  );
  expect(() => checked("something,1")).toThrow(
    new DataError(
      'mine.csv line 1: "something": expected a symbol of this calculation. It has i1, i2, w1, w2, w3, w4, b1, w5 and so on.',
    ),
  );
  expect(() => checked("w5_new,1\nw5⁺,2")).toThrow(
    new DataError(
      'mine.csv line 2: "w5⁺": expected w5_new once, got it again after mine.csv line 1: "w5_new".',
    ),
  );
  expect(() => checked("error_after_2000000,1")).toThrow(
    new DataError('mine.csv line 1: "error_after_2000000": expected at most 1000000 rounds, got 2000000.'),
  );
});
