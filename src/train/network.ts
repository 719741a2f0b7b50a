/// <reference lib="esnext.disposable" preserve="true" />
/**
 * `Network`: the public face of a perceptron: create, fit, predict, evaluate, save. Checks what callers
 * give, then leaves the work to the plan and the epoch loop. Files are bytes here; disks are elsewhere.
 */
import { ConfigError, ModelError, ShapeError } from "../errors.js";
import { readModel, writeModel } from "../network/model.js";
import type { GivenParameters, LayerParameters } from "../network/parameters.js";
import { undoScaler } from "../network/scaling.js";
import { weightsInUse } from "../network/tied.js";
import type { BuildName } from "../wasm/builds.js";
import type { Floats } from "../wasm/kernels.js";
import { Dataset, type Matrix } from "./dataset.js";
import { Engine, type HostOptions, type Scalers } from "./engine.js";
import { type Evaluation, evaluationOf, requireFit } from "./evaluation.js";
import { forward, layersUpTo } from "./forward.js";
import type { FitHooks, History } from "./history.js";
import {
  checkConfig,
  checkTraining,
  type Config,
  type ConfigInput,
  configInput,
  type TrainingInput,
} from "./settings.js";
import { trainOn } from "./training.js";

/** Rows that an evaluation works on at once. */
const evaluationBatch = 128;

/** Gradients of one layer; empty where the layer, or its biases, do not train, and of weights that are tied. */
export interface LayerGradients {
  /** [inputs × units] row-major; the sum over all layers that use them. */
  weights: Floats;
  /** [units], or [1] where shared. */
  biases: Floats;
}

export class Network {
  /** The effective configuration: what was given, with every default filled in. */
  readonly config: Config;
  /** The wasm build in use. */
  readonly build: BuildName;
  /** Anything that should travel with the model, as JSON: names of columns and classes, for instance. */
  notes: Record<string, unknown> = {};

  readonly #engine: Engine;
  #state: "idle" | "training" | "disposed" = "idle";
  /** Ends the training at hand when the network is disposed of. */
  #ending: AbortController | null = null;

  private constructor(config: Config, host: HostOptions) {
    this.config = config;
    this.#engine = new Engine(config, host);
    this.build = this.#engine.build;
  }

