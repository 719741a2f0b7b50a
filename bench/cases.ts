/** The cases of the suite: common shapes of networks, from the smallest to the widest, and a matrix product in both precisions. */
export interface Case {
  name: string;
  /** Units, inputs first; sigmoid everywhere. */
  layers: readonly number[];
  batch: number;
  precision: "float32" | "float64";
  /** "step" is a whole training step; "product" only [batch × in] · [in × out], a sample being a row of it. */
  kind: "step" | "product";
}

const wide = [1024, 1024, 1024, 1024];
const float32 = { precision: "float32", kind: "step" } as const;

export const cases: readonly Case[] = [
  { name: "tiny", layers: [2, 2, 2], batch: 1, ...float32 },
  { name: "xor", layers: [2, 5, 1], batch: 4, ...float32 },
  { name: "small", layers: [64, 32, 10], batch: 32, ...float32 },
  { name: "mnist", layers: [784, 128, 10], batch: 128, ...float32 },
  { name: "mnist-big-batch", layers: [784, 512, 256, 10], batch: 1024, ...float32 },
  { name: "wide", layers: wide, batch: 512, ...float32 },
  { name: "deep", layers: [...Array.from({ length: 9 }, () => 256), 10], batch: 256, ...float32 },
  { name: "wide-f64", layers: wide, batch: 512, precision: "float64", kind: "step" },
  { name: "gemm", layers: [1024, 1024], batch: 1024, precision: "float32", kind: "product" },
  { name: "gemm-f64", layers: [1024, 1024], batch: 1024, precision: "float64", kind: "product" },
];

/**
 * Floating-point operations per sample: of a step 6 · Σ in·out, less the unneeded first input gradient
 * 2 · in₀·out₀; of a product 2 · in·out.
 */
export function flopsPerSample({ layers, kind }: Pick<Case, "layers" | "kind">): number {
  const products = layers.slice(1).map((units, index) => units * layers[index]!);
  const all = products.reduce((sum, product) => sum + product, 0);
  return kind === "product" ? 2 * all : 6 * all - 2 * products[0]!;
}

/** Batches in the data of a case: 8, so that data come from beyond the first caches; 1 where a step is long. */
export function batchesOf(one: Case): number {
  return one.batch * flopsPerSample(one) > 3e8 ? 1 : 8;
}

/** Flops of a step above which the naive product takes more than about a second for it, and is left out. */
const naiveLimit = 8e8;

/** Whether the naive TypeScript takes part in a case. */
export function hasNaive(one: Case): boolean {
  return one.batch * flopsPerSample(one) < naiveLimit;
}
