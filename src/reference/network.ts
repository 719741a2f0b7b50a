/**
 * A multilayer perceptron trained by backpropagation, in plain TypeScript: the mathematics of the package
 * written to be read, the oracle of its tests, the baseline of its benchmark, and what runs where
 * WebAssembly is refused.
 *
 *     netInput[l]   = activation[l−1] · weights[l] + biases[l]
 *     activation[l] = σ(netInput[l])
 *     delta[l]      = ∂E / ∂netInput[l]
 *
 * Not here: data, epochs, shuffling, initial values, optimisers other than plain gradient descent.
 */
import { ConfigError, oneOf, ShapeError, show } from "../errors.js";
import { type ActivationName, activations } from "./activation.js";
import { BlockedMatmul } from "./blocked.js";
import { ReferenceLayer } from "./layer.js";
import { losses, type Loss, type LossName } from "./loss.js";
import { type Matmul, naive } from "./matmul.js";
import type { Precision, Storage } from "./storage.js";

export type BiasMode = "perNeuron" | "shared" | "none";
export type Reduction = "mean" | "sum";

export interface ReferenceConfig {
  /** Columns of the input. */
  inputs: number;
  layers: readonly {
    units: number;
    /** Default "sigmoid". */
    activation?: ActivationName;
    /** Default true; false leaves weights and biases as they are. */
    trainable?: boolean;
  }[];
  loss: LossName;
  /** What becomes of the losses of a batch's rows. Default "mean". */
  reduction?: Reduction;
  /** "shared" is one value for a whole layer. Default "perNeuron". */
  biases?: BiasMode;
  /** Default true; false leaves the biases as they are. */
  trainBiases?: boolean;
  /** Default "float64". */
  precision?: Precision;
  /** Default "blocked"; both give the same bits. */
  matmul?: "naive" | "blocked";
}

/** Weights [inputs × units] and biases of one layer, [units], [1] if shared, [0] if there are none. */
export interface LayerValues<Values = Storage> {
  weights: Values;
  biases: Values;
}

/**
 * The network. Weights and biases start at 0: set `layers[l].weights` and `biases`, or `setParameters`.
 * Memory for a batch is made when a larger one comes than any before; after that a step allocates nothing.
 */
export class ReferenceNetwork {
  /** From the first hidden layer to the output layer. */
  readonly layers: readonly ReferenceLayer[];
  /** Columns of the input. */
  readonly inputs: number;
  /** Columns of the output. */
  readonly outputs: number;
  readonly #loss: Loss;
  readonly #reduction: Reduction;
  readonly #trainBiases: boolean;
  readonly #matmul: Matmul;
  readonly #gradients: readonly LayerValues[];
  #capacity = 0;