  /**
   * Makes a network with first weights drawn by `config.initializer` from `config.seed`, and biases 0.
   *
   * @throws ConfigError for a wrong setting; MemoryError for a network that cannot fit
   */
  static create(config: ConfigInput, host: HostOptions = {}): Network {
    const network = new Network(checkConfig(config), host);
    network.#engine.parameters.initialise();
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
      network.#engine.parameters.set(layers);
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
      network.#engine.scalers = { inputs: inputScaler, targets: targetScaler };
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
  get scalers(): Scalers {
    return this.#engine.scalers;
  }

  /**
   * Views of all weights and biases by layer, in the network's own memory: writing to them changes the
   * network. Take them afresh after `fit`, `predict` and the like, which may move the memory. A tied layer has
   * no weights of its own: they are empty, and `tied` says whose it uses.
   */
  parameters(): LayerParameters[] {
    this.#alive();
    return this.#engine.parameters.views();
  }

  /**
   * Overwrites all parameters.
   *
   * @param given by layer: weights [inputs × units] row-major, biases [units], [1] if shared, none if none. Of a
   *   tied layer no weights ([]), or the transpose of those that it uses
   * @throws ShapeError naming the layer; nothing is changed then
   */
  setParameters(given: readonly GivenParameters[]): void {
    this.#alive();
    this.#engine.parameters.set(given);
  }

  /**
   * Trains on a data set. Settings given here go before those of the configuration, for this call.
   *
   * The event loop keeps running. With an aborted `signal` training stops after the batch at hand and the
   * promise resolves, with `stopped: "aborted"`: what was learnt so far stays. With a `control` it can be held, and
   * go on where it stood.
   *
   * @throws ConfigError, ShapeError, DataError before anything has changed; DivergenceError when the loss
   *   is no longer finite, with the last finite weights; ThreadError when a thread fails, with the weights as they
   *   were before
   */
  async fit(dataset: Dataset, settings: TrainingInput & FitHooks = {}): Promise<History> {
    this.#alive();
    if (this.#state === "training")
      throw new ConfigError("fit: this network is training already. Await it first.");
    const { signal, onEpoch, onBatch, onProgress, control, keepEpochs, ...given } = settings;
    const training = checkTraining(given, this.config);
    requireFit(dataset, this.config, true);
    this.#state = "training";
    this.#ending = new AbortController();
    const ending = AbortSignal.any([this.#ending.signal, ...(signal ? [signal] : [])]);
    try {
      const history = await trainOn(this.#engine, this.config, dataset, training, {
        hooks: { signal: ending, onEpoch, onBatch, onProgress, control, keepEpochs },
        proceed: () => this.#alive(),
      });
      this.#alive();
      return history;
    } finally {
      if (this.#state === "training") this.#state = "idle";
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
    const answers = forward(this.#engine, dataset);
    undoScaler(answers, this.#engine.scalers.targets);
    return rowsOf(answers, this.outputs);
  }

  /**
   * What a layer makes of inputs: the codes of an autoencoder, for instance.
   *
   * @param inputs [rows × inputs], not scaled: the network does that itself
   * @param layer  its name, or its index in `layers` of the configuration: 1 is the first after the inputs
   * @returns one row of the layer's activations per input row, never scaled back
   * @throws ConfigError for a layer that is not there
   */
  encode(inputs: Matrix | Dataset, layer: number | string): Floats[] {
    this.#alive();
    const layers = layersUpTo(this.config, layer);
    if (!(inputs instanceof Dataset) && inputs.length === 0) return [];
    const dataset = inputs instanceof Dataset ? inputs : Dataset.from(inputs, null, { columns: this.inputs });
    requireFit(dataset, this.config, false);
    return rowsOf(forward(this.#engine, dataset, layers), this.config.layers[layers - 1]!.units);
  }

  /** Loss and metrics of the network on a data set. Changes nothing, not even in the midst of training. */
  evaluate(dataset: Dataset): Evaluation {
    this.#alive();
    requireFit(dataset, this.config, true);
    const { rows } = dataset;
    return this.#engine.run(
      { batch: Math.min(evaluationBatch, rows), pass: "forward", answers: rows },
      (plan) => {
        plan.use(plan.place(dataset));
        plan.keepsAnswers = true;
        plan.run("evaluate", 0, rows);
        return evaluationOf(plan, dataset, this.config, this.#engine.scalers.targets, "full");
      },
    );
  }

  /** The gradient of the loss at the present parameters: the mean or sum over samples, by `reduction`. */
  gradients(dataset: Dataset): LayerGradients[] {
    this.#alive();
    requireFit(dataset, this.config, true);
    const { rows } = dataset;
    const divisor = this.config.reduction === "mean" ? rows : 1;
    return this.#engine.run(
      { batch: Math.min(evaluationBatch, rows), pass: "gradients", answers: 0 },
      (plan) => {
        plan.use(plan.place(dataset));
        const empty = this.config.precision === "float64" ? new Float64Array(0) : new Float32Array(0);
        const copy = (view: Floats | null) => (view ? view.map((sum) => sum / divisor) : empty);
        return plan.gradients(0, rows).map(({ weights, biases }) => ({
          weights: copy(weights),
          biases: copy(biases),
        }));
      },
    );
  }

  /** The bytes of a model file (safetensors): parameters, configuration, scalers and notes. */
  save(): Uint8Array {
    this.#alive();
    const views = this.#engine.parameters.views();
    return writeModel({
      config: { ...configInput(this.config) },
      inputScaler: this.#engine.scalers.inputs,
      targetScaler: this.#engine.scalers.targets,
      notes: this.notes,
      layers: this.config.layers.map(({ inputs, units }, index, layers) => ({
        inputs,
        units,
        weights: weightsInUse(layers, views, index),
        biases: views[index]!.biases,
      })),
    });
  }

  /** SHA-256, in hexadecimal, over all parameters' bytes in layer order; tied weights count once. */
  async weightsSha256(): Promise<string> {
    this.#alive();
    if (!globalThis.crypto?.subtle) {
      throw new ConfigError(
        "weightsSha256: this page has no crypto.subtle. Serve it by https, or from localhost.",
      );
    }
    const digest = await crypto.subtle.digest("SHA-256", this.#engine.parameters.bytes());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /** Ends the network and its threads: every later call throws. Safe to call twice. */
  dispose(): void {
    this.#state = "disposed";
    this.#ending?.abort();
    this.#engine.close();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #alive(): void {
    if (this.#state === "disposed")
      throw new ConfigError("network: it was disposed. Create or load another one.");
  }
}

/** Views of the rows of a row-major matrix. */
function rowsOf(values: Floats, columns: number): Floats[] {
  return Array.from({ length: values.length / columns }, (_, row) =>
    values.subarray(row * columns, (row + 1) * columns),
  );
}
