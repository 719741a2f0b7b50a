/// <reference lib="esnext.disposable" preserve="true" />
/**
 * `Network`, the public class: create, fit, predict, evaluate, save. It checks what callers give (`networkData.ts`,
 * `settings/configuration.ts`) and leaves the work to the plan and to `loop/fit.ts`. Model files are bytes here.
 */
import { checkOptions } from "../arguments.js";
import { applyGradients, type GivenGradients } from "./applyGradients.js";
import { Engine, type HostOptions } from "./engine.js";
import { optimizers } from "../functions/optimizers.js";
import { schedules } from "../functions/schedules.js";
import { ConfigError, DataError, ShapeError } from "../errors.js";
import { misfit, readModel, writeModel } from "../network/modelFile.js";
import type { GivenBytes } from "../network/givenArrays.js";
import type { Plan } from "../network/plan.js";
import type { GivenParameters, LayerParameters } from "../network/parameters.js";
import { refuseScaler, refuseTemperature } from "../network/scalerCheck.js";
import type { Scalers } from "../network/scaling.js";
import { weightsInUse } from "../network/tied.js";
import { copiesOf, factorCount } from "../settings/members.js";
import type { BuildName } from "../wasm/builds.js";
import type { Floats } from "../wasm/kernels.js";
import { Dataset, type Matrix, type Row, type Targets } from "../data/dataset.js";
import { countingRows, requireDataset } from "../data/datasetChecks.js";
import { type Evaluation, evaluationOf } from "./evaluation/evaluation.js";
import { forward, layersUpTo } from "./evaluation/forward.js";
import { classesOf } from "./evaluation/metrics.js";
import { checkHost } from "./checkHost.js";
import { checkHooks } from "./loop/checkHooks.js";
import { measureScalers, type ScalingSettings } from "../data/scalers.js";
import { fit } from "./loop/fit.js";
import { isRowSource, type RowSource } from "../data/rows/rowSource.js";
import { rowTraining } from "./rows/rowTraining.js";
import { lastsAsFit } from "./loop/schedule.js";
import type { History } from "./loop/history.js";
import { readState, shapeOf, writeState } from "./state/stateFile.js";
import { copyOfState, stateAt } from "./state/trainingState.js";
import { checkNotes, inputsOf, isYesOrNo, knownNames, noNames, notesOf, samplesOf } from "./networkData.js";
import type {
  FitOthers,
  FitSettings,
  LayerGradients,
  SaveOptions,
  TrainingProgress,
} from "./networkTypes.js";
import type { RecordAnswer } from "./predict/answers.js";
import { type Predictor, RowPredictor } from "./predict/predictor.js";
import type { RecordOptions } from "./predict/recordReading.js";
import { dataInMemory } from "./dataInMemory.js";
import { findable, worksThroughProxies } from "./proxies.js";
import { columnsOf } from "../settings/inputColumns.js";
import { type Given, madeFor, type SettingsForData } from "./recipe.js";
import { checkConfig, checkTraining, configInput } from "../settings/configuration.js";
import type { Config } from "../settings/generated/types.js";
import type { PossibleConfig, PossibleSettings, StrictConfig } from "../settings/strictTypes.js";

/** Rows that an evaluation works on at once. */
const evaluationBatch = 128;

/**
 * A multilayer perceptron: its settings, its parameters, and what can be done with them.
 *
 *     activation[l] = σ(activation[l − 1] · weights[l] + biases[l])      weights[l] is [inputs × units], row-major
 *
 * It is made by `Network.create` or `Network.load`, and ended by `dispose`, or by leaving the block of
 * `using network = Network.create(…)`. The same settings, data and seed give the same bits everywhere, for any number of
 * threads and any build but the `fast` ones.
 *
 * @example
 * ```js
 * import { Dataset, Network } from "chainrule";
 *
 * const xor = Dataset.from([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]);
 * const network = Network.create({ layers: [2, 5, 1], optimizer: "lbfgs", seed: 2 });
 * const history = await network.fit(xor, { epochs: 50 });
 * console.log(history.loss.length, history.stopped); // → 39 converged
 * console.log(network.predict([[0, 1], [1, 1]]).map(([answer]) => answer.toFixed(3)));
 * // → [ '1.000', '0.000' ]
 * network.dispose();
 * ```
 */
export class Network {
  /** The effective configuration: what was given, with every default filled in. Not to be changed. */
  readonly config: Config;
  /** The build in use: that of the configuration, or what "auto" came to on this host. */
  readonly build: BuildName;
  /**
   * Anything that should travel with the model, as JSON (default: {}). `fit` notes `classes`, the names of the classes in
   * the order of the outputs, and `inputNames`, where the data have them. The exports (`toOnnx` and the like) use
   * `classes`, and `schema`, what `inferSchema` made of a table.
   */
  notes: Record<string, unknown> = {};

  readonly #engine: Engine;
  /** Options of the host for a copy, which has memory of its own. */
  readonly #copiedHost: HostOptions;
  #state: "idle" | "training" | "disposed" = "idle";
  /** Answers lists of rows, once there were some. */
  #ready: RowPredictor | null = null;
  /** Ends the current training when the network is disposed of. */
  #ending: AbortController | null = null;

  static {
    worksThroughProxies(this);
  }

  private constructor(config: Config, host: HostOptions) {
    findable(this);
    this.config = config;
    this.#copiedHost = { ...host };
    delete this.#copiedHost.memory;
    this.#engine = new Engine(config, host);
    this.build = this.#engine.build;
  }