  /** @throws ConfigError for a name that is not known or a size that is not a positive integer */
  constructor(config: ReferenceConfig) {
    const { biases = "perNeuron", precision = "float64", reduction = "mean", matmul = "blocked" } = config;
    requireSize("inputs", config.inputs);
    if (config.layers.length === 0) throw new ConfigError("layers: expected at least 1 layer, got none.");
    requireName("loss", config.loss, Object.keys(losses));
    requireName("biases", biases, ["perNeuron", "shared", "none"]);
    requireName("reduction", reduction, ["mean", "sum"]);
    requireName("precision", precision, ["float64", "float32"]);
    requireName("matmul", matmul, ["naive", "blocked"]);
    this.inputs = config.inputs;
    let inputs = config.inputs;
    this.layers = config.layers.map(({ units, activation = "sigmoid", trainable = true }, l) => {
      requireSize(`layers[${l}].units`, units);
      requireName(`layers[${l}].activation`, activation, Object.keys(activations));
      const layer = new ReferenceLayer(inputs, units, activations[activation], trainable, biases, precision);
      inputs = units;
      return layer;
    });
    this.outputs = inputs;
    this.#loss = losses[config.loss];
    this.#reduction = reduction;
    this.#trainBiases = config.trainBiases ?? true;
    this.#matmul = matmul === "naive" ? naive : new BlockedMatmul();
    this.#gradients = this.layers.map((layer) => ({
      weights: layer.weightGradient,
      biases: layer.biasGradient,
    }));
  }

  /** Copies values into weights and biases. @throws ShapeError where the lengths differ */
  setParameters(parameters: readonly LayerValues<ArrayLike<number>>[]): void {
    requireLength("parameters", this.layers.length, parameters.length, "layers");
    this.layers.forEach((layer, l) => {
      const { weights, biases } = parameters[l]!;
      requireLength(`layers[${l}].weights`, layer.weights.length, weights.length, "numbers");
      requireLength(`layers[${l}].biases`, layer.biases.length, biases.length, "numbers");
      layer.weights.set(weights);
      layer.biases.set(biases);
    });
  }

  /**
   * What the network answers. Leaves `netInput` and `activation` of every layer to be looked at.
   *
   * @param inputs [rows × inputs] read
   * @returns [rows × outputs], a view valid until the next call
   */
  forward(inputs: Storage, rows: number): Storage {
    this.#requireBatch(inputs, null, rows);
    return this.#forward(inputs, rows).subarray(0, rows * this.outputs);
  }

  /**
   * The loss of a batch: the mean over its rows, or with reduction "sum" the sum.
   *
   * @param inputs  [rows × inputs] read
   * @param targets [rows × outputs] read
   */
  loss(inputs: Storage, targets: Storage, rows: number): number {
    this.#requireBatch(inputs, targets, rows);
    return this.#lossOf(this.#forward(inputs, rows), targets, rows);
  }

  /**
   * The derivatives of `loss` by every weight and bias, of frozen layers too. Changes no parameter.
   *
   * @param inputs  [rows × inputs] read
   * @param targets [rows × outputs] read
   * @returns by layer, as the parameters are; valid until the next call
   */
  gradients(inputs: Storage, targets: Storage, rows: number): readonly LayerValues[] {
    this.#requireBatch(inputs, targets, rows);
    this.#forward(inputs, rows);
    this.#backward(inputs, targets, rows);
    return this.#gradients;
  }

  /**
   * One step of gradient descent; every parameter changes by the gradient taken before any has changed.
   *
   *     parameter ← parameter − learningRate · ∂E / ∂parameter
   *
   * @param inputs  [rows × inputs] read
   * @param targets [rows × outputs] read
   * @returns the loss before the step
   */
  step(inputs: Storage, targets: Storage, rows: number, learningRate: number): number {
    this.#requireBatch(inputs, targets, rows);
    const loss = this.#lossOf(this.#forward(inputs, rows), targets, rows);
    this.#backward(inputs, targets, rows);
    for (const layer of this.layers) layer.update(learningRate, this.#trainBiases);
    return loss;
  }

  #forward(inputs: Storage, rows: number): Storage {
    let below = inputs;
    for (const layer of this.layers) {
      layer.forward(below, rows, this.#matmul);
      below = layer.activation;
    }
    return below;
  }

  /** Fills delta and gradients of every layer, from the last to the first. Expects `#forward` to have run. */
  #backward(inputs: Storage, targets: Storage, rows: number): void {
    const last = this.layers.length - 1;
    const top = this.layers[last]!;
    const scale = this.#reduction === "mean" ? 1 / rows : 1;
    this.#loss.derivative(top.delta, top.activation, targets, rows, this.outputs, scale);
    for (let l = last; l >= 0; l--) {
      const layer = this.layers[l]!;
      const below = l > 0 ? this.layers[l - 1]! : null;
      layer.finishDelta(rows);
      if (below) layer.passDown(below.delta, rows, this.#matmul);
      layer.takeGradients(below ? below.activation : inputs, rows, this.#matmul);
    }
  }

  #lossOf(outputs: Storage, targets: Storage, rows: number): number {
    const sum = this.#loss.sum(outputs, targets, rows, this.outputs);
    return this.#reduction === "mean" ? sum / rows : sum;
  }

  #requireBatch(inputs: Storage, targets: Storage | null, rows: number): void {
    requireSize("rows", rows);
    if (inputs.length < rows * this.inputs) {
      throw new ShapeError(
        `inputs: expected ${rows} rows × ${this.inputs} columns, got ${inputs.length} numbers.`,
      );
    }
    if (targets && targets.length < rows * this.outputs) {
      throw new ShapeError(
        `targets: expected ${rows} rows × ${this.outputs} columns, got ${targets.length} numbers.`,
      );
    }
    if (rows > this.#capacity) {
      for (const layer of this.layers) layer.reserve(rows);
      this.#capacity = rows;
    }
  }
}

function requireSize(where: string, size: number): void {
  if (!(Number.isInteger(size) && size >= 1)) {
    throw new ConfigError(`${where}: expected an integer ≥ 1, got ${show(size)}.`);
  }
}

function requireName(where: string, name: string, names: readonly string[]): void {
  if (!names.includes(name)) throw new ConfigError(`${where}: expected ${oneOf(names)}, got ${show(name)}.`);
}

function requireLength(where: string, expected: number, length: number, of: string): void {
  if (length !== expected) throw new ShapeError(`${where}: expected ${expected} ${of}, got ${length}.`);
}
