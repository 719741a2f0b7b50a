import { describe, expect, it } from "vitest";
import { heapGrowth } from "../../heapGrowth.js";

/** What a process trains in each call of `fit`, one epoch, and how much it may keep of that. */
interface Work {
  threads: number;
  rows: number;
  batchSize: number;
  /** Bytes for each call. */
  tolerated: number;
}
const fits = 20; // in each repetition

/** 2 bytes for each of 180 updates: whatever is kept of every update takes 4 at least (see heapGrowth). */
const alone: Work = { threads: 1, rows: 200, batchSize: 1, tolerated: 2 * 180 };
/**
 * Threads wait for each other in every update, which takes long where other programs have the processors; so
 * there are few updates, and what counts is a call, of which an object or a message would be kept.
 */
const together: Work = { threads: 2, rows: 40, batchSize: 9, tolerated: 100 };

/** Growth of the memory in bytes for each call of `fit`. */
function growth({ threads, rows, batchSize, tolerated }: Work, settings: string, hooks = "", most?: number) {
  const setUp = `
    import { Dataset, Network } from "./dist/index.js";
    const data = Dataset.from(new Float32Array(${rows} * 4).fill(0.5), new Uint32Array(${rows}), {
      columns: 4, classes: 3, sampleWeights: new Float64Array(${rows}).fill(0.5),
    });
    const network = Network.create({
      batchSize: ${batchSize}, validation: 0.1, threads: ${threads}, epochs: 1, ${settings}
    });
    const kept = [];
  `;
  const work = `for (let i = 0; i < ${fits}; i++) await network.fit(data, { ${hooks} });`;
  const bytesOfWasm = "network.parameters()[0].weights.buffer.byteLength";
  const { heap, wasm } = heapGrowth(setUp, work, bytesOfWasm, fits * tolerated, most);
  return { heap: heap / fits, wasm };
}

const plain = "layers: [4, 5, 3]";
const everything = `
  layers: [{ units: 4, dropout: 0.2 }, { units: 5, dropout: 0.5, activation: "gelu" }, 3],
  loss: "crossEntropy", optimizer: "adam", schedule: "cosine", clipNorm: 1, maxNorm: 2, inputNoise: 0.1
`;

describe("memory of a process that trains again and again", () => {
  it.each([
    ["plain descent", plain],
    ["all that keeps something between updates", everything],
  ])(
    "stays flat with %s: WebAssembly's exactly, JavaScript's to 2 bytes an update, and to 100 a call with threads",
    (_name, settings) => {
      for (const work of [alone, together]) {
        const { heap, wasm } = growth(work, settings);
        expect(wasm).toBe(0);
        expect(heap).toBeLessThan(work.tolerated);
      }
    },
  );

  it.each([
    ["a number of each update", alone, "onBatch: ({ samples }) => void kept.push(samples)"],
    ["what each call ends with", together, "onEpoch: (progress) => void kept.push({ ...progress })"],
  ])("is seen to grow where a program keeps %s", (_name, work, hooks) => {
    expect(growth(work, plain, hooks, 8).heap).toBeGreaterThan(work.tolerated);
  });
});
