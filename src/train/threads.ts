/**
 * How many threads a training gets, and whether it runs here or elsewhere. Small nets run here: what a message
 * costs would be most of their time. Large ones leave the caller's thread free, even with a single thread.
 */
import { ConfigError } from "../errors.js";
import type { NetworkConfig } from "../network/config.js";
import { type BuildName, hasThreads } from "../wasm/builds.js";
import { hostProcessors } from "../wasm/info.js";

/** Where a training runs. */
export interface ThreadPlan {
  /** Threads of a pool; 0: here. */
  pool: number;
  /** Find out on the way whether the pool is faster than this thread. */
  measure: boolean;
}

/** Below this many operations a batch, meeting at barriers costs more than it brings (50 µs of work). */
const smallBatch = 1.5e6;
/** Below this many in all, training is over before threads have started (60 ms). */
const smallTraining = 2e9;
/** Above this many a batch, the caller would notice the wait (10 ms). */
const largeBatch = 3e8;

/** Floating-point operations of one training step. */
function flopsOf({ layers }: NetworkConfig, batch: number): number {
  return layers.reduce((sum, { inputs, units }) => sum + 6 * batch * inputs * units, 0);
}

/**
 * Settles it for a training.
 *
 * @throws ConfigError where several threads are asked of a build that has none
 */
export function planThreads(
  config: NetworkConfig,
  build: BuildName,
  batch: number,
  batches: number,
  canSpawn: boolean,
): ThreadPlan {
  const { threads } = config;
  const here = { pool: 0, measure: false };
  if (!canSpawn) {
    if (threads === "auto" || threads === 1) return here;
    throw new ConfigError(
      `threads: this host starts none by itself, got ${threads}. Give \`spawn\`, or use 1.`,
    );
  }
  if (!hasThreads(build)) {
    if (threads === "auto" || threads === 1) return here;
    throw new ConfigError(
      `threads: the "${build}" build has none, got ${threads}. Use build "simd-threads" or "auto", or 1 thread.`,
    );
  }
  const flops = flopsOf(config, batch);
  if (threads === 1) return flops > largeBatch ? { pool: 1, measure: false } : here;
  if (threads !== "auto") return { pool: threads, measure: false };
  if (flops < smallBatch || flops * batches < smallTraining) return here;
  const processors = hostProcessors();
  if (flops > largeBatch) return { pool: processors, measure: false };
  return processors > 1 ? { pool: processors, measure: true } : here;
}