  /**
   * Makes a network with first weights and biases drawn by `config.initializer` and `config.biasInitializer` (default: zeros)
   * from `config.seed`.
   *
   * @param config `layers`, inputs first, and any other setting; settings of training are the defaults of `fit`. All
   *   of them, with values and defaults: docs/settings.md
   * @param host threads, compiled module and memory of this host (default: its usual ones)
   * @returns a network that holds memory until `dispose`
   * @throws {ConfigError} for a wrong setting, or a build that cannot run here
   * @throws {MemoryError} for a network that cannot fit
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({
   *   layers: [4, { units: 8, activation: "relu" }, { units: 3, activation: "softmax" }],
   *   optimizer: { kind: "adam", learningRate: 0.003 },
   * });
   * const { loss, batchSize, optimizer } = network.config;
   * console.log(loss, batchSize, optimizer.kind === "adam" && optimizer.beta1); // → crossEntropy 16 0.9
   * ```
   */
  static create(config: StrictConfig, host?: HostOptions): Network;
  /**
   * Makes a network of a configuration from a variable, whose names may have the type `string` and whose layers an
   * unknown length. The types refuse what must be wrong, and the checks at run time the rest.
   *
   * @param config as above
   * @param host as above
   * @returns as above
   * @throws {ConfigError} as above
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const config = { layers: [2, { units: 3, activation: "relu" }, 1], optimizer: "adam" };
   * const network = Network.create(config);
   * const other = Network.create({ ...network.config, seed: 2 });
   * console.log(other.config.optimizer.kind, other.config.seed); // → adam 2
   * ```
   */
  static create<const Given extends object>(
    config: Given & PossibleConfig<Given>,
    host?: HostOptions,
  ): Network;
  static create(config: object, host: HostOptions = {}): Network {
    const network = new Network(checkConfig(config), host);
    network.#engine.parameters.initialise();
    return network;
  }

  /**
   * Makes a network for a data set: layers, loss, scaling, optimiser, schedule, epochs, batch size and the part that is
   * held out are chosen by the task and by the numbers of rows and columns. `fit(dataset)` then trains it, and keeps the
   * weights that are best on the held-out rows.
   *
   * @param dataset  the data to train on; only their kind and size are looked at
   * @param settings that override what is chosen: `hidden`, the units of the hidden layers, and any setting of `create`
   *   but `layers`
   * @param host as in `create`
   * @returns a network that holds memory until `dispose`
   * @throws {DataError} for data without targets
   * @throws {ConfigError} for a wrong setting
   * @throws {MemoryError} for a network that cannot fit
   *
   * @example
   * ```js
   * import { Dataset, Network } from "chainrule";
   *
   * const rows = Array.from({ length: 200 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
   * const data = Dataset.from(rows, rows.map(([x, y]) => (x * y > 0 ? "same" : "different")));
   * const network = Network.for(data, { seed: 3 });
   * await network.fit(data);
   * console.log(network.config.loss, network.classify([[0.5, 0.5], [0.5, -0.5]]));
   * // → crossEntropy [ 'same', 'different' ]
   * ```
   */
  static for(dataset: Dataset, settings: SettingsForData = {}, host: HostOptions = {}): Network {
    requireDataset(dataset, "dataset");
    checkOptions(settings, "settings");
    if (dataset.outputs === 0)
      throw new DataError("dataset: expected targets, got none. Give them to Dataset.from.");
    if ((settings as { layers?: unknown }).layers !== undefined) {
      throw new ConfigError({
        setting: "layers",
        reason: "does not go with Network.for, which chooses the widths of the inputs and outputs",
        advice: "Give hidden, the units of the hidden layers, or use Network.create.",
      });
    }
    const { hidden, activation, outputActivation, ...others } = settings;
    const layers = { hidden, activation, outputActivation };
    return Network.create(madeFor(dataset, "table", others as Given, layers) as unknown as Config, host);
  }

  /**
   * Reads a network from the bytes of a model file: settings, parameters, scalers and notes as they were saved.
   *
   * @param bytes the whole file (safetensors), as an ArrayBuffer or a view of one; read and not kept
   * @param name of the file, for messages (default: "model")
   * @param host as in `create`
   * @param machine `build` and `threads` for this machine (default: those of the file); they change no bit
   * @returns a network that answers as the saved one would, and trains on with the same bits where the file carries the state
   *   of the training (`save({ training: true })`)
   * @throws {ModelError} for a file that is damaged, of another program or a later version, or does not fit itself
   * @throws {MemoryError} for a network that cannot fit
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const bytes = Network.create({ layers: [2, 3, 1], seed: 7 }).save(); // or those of a file
   * const network = Network.load(bytes, "model.safetensors");
   * console.log(network.config.seed, network.predict([[0, 1]])[0][0]); // → 7 0.5616259574890137
   * ```
   */
  static load(
    bytes: GivenBytes,
    name = "model",
    host: HostOptions = {},
    machine: Partial<Pick<Config, "build" | "threads">> = {},
  ): Network {
    checkHost(host);
    const { checked, inputScaler, targetScaler, temperature, notes, layers, training } = readModel(
      bytes,
      name,
    );
    try {
      checkNotes(notes, checked);
      const network = new Network(checkConfig({ ...checked, ...machine }), host);
      const engine = network.#engine;
      engine.parameters.set(layers);
      network.scalers = { inputs: inputScaler, targets: targetScaler, temperature };
      network.notes = notes;
      const { scaling, targetScaling } = network.config;
      engine.state.scaling = { scaling, targetScaling };
      if (training) {
        engine.state = readState(training, shapeOf(engine.parameters), engine.parameters.bytes(), name);
      }
      return network;
    } catch (error) {
      throw error instanceof ConfigError || error instanceof ShapeError ? misfit(name, error) : error;
    }
  }

  /** Width of an input row, columns of the data: `layers[0]` of the settings. */
  get inputs(): number {
    return columnsOf(this.config);
  }

  /** Width of an output row: units of the last layer. */
  get outputs(): number {
    return this.config.layers.at(-1)!.units;
  }

