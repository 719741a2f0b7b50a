/**
 * A multilayer perceptron trained by backpropagation, in plain TypeScript: the mathematics of the package, written to
 * be read. The tests compare the kernels with it, and the benchmark takes it as the baseline.
 *
 *     netInput[l]   = output[l−1] · weights[l] + biases[l]
 *     activation[l] = σ(netInput[l])
 *     output[l]     = activation[l], or activation[l] · mask[l] with dropout
 *     delta[l]      = ∂E / ∂netInput[l]
 *
 * Not here: data, epochs, shuffling, initial values, schedules; drawing masks and noise; L-BFGS (`referenceLbfgs.ts`).
 */
import { makeActivation } from "./activationTable.js";
import { assert, assertLength, assertMatrix } from "./assert.js";
import { type BatchExtras, weighRows, weightedSum } from "./batchExtras.js";
import { BlockedMatmul } from "./blocked.js";
import type { Loss } from "./loss.js";
import { makeLoss } from "./lossTable.js";
import { type Matmul, naive } from "./matmul.js";
import { isPlainDescent, ParameterUpdate } from "./parameterUpdate.js";
import { assertConfig, type ReferenceConfig } from "./referenceConfig.js";
import { multiply, ReferenceLayer } from "./referenceLayer.js";
import type { LayerValues, Storage } from "./storage.js";

export type { BatchExtras } from "./batchExtras.js";
export type { BiasMode, Reduction, ReferenceConfig } from "./referenceConfig.js";
export type { LayerValues } from "./storage.js";

/** A batch of inputs and targets only. */
const none: BatchExtras = {};

/**
 * The network. Weights and biases start at 0: set `layers[l].weights` and `biases`, or call `setParameters`. It
 * allocates memory for a batch when a batch is larger than all before. Otherwise a step of plain gradient descent
 * without extras allocates nothing.
 */
export class ReferenceNetwork {
  /** From the first hidden layer to the output layer. */
  readonly layers: readonly ReferenceLayer[];
  readonly inputs: number;
  readonly outputs: number;
  readonly #config: ReferenceConfig;
  readonly #loss: Loss;
  readonly #matmul: Matmul;
  readonly #gradients: readonly LayerValues[];
  /** Null for plain gradient descent without regularisation. */
  readonly #update: ParameterUpdate | null;
  #capacity = 0;
  /** What the first layer read in the last forward pass: the inputs, with noise and mask. */
  #below: Storage = new Float64Array(0);

