/**
 * `Network`: the public face of a perceptron: create, fit, predict, evaluate, save. Checks what callers
 * give, then leaves the work to the plan and the epoch loop. Files are bytes here; disks are elsewhere.
 */
import { ConfigError, DivergenceError, ModelError, ShapeError, ThreadError } from "../errors.js";
import { initialise } from "../network/initialise.js";
import { readModel, writeModel } from "../network/model.js";
import { type GivenParameters, type LayerParameters, Parameters } from "../network/parameters.js";
import { Plan, type PlanUse } from "../network/plan.js";
import { measureScaler, type Scaler, undoScaler } from "../network/scaling.js";
import { Arena } from "../wasm/arena.js";
import { type BuildName, chooseBuild, hasThreads, moduleOf } from "../wasm/builds.js";
import { hostProcessors } from "../wasm/info.js";
import { type Floats, instantiate, type Kernels, prefixes } from "../wasm/kernels.js";
import { ThreadPool } from "../wasm/pool.js";
import { defaultSpawn, type Spawn } from "../wasm/spawn.js";
import { Dataset, type Matrix } from "./dataset.js";
import { type Evaluation, evaluationOf, requireFit } from "./evaluation.js";
import { type FitHooks, type History, runEpochs } from "./fit.js";
import { breathe } from "./many.js";
import { Runner } from "./runner.js";
import {
  checkConfig,
  checkTraining,
  type Config,
  type ConfigInput,
  configInput,
  type TrainingConfig,
  type TrainingInput,
} from "./settings.js";
import { splitRows } from "./split.js";
import { planThreads } from "./threads.js";

/** Rows that an evaluation works on at once. */
const evaluationBatch = 128;

/** Copying more than so many numbers takes milliseconds. */
const manyNumbers = 1e6;

/** Gradients of one layer; empty where the layer, or its biases, do not train. */
export interface LayerGradients {
  /** [inputs × units] row-major. */
  weights: Floats;
  /** [units], or [1] where shared. */
  biases: Floats;
}

/** What a host may do in its own way. */
export interface HostOptions {
  /** Starts training threads; `worker_threads` where there are, unless told. */
  spawn?: Spawn;
}

/** Ends the threads of networks that were dropped without `dispose`. */
const dropped = new FinalizationRegistry<ThreadPool>((pool) => pool.close());

export class Network {
  /** The effective configuration: what was given, with every default filled in. */
  readonly config: Config;
  /** The wasm build in use. */
  readonly build: BuildName;
  /** Anything that should travel with the model, as JSON: names of columns and classes, for instance. */
  notes: Record<string, unknown> = {};

  readonly #arena: Arena;
  readonly #kernels: Kernels;
  readonly #parameters: Parameters;
  #scalers: { inputs: Scaler | null; targets: Scaler | null } = { inputs: null, targets: null };
  #state: "idle" | "training" | "disposed" = "idle";
  #pool: ThreadPool | null = null;
  readonly #spawn: Spawn | null;

  private constructor(config: Config, host: HostOptions) {
    this.config = config;
    this.build = chooseBuild(config.build);
    this.#spawn = host.spawn ?? defaultSpawn();
    this.#arena = new Arena(hasThreads(this.build));
    this.#parameters = new Parameters(this.#arena, config);
    this.#kernels = instantiate(this.build, this.#arena.memory, config.precision);
  }

