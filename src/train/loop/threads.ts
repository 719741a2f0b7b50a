/**
 * How many threads a training gets, and whether it runs on the caller's thread. Small networks train there, because
 * messages to another thread would take most of the time. Large ones leave it free, even with a single thread.
 */
import { ConfigError } from "../../errors.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import { hasThreads } from "../../wasm/builds.js";
import { hostProcessors } from "../../wasm/info.js";
import type { Engine } from "../engine.js";

export interface ThreadPlan {
  /** Threads of a pool; 0: none, the caller's thread trains. */
  pool: number;
  /** Whether to measure during training if all threads are faster than one. */
  measure: boolean;
  /** Whether a single thread is one of the pool, so that the caller's stays free. */
  keepFree: boolean;
}

/** Below this many operations a batch, barriers cost more than threads gain (50 µs of work). */
const smallBatch = 1.5e6;
/** Below this many in all, training ends before threads have started (60 ms). */
const smallTraining = 2e9;
/** Above this many a batch, the caller would notice that its thread is busy (10 ms). */
const largeBatch = 3e8;

/** Floating-point operations of one training step. */
export function flopsOf({ layers, members }: NetworkConfig, batch: number): number {
  return layers.reduce((sum, { inputs, units }) => sum + 6 * members * batch * inputs * units, 0);
}

/**
 * Decides where a training runs.
 *
 * @throws ConfigError for several threads if the build or the host has no threads
 */
export function planThreads(
  { config, build, canSpawn, keepFree }: Pick<Engine, "config" | "build" | "canSpawn" | "keepFree">,
  batch: number,
  batches: number,
): ThreadPlan {
  const { threads } = config;
  const here = { pool: 0, measure: false, keepFree: false };
  const one = { pool: 1, measure: false, keepFree: true };
  const few = keepFree ? one : here;
  if (!canSpawn) {
    if (threads === "auto" || threads === 1) return here;
    throw new ConfigError({
      setting: "threads",
      reason: `this host cannot start threads by itself, got ${threads}. Give \`spawn\`, or use 1`,
    });
  }
  if (!hasThreads(build)) {
    if (threads === "auto" || threads === 1) return build === "javascript" ? here : few;
    throw new ConfigError({
      setting: "threads",
      reason: `the "${build}" build has no threads, got ${threads}. Use build "simd-threads" or "auto", or 1 thread`,
    });
  }
  const flops = flopsOf(config, batch);
  if (threads === 1) return flops > largeBatch ? one : few;
  if (threads !== "auto") return { pool: threads, measure: false, keepFree };
  if (flops < smallBatch || flops * batches < smallTraining) return few;
  const processors = hostProcessors();
  if (flops > largeBatch) return { pool: processors, measure: false, keepFree };
  return processors > 1 ? { pool: processors, measure: true, keepFree } : few;
}