  constructor(config: ReferenceConfig) {
    assertConfig(config);
    const { biases = "perNeuron", precision = "float64" } = config;
    this.#config = config;
    this.inputs = config.inputs;
    let inputs = config.inputs;
    const layers: ReferenceLayer[] = [];
    for (const { units, activation = "sigmoid", alpha, trainable = true, tied } of config.layers) {
      const function_ = makeActivation(activation, alpha);
      const source = tied === undefined ? null : layers[tied - 1]!;
      layers.push(new ReferenceLayer(inputs, units, function_, trainable, biases, precision, source));
      inputs = units;
    }
    this.layers = layers;
    this.outputs = inputs;
    this.#loss = makeLoss(config.loss, config);
    this.#matmul = config.matmul === "naive" ? naive : new BlockedMatmul();
    this.#gradients = this.layers.map((layer) => ({
      weights: layer.weightGradient,
      biases: layer.biasGradient,
    }));
    this.#update = isPlainDescent(config) ? null : new ParameterUpdate(config, this.layers);
  }

  /** Copies values into weights and biases. */
  setParameters(parameters: readonly LayerValues<ArrayLike<number>>[]): void {
    assertLength("parameters", parameters, this.layers.length);
    this.layers.forEach((layer, l) => {
      const { weights, biases } = parameters[l]!;
      assertLength(`layers[${l}].weights`, weights, layer.weights.length);
      assertLength(`layers[${l}].biases`, biases, layer.biases.length);
      layer.weights.set(weights);
      layer.biases.set(biases);
    });
  }

  /**
   * The outputs for some inputs. `netInput` and `activation` of every layer can be read afterwards.
   *
   * @param inputs [rows × inputs] read
   * @returns [rows × outputs], a view valid until the next call
   */
  forward(inputs: Storage, rows: number): Storage {
    this.#prepare(inputs, null, rows, none);
    return this.#forward(inputs, rows, none).subarray(0, rows * this.outputs);
  }

  /**
   * The loss of a batch: the mean over its rows, or with reduction "sum" the sum. Without penalties.
   *
   * @param inputs  [rows × inputs] read
   * @param targets [rows × outputs] read
   */
  loss(inputs: Storage, targets: Storage, rows: number, extras: BatchExtras = none): number {
    this.#prepare(inputs, targets, rows, extras);
    return this.#lossOf(this.#forward(inputs, rows, extras), targets, rows, extras);
  }

  /**
   * The derivatives of `loss` by every weight and bias, those of frozen layers included. Changes no parameter.
   *
   * @param inputs  [rows × inputs] read
   * @param targets [rows × outputs] read
   * @returns by layer, in the shapes of the parameters; valid until the next call
   */
  gradients(
    inputs: Storage,
    targets: Storage,
    rows: number,
    extras: BatchExtras = none,
  ): readonly LayerValues[] {
    this.#prepare(inputs, targets, rows, extras);
    this.#forward(inputs, rows, extras);
    this.#backward(targets, rows, extras);
    return this.#gradients;
  }

  /**
   * One step of the optimiser. All gradients are computed before the first parameter changes. Plain gradient descent:
   *
   *     parameter ← parameter − learningRate · ∂E / ∂parameter
   *
   * @param inputs  [rows × inputs] read
   * @param targets [rows × outputs] read
   * @returns the loss before the step, without penalties
   */
  step(
    inputs: Storage,
    targets: Storage,
    rows: number,
    learningRate: number,
    extras: BatchExtras = none,
  ): number {
    this.#prepare(inputs, targets, rows, extras);
    const loss = this.#lossOf(this.#forward(inputs, rows, extras), targets, rows, extras);
    this.#backward(targets, rows, extras);
    if (this.#update) this.#update.step(learningRate);
    else for (const layer of this.layers) layer.update(learningRate, this.#config.trainBiases ?? true);
    return loss;
  }

  /** At the end of a training with `weightAverage`: puts the averages in place of the parameters. */
  useAverages(): void {
    this.#update?.useAverages();
  }

  #forward(inputs: Storage, rows: number, { masks, inputNoise }: BatchExtras): Storage {
    let below = inputs;
    if (inputNoise) below = below.map((value, i) => value + (inputNoise[i] ?? 0));
    const mask = masks?.(0, rows, this.inputs);
    if (mask) {
      below = below.slice();
      multiply(below, below, mask, rows * this.inputs);
    }
    this.#below = below;
    const last = this.layers.length - 1;
    for (let l = 0; l < this.layers.length; l++) {
      const layer = this.layers[l]!;
      const drawn = masks && l < last ? masks(l + 1, rows, layer.units) : null;
      layer.forward(below, rows, this.#matmul, drawn);
      below = layer.output;
    }
    return below;
  }

  /** Computes delta and gradients of every layer, from the last to the first. `#forward` must have run. */
  #backward(targets: Storage, rows: number, { sampleWeights }: BatchExtras): void {
    const last = this.layers.length - 1;
    const top = this.layers[last]!;
    const scale = this.#config.reduction === "sum" ? 1 : 1 / rows;
    this.#loss.derivative(top.delta, top.activation, targets, rows, this.outputs, scale);
    if (sampleWeights) weighRows(top.delta, sampleWeights, rows, this.outputs);
    for (let l = last; l >= 0; l--) {
      const layer = this.layers[l]!;
      const below = l > 0 ? this.layers[l - 1]! : null;
      if (l < last || this.#loss.fusedWith === null) layer.finishDelta(rows);
      if (below) layer.passDown(below.delta, rows, this.#matmul);
      layer.takeGradients(below ? below.output : this.#below, rows, this.#matmul);
    }
    for (const layer of this.layers) layer.shareGradient();
  }

  #lossOf(outputs: Storage, targets: Storage, rows: number, { sampleWeights }: BatchExtras): number {
    const { netInput } = this.layers.at(-1)!;
    const columns = this.outputs;
    const sum = sampleWeights
      ? weightedSum(this.#loss, outputs, targets, rows, columns, netInput, sampleWeights)
      : this.#loss.sum(outputs, targets, rows, columns, netInput);
    return this.#config.reduction === "sum" ? sum : sum / rows;
  }

  /** Asserts the sizes of a batch, and allocates memory for it. */
  #prepare(inputs: Storage, targets: Storage | null, rows: number, extras: BatchExtras): void {
    assert(Number.isInteger(rows) && rows >= 1, `rows: expected an integer ≥ 1, got ${rows}`);
    assertMatrix("inputs", inputs, rows, this.inputs);
    if (targets) assertMatrix("targets", targets, rows, this.outputs);
    if (extras.inputNoise) assertMatrix("inputNoise", extras.inputNoise, rows, this.inputs);
    if (extras.sampleWeights) assertMatrix("sampleWeights", extras.sampleWeights, rows, 1);
    if (rows > this.#capacity) {
      for (const layer of this.layers) layer.reserve(rows);
      this.#capacity = rows;
    }
  }
}
