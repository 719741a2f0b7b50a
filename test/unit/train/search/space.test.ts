import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../../src/errors.js";
import { ln } from "../../../../src/network/elementary.js";
import {
  checkPoint,
  checkSpace,
  configAt,
  drawPoint,
  type Space,
} from "../../../../src/train/search/space.js";
import type { ConfigInput } from "../../../../src/settings/generated/types.js";

const base: ConfigInput = {
  layers: [4, { units: 8, activation: "leakyRelu", alpha: 0.2 }, { units: 3, activation: "softmax" }],
};

describe("drawPoint", () => {
  const space: Space = {
    "optimizer.learningRate": { low: 1e-4, high: 1, scale: "log" },
    l2: { low: -1, high: 3 },
    batchSize: { low: 2, high: 5, integer: true },
    epochsLike: { low: 1, high: 8, scale: "log", integer: true },
    choice: { choices: ["a", [16], null] },
  };
  const points = Array.from({ length: 4000 }, (_, trial) => drawPoint(space, 5, trial + 1));
  const valuesOf = (path: string) => points.map((point) => point[path] as number);
  const part = (path: string, holds: (value: number) => boolean) =>
    valuesOf(path).filter(holds).length / points.length;

  it("draws reals of four digits, alike over factors or differences, within 3 %", () => {
    for (const [path, low, high] of [
      ["optimizer.learningRate", 1e-4, 1],
      ["l2", -1, 3],
    ] as const) {
      expect(part(path, (value) => value >= low && value <= high)).toBe(1);
      expect(part(path, (value) => Number(value.toPrecision(4)) === value)).toBe(1);
    }
    expect(Math.abs(part("optimizer.learningRate", (value) => value < 1e-2) - 0.5)).toBeLessThan(0.03);
    expect(Math.abs(part("optimizer.learningRate", (value) => value < 1e-3) - 0.25)).toBeLessThan(0.03);
    expect(Math.abs(part("l2", (value) => value < 0) - 0.25)).toBeLessThan(0.03);
  });

  it("draws whole numbers, both ends included, and choices alike, within 3 %", () => {
    for (const value of [2, 3, 4, 5]) {
      expect(Math.abs(part("batchSize", (drawn) => drawn === value) - 0.25)).toBeLessThan(0.03);
    }
    for (const value of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const expected = (ln(value + 1) - ln(value)) / ln(9);
      expect(Math.abs(part("epochsLike", (drawn) => drawn === value) - expected)).toBeLessThan(0.03);
    }
    for (const value of ["a", null]) {
      expect(
        Math.abs(points.filter(({ choice }) => choice === value).length / points.length - 1 / 3),
      ).toBeLessThan(0.03);
    }
  });

  it("gives the same for the same seed and trial, whatever the version; other for others", () => {
    expect(drawPoint(space, 5, 1)).toEqual(points[0]);
    expect(drawPoint(space, 6, 1)).not.toEqual(points[0]);
    expect(points[1]).not.toEqual(points[0]);
    expect(points[0]).toMatchInlineSnapshot(`
      {
        "batchSize": 4,
        "choice": null,
        "epochsLike": 8,
        "l2": 2.073,
        "optimizer.learningRate": 0.2251,
      }
    `);
  });
});

describe("configAt", () => {
  it("sets whole settings and parts of them, and leaves the base as it was", () => {
    const before = structuredClone(base);
    expect(
      configAt(
        { ...base, optimizer: "adam" },
        { batchSize: 8, "optimizer.beta1": 0.5, "schedule.kind": "step" },
      ),
    ).toEqual({
      layers: base.layers.map((layer) => layer),
      batchSize: 8,
      optimizer: { kind: "adam", beta1: 0.5 },
      schedule: { kind: "step" },
    });
    expect(base).toEqual(before);
  });

  it("makes hidden layers like the first hidden one", () => {
    const like = { activation: "leakyRelu", alpha: 0.2 };
    expect(configAt(base, { "layers.hidden": [16, { units: 9, dropout: 0.5 }] }).layers).toEqual([
      4,
      { units: 16, ...like },
      { units: 9, dropout: 0.5, ...like },
      { units: 3, activation: "softmax" },
    ]);
    expect(configAt(base, { "layers.hidden": [] }).layers).toEqual([4, { units: 3, activation: "softmax" }]);
    const named = { layers: [4, { units: 8, name: "code" }, 3] };
    const { layers } = configAt(named, { "layers.hidden": [5, 6] });
    expect(layers.map((layer) => (layer as { name?: string }).name)).toEqual(Array(4).fill(undefined));
    const both = configAt(base, { "layers.hidden": [5, 6], "layers.activation": "relu" });
    expect(both.layers.slice(1, -1)).toEqual([
      { units: 5, activation: "relu" },
      { units: 6, activation: "relu" },
    ]);
    expect(configAt(base, { "layers.activation": "tanh" }).layers[1]).toEqual({
      units: 8,
      activation: "tanh",
    });
  });
});

