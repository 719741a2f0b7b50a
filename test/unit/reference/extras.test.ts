import { describe, expect, test } from "vitest";
import type { BatchExtras } from "../../../src/reference/referenceNetwork.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { copy, differencesOf, networkOf, noise } from "./networks.js";

const rows = 3;
const inputs = noise(rows * 3, 7);
const targets = noise(rows * 2, 8);
/** Dropout of a half, everywhere it is asked for. */
const masks = (layer: number, batch: number, units: number): Float64Array =>
  noise(batch * units, layer + 50).map((value) => (value < 0 ? 0 : 2));

test.each([
  ["masks", { masks }],
  ["masks of float32", { masks: (...asked) => Float32Array.from(masks(...asked)) }],
  ["noise", { inputNoise: noise(9, 3) }],
  ["weights", { sampleWeights: Float64Array.of(0.5, 0, 3) }],
  ["all", { masks, inputNoise: noise(9, 3), sampleWeights: Float64Array.of(0.5, 0, 3) }],
] as [string, BatchExtras][])(
  "gradients with %s as central differences, relative 1e-7, absolute 1e-9",
  (_, extras) => {
    for (const activation of ["tanh", "gelu"] as const) {
      const layers = [{ units: 5, activation }, { units: 4, activation }, { units: 2 }];
      const network = networkOf({ layers }, [3]);
      const gradients = network.gradients(inputs, targets, rows, extras);
      const differences = differencesOf(network, () => network.loss(inputs, targets, rows, extras));
      const bounds = { relative: 1e-7, absolute: 1e-9 };
      gradients.forEach(({ weights, biases }, l) => {
        expectClose(weights, differences[l]!.weights, bounds, `layers[${l}].weights`);
        expectClose(biases, differences[l]!.biases, bounds, `layers[${l}].biases`);
      });
    }
  },
);

describe("masks", () => {
  test("are asked for inputs and hidden layers, from 0 up, and not for the outputs", () => {
    const network = networkOf({}, [3, 5, 4, 2]);
    const asked: number[][] = [];
    const listen = (...call: [number, number, number]): null => (asked.push(call), null);
    network.step(inputs, targets, rows, 0.1, { masks: listen });
    expect(asked).toEqual([
      [0, rows, 3],
      [1, rows, 5],
      [2, rows, 4],
    ]);
  });

  test("a mask of ones and one of null are no mask, and nothing of a mask is left for the next pass", () => {
    const [plain, network] = [networkOf({}, [3, 5, 2]), networkOf({}, [3, 5, 2])];
    const ones = (_: number, batch: number, units: number) => new Float64Array(batch * units).fill(1);
    for (const extras of [{ masks: ones }, { masks: () => null }, {}]) {
      network.gradients(inputs, targets, rows, { masks });
      const loss = plain.step(inputs, targets, rows, 0.5);
      expectSameBits(network.step(inputs, targets, rows, 0.5, extras), loss, "loss");
      expectSameBits(network.layers[0]!.weights, plain.layers[0]!.weights, "layers[0].weights");
      expectSameBits(network.layers[1]!.weights, plain.layers[1]!.weights, "layers[1].weights");
    }
  });

  test("a unit that is out in all rows is a unit that is not there, and what is read stays as it was", () => {
    const network = networkOf({}, [3, 2, 2]);
    const before = copy(network);
    const seen = inputs.slice();
    const drop = (layer: number) => (layer === 1 ? Float64Array.of(0, 2, 0, 2, 0, 2) : null);
    network.step(inputs, targets, rows, 0.5, { masks: drop });
    expectSameBits(inputs, seen, "inputs");
    const { weights, activation, output } = network.layers[0]!;
    for (const input of [0, 2, 4]) expectSameBits(weights[input]!, before[0]!.weights[input]!, "its weights");
    expectSameBits(network.layers[1]!.weights.subarray(0, 2), before[1]!.weights.subarray(0, 2), "of it");
    expectSameBits([output[0]!, output[1]!], [0, 2 * activation[1]!], "output");
  });
});

test("noise is added to the inputs before their mask", () => {
  const network = networkOf({}, [3, 5, 2]);
  const inputNoise = noise(9, 3);
  const mask = masks(0, rows, 3);
  const only = (layer: number) => (layer === 0 ? mask : null);
  const made = inputs.map((value, i) => (value + inputNoise[i]!) * mask[i]!);
  const expected = network.loss(made, targets, rows);
  expectSameBits(network.loss(inputs, targets, rows, { masks: only, inputNoise }), expected, "loss");
});

describe("sampleWeights", () => {
  test.each(["mean", "sum"] as const)(
    "a row of weight 2 counts as two rows, by rows, relative 1e-14: %s",
    (reduction) => {
      const network = networkOf({ reduction }, [3, 5, 2]);
      const twice = (values: Float64Array, columns: number) =>
        Float64Array.of(...values, ...values.subarray(0, columns));
      // The mean over three rows of the weighted, against the mean over four.
      const share = reduction === "mean" ? 4 / 3 : 1;
      const expected = network.loss(twice(inputs, 3), twice(targets, 2), 4) * share;
      const slopes = network
        .gradients(twice(inputs, 3), twice(targets, 2), 4)[0]!
        .weights.map((g) => g * share);
      const extras = { sampleWeights: Float64Array.of(2, 1, 1) };
      expectClose(network.loss(inputs, targets, rows, extras), expected, { relative: 1e-14 }, "loss");
      const bounds = { relative: 1e-13, absolute: 1e-16 };
      expectClose(network.gradients(inputs, targets, rows, extras)[0]!.weights, slopes, bounds, "weights");
    },
  );

  test("of 1 change no bit of a step", () => {
    const [plain, weighted] = [networkOf({}, [3, 5, 2]), networkOf({}, [3, 5, 2])];
    plain.step(inputs, targets, rows, 0.5);
    weighted.step(inputs, targets, rows, 0.5, { sampleWeights: Float64Array.of(1, 1, 1) });
    expectSameBits(weighted.layers[0]!.weights, plain.layers[0]!.weights, "layers[0].weights");
  });
});
