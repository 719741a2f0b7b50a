import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";

describe("numbers that are not finite reach no kernel", () => {
  const large = 1e300;
  const advice = "Give it in another unit, or use another scaling or precision.";
  const inFloat32 = (value: number) =>
    `${value} becomes ${Math.fround(value)} when it is scaled and rounded to float32. ${advice}`;

  it("nor do those that float32 cannot hold, as inputs or targets; nothing has changed then", async () => {
    const network = Network.create({ layers: [2, 1] });
    const before = await network.weightsSha256();
    const inputs = Dataset.from(
      [
        [1, 1],
        [1, -large],
      ],
      [[0], [0]],
    );
    const targets = Dataset.from(
      [
        [1, 1],
        [0, 0],
      ],
      [[large], [1]],
    );
    await expect(network.fit(inputs)).rejects.toThrow(`inputs: row 1, column 1: ${inFloat32(-large)}`);
    await expect(network.fit(targets)).rejects.toThrow(`targets: row 0, column 0: ${inFloat32(large)}`);
    expect(() => network.predict([[large, 0]])).toThrow(`inputs: row 0, column 0: ${inFloat32(large)}`);
    expect(() => network.evaluate(inputs)).toThrow(inFloat32(-large));
    expect(() => network.gradients(targets)).toThrow(inFloat32(large));
    expect(await network.weightsSha256()).toBe(before);
    network.dispose();
  });

  it("float64 holds them, and scaling brings them into float32", async () => {
    const data = Dataset.from([[large], [-large]], [[0], [1]]);
    const exact = Network.create({ layers: [1, 1], precision: "float64" });
    expect(
      exact
        .predict(data)
        .flatMap((row) => [...row])
        .every(Number.isFinite),
    ).toBe(true);
    const scaled = Network.create({ layers: [1, 1], scaling: "minMax" });
    expect((await scaled.fit(data, { epochs: 2 })).loss.every(Number.isFinite)).toBe(true);
  });

  it("nor does what scaling makes infinite", async () => {
    const network = Network.create({ layers: [1, 1], scaling: "minMax", precision: "float64" });
    const apart = Dataset.from([[1], [2 ** -1074]], [[0], [1]]);
    await expect(network.fit(apart)).resolves.toBeDefined();
    const other = Network.create({ layers: [1, 1], scaling: "minMax", precision: "float64" });
    const close = Dataset.from([[2 ** -1074], [0]], [[0], [1]]);
    await expect(other.fit(close)).rejects.toThrow(/^inputs: row 0, column 0: 5e-324 becomes Infinity/);
  });

  it("nor do parameters that float32 cannot hold", async () => {
    const network = Network.create({ layers: [2, 1] });
    const before = await network.weightsSha256();
    expect(() => network.setParameters([{ weights: [0, large], biases: [0] }])).toThrow(
      "layer 1: weights[1]: expected a number finite in float32, got 1e+300.",
    );
    expect(await network.weightsSha256()).toBe(before);
    network.dispose();
  });
});