describe("refusals", () => {
  const examples =
    '"optimizer.learningRate", "optimizer.kind", "layers.hidden", "layers.activation", "biases", "trainBiases", "tiedWeights", "members", "inputScale", "initializer"';
  it.each([
    [
      undefined,
      'search.space: expected settings to vary, as in { "batchSize": { "choices": [16, 64] } }, got undefined.',
    ],
    [{}, 'search.space: expected settings to vary, as in { "batchSize": { "choices": [16, 64] } }, got {}.'],
    [
      { "optimizer.learningrate": { choices: [1] }, "optimiser.learningRate": { choices: [1] } },
      'search.space: "optimiser.learningRate" is not a setting that can vary. Did you mean "optimizer.learningRate"?',
    ],
    [
      { batchsize: { choices: [1] } },
      'search.space: "batchsize" is not a setting that can vary. Did you mean "batchSize"?',
    ],
    [
      { epochs: { choices: [1] } },
      'search.space: "epochs" is not a setting that can vary. It stays the same in all trials: set it outside `search`.',
    ],
    [{ l2: 3 }, 'search.space["l2"]: expected { "choices": […] } or { "low": …, "high": … }, got 3.'],
    [
      { l2: { choices: [] } },
      'search.space["l2"].choices: expected a list of at least 1 value, got []. Name some, or drop it.',
    ],
    [{ l2: { choices: [1], low: 2 } }, 'search.space["l2"]: "low" does not belong there. Drop it.'],
    [{ l2: { low: 0, scal: 2 } }, 'search.space["l2"]: "scal" does not belong there. Did you mean "scale"?'],
    [{ l2: { low: 1, high: 1 } }, 'search.space["l2"]: expected low < high, got low 1 and high 1.'],
    [{ l2: { low: 1 } }, 'search.space["l2"].high: expected a finite number, got nothing.'],
    [
      { l2: { low: 0, high: 1, scale: "log" } },
      'search.space["l2"]: expected low > 0 for the scale "log", got 0.',
    ],
    [
      { l2: { low: 0, high: 1, scale: "ln" } },
      'search.space["l2"].scale: expected "linear" or "log", got "ln".',
    ],
    [
      { batchSize: { low: 1, high: 2.5, integer: true } },
      'search.space["batchSize"]: expected integers, got low 1 and high 2.5.',
    ],
  ])("%j", (space, message) => {
    expect(() => checkSpace(space)).toThrow(new ConfigError(message));
  });

  it("an unknown path that is like none lists what there is", () => {
    expect(() => checkSpace({ zzzzzzzzzz: { choices: [1] } })).toThrow(
      `search.space: "zzzzzzzzzz" is not a setting that can vary. There are: ${examples}`,
    );
  });

  it.each([
    [
      { batchSize: 2.5 },
      'search.space["batchSize"]: expected an integer ≥ 1 or "full", got 2.5. Add "integer": true.',
    ],
    [{ l2: -1 }, 'search.space["l2"]: expected a finite number ≥ 0, got -1.'],
    [{ "layers.hidden": [0] }, 'search.space["layers.hidden"]: expected an integer ≥ 1, got 0.'],
    [
      { "layers.hidden": 3 },
      'search.space["layers.hidden"]: expected a list of units of the hidden layers, got 3.',
    ],
    [
      { "optimizer.lerningRate": 1 },
      'search.space["optimizer.lerningRate"]: there is no such setting. Did you mean "learningRate"?',
    ],
  ])("a point at %j names its dimension", (point, message) => {
    expect(() => checkPoint(base, point)).toThrow(new ConfigError(message));
  });
});
