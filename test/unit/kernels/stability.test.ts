import { describe, expect, it } from "vitest";
import { makeLoss } from "../../../src/reference/lossTable.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectClose } from "../../compare.js";
import { variants } from "./variants.js";

describe.each(variants)("far from the middle, in $build, $precision", ({ build, precision }) => {
  const unit = precision === "float32" ? 2 ** -24 : 2 ** -53;
  const least = precision === "float32" ? 2 ** -149 : 2 ** -1074;
  const greatest = precision === "float32" ? 3e38 : 1.7e308;
  const round = precision === "float32" ? Math.fround : (x: number) => x;

  /** A network whose net inputs are its inputs. */
  function through(units: number, more: Partial<ConfigInput>): Network {
    const network = Network.create({ layers: [units, units], build, precision, biases: "none", ...more });
    const weights = Float64Array.from({ length: units * units }, (_, at) => (at % (units + 1) === 0 ? 1 : 0));
    network.setParameters([{ weights }]);
    return network;
  }
  const softmax = (units: number, more: Partial<ConfigInput> = {}) =>
    through(units, { loss: "crossEntropy", ...more });

  const logits = [
    [1e4, -1e4, 0],
    [-1e4, -1e4, 1e4],
    [1e4, 1e4, 1e4],
    [1e4, 9999, -1e4],
    [20, 0, 1],
    [0, 40, -3],
    [0.1, 0.2, 0.3],
    [30, -30, 29.5],
    [-700, -1, -1],
    [0, 0, 0],
  ].map((row) => row.map(round));
  const distributions = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0.25, 0.5, 0.25],
    [0.9999999, 0.0000001, 0],
  ];

  it.each([0, 0.1])(
    "cross-entropy is within 16 units of the last place: label smoothing %d",
    (labelSmoothing) => {
      const network = softmax(3, { labelSmoothing });
      const loss = makeLoss("crossEntropy", { labelSmoothing });
      for (const row of logits) {
        for (const [index, given] of distributions.entries()) {
          const targets = given.map(round);
          const wanted = loss.sum(
            Float64Array.of(),
            Float64Array.from(targets),
            1,
            3,
            Float64Array.from(row),
          );
          const bounds = { relative: 16 * unit, absolute: 4 * least };
          const what = `z = ${row.join(" ")}, t = ${targets.join(" ")}`;
          expectClose(network.evaluate(Dataset.from([row], [targets])).loss, wanted, bounds, what);
          if (index > 2) continue;
          const labelled = Dataset.from([row], [index], { classes: 3 });
          expectClose(network.evaluate(labelled).loss, wanted, bounds, `${what}, as a class`);
          const gradient = network.gradients(labelled)[0]!.weights;
          expect(gradient.every(Number.isFinite), what).toBe(true);
        }
      }
      network.dispose();
    },
  );

  it("binary cross-entropy is within 8 units of the last place", () => {
    const network = through(1, { loss: "binaryCrossEntropy" });
    const loss = makeLoss("binaryCrossEntropy", {});
    const spread = [1e4, -1e4, 700, -700, 88, -88, 20, -20, 1, -1, 1e-3, 0, 1e-30].map(round);
    for (const z of spread) {
      for (const t of [0, 1, 0.5, 0.25, 1 - 1e-6, 1 - 1e-10].map(round)) {
        const wanted = loss.sum(Float64Array.of(), Float64Array.of(t), 1, 1, Float64Array.of(z));
        const { loss: got } = network.evaluate(Dataset.from([[z]], [[t]]));
        expectClose(got, wanted, { relative: 8 * unit, absolute: 4 * least }, `z = ${z}, t = ${t}`);
      }
    }
    network.dispose();
  });

  it("a gradient at ±1e4 is what it is at infinity: o − t, exactly", () => {
    const network = through(1, { loss: "binaryCrossEntropy" });
    const slopes = [1e4, -1e4].flatMap((z) =>
      [0, 1].map((t) => network.gradients(Dataset.from([[z]], [[t]]))[0]!.weights[0]! / z + 0),
    );
    expect(slopes).toEqual([1, 0, 0, -1]);
    network.dispose();
  });

  it.each([1, 2, 3, 4, 5, 17])(
    "softmax of %i equal inputs is 1 / units exactly, however large they are",
    (units) => {
      const network = softmax(units);
      for (const z of [0, 1, -1e4, 1e4, greatest / 2, -greatest, least]) {
        const answer = network.predict([Array.from({ length: units }, () => z)])[0]!;
        expect([...answer], `z = ${z}`).toEqual(Array.from({ length: units }, () => round(1 / units)));
      }
      network.dispose();
    },
  );

  it("softmax of inputs that span the range is 1 for the greatest, 0 for the others", () => {
    const network = softmax(5);
    for (let at = 0; at < 5; at++) {
      const row = Array.from({ length: 5 }, (_, j) => (j === at ? greatest : -greatest));
      expect([...network.predict([row])[0]!]).toEqual(row.map((z) => (z > 0 ? 1 : 0)));
    }
    network.dispose();
  });

  it("softmax goes down through the denormals, to 8 of their steps or 8 units of the last place", () => {
    const network = softmax(2);
    const end = precision === "float32" ? 110 : 760;
    for (let z = 0; z < end; z += 3.7) {
      const [small, large] = network.predict([[-round(z), 0]])[0]!;
      const e = Math.exp(-round(z));
      expectClose(small!, e / (1 + e), { relative: 8 * unit, absolute: 8 * least }, `softmax(${-z}, 0)[0]`);
      expectClose(large!, 1 / (1 + e), { relative: 8 * unit }, `softmax(${-z}, 0)[1]`);
    }
    network.dispose();
  });

  it.each([{ kind: "sgd" }, { kind: "momentum", momentum: 0.5 }] as const)(
    "denormals are not flushed to 0: %j",
    async (optimizer) => {
      const network = Network.create({
        layers: [1, { units: 1, activation: "identity" }],
        biases: "none",
        optimizer: { ...optimizer, learningRate: 0.5 },
        epochs: 1,
        build,
        precision,
      });
      network.setParameters([{ weights: [8 * least] }]);
      await network.fit(Dataset.from([[1]], [[0]]));
      expect(network.parameters()[0]!.weights[0]).toBe(4 * least);
      network.dispose();
    },
  );
});
