import { describe, expect, it } from "vitest";
import { ShapeError } from "../../../src/errors.js";
import { presetOf } from "../../../src/explain/presets.js";
import { readParameters, type WrittenParameters } from "../../../src/explain/writtenParameters.js";
import { checkConfig } from "../../../src/settings/configuration.js";

const mazur = presetOf("mazur");
const config = checkConfig(mazur.config);
const read = (written: WrittenParameters) => readParameters({ config }, written);
const wanted = read(mazur.parameters!);
const flat = [0.15, 0.2, 0.25, 0.3, 0.4, 0.45, 0.5, 0.55];
const biases = [0.35, 0.6];

describe("the weights of the 2-2-2 example, in every convention, are the same parameters", () => {
  it("the layout of the library is [inputs × units]", () => {
    expect(wanted).toEqual([
      { weights: [0.15, 0.25, 0.2, 0.3], biases: [0.35] },
      { weights: [0.4, 0.5, 0.45, 0.55], biases: [0.6] },
    ]);
  });

  it.each<[string, WrittenParameters]>([
    ["flat lists by layer", { weights: [flat.slice(0, 4), flat.slice(4)], biases }],
    ["one flat list", { weights: flat, biases }],
    ["w1 … w8, b1, b2", { weights: named("w%", { b1: 0.35, b2: 0.6 }) }],
    ["w_1 …, and biases apart", { weights: named("w_%"), biases }],
    [
      "w_{j,k}, from j to k",
      {
        weights: {
          "w_{1,1}": 0.15,
          "w_{2,1}": 0.2,
          "w_{1,2}": 0.25,
          "w_{2,2}": 0.3,
          "w'_{1,1}": 0.4,
          "w'_{2,1}": 0.45,
          "w'_{1,2}": 0.5,
          "w'_{2,2}": 0.55,
        },
        biases,
      },
    ],
  ])("%s", (_, written) => {
    expect(read(written)).toEqual(wanted);
  });
});

function named(pattern: string, others: Record<string, number> = {}): Record<string, number> {
  return {
    ...Object.fromEntries(flat.map((weight, at) => [pattern.replace("%", String(at + 1)), weight])),
    ...others,
  };
}

it("matrices of the 3-3-2 example, by name and by row", () => {
  const { config: input, parameters } = presetOf("matrix");
  const three = { config: checkConfig(input) };
  const byName = Object.fromEntries(
    parameters!.weights.flatMap((matrix, l) =>
      matrix.flatMap((row, k) =>
        row.map((weight, j) => [`w${"'".repeat(l)}_${j + 1},${k + 1}`, weight] as const),
      ),
    ),
  );
  expect(readParameters(three, { weights: byName })).toEqual(readParameters(three, parameters!));
});

it.each<[WrittenParameters, string]>([
  [
    { weights: flat.slice(1) },
    "weights: expected 8 numbers, w1 to w8, those into the first neuron first, got 7.",
  ],
  [
    { weights: [[0.15, 0.2, 0.25], flat.slice(4)] },
    "weights[0]: expected 2 rows of 2 numbers, a row for each neuron that they lead to, got [0.15,0.2,0.25].",
  ],
  [{ weights: [[[1, 2], [3]], flat.slice(4)] as never }, "weights[0][1]: expected 2 numbers, got [3]."],
  [{ weights: named("w%", { w8: "0.5" as never }) }, 'weights: w8: expected a finite number, got "0.5".'],
  [{ weights: { w1: 0.15 } }, "weights: expected w2 or w_{2,1}, got nothing."],
  [
    { weights: named("w%", { b3: 1 }) },
    'weights: "b3": expected a weight or bias of this network. Did you mean "w3"?',
  ],
  [
    { weights: named("w%", { b1: 1 }), biases },
    "weights: biases are given here and apart from the weights. Drop one of them.",
  ],
])("%j is refused", (written, message) => {
  expect(() => read(written)).toThrow(new ShapeError(message));
});