  /**
   * How inputs and targets are scaled, as the first `fit` measured it; null where they are not (yet). Set it to give a
   * network the scalers of another one, with its parameters: `fit` leaves scalers as they are, except with
   * `warmStart: false`. A scaler that does not fit is a ShapeError. `temperature` is what `calibrate` found, and a ConfigError
   * where the outputs are no probabilities.
   */
  get scalers(): Scalers {
    return this.#engine.scalers;
  }

  /** Gives the network these scalers, once they fit it. */
  set scalers(given: Scalers) {
    this.#alive();
    this.#refuseTraining("scalers");
    const { inputs = null, targets = null, temperature } = given ?? {};
    refuseScaler("inputs", inputs, this.inputs, this.config.layers[0]!.inputs);
    refuseScaler("targets", targets, this.outputs, this.outputs);
    refuseTemperature(temperature, this.config);
    this.#engine.scalers = { inputs, targets, ...(temperature && { temperature }) };
  }

  /**
   * Views of all weights and biases by layer, in the network's own memory: writing to them changes the
   * network. Take them afresh after `fit`, `predict` and the like, which may move the memory. A tied layer has
   * no weights of its own: they are empty, and `tied` says whose it uses.
   *
   * @param options `copy`: whether to return copies, which can be kept, posted to other threads and stored (default: false).
   *   A structured clone of a view would share or copy the whole memory
   * @returns by layer, the first that computes first: weights [inputs × units] row-major, biases [units], in the
   *   network's precision
   * @throws {ConfigError} where the network was disposed of
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 3, 1] });
   * const [hidden, output] = network.parameters();
   * console.log(hidden.weights.length, hidden.biases.length); // → 6 3
   * output.biases[0] = 0.5; // changes the network
   * console.log(network.parameters()[1].biases); // → Float32Array(1) [ 0.5 ]
   * ```
   */
  parameters(options: { copy?: boolean } = {}): LayerParameters[] {
    checkOptions(options, "parameters");
    this.#alive();
    const { copy = false } = options;
    const { parameters } = this.#engine;
    return copy ? parameters.viewsOf(parameters.bytes()) : parameters.views();
  }

  /**
   * Overwrites all parameters.
   *
   * @param given by layer: weights [inputs × units] row-major, biases [units], [1] if shared, none if none; finite,
   *   also in the network's precision. Of a tied layer no weights ([]), or the transpose of those that it uses
   * @throws {ShapeError} naming the layer; nothing is changed then
   * @throws {ConfigError} where the network was disposed of, or is training
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 2, 1], precision: "float64" });
   * network.setParameters([
   *   { weights: [0.15, 0.25, 0.2, 0.3], biases: [0.35, 0.35] }, // from input 1, then from 2
   *   { weights: [0.4, 0.45], biases: [0.6] },
   * ]);
   * console.log(network.encode([[0.05, 0.1]], 1)[0]);
   * // → Float64Array(2) [ 0.5932699921071872, 0.596884378259767 ]
   * ```
   */
  setParameters(given: readonly GivenParameters[]): void {
    this.#alive();
    this.#refuseTraining("setParameters");
    this.#engine.parameters.set(given);
  }

