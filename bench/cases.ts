/** The cases of the suite: shapes that people train, from the smallest to the widest. */
export interface Case {
  name: string;
  /** Units, inputs first; sigmoid everywhere. */
  layers: readonly number[];
  batch: number;
  precision: "float32" | "float64";
}

const wide = [1024, 1024, 1024, 1024];

export const cases: readonly Case[] = [
  { name: "tiny", layers: [2, 2, 2], batch: 1, precision: "float32" },
  { name: "xor", layers: [2, 5, 1], batch: 4, precision: "float32" },
  { name: "small", layers: [64, 32, 10], batch: 32, precision: "float32" },
  { name: "mnist", layers: [784, 128, 10], batch: 128, precision: "float32" },
  { name: "mnist-big-batch", layers: [784, 512, 256, 10], batch: 1024, precision: "float32" },
  { name: "wide", layers: wide, batch: 512, precision: "float32" },
  { name: "deep", layers: [...Array.from({ length: 9 }, () => 256), 10], batch: 256, precision: "float32" },
  { name: "wide-f64", layers: wide, batch: 512, precision: "float64" },
];

/** Floating-point operations of a step, per sample: 6 · Σ in·out, less the unneeded first input gradient. */
export function flopsPerSample({ layers }: Case): number {
  const products = layers.slice(1).map((units, index) => units * layers[index]!);
  return 6 * products.reduce((sum, product) => sum + product, 0) - 2 * products[0]!;
}

/** Batches in the data of a case: 8, so that data come from beyond the first caches; 2 where that takes seconds. */
export function batchesOf(one: Case): number {
  return one.batch * flopsPerSample(one) > 2e9 ? 2 : 8;
}
