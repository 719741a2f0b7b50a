/** Which engines this machine can run, why not the others, and how to load the one that is not inlined. */
import type { BuildName } from "../src/wasm/builds.js";
import { info } from "../src/wasm/info.js";
import { prepare } from "../src/wasm/prepare.js";
import type { EngineName } from "./sessionTypes.js";

export interface EngineStatus {
  available: boolean;
  /** The library's reason why not; empty where available. */
  reason: string;
}

/** Which engines are available on this machine. */
export function engineStatus(): Record<EngineName, EngineStatus> {
  const { builds, processors } = info();
  const of = (name: BuildName): EngineStatus => builds.find((build) => build.name === name)!;
  const threads = of("simd-threads");
  const alone = processors < 2 ? "this machine has one processor" : "";
  return {
    wasm: of("scalar"),
    threads: threads.available ? { available: alone === "", reason: alone } : threads,
    javascript: of("javascript"),
  };
}

/**
 * Loads the kernels of an engine.
 *
 * @throws ConfigError where they cannot be loaded
 */
export async function prepareEngine(engine: EngineName): Promise<void> {
  await prepare(engine === "javascript" ? { builds: ["javascript"] } : {});
}