  /**
   * Trains on rows of inputs and their targets.
   *
   * @param inputs   [rows × inputs]
   * @param targets  [rows × outputs] numbers, a list of numbers being one column; or [rows] classes: names, or indices
   *   where the network has several outputs
   * @param settings as for a data set
   * @returns as for a data set
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 4, 1], optimizer: "lbfgs", seed: 3 });
   * const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
   * await network.fit(inputs, ["no", "yes", "yes", "no"], { epochs: 50 });
   * console.log(network.classify(inputs)); // → [ 'no', 'yes', 'yes', 'no' ]
   * ```
   */
  fit(inputs: Matrix, targets: Targets, settings?: FitSettings): Promise<History>;
  /**
   * Trains on samples. Settings given here override those of the configuration, for this call.
   *
   * The event loop keeps running. Once `signal` is aborted, training stops after the current batch and the promise
   * resolves, with `stopped: "aborted"`; the weights stay as trained so far. A `control` can pause the training and let
   * it go on.
   *
   * The rule of continuation: `fit(a)` and then `fit(b)` give the bits of `fit(a + b)` epochs. Random numbers, the optimiser, the
   * schedule and early stopping go on where they were, also after `save({ training: true })` and `load`, in another build and on
   * other threads. An epoch that was cut short is finished first, and counts as one of the call. Exceptions: a schedule without
   * a length of its own (`schedule.epochs`, `period`) begins again with every call; after other data the search for the
   * best epoch begins again; a training that early stopping has ended goes on from the best weights. `warmStart: false` forgets everything.
   *
   * @param dataset  samples with targets: as many input columns and outputs as the network has
   * @param settings epochs, optimiser, schedule and the like, and callbacks (default: those of `config`)
   * @returns losses and figures of every epoch, the best epoch, and why training ended
   * @throws {ConfigError} for a wrong setting, or while the network is training; nothing has changed then
   * @throws {ShapeError} for data of other widths; nothing has changed then
   * @throws {DataError} for data without targets, an unknown class, input names in another order, or numbers too large
   *   for the precision; nothing has changed then
   * @throws {MemoryError} for data that do not fit beside the network
   * @throws {DivergenceError} when the loss is no longer finite, with the last finite weights
   * @throws {ThreadError} when a thread fails, with the weights as they were before
   * @throws {VerificationError} when the kernels of a wide build gave wrong bits, with the weights as they were before
   *
   * @example
   * ```js
   * import { makeDigits, Network } from "chainrule";
   *
   * const digits = makeDigits({ rows: 600, seed: 1 });
   * const network = Network.create({ layers: [digits.columns, 16, 10], loss: "crossEntropy" });
   * const history = await network.fit(digits, {
   *   epochs: 30,
   *   optimizer: { kind: "adam", learningRate: 0.01 },
   *   validation: 0.2,
   *   earlyStopping: 3,
   *   onEpoch: ({ epoch, validation }) => {
   *     if (epoch % 10 === 0) console.log(epoch, validation?.metrics.accuracy);
   *   },
   * });
   * // → 10 0.9
   * // → 20 0.875
   * console.log(history.stopped, history.best?.epoch, history.best?.metrics);
   * // → earlyStopping 22 { accuracy: 0.8583333333333333 }
   * ```
   */
  fit(dataset: Dataset | RowSource, settings?: FitSettings): Promise<History>;
  /** Trains with settings from a variable, whose names may have the type `string`. */
  fit<const Given extends object>(
    dataset: Dataset | RowSource,
    settings: Given & PossibleSettings<Given, FitOthers>,
  ): Promise<History>;
  /** Trains on rows, with settings from a variable, whose names may have the type `string`. */
  fit<const Given extends object>(
    inputs: Matrix,
    targets: Targets,
    settings: Given & PossibleSettings<Given, FitOthers>,
  ): Promise<History>;
  async fit(
    data: Dataset | Matrix | RowSource,
    second?: FitSettings | Targets,
    third: FitSettings = {},
  ): Promise<History> {
    this.#alive();
    this.#refuseTraining("fit");
    const source = isRowSource(data) ? data : null;
    const isDataset = source !== null || data instanceof Dataset;
    const settings = isDataset ? ((second ?? {}) as FitSettings) : third;
    checkOptions(settings, "fit, settings");
    const { validation, windowRows, ...others } = settings;
    checkHooks(others);
    const { signal, onEpoch, onBatch, onProgress, onWarning, ...more } = others;
    const { control, keepEpochs, checkpoint, distributed, ...given } = more;
    const isOwn = validation !== undefined && typeof validation !== "number";
    const training = checkTraining({ ...given, validation: isOwn ? 0 : validation }, this.config);
    // new weights may be trained on other classes
    const known = training.warmStart ? knownNames(this.notes, this.config) : noNames;
    const { data: used, names } = source
      ? rowTraining().dataOf(source, { validation, windowRows }, training, this.config, known)
      : dataInMemory(
          data as Dataset | Matrix,
          second as Targets,
          { validation, windowRows },
          training,
          this.config,
          known,
        );
    this.#state = "training";
    const ending = new AbortController();
    this.#ending = ending;
    const end = () => ending.abort();
    if (signal?.aborted) end();
    signal?.addEventListener("abort", end);
    try {
      const history = await fit(this.#engine, used, training, {
        hooks: {
          signal: ending.signal,
          onEpoch,
          onBatch,
          onProgress,
          onWarning,
          control,
          keepEpochs,
          checkpoint,
          distributed,
        },
        scaling: given,
        save: () => this.save({ training: true }),
        proceed: () => {
          this.#alive();
          this.notes = { ...this.notes, ...notesOf(names) };
        },
      });
      this.#alive();
      return history;
    } finally {
      signal?.removeEventListener("abort", end);
      if (this.#state === "training") this.#state = "idle";
    }
  }

  /**
   * Trains on one batch, for data that arrive piece by piece: one update. It counts as an epoch of one batch, and goes on from
   * where the training stands, as `fit` does. Scaling is never measured on a batch: give the network scalers first
   * (`measureScalers` or `scalers`), or leave `scaling` and `targetScaling` "none".
   *
   * @param inputs  as for `fit`
   * @param targets as for `fit`; left out with a data set
   * @returns the loss of the batch before the update, mean or sum over samples by `reduction`
   * @throws {ConfigError} for the optimiser lbfgs, a schedule without a length of its own, or scaling that is not known yet;
   *   else as `fit`
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const layers = [1, { units: 1, activation: "identity" }];
   * const network = Network.create({ layers, optimizer: { kind: "adam", learningRate: 0.05 }, seed: 1 });
   * for (let step = 0; step < 400; step++) {
   *   const x = Math.sin(step);
   *   await network.trainOnBatch([[x]], [[2 * x + 1]]);
   * }
   * console.log(network.predict([[3]])[0][0].toFixed(1), network.training.updates); // → 7.0 400
   * ```
   */
  async trainOnBatch(inputs: Matrix | Dataset, targets?: Targets): Promise<number> {
    const { optimizer, schedule, scaling, targetScaling } = this.config;
    const refuse = (setting: string, reason: string, advice: string) =>
      new ConfigError({ setting, reason, advice });
    if (optimizers[optimizer.kind].fullBatch)
      throw refuse("optimizer", `${optimizer.kind} needs all samples at once`, "Use another one, or fit.");
    if (lastsAsFit(schedule)) {
      const { lasts } = schedules[schedule.kind];
      throw refuse(`schedule.${lasts}`, "trainOnBatch needs a length", "Set it, in batches.");
    }
    const known = this.scalers;
    const unknown = (
      [
        ["scaling", scaling, known.inputs],
        ["targetScaling", targetScaling, known.targets],
      ] as const
    ).find(([, kind, scaler]) => kind !== "none" && kind !== "auto" && !scaler);
    if (unknown)
      throw refuse(
        unknown[0],
        "is not measured on a batch",
        "Call measureScalers first, or set network.scalers.",
      );
    const settings = {
      epochs: 1,
      batchSize: "full",
      shuffle: false,
      validation: 0,
      earlyStopping: false,
      trainingMetrics: false,
      targetLoss: undefined,
      keepEpochs: 1,
    } as const;
    const history = await (inputs instanceof Dataset
      ? this.fit(inputs, settings)
      : this.fit(inputs, targets as Targets, settings));
    return history.loss[0]!;
  }

