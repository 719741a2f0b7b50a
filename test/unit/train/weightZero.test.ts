import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { permutationImportance } from "../../../src/train/evaluation/importance.js";
import { Network } from "../../../src/train/network.js";

/** y = 2x + 1, with or without 50 wild rows of weight 0 among them. */
function line(isWild: boolean): Dataset {
  const good = Array.from({ length: 100 }, (_, i) => [i / 10]);
  const wild = isWild ? Array.from({ length: 50 }, (_, i) => [i * 1e7]) : [];
  const inputs = [...good, ...wild];
  const targets = [...good.map(([x]) => 2 * x! + 1), ...wild.map(() => -1e9)];
  return Dataset.from(inputs, targets, { sampleWeights: inputs.map((_, row) => (row < 100 ? 1 : 0)) });
}

const settings = {
  layers: [1, { units: 1, activation: "identity" as const }],
  scaling: "standard" as const,
  targetScaling: "standard" as const,
  seed: 3,
};

describe("rows of weight 0", () => {
  it("are not measured by scalers, nor by evaluate: R² is that without them", async () => {
    const rows = Dataset.from(
      [[1e9], ...Array.from({ length: 50 }, (_, i) => [i])],
      [-1e9, ...Array.from({ length: 50 }, (_, i) => 2 * i + 1)],
      {
        sampleWeights: [0, ...Array.from({ length: 50 }, () => 1)],
      },
    );
    const network = Network.create({ ...settings, epochs: 300 });
    await network.fit(rows);
    expect(network.scalers.inputs!.shift).toEqual([24.5]);
    expect(network.evaluate(rows).metrics.r2).toBeGreaterThan(0.999);
    expect(network.evaluate(rows)).toEqual(
      network.evaluate(rows.select(Array.from({ length: 50 }, (_, i) => i + 1))),
    );
    expect(permutationImportance(network, rows, { metric: "r2", repeats: 1 })[0]!.importance).toBeGreaterThan(
      0.5,
    );
  });

  it("do not end a training early: they are not validated on", async () => {
    const network = Network.create({ ...settings, epochs: 200 });
    const history = await network.fit(line(true), {
      validation: 0.2,
      earlyStopping: { patience: 3, minChange: 0 },
    });
    expect(history.validation.at(-1)!.metrics.r2).toBeGreaterThan(0.99);
    const own = await Network.create({ ...settings, epochs: 30 }).fit(line(false), {
      validation: line(true),
    });
    const without = await Network.create({ ...settings, epochs: 30 }).fit(line(false), {
      validation: line(false),
    });
    expect(own.validation).toEqual(without.validation);
  });

  it("do not count in the metrics of training", async () => {
    const history = await Network.create({ ...settings, epochs: 200 }).fit(line(true), {
      trainingMetrics: true,
    });
    expect(history.metrics.at(-1)!.r2).toBeGreaterThan(0.99);
  });

  it("alone do not hold anything out", async () => {
    const data = line(true);
    const split = {
      train: Uint32Array.from({ length: 100 }, (_, i) => i),
      validation: Uint32Array.from({ length: 50 }, (_, i) => 100 + i),
    };
    await expect(Network.create(settings).fit(data, { validation: split, earlyStopping: 3 })).rejects.toThrow(
      'earlyStopping: "validation" is monitored, but no samples are held out',
    );
  });
});
