/** Types of a network's configuration, and the number of biases of a layer. */
import type { BiasMode } from "../settings/generated/types.js";

export type { BiasMode, LayerConfig, NetworkConfig } from "../settings/generated/types.js";

/** Values of a layer's bias vector: none, one for all, or one per unit. */
export function biasCount(mode: BiasMode, units: number): number {
  return mode === "none" ? 0 : mode === "shared" ? 1 : units;
}
