import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../../src/readers/csv.js";
import { encode } from "../../../src/readers/encode.js";
import { inferSchema } from "../../../src/readers/schema.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectClose } from "../../compare.js";

const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const minimaFile = at("test/golden/curves/minima.json");
const iris = at("../shared/data/iris.csv");

interface Minimum {
  name: string;
  config: ConfigInput;
  inputs: number[][];
  targets?: number[][];
  labels?: number[];
  classes?: number;
  loss: number;
  weights: number[];
  biases: number[];
}

describe("L-BFGS", () => {
  const { cases } = JSON.parse(readFileSync(minimaFile, "utf8")) as { cases: Minimum[] };
  it("reaches the minima that scikit-learn found: loss, weights and biases to 1e-8", async () => {
    for (const one of cases) {
      const { config, targets, labels, classes } = one;
      const data = Dataset.from(one.inputs, (labels ?? targets)!, labels ? { classes: classes! } : {});
      const network = Network.create({ ...config, precision: "float64" });
      const history = await network.fit(data);
      expect(history.stopped, one.name).toBe("converged");
      expectClose(history.loss.at(-1)!, one.loss, { absolute: 1e-8 }, `${one.name}: loss`);
      const { weights, biases } = network.parameters()[0]!;
      expectClose(weights, one.weights, { absolute: 1e-8 }, `${one.name}: weights`);
      expectClose(biases, one.biases, { absolute: 1e-8 }, `${one.name}: biases`);
    }
  });

  it.skipIf(!existsSync(iris))(
    "iris.csv, 5 folds: accuracy ≥ 0.95 (skipped without ../shared/data)",
    async () => {
      const table = readCsv(readFileSync(iris, "utf8"), "iris.csv");
      const all = encode(table, inferSchema(table, "species"), { target: true });
      let right = 0;
      for (let fold = 0; fold < 5; fold++) {
        const part = (isHeld: boolean) =>
          all.select(
            Array.from({ length: all.rows }, (_, row) => row).filter((row) => (row % 5 === fold) === isHeld),
          );
        const network = Network.create({
          layers: [4, { units: 5, activation: "tanh" }, { units: 3, activation: "softmax" }],
          optimizer: "lbfgs",
          l2: 0.01,
          epochs: 200,
          scaling: "standard",
        });
        await network.fit(part(false));
        right += network.evaluate(part(true)).metrics.accuracy! * part(true).rows;
      }
      expect(right / all.rows).toBeGreaterThanOrEqual(0.95);
    },
  );
});