  /**
   * Makes a network with first weights drawn by `config.initializer` from `config.seed`, and biases 0.
   *
   * @throws ConfigError for a wrong setting; MemoryError for a network that cannot fit
   */
  static create(config: ConfigInput, host: HostOptions = {}): Network {
    const network = new Network(checkConfig(config), host);
    const { layers, initializer, seed } = network.config;
    network.#parameters.views().forEach(({ weights }, index) => {
      initialise(weights, layers[index]!, index, initializer, seed);
    });
    return network;
  }

  /**
   * Reads a network from the bytes of a model file.
   *
   * @param name how to call the file in messages
   * @throws ModelError for a file that is damaged or does not fit itself
   */
  static load(bytes: Uint8Array, name = "model", host: HostOptions = {}): Network {
    const { config, inputScaler, targetScaler, notes, layers } = readModel(bytes, name);
    try {
      const network = new Network(checkConfig(config), host);
      network.#parameters.set(layers);
      const { inputs } = network.config.layers[0]!;
      const outputs = network.config.layers.at(-1)!.units;
      for (const [scaler, columns] of [
        [inputScaler, inputs],
        [targetScaler, outputs],
      ] as const) {
        if (scaler && (scaler.shift.length !== columns || scaler.scale.length !== columns)) {
          throw new ShapeError(`a scaler of ${scaler.shift.length} columns for ${columns}.`);
        }
      }
      network.#scalers = { inputs: inputScaler, targets: targetScaler };
      network.notes = notes;
      return network;
    } catch (error) {
      if (error instanceof ConfigError || error instanceof ShapeError) {
        throw new ModelError(`${name}: its parts do not fit each other: ${error.message}`);
      }
      throw error;
    }
  }

  /** Width of an input row. */
  get inputs(): number {
    return this.config.layers[0]!.inputs;
  }

  /** Width of an output row. */
  get outputs(): number {
    return this.config.layers.at(-1)!.units;
  }

  /** How inputs and targets are scaled; null where they are not (yet). */
  get scalers(): { readonly inputs: Scaler | null; readonly targets: Scaler | null } {
    return this.#scalers;
  }

  /**
   * Views of all weights and biases by layer, in the network's own memory: writing to them changes the
   * network. Take them afresh after `fit`, `predict` and the like, which may move the memory.
   */
  parameters(): LayerParameters[] {
    this.#alive();
    return this.#parameters.views();
  }

  /**
   * Overwrites all parameters.
   *
   * @param given by layer: weights [inputs × units] row-major, biases [units], [1] if shared, none if none
   * @throws ShapeError naming the layer; nothing is changed then
   */
  setParameters(given: readonly GivenParameters[]): void {
    this.#alive();
    this.#parameters.set(given);
  }

  /**
   * Trains on a data set. Settings given here go before those of the configuration, for this call.
   *
   * The event loop keeps running. With an aborted `signal` training stops after the batch at hand and the
   * promise resolves, with `stopped: "aborted"`: what was learnt so far stays.
   *
   * @throws ConfigError, ShapeError, DataError before anything has changed; DivergenceError when the loss
   *   is no longer finite, ThreadError when a thread fails: then the weights are as they were before
   */
  async fit(dataset: Dataset, settings: TrainingInput & FitHooks = {}): Promise<History> {
    this.#alive();
    if (this.#state === "training")
      throw new ConfigError("fit: this network is training already. Await it first.");
    const { signal, onEpoch, onBatch, onProgress, ...given } = settings;
    const training = checkTraining(given, this.config);
    requireFit(dataset, this.config, true);
    const { seed, reduction } = this.config;
    const split = splitRows(dataset.rows, training.validation, seed);
    const scalers = this.#scalersFor(dataset, split.train, training);
    const held = split.validation.length;
    const count = split.train.length;
    const batch = Math.min(training.batchSize, count);
    const batches = Math.ceil(count / batch) * training.epochs;
    const { pool: size, measure } = planThreads(
      this.config,
      this.build,
      batch,
      batches,
      this.#spawn !== null,
    );
    const plan = this.#plan({ batch, pass: "train", answers: held, threads: Math.max(1, size) }, scalers);
    this.#state = "training";
    try {
      const pool = size > 0 ? this.#poolOf(size) : null;
      const placed = plan.place(dataset);
      const order = plan.placeOrder(dataset.rows);
      plan.order(order, dataset.rows).set(split.train);
      plan.order(order, dataset.rows).set(split.validation, count);
      // copies of many megabytes are felt: let the host have a turn between them
      if (dataset.inputs.length > manyNumbers) await breathe();
      const before = this.#parameters.bytes();
      if (before.length > manyNumbers) await breathe();
      this.#alive();
      this.#scalers = scalers;
      const runner = new Runner(plan, { pool, threads: size, measure, processors: hostProcessors() });
      const heldSet = held > 0 ? dataset.select(split.validation) : null;
      return await runEpochs({
        plan,
        runner,
        placed,
        order: held === 0 && !training.shuffle ? 0 : order,
        count,
        settings: training,
        seed,
        meanLoss: reduction === "mean",
        held: heldSet && {
          order: order + 4 * count,
          rows: held,
          evaluation: () => evaluationOf(plan, heldSet, this.config, scalers.targets),
        },
        signal,
        onEpoch,
        onBatch,
        onProgress,
      }).catch((error: unknown) => {
        if (error instanceof DivergenceError || error instanceof ThreadError)
          this.#parameters.restore(before);
        throw error;
      });
    } finally {
      if (this.#state === "training") this.#state = "idle";
      plan.close();
    }
  }

  /**
   * The network's answers.
   *
   * @param inputs [rows × inputs], not scaled: the network does that itself
   * @returns one row of `outputs` numbers per input row, in the units of the targets
   */
  predict(inputs: Matrix | Dataset): Floats[] {
    this.#alive();
    if (!(inputs instanceof Dataset) && inputs.length === 0) return [];
    const dataset = inputs instanceof Dataset ? inputs : Dataset.from(inputs, null, { columns: this.inputs });
    requireFit(dataset, this.config, false);
    const { rows } = dataset;
    const answers = this.#run(
      { batch: Math.min(evaluationBatch, rows), pass: "forward", answers: rows },
      (plan) => {
        plan.use({ ...plan.place(dataset), targets: 0, labels: 0 });
        plan.keepsAnswers = true;
        plan.run("evaluate", 0, rows);
        return plan.answers(rows).slice();
      },
    );
    undoScaler(answers, this.#scalers.targets);
    return Array.from({ length: rows }, (_, row) =>
      answers.subarray(row * this.outputs, (row + 1) * this.outputs),
    );
  }

  /** Loss and metrics of the network on a data set. Changes nothing, not even in the midst of training. */
  evaluate(dataset: Dataset): Evaluation {
    this.#alive();
    requireFit(dataset, this.config, true);
    const { rows } = dataset;
    return this.#run({ batch: Math.min(evaluationBatch, rows), pass: "forward", answers: rows }, (plan) => {
      plan.use(plan.place(dataset));
      plan.keepsAnswers = true;
      plan.run("evaluate", 0, rows);
      return evaluationOf(plan, dataset, this.config, this.#scalers.targets);
    });
  }

  /** The gradient of the loss at the present parameters: the mean or sum over samples, by `reduction`. */
  gradients(dataset: Dataset): LayerGradients[] {
    this.#alive();
    requireFit(dataset, this.config, true);
    const { rows } = dataset;
    const divisor = this.config.reduction === "mean" ? rows : 1;
    return this.#run({ batch: Math.min(evaluationBatch, rows), pass: "gradients", answers: 0 }, (plan) => {
      plan.use(plan.place(dataset));
      const empty = this.config.precision === "float64" ? new Float64Array(0) : new Float32Array(0);
      const copy = (view: Floats | null) => (view ? view.map((sum) => sum / divisor) : empty);
      return plan.gradients(0, rows).map(({ weights, biases }) => ({
        weights: copy(weights),
        biases: copy(biases),
      }));
    });
  }

  /** The bytes of a model file (safetensors): parameters, configuration, scalers and notes. */
  save(): Uint8Array {
    this.#alive();
    const views = this.#parameters.views();
    return writeModel({
      config: { ...configInput(this.config) },
      inputScaler: this.#scalers.inputs,
      targetScaler: this.#scalers.targets,
      notes: this.notes,
      layers: this.config.layers.map(({ inputs, units }, index) => ({ inputs, units, ...views[index]! })),
    });
  }

  /** SHA-256, in hexadecimal, over all parameters' bytes in layer order. */
  async weightsSha256(): Promise<string> {
    this.#alive();
    const digest = await crypto.subtle.digest("SHA-256", this.#parameters.bytes());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Ends the network and its threads: every later call throws. Safe to call twice. */
  dispose(): void {
    this.#state = "disposed";
    this.#pool?.close();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #alive(): void {
    if (this.#state === "disposed")
      throw new ConfigError("network: it was disposed. Create or load another one.");
  }

  #plan(use: PlanUse, scalers = this.#scalers): Plan {
    return new Plan(this.#arena, this.#kernels, this.config, scalers, this.#parameters, use);
  }

  #run<Result>(use: PlanUse, work: (plan: Plan) => Result): Result {
    const plan = this.#plan(use);
    try {
      return work(plan);
    } finally {
      plan.close();
    }
  }

  /** The network's threads: those it has, or new ones. */
  #poolOf(size: number): ThreadPool {
    if (this.#pool && !this.#pool.isOver && this.#pool.size === size) return this.#pool;
    this.#pool?.close();
    dropped.unregister(this);
    const { memory } = this.#arena;
    const prefix = prefixes[this.config.precision];
    this.#pool = new ThreadPool(this.#spawn!, size, { module: moduleOf(this.build), memory, prefix });
    dropped.register(this, this.#pool, this);
    return this.#pool;
  }

  /** The scalers that the network has, or else new ones measured on the training rows. */
  #scalersFor(dataset: Dataset, rows: Uint32Array, { scaling, targetScaling }: TrainingConfig) {
    const isBytes = dataset.inputs instanceof Uint8Array;
    const kind = scaling === "auto" ? (isBytes ? "bytes" : "none") : scaling;
    return {
      inputs: this.#scalers.inputs ?? measureScaler(kind, dataset.inputs, dataset.columns, rows),
      targets:
        this.#scalers.targets ??
        (dataset.targets && measureScaler(targetScaling, dataset.targets, dataset.outputs, rows)),
    };
  }
}