  /**
   * Makes one update by gradients that were computed or averaged elsewhere, through the network's own optimiser with its
   * penalties and limits of norms. It counts as an epoch of one batch.
   *
   * @param gradients by layer, as `gradients` returns them: ∂E/∂weights [inputs × units] row-major, ∂E/∂biases [units]
   * @throws {ShapeError} for another number of layers or numbers, or for numbers that are not finite, naming the layer;
   *   nothing has changed then
   * @throws {ConfigError} for the optimiser lbfgs, while the network is training, or where it was disposed of
   *
   * @example
   * ```js
   * import { Dataset, Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 3, 1], optimizer: "adam", seed: 1 });
   * const samples = Dataset.from([[0, 1], [1, 1]], [[1], [0]]);
   * const before = network.trainingLoss(samples);
   * for (let step = 0; step < 10; step++) network.applyGradients(network.gradients(samples));
   * console.log(network.trainingLoss(samples) < before, network.training.updates); // → true 10
   * ```
   */
  applyGradients(gradients: readonly GivenGradients[]): void {
    this.#alive();
    if (this.#state === "training")
      throw new ConfigError("applyGradients: this network is training. Await that first.");
    applyGradients(this.#engine, gradients, this.config);
  }

  /**
   * Measures how inputs and targets are scaled, and keeps it: before the first training on pieces of data, or again on other
   * data. Weights that were trained with other scalers then answer differently.
   *
   * @param samples a data set; targets may be missing
   * @returns the scalers, which are `network.scalers` now
   * @throws {ShapeError} for data of other widths
   * @throws {ConfigError} while the network is training, or where it was disposed of
   *
   * @example
   * ```js
   * import { Dataset, Network } from "chainrule";
   *
   * const network = Network.create({ layers: [1, 2, 1], scaling: "standard" });
   * const { inputs } = network.measureScalers(Dataset.from([[10], [20], [30]], [[1], [2], [3]]));
   * console.log(inputs?.shift, inputs?.scale[0].toFixed(4)); // → [ 20 ] 0.1225
   * ```
   */
  measureScalers(samples: Dataset): Scalers {
    requireDataset(samples, "samples");
    this.#alive();
    if (this.#state === "training")
      throw new ConfigError("measureScalers: this network is training. Await that first.");
    const { scaling, targetScaling, inputBins } = this.config;
    const known = this.#engine.state.scaling ?? { scaling, targetScaling };
    const dataset = samples.outputs > 0 ? this.#samples(samples) : inputsOf(samples, this.config, this.notes);
    const rows = Uint32Array.from({ length: dataset.rows }, (_, row) => row);
    const none = { inputs: null, targets: null };
    this.#engine.scalers = measureScalers(dataset, rows, { ...known, inputBins } as ScalingSettings, none);
    this.#engine.state.scaling = known;
    return this.scalers;
  }

  /**
   * The network's answers.
   *
   * @param inputs [rows × inputs], not scaled: the network does that itself; no rows give no answers
   * @returns one row of `outputs` numbers per input row, in the units of the targets: copies, in the network's precision
   * @throws {ShapeError} for rows of another width
   * @throws {DataError} for numbers that are not finite
   * @throws {ConfigError} where the network was disposed of, or its build has to be loaded first: see `prepare`
   *
   * @example
   * ```js
   * import { Dataset, Network } from "chainrule";
   *
   * const network = Network.create({
   *   layers: [1, { units: 1, activation: "identity" }],
   *   optimizer: "lbfgs",
   * });
   * await network.fit(Dataset.from([[0], [1], [2]], [[1], [3], [5]]), { epochs: 20 });
   * console.log(network.predict([[10], [20]]).map(([answer]) => answer.toFixed(2)));
   * // → [ '21.00', '41.00' ]
   * ```
   */
  predict(inputs: Matrix | Dataset): Floats[] {
    this.#alive();
    if (isEmpty(inputs)) return [];
    if (Array.isArray(inputs) && typeof inputs[0] === "object") {
      // lists of rows do without a data set, and without a plan of their own
      const ready = (this.#ready ??= this.#newPredictor({})).predictRows(inputs as Row[]);
      if (ready) return rowsOf(ready, this.outputs);
    }
    const dataset = inputsOf(inputs, this.config, this.notes);
    const answers = forward(this.#engine, dataset);
    this.#engine.finish(answers);
    return rowsOf(answers, this.outputs);
  }

  /**
   * Answers records in the words of the table that the network was trained on, as the command `chainrule predict` does. The
   * schema in the notes says what they mean; a network that `chainrule train` saved has it.
   *
   * @param records objects with a value for each column: number, text, date, boolean, or null where it is not known. Other keys
   *   are left alone
   * @param options what to do with values that the training data did not have
   * @returns one answer for each record: `class` and `probabilities` by name, or `numbers` by target in the units of the targets
   * @throws {DataError} for values that do not fit, with the record and the column, and for columns that are not there
   * @throws {ConfigError} where the network knows no columns by name, or was disposed of
   *
   * @example
   * ```js
   * import { fromRecords, Network } from "chainrule";
   *
   * const fruit = [
   *   { mass: 173, skin: "smooth", kind: "apple" },
   *   { mass: 168, skin: "smooth", kind: "apple" },
   *   { mass: 82, skin: "rough", kind: "plum" },
   * ];
   * const { dataset, schema } = fromRecords(fruit, { target: "kind" });
   * const network = Network.create({ layers: [2, { units: 2, activation: "softmax" }], scaling: "standard" });
   * network.notes.schema = schema;
   * await network.fit(dataset, { epochs: 100 });
   * const [answer] = network.predictRecords([{ mass: 80, skin: "rough" }]);
   * console.log(answer.class, answer.probabilities?.plum.toFixed(1)); // → plum 0.9
   * ```
   */
  predictRecords(records: readonly object[], options: RecordOptions = {}): RecordAnswer[] {
    return this.#newPredictor(options).predictRecords(records);
  }

  /**
   * Makes an object that answers one row or record at a time, fast: for a service. It stays right when the network changes, and
   * takes no memory of its own.
   *
   * @param options as in `predictRecords`
   * @returns it throws a ConfigError once the network is disposed of
   * @throws {ConfigError} where the network was disposed of
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 5, 1], optimizer: "lbfgs", seed: 2 });
   * const predictor = network.predictor();
   * await network.fit([[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]], { epochs: 50 });
   * console.log(predictor.predict([0, 1])[0].toFixed(3)); // → 1.000
   * ```
   */
  predictor(options: RecordOptions = {}): Predictor {
    return this.#newPredictor(options);
  }

  #newPredictor(options: RecordOptions): RowPredictor {
    checkOptions(options, "options");
    this.#alive();
    const asked = {
      config: this.config,
      engine: this.#engine,
      alive: () => this.#alive(),
      notes: () => this.notes,
      predict: (inputs: Dataset) => this.predict(inputs),
    };
    return new RowPredictor(asked, options);
  }

  /**
   * The class of each row: that of the greatest output, the first where several are equal. One sigmoid output above 0.5
   * means class 1.
   *
   * @param inputs [rows × inputs], not scaled: the network does that itself; no rows give no classes
   * @returns [rows] names of the classes where the network knows them (`notes.classes`), else their indices
   * @throws {ConfigError} for one output that is not a sigmoid, targets that were scaled, or names in the notes that are not
   *   as many as the classes; else as `predict`
   * @throws {ShapeError} for rows of another width
   * @throws {DataError} for numbers that are not finite
   *
   * @example
   * ```js
   * import { Dataset, Network } from "chainrule";
   *
   * const network = Network.create({ layers: [1, { units: 2, activation: "softmax" }], optimizer: "lbfgs" });
   * await network.fit(Dataset.from([[4.1], [3.8], [0.2]], ["dog", "dog", "cat"]), { epochs: 20 });
   * console.log(network.classify([[0.5], [4]])); // → [ 'cat', 'dog' ]
   * ```
   */
  classify(inputs: Matrix | Dataset): (string | number)[] {
    this.#alive();
    const { classes } = knownNames(this.notes, this.config);
    if ((this.outputs === 1 && !isYesOrNo(this.config)) || (this.scalers.targets && !classes)) {
      throw new ConfigError(
        "classify: expected one output for each class, or one sigmoid output, and targets that are not scaled; " +
          "this network answers with numbers. Use predict.",
      );
    }
    const answers = this.predict(inputs).flatMap((row) => Array.from(row));
    return Array.from(classesOf(answers, this.outputs), (index) => classes?.[index] ?? index);
  }

  /**
   * What a layer makes of inputs: the codes of an autoencoder, for instance.
   *
   * @param inputs [rows × inputs], not scaled: the network does that itself
   * @param layer  its name, or its index in `layers` of the settings: 1 is the first after the inputs
   * @returns one row of the layer's activations per input row, never scaled back
   * @throws {ConfigError} for a layer that is not there; else as `predict`
   * @throws {ShapeError} for rows of another width
   * @throws {DataError} for numbers that are not finite
   *
   * @example
   * ```js
   * import { Dataset, Network } from "chainrule";
   *
   * const rows = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]];
   * const patterns = Dataset.from(rows, null).asAutoencoder();
   * const layers = [4, { units: 2, name: "code" }, 4];
   * const network = Network.create({ layers, optimizer: "lbfgs", seed: 7 });
   * await network.fit(patterns, { epochs: 200 });
   * const codes = network.encode(patterns, "code");
   * for (const code of codes) console.log(Array.from(code, Math.round).join(""));
   * // → 01
   * // → 00
   * // → 11
   * // → 10
   * ```
   */
  encode(inputs: Matrix | Dataset, layer: number | string): Floats[] {
    this.#alive();
    const layers = layersUpTo(this.config, layer);
    if (isEmpty(inputs)) return [];
    const dataset = inputsOf(inputs, this.config, this.notes);
    return rowsOf(forward(this.#engine, dataset, layers), this.config.layers[layers - 1]!.units);
  }

  /**
   * Loss and metrics of the network on a data set, without rows of weight 0; all others count alike. Changes nothing; it may
   * be called during a training.
   *
   * For targets that are classes: accuracy, precisionMacro, recallMacro, f1Macro, rocAuc, with sigmoid or softmax outputs
   * logLoss, and with more than 5 classes top5. For numbers: mse, rmse, mae, r2, in the units of the targets. The loss is that of
   * the outputs at temperature 1, which training lowers; metrics are those of the answers.
   *
   * @param samples a data set with targets, not scaled: the network does that itself. Classes are matched by name where
   *   both the network and the data have names
   * @returns the loss without penalties, mean or sum over samples by `reduction`, and the metrics by name
   * @throws {ShapeError} for data of other widths
   * @throws {DataError} for data without targets
   * @throws {ConfigError} where the network was disposed of, or its build has to be loaded first: see `prepare`
   *
   * @example
   * ```js
   * import { Dataset, Network } from "chainrule";
   *
   * const network = Network.create({ layers: [1, 2], loss: "crossEntropy", optimizer: "lbfgs" });
   * const classes = ["small", "large"];
   * const sizes = Dataset.from([[1], [2], [4], [5], [3]], [0, 0, 1, 1, 0], { classes });
   * await network.fit(sizes, { epochs: 10 });
   * const { loss, metrics } = network.evaluate(sizes);
   * console.log(loss.toFixed(4), metrics.accuracy, metrics.rocAuc); // → 0.0103 1 1
   * ```
   */
  evaluate(samples: Dataset): Evaluation {
    this.#alive();
    const dataset = countingRows(this.#samples(samples));
    const { rows } = dataset;
    return this.#engine.run(
      { batch: Math.min(evaluationBatch, rows), pass: "forward", answers: rows },
      (plan) => {
        plan.use(plan.place(dataset));
        plan.keepsAnswers = true;
        plan.run("evaluate", 0, rows);
        return evaluationOf(plan, dataset, this.#engine, "full");
      },
    );
  }

  /**
   * Loss and metrics on rows of a source, in memory that does not grow with them: as `evaluate`, but without rocAuc, which
   * needs all answers at once. Nothing else may be done with the network meanwhile.
   *
   * @param rows a source of rows with targets, not scaled
   * @returns the loss without penalties, and the metrics by name
   * @throws {ShapeError} for rows of other widths
   * @throws {DataError} for rows that cannot be read
   * @throws {ConfigError} while the network is training, or where it was disposed of
   *
   * @example
   * ```js
   * import { datasetRows, makeDigits, Network } from "chainrule";
   *
   * const digits = datasetRows(makeDigits({ rows: 100, seed: 1 }));
   * const network = Network.create({ layers: [784, { units: 10, activation: "softmax" }], seed: 1 });
   * const { metrics } = await network.evaluateRows(digits);
   * console.log(Object.keys(metrics).join(" "));
   * // → accuracy precisionMacro recallMacro f1Macro logLoss top5
   * ```
   */
  async evaluateRows(rows: RowSource): Promise<Evaluation> {
    this.#alive();
    this.#refuseTraining("evaluateRows");
    if (!isRowSource(rows)) throw new DataError("rows: expected a source of rows, as datasetRows makes it.");
    const known = knownNames(this.notes, this.config);
    this.#state = "training";
    try {
      return await rowTraining().evaluate(this.#engine, rows, known);
    } finally {
      if (this.#state === "training") this.#state = "idle";
    }
  }

  /**
   * The loss that training lowers: as `evaluate` gives it, but with `members` the mean of their losses, where `evaluate` gives
   * the loss of their mean answer. Without penalties, dropout and noise. Changes nothing.
   *
   * @param samples a data set with targets, not scaled: the network does that itself
   * @returns the loss, mean or sum over samples by `reduction`
   * @throws {ShapeError} for data of other widths
   * @throws {DataError} for data without targets
   * @throws {ConfigError} where the network was disposed of, or its build has to be loaded first: see `prepare`
   *
   * @example
   * ```js
   * import { Dataset, Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 8, 1], members: 4, seed: 1 });
   * const samples = Dataset.from([[0, 1], [1, 1]], [[1], [0]]);
   * console.log(network.trainingLoss(samples) > network.evaluate(samples).loss); // → true
   * ```
   */
  trainingLoss(samples: Dataset): number {
    this.#alive();
    const dataset = this.#samples(samples);
    return this.#overAll(dataset, (plan, divisor) => plan.lossSum / divisor);
  }

  /**
   * The gradient of the loss at the present parameters: the mean or sum over samples, by `reduction`. Without penalties,
   * dropout and noise; weights of samples count, those of classes do not. Changes nothing.
   *
   * @param samples a data set with targets, not scaled: the network does that itself
   * @returns by layer, the first that computes first: ∂E/∂weights [inputs × units] row-major, ∂E/∂biases [units]
   * @throws {ShapeError} for data of other widths
   * @throws {DataError} for data without targets
   * @throws {ConfigError} where the network was disposed of, or its build has to be loaded first: see `prepare`
   *
   * @example
   * ```js
   * import { Dataset, presetNetwork, presetOf } from "chainrule";
   *
   * const { config, parameters, inputs, targets } = presetOf("mazur"); // 2-2-2
   * const network = presetNetwork({ config, parameters });
   * const [, output] = network.gradients(Dataset.from(inputs, targets));
   * console.log(output.weights[0]); // → 0.08216704056423078
   * ```
   */
  gradients(samples: Dataset): LayerGradients[] {
    this.#alive();
    return this.#overAll(this.#samples(samples), (plan, divisor) => {
      const empty = this.config.precision === "float64" ? new Float64Array(0) : new Float32Array(0);
      const copy = (view: Floats | null) => (view ? view.map((sum) => sum / divisor) : empty);
      const hasFactors = factorCount(this.config) > 0;
      return plan.gradientSums().map(({ weights, biases, inputFactors }, index) => ({
        weights: copy(weights),
        biases: copy(biases),
        ...(hasFactors && index === 0 && { inputFactors: copy(inputFactors) }),
      }));
    });
  }

  /**
   * Sums loss and gradients over all samples.
   *
   * @param result what to make of the plan afterwards, and of the number by which sums are to be divided
   */
  #overAll<Result>(dataset: Dataset, result: (plan: Plan, divisor: number) => Result): Result {
    const { rows } = dataset;
    const divisor = this.config.reduction === "mean" ? rows : 1;
    const use = { batch: Math.min(evaluationBatch, rows), pass: "gradients", answers: 0 } as const;
    return this.#engine.run(use, (plan) => {
      plan.use(plan.place(dataset));
      if (dataset.sampleWeights) plan.weigh(dataset.sampleWeights);
      plan.run("gradients", 0, rows);
      return result(plan, divisor);
    });
  }

  /**
   * The network as a model file (safetensors): parameters, configuration, scalers and notes.
   *
   * During a training the parameters are those of the last update that is finished, or those of a second ago at most where
   * other threads are at work.
   *
   * @param options `training`: whether the file carries the state of the training, so that `fit` continues it with the same
   *   bits after `Network.load` (default: false). It can make the file several times as long
   * @returns the bytes of the file; the same network gives the same bytes
   * @throws {ConfigError} where the network was disposed of, or its notes are no JSON or do not fit it
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [4, 3] });
   * network.notes = { classes: ["setosa", "versicolor", "virginica"] };
   * const bytes = network.save(); // as for await writeFile("model.safetensors", bytes)
   * console.log(Network.load(bytes).notes.classes); // → [ 'setosa', 'versicolor', 'virginica' ]
   * ```
   */
  save(options: SaveOptions = {}): Uint8Array {
    checkOptions(options, "save");
    this.#alive();
    const { training = false } = options;
    const { parameters, scalers, capture, state } = this.#engine;
    const captured = capture?.();
    const views = captured ? parameters.viewsOf(captured.parameters) : parameters.views();
    const { layers, precision } = this.config;
    const present = captured ? stateAt(state, captured) : state;
    return writeModel({
      config: { ...configInput(this.config) },
      inputScaler: scalers.inputs,
      targetScaler: scalers.targets,
      temperature: scalers.temperature,
      notes: checkNotes(this.notes, this.config),
      layers: layers.map(({ inputs, units }, index) => ({
        ...views[index]!,
        inputs,
        units,
        copies: copiesOf(this.config, index),
        weights: weightsInUse(layers, views, index),
      })),
      ...(training && { training: writeState(present, precision) }),
    });
  }

  /**
   * What was trained since the first weights, in all calls of `fit`, and before the file was saved where it carries the state
   * of the training.
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 5, 1], seed: 2 });
   * const inputs = [[0, 0], [0, 1], [1, 0], [1, 1]];
   * await network.fit(inputs, [[0], [1], [1], [0]], { epochs: 3 });
   * await network.fit(inputs, [[0], [1], [1], [0]], { epochs: 4 });
   * const { epochs, updates, entries } = network.training;
   * console.log(epochs, updates, entries.length); // → 7 7 7
   * ```
   */
  get training(): TrainingProgress {
    const { epochs, updates, seconds, trained, best, log } = this.#engine.state;
    return { epochs, updates, seconds, samples: trained, best: best && { ...best }, entries: log.entries() };
  }

  /**
   * SHA-256 over all parameters' bytes in layer order, weights before biases; tied weights count once. Two networks that
   * have it in common have the same bits.
   *
   * @returns 64 hexadecimal digits
   * @throws {ConfigError} where the network was disposed of, or a page is not served by https or from localhost
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 5, 1], seed: 1 });
   * console.log(await network.weightsSha256());
   * // → 5550d4b5b51120b768c2435a7dbb264304e5641ced48c68f86d999529ae1dce9
   * ```
   */
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

  /**
   * An independent copy: the same configuration, parameters, scalers, notes and state of training, in memory of its own.
   *
   * @param host as in `create` (default: that of this network, without its `memory`)
   * @returns a network that answers and trains on as this one would
   * @throws {ConfigError} where the network was disposed of
   * @throws {MemoryError} for a network that cannot fit
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 3, 1], seed: 7 });
   * const copy = network.clone();
   * await copy.fit([[0, 1]], [[1]], { epochs: 100 });
   * console.log(network.predict([[0, 1]])[0][0], copy.predict([[0, 1]])[0][0] > 0.9);
   * // → 0.5616259574890137 true
   * ```
   */
  clone(host: HostOptions = this.#copiedHost): Network {
    this.#alive();
    const copy = new Network(this.config, host);
    const { parameters, scalers, state, capture } = this.#engine;
    const captured = capture?.();
    copy.#engine.parameters.restore(captured?.parameters ?? parameters.bytes());
    copy.#engine.scalers = scalers;
    copy.#engine.state = copyOfState(captured ? stateAt(state, captured) : state);
    copy.notes = structuredClone(this.notes);
    return copy;
  }

  /**
   * Ends the network and its threads: every later call throws a ConfigError. A training ends after its current batch, and
   * its `fit` rejects. Safe to call twice.
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 3, 1] });
   * network.dispose();
   * try {
   *   network.predict([[0, 1]]);
   * } catch (error) {
   *   console.log(String(error));
   *   // → ConfigError: network: it was disposed. Create or load another one.
   * }
   * ```
   */
  dispose(): void {
    this.#state = "disposed";
    this.#ending?.abort();
    this.#engine.close();
  }

  /**
   * `dispose`, by the name that `using network = Network.create(…)` calls at the end of its block.
   *
   * @example
   * ```js
   * import { Network } from "chainrule";
   *
   * const network = Network.create({ layers: [2, 3, 1] });
   * console.log(typeof network[Symbol.dispose]); // → function
   * network[Symbol.dispose]();
   * ```
   */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** Samples with their classes in the order of the outputs. */
  #samples(samples: Dataset, known = knownNames(this.notes, this.config)): Dataset {
    requireDataset(samples);
    return samplesOf(samples, undefined, this.config, known).dataset;
  }

  /** Two trainings at once, or other weights during one, would give neither. */
  #refuseTraining(method: string): void {
    if (this.#state === "training")
      throw new ConfigError(`${method}: this network is training already. Await it first.`);
  }

  #alive(): void {
    if (this.#state === "disposed")
      throw new ConfigError("network: it was disposed. Create or load another one.");
  }
}

function isEmpty(inputs: Matrix | Dataset): boolean {
  return !(inputs instanceof Dataset) && inputs?.length === 0;
}

/** Views of the rows of a row-major matrix. */
function rowsOf(values: Floats, columns: number): Floats[] {
  return Array.from({ length: values.length / columns }, (_, row) =>
    values.subarray(row * columns, (row + 1) * columns),
  );
}
