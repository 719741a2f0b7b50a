import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { trace } from "../../../src/explain/trace.js";
import { prepared } from "../../../src/network/scaling.js";
import { regressionMetrics } from "../../../src/train/evaluation/metrics.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";

const rows = Array.from({ length: 40 }, (_, i) => [Math.sin(i), (i % 7) / 3]);
/** Prices between some tens and some thousands, and the same with zeros. */
const prices = rows.map(([a, b]) => [Math.exp(5 + a! + b!)]);
const withZeros = prices.map(([price], row) => [row % 5 === 0 ? 0 : price!]);
const layers = [2, { units: 4, activation: "tanh" as const }, { units: 1, activation: "identity" as const }];
const settings = { layers, optimizer: "adam", epochs: 5, batchSize: 8, precision: "float64" } as const;

const kinds = [
  { kind: "log", targets: prices, there: Math.log, back: Math.exp },
  { kind: "log1p", targets: withZeros, there: Math.log1p, back: Math.expm1 },
] as const;

describe.each(kinds)("targetScaling $kind", ({ kind, targets, there, back }) => {
  const data = Dataset.from(rows, targets);
  const logarithms = targets.map(([price]) => [there(price!)]);
  const config = { ...settings, targetScaling: kind };

  it("learns standardised logarithms, to 1e-12, and answers in the units of the targets", async () => {
    const network = Network.create(config);
    const outside = Network.create({ ...settings, targetScaling: "standard" });
    await network.fit(data);
    await outside.fit(Dataset.from(rows, logarithms));
    const near = { relative: 1e-12, absolute: 1e-12 };
    network.parameters().forEach(({ weights }, layer) => {
      expectClose(weights, outside.parameters()[layer]!.weights, near, "weights");
    });
    const answers = network.predict(rows).map(([answer]) => answer!);
    const expected = outside.predict(rows).map(([answer]) => back(answer!));
    expectClose(answers, expected, { relative: 1e-11 }, "answers");
    const { r2, rmse } = network.evaluate(data).metrics;
    const own = regressionMetrics(targets.flat(), answers);
    expectClose([r2!, rmse!], [own.r2, own.rmse], { relative: 1e-13 }, "metrics");
    const predictor = network.predictor();
    rows.forEach((row, at) => expect(predictor.predict(row)[0]).toBe(answers[at]));
    expect(Array.from(network.predict(data), ([answer]) => answer)).toEqual(answers);
  });

  it("is kept by save, clone and the state of the training", async () => {
    const network = Network.create(config);
    await network.fit(data);
    expect(network.scalers.targets).toMatchObject({ kind });
    for (const other of [Network.load(network.save()), network.clone()]) {
      expect(other.predict(rows)).toEqual(network.predict(rows));
    }
    const loaded = Network.load(network.save({ training: true }));
    await Promise.all([network.fit(data, { epochs: 2 }), loaded.fit(data, { epochs: 2 })]);
    expect(await loaded.weightsSha256()).toBe(await network.weightsSha256());
    await expect(loaded.fit(data, { targetScaling: "standard" })).rejects.toThrow(
      `targetScaling: the network was trained with "${kind}"`,
    );
  });

  it("gives a column that does not vary its value", async () => {
    const network = Network.create({ ...config, epochs: 1 });
    await network.fit(
      rows,
      rows.map(() => [30]),
    );
    expectClose(network.predict(rows.slice(0, 1))[0]!, [30], { relative: 1e-14 }, "constant");
  });
});

describe("a target without a logarithm", () => {
  const refusal = async (targets: number[][], targetScaling: "log" | "log1p") => {
    const network = Network.create({ ...settings, targetScaling });
    const before = await network.weightsSha256();
    const error = await network.fit(rows, targets).catch((reason: unknown) => reason as Error);
    expect(await network.weightsSha256()).toBe(before);
    expect(network.scalers).toEqual({ inputs: null, targets: null });
    return (error as Error).message;
  };
  const at = (row: number, value: number) => prices.map((price, index) => (index === row ? [value] : price));

  it("is refused before anything changes, with its row, its value and a scaling that takes it", async () => {
    expect(await refusal(at(7, 0), "log")).toBe(
      'targets: row 7, column 0: expected a number > 0, as "log" takes them, got 0. ' +
        'Set targetScaling to "log1p", or leave the row out.',
    );
    expect(await refusal(at(9, -1), "log")).toContain('got -1. Set targetScaling to "standard"');
    expect(await refusal(at(3, -1), "log1p")).toBe(
      'targets: row 3, column 0: expected a number > -1, as "log1p" takes them, got -1. ' +
        'Set targetScaling to "standard", or leave the row out.',
    );
  });

  it("is refused where it is held out, evaluated or traced", async () => {
    const network = Network.create({ ...settings, targetScaling: "log" });
    const held = Dataset.from(rows.slice(0, 2), [[3], [-2]]);
    await expect(network.fit(Dataset.from(rows, prices), { validation: held })).rejects.toThrow(
      "targets: row 1, column 0: -2 becomes NaN when it is scaled",
    );
    await network.fit(Dataset.from(rows, prices));
    expect(() => network.evaluate(held)).toThrow("row 1, column 0: -2 becomes NaN when it is scaled");
    expect(() => trace(network, { inputs: [1, 2], targets: [0] })).toThrow(
      "targets: row 0, column 0: 0 becomes -Infinity when it is scaled",
    );
    expect(network.predict(held)).toHaveLength(2);
  });
});

it("scalers of inputs take no logarithm, and those of targets no other name", async () => {
  const network = Network.create(settings);
  const scaler = { kind: "log" as const, shift: [0, 0], scale: [1, 1] };
  expect(() => void (network.scalers = { inputs: scaler, targets: null })).toThrow(
    "scalers.inputs: expected",
  );
  expect(() => Network.create({ ...settings, scaling: "log" as never })).toThrow("scaling: ");
  network.scalers = { inputs: null, targets: { kind: "log", shift: [2], scale: [0.5] } };
  const [answer] = network.predict([[0, 0]])[0]!;
  const plain = Network.create(settings).predict([[0, 0]])[0]![0]!;
  expectClose([answer!], [Math.exp(2 * plain + 2)], { relative: 1e-14 }, "answer");
  expectClose(
    prepared(Float64Array.of(Math.E), 1, network.scalers.targets),
    [-0.5],
    { relative: 1e-14 },
    "e",
  );
});
