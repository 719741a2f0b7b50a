/**
 * Memory, instance, parameters, scalers and threads of a network. It checks nothing: `Network` checks before it calls.
 */
import { load, moduleOf } from "../wasm/programs.js";
import { ConfigError } from "../errors.js";
import { activations } from "../functions/activations.js";
import type { NetworkConfig } from "../settings/generated/types.js";
import { Parameters } from "../network/parameters.js";
import type { PlanUse } from "../network/layout.js";
import { Plan } from "../network/plan.js";
import { type Scalers, undoScaler } from "../network/scaling.js";
import { temper } from "../network/temperature.js";
import { Arena, isShared, type MemoryRegion } from "../wasm/arena.js";
import { type BuildName, chooseBuild, hasThreads, whyNarrow } from "../wasm/builds.js";
import { type Floats, floatsAt, instantiate, type Kernels, prefixes } from "../wasm/kernels.js";
import { ThreadPool } from "../wasm/pool.js";
import { checkHost } from "./checkHost.js";
import { defaultSpawn, isPage } from "../wasm/spawn.js";
import type { Spawn } from "../wasm/threadMessages.js";
import { newTrainingState, type Snapshot } from "./state/trainingState.js";

/** Options of the host, for `Network.create` and `Network.load`. */
export interface HostOptions {
  /** Starts training threads (default: `worker_threads` or web workers); null: no threads. */
  spawn?: Spawn | null;
  /**
   * The compiled module of the build that the configuration names, which must not be "auto". Give it to compile once for
   * many workers, or if the host cannot compile bytes.
   */
  module?: WebAssembly.Module;
  /** A part of your memory, for everything that the network needs (default: its own memory, which grows). */
  memory?: MemoryRegion;
  /** Whether training leaves the caller's thread free even where the network is small (default: true on pages). */
  keepFree?: boolean;
}

/** Ends the threads of engines that were dropped without `close`. Hosts without it start no threads. */
const dropped =
  typeof FinalizationRegistry === "function"
    ? new FinalizationRegistry<ThreadPool>((pool) => void pool.close())
    : null;

export class Engine {
  readonly build: BuildName;
  readonly parameters: Parameters;
  scalers: Scalers = { inputs: null, targets: null };
  /** What is known of the training so far. */
  state = newTrainingState();
  /** While `fit` runs: the newest parameters and memory of the optimiser that belong together. */
  capture: (() => Snapshot) | null = null;
  readonly #arena: Arena;
  readonly keepFree: boolean;
  readonly #module: WebAssembly.Module | undefined;
  #kernels: Kernels | null = null;
  readonly #spawn: Spawn | null;
  #pool: ThreadPool | null = null;

  /** @throws ConfigError for a build that cannot run here; MemoryError for a network that cannot fit */
  constructor(
    readonly config: NetworkConfig,
    host: HostOptions,
  ) {
    checkHost(host);
    this.build = buildFor(config, host);
    this.#module = host.module;
    this.#spawn = host.spawn === undefined ? defaultSpawn() : host.spawn;
    this.keepFree = host.keepFree ?? isPage();
    this.#arena = new Arena(host.memory ?? hasThreads(this.build));
    this.parameters = new Parameters(this.#arena, config);
  }

  /** The kernels of this thread. @throws ConfigError where the build must be loaded first */
  get kernels(): Kernels {
    return (this.#kernels ??= instantiate(
      this.build,
      this.#arena.memory,
      this.config.precision,
      this.#module,
    ));
  }

  /** Why a build for 128-bit lanes is used although the configuration names a wide one; else null. */
  get whyNarrow(): string | null {
    return whyNarrow(this.config.build, this.build);
  }

  /** How often memory was taken. As long as it stays the same, what lies above the plans in use stays as it is. */
  get takes(): number {
    return this.#arena.takes;
  }

  /** A view of `length` numbers. Valid until the memory next grows. */
  view(address: number, length: number): Floats {
    return floatsAt(this.#arena.memory, this.config.precision, address, length);
  }

  /**
   * Makes answers of what the last layer gives, in place: in the units of the targets, at the temperature.
   *
   * @param areNumbers whether targets are numbers, which may be scaled
   */
  finish(outputs: Floats, areNumbers = true): void {
    const { targets, temperature } = this.scalers;
    if (areNumbers) undoScaler(outputs, targets);
    if (!temperature) return;
    const { units, activation } = this.config.layers.at(-1)!;
    temper(outputs, units, temperature, activations[activation].isOfRow === true);
  }

  /** Compiles the build, if it is not compiled yet. */
  load(): Promise<void> {
    return this.#module ? Promise.resolve() : load(this.build);
  }

  /** Whether there is a way to start threads. */
  get canSpawn(): boolean {
    return this.#spawn !== null;
  }

  /** Lays out a plan above all others. Close it before the others. */
  plan(use: PlanUse, scalers = this.scalers, config = this.config): Plan {
    return new Plan(this.#arena, this.kernels, config, scalers, this.parameters, use);
  }

  /** Does some work with a temporary plan. @param config only the first layers, if not all are to run */
  run<Result>(use: PlanUse, work: (plan: Plan) => Result, config = this.config): Result {
    const plan = this.plan(use, this.scalers, config);
    try {
      return work(plan);
    } finally {
      plan.close();
    }
  }

  /** A pool of `size` threads: the present one where it fits, or a new one. */
  pool(size: number): ThreadPool {
    if (this.#pool && !this.#pool.isOver && this.#pool.size === size) return this.#pool;
    this.close();
    const memory = this.#arena.shared ? this.#arena.memory : null;
    const prefix = prefixes[this.config.precision];
    this.#pool = new ThreadPool(this.#spawn!, size, {
      module: this.#module ?? moduleOf(this.build),
      memory,
      prefix,
    });
    dropped?.register(this, this.#pool, this);
    return this.#pool;
  }

  close(): void {
    // the registry would keep the memory alive, and a page can hold about 120
    dropped?.unregister(this);
    void this.#pool?.close();
  }
}

/** Weights from which on wide lanes gain: below, a step takes few microseconds, and most of it is not products. */
const fewWeights = 2000;

/**
 * The build to use: with "auto" the best that works with the caller's memory.
 *
 * @throws ConfigError for a build that cannot run here, or needs another kind of memory
 */
function buildFor(config: NetworkConfig, { memory, module }: HostOptions): BuildName {
  const wanted = config.build;
  if (module && wanted === "auto") {
    throw new ConfigError('build: expected the name of the build that `module` is, got "auto".');
  }
  const weights = config.layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
  const use = {
    isGiven: module !== undefined,
    precision: config.precision,
    isLarge: weights > fewWeights,
  };
  if (!memory) return chooseBuild(wanted, use);
  const shared = isShared(memory.memory);
  const build = wanted === "auto" && !shared ? chooseBuild("simd") : chooseBuild(wanted, use);
  if (hasThreads(build) !== shared) {
    const [is, needs] = shared ? ["shared", "memory that is not"] : ["not shared", "shared memory"];
    throw new ConfigError(
      `memory: it is ${is}, and the "${build}" build needs ${needs}. Name another build.`,
    );
  }
  return build;
}
