/** What computes: which engines this machine has, why not the others, and loading the one that is not inlined. */
import type { BuildName } from "../src/wasm/builds.js";
import { info } from "../src/wasm/info.js";
import { prepare } from "../src/wasm/prepare.js";
import type { EngineName } from "./sessionTypes.js";

export interface EngineStatus {
  available: boolean;
  /** Why it is not, in the words of the library; empty where it is. */
  reason: string;
}

/** What this machine can do with each engine. */
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
 * Loads what an engine needs.
 *
 * @throws ConfigError where it cannot be had
 */
export async function prepareEngine(engine: EngineName): Promise<void> {
  await prepare(engine === "javascript" ? { builds: ["javascript"] } : {});
}
