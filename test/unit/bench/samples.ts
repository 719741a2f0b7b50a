/** Results made up for the tests of what is drawn from them. */
import type { Results, Row } from "../../../bench/results.js";

const peak = { float32: 50, float64: 25, fused: null, wide: null };
const words = { threads: 1, precision: "float32", lossAgrees: true };

function row(name: string, implementation: Row["implementation"], build: string, rate: number): Row {
  const samplesPerSecond = { median: rate, best: rate * 1.1 };
  return {
    case: name,
    implementation,
    build,
    samplesPerSecond,
    gflops: rate / 1e6,
    ratio: rate / 1e6,
    ...words,
  };
}

export const sample: Results = {
  version: "0.0.0",
  date: "2000-01-02",
  host: 'Node <b>&"1"',
  processor: "a processor",
  processors: 2,
  turns: 7,
  turnMs: 150,
  peak,
  peakByCase: { tiny: { ...peak, float32: 100 } },
  rows: [
    row("tiny", "typescript", "blocked", 1e6),
    row("tiny", "typescript", "naive", 0.5e6),
    row("tiny", "wasm", "simd", 2.5e6),
    row("mnist", "typescript", "blocked", 1e6),
    { ...row("mnist", "wasm", "fast-threads", 20e6), threads: 2 },
  ],
  leftOut: ["kernel softmax: there is none yet"],
  kernels: [
    {
      kernel: "sigmoid",
      shape: "16384",
      precision: "float64",
      implementation: "wasm",
      build: "simd",
      gflops: null,
      elementsPerSecond: 2e8,
      percentOfPeak: null,
      ratio: 3,
    },
  ],
  crossover: [
    {
      width: 2,
      batch: 1,
      build: "simd",
      threads: 1,
      wasm: 5,
      typescript: 10,
      ratio: 0.5,
      winner: "typescript",
    },
    { width: 2, batch: 4, build: "simd", threads: 1, wasm: 80, typescript: 10, ratio: 8, winner: "wasm" },
    {
      width: 2,
      batch: 4,
      build: "simd-threads",
      threads: 2,
      wasm: 90,
      typescript: 10,
      ratio: 9,
      winner: "wasm",
    },
  ],
  scaling: [
    {
      case: "mnist",
      build: "simd-threads",
      threads: 2,
      samplesPerSecond: { median: 100, best: 110 },
      speedup: 1.9,
      apart: 1.95,
    },
  ],
  peers: {
    packages: [
      { name: "brain.js", version: "1.6.1", status: "measured" },
      { name: "onnxruntime-web", version: null, status: "not installed: npm i onnxruntime-web" },
    ],
    rows: [
      {
        case: "tiny",
        implementation: "brain.js",
        build: "JavaScript",
        threads: 1,
        precision: "float32",
        samplesPerSecond: { median: 740, best: 800 },
        gflops: 0.00003,
        ratio: 0.00074,
        lossAgrees: null,
        isNative: false,
      },
    ],
  },
};
