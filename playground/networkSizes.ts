/** Figures of a network's shape: units of its layers, multiplications, floating-point operations. */
import type { Network } from "../src/train/network.js";

/** Units of each layer, inputs first. */
export function sizesOf({ inputs, config }: Pick<Network, "inputs" | "config">): number[] {
  return [inputs, ...config.layers.map(({ units }) => units)];
}

/** Multiplications of a forward pass per sample: Σ in · out, the number of weights. */
export function multiplications({ config }: Pick<Network, "config">): number {
  return config.layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
}

/** Floating-point operations of a training step per sample: 6 · Σ in · out, minus 2 · in · out of the first layer. */
export function flopsPerSample({ config }: Pick<Network, "config">): number {
  const { inputs, units } = config.layers[0]!;
  return 6 * multiplications({ config }) - 2 * inputs * units;
}
