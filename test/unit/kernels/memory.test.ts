import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";

describe("memory of a process that trains with everything that keeps something between updates", () => {
  it.each([1, 2])(
    "stays flat over 30,000 steps on %i threads: wasm exactly, JavaScript to 300 kB",
    (threads) => {
      const code = `
      import { Dataset, Network } from "./dist/index.js";
      const rows = 500;
      const data = Dataset.from(new Float32Array(rows * 4).fill(0.5), new Uint32Array(rows), {
        columns: 4, classes: 3, sampleWeights: new Float64Array(rows).fill(0.5),
      });
      const network = Network.create({
        layers: [{ units: 4, dropout: 0.2 }, { units: 5, dropout: 0.5, activation: "gelu" }, 3],
        loss: "crossEntropy", optimizer: "adam", schedule: "cosine", clipNorm: 1, maxNorm: 2, inputNoise: 0.1,
        batchSize: 1, threads: ${threads}, validation: 0.1,
      });
      const state = () => {
        gc();
        return [process.memoryUsage().heapUsed, network.parameters()[0].weights.buffer.byteLength];
      };
      await network.fit(data, { epochs: 2 });
      const before = state();
      for (let i = 0; i < 10; i++) await network.fit(data, { epochs: 7 });
      const after = state();
      console.log(JSON.stringify([after[0] - before[0], after[1] - before[1]]));
      network.dispose();
    `;
      const args = ["--expose-gc", "--input-type=module", "-e", code];
      const [heap, wasm] = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as number[];
      expect(wasm).toBe(0);
      expect(heap).toBeLessThan(300_000);
    },
  );
});
