/**
 * What a network runs on: its memory, instance, parameters, scalers and threads. Nothing is checked here:
 * `Network` has the public doors.
 */
import { type NetworkConfig } from "../network/config.js";
import { Parameters } from "../network/parameters.js";
import { Plan, type PlanUse } from "../network/plan.js";
import { measureScaler, type Scaler } from "../network/scaling.js";
import { Arena } from "../wasm/arena.js";
import { type BuildName, chooseBuild, hasThreads, moduleOf } from "../wasm/builds.js";
import { instantiate, type Kernels, prefixes } from "../wasm/kernels.js";
import { ThreadPool } from "../wasm/pool.js";
import { defaultSpawn, type Spawn } from "../wasm/spawn.js";
import type { Dataset } from "./dataset.js";
import type { TrainingConfig } from "./settings.js";

/** What a host may do in its own way. */
export interface HostOptions {
  /** Starts training threads; `worker_threads` where there are, unless told. */
  spawn?: Spawn;
}

/** How inputs and targets are scaled; null where they are not. */
export interface Scalers {
  readonly inputs: Scaler | null;
  readonly targets: Scaler | null;
}

/** Ends the threads of engines that were dropped without `close`. */
const dropped = new FinalizationRegistry<ThreadPool>((pool) => void pool.close());

export class Engine {
  readonly build: BuildName;
  readonly parameters: Parameters;
  scalers: Scalers = { inputs: null, targets: null };
  readonly #arena: Arena;
  readonly #kernels: Kernels;
  readonly #spawn: Spawn | null;
  #pool: ThreadPool | null = null;

  /** @throws ConfigError for a build that cannot run here; MemoryError for a network that cannot fit */
  constructor(
    readonly config: NetworkConfig,
    host: HostOptions,
  ) {
    this.build = chooseBuild(config.build);
    this.#spawn = host.spawn ?? defaultSpawn();
    this.#arena = new Arena(hasThreads(this.build));
    this.parameters = new Parameters(this.#arena, config);
    this.#kernels = instantiate(this.build, this.#arena.memory, config.precision);
  }

  /** Whether there is a way to start threads. */
  get canSpawn(): boolean {
    return this.#spawn !== null;
  }

  /** Lays out a plan above all others; close it before they are. */
  plan(use: PlanUse, scalers = this.scalers): Plan {
    return new Plan(this.#arena, this.#kernels, this.config, scalers, this.parameters, use);
  }

  /** Does some work with a plan of its own. */
  run<Result>(use: PlanUse, work: (plan: Plan) => Result): Result {
    const plan = this.plan(use);
    try {
      return work(plan);
    } finally {
      plan.close();
    }
  }

  /** So many threads: those there are, or new ones. */
  pool(size: number): ThreadPool {
    if (this.#pool && !this.#pool.isOver && this.#pool.size === size) return this.#pool;
    this.close();
    dropped.unregister(this);
    const { memory } = this.#arena;
    const prefix = prefixes[this.config.precision];
    this.#pool = new ThreadPool(this.#spawn!, size, { module: moduleOf(this.build), memory, prefix });
    dropped.register(this, this.#pool, this);
    return this.#pool;
  }

  /** The scalers there are, or else new ones, measured on the training rows; they are not yet in effect. */
  scalersFor(dataset: Dataset, rows: Uint32Array, { scaling, targetScaling }: TrainingConfig): Scalers {
    const isBytes = dataset.inputs instanceof Uint8Array;
    const kind = scaling === "auto" ? (isBytes ? "bytes" : "none") : scaling;
    const { inputs, columns, targets, outputs } = dataset;
    return {
      inputs: this.scalers.inputs ?? measureScaler(kind, inputs, columns, rows),
      targets: this.scalers.targets ?? (targets && measureScaler(targetScaling, targets, outputs, rows)),
    };
  }

  /** Ends the threads. */
  close(): void {
    void this.#pool?.close();
  }
}
