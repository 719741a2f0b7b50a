/**
 * A multilayer perceptron trained by backpropagation, in plain TypeScript: the mathematics of the package, written to
 * be read. The tests compare the kernels with it, and the benchmark takes it as the baseline.
 *
 *     netInput[l]   = output[l−1] · weights[l] + biases[l]
 *     activation[l] = σ(netInput[l])
 *     output[l]     = activation[l], or activation[l] · mask[l] with dropout
 *     delta[l]      = ∂E / ∂netInput[l]
 *
 * With members, a batch has a row for each member and sample, those of the first member first.
 *
 * Not here: data, epochs, shuffling, initial values, schedules; drawing masks and noise; L-BFGS (`referenceLbfgs.ts`).
 */
import { makeActivation } from "./activationTable.js";
import { assert, assertLength, assertMatrix } from "./assert.js";
import { type BatchExtras, weighRows, weightedSum } from "./batchExtras.js";
import { BlockedMatmul } from "./blocked.js";
import { InputFactors } from "./inputFactors.js";
import type { Loss } from "./loss.js";
import { makeLoss } from "./lossTable.js";
import { type Matmul, naive } from "./matmul.js";
import { isPlainDescent, ParameterUpdate } from "./parameterUpdate.js";
import { assertConfig, type ReferenceConfig } from "./referenceConfig.js";
import { multiply, ReferenceLayer } from "./referenceLayer.js";
import { allocate, type LayerValues, type Storage } from "./storage.js";

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
  /** From the first hidden layer to the output layer; with members, the output layers of all of them at the end. */
  readonly layers: readonly ReferenceLayer[];
  /** The output layer of each member; without members, that of the network. */
  readonly heads: readonly ReferenceLayer[];
  /** Factors of the inputs, or null. */
  readonly factors: InputFactors | null;
  readonly inputs: number;
  readonly outputs: number;
  readonly #config: ReferenceConfig;
  readonly #loss: Loss;
  readonly #matmul: Matmul;
  readonly #gradients: readonly LayerValues[];
  /** Null for plain gradient descent without regularisation. */
  readonly #update: ParameterUpdate | null;
  #capacity = 0;
  /** The inputs of the last forward pass, with noise and mask, and what the first layer made of them. */
  #inputs: Storage = new Float64Array(0);
  #below: Storage = new Float64Array(0);
  /** The layers below the heads. */
  readonly #trunk: readonly ReferenceLayer[];

  constructor(config: ReferenceConfig) {
    assertConfig(config);
    const { biases = "perNeuron", precision = "float64", members = 1, inputScale = false } = config;
    this.#config = config;
    this.inputs = config.inputs;
    let inputs = config.inputs;
    const layers: ReferenceLayer[] = [];
    config.layers.forEach(({ units, activation = "sigmoid", alpha, trainable = true, tied }, index) => {
      const copies = index === config.layers.length - 1 ? members : 1;
      for (let copy = 0; copy < copies; copy++) {
        const function_ = makeActivation(activation, alpha);
        const source = tied === undefined ? null : layers[tied - 1]!;
        layers.push(new ReferenceLayer(inputs, units, function_, trainable, biases, precision, source));
      }
      inputs = units;
    });
    this.layers = layers;
    this.#trunk = layers.slice(0, -members);
    this.heads = layers.slice(-members);
    this.factors = members > 1 || inputScale ? new InputFactors(members, config.inputs, precision) : null;
    this.outputs = inputs;
    this.#loss = makeLoss(config.loss, config);
    this.#matmul = config.matmul === "naive" ? naive : new BlockedMatmul();
    this.#gradients = this.layers.map((layer) => ({
      weights: layer.weightGradient,
      biases: layer.biasGradient,
    }));
    this.#update = isPlainDescent(config) ? null : new ParameterUpdate(config, this.layers, this.factors);
  }

  /** Copies values into weights and biases, by layer of the configuration. */
  setParameters(parameters: readonly LayerValues<ArrayLike<number>>[]): void {
    assertLength("parameters", parameters, this.#config.layers.length);
    const first = parameters[0]!.inputFactors ?? [];
    assertLength("layers[0].inputFactors", first, this.factors?.values.length ?? 0);
    this.factors?.values.set(first);
    this.layers.forEach((layer, at) => {
      const l = Math.min(at, parameters.length - 1);
      const { weights, biases } = parameters[l]!;
      const copies = l === parameters.length - 1 ? this.heads.length : 1;
      assertLength(`layers[${l}].weights`, weights, copies * layer.weights.length);
      assertLength(`layers[${l}].biases`, biases, copies * layer.biases.length);
      for (const [own, given] of [
        [layer.weights, weights],
        [layer.biases, biases],
      ] as const) {
        for (let i = 0; i < own.length; i++) own[i] = given[(at - l) * own.length + i]!;
      }
    });
  }

  /** Copies of the parameters, by layer of the configuration. */
  parameters(): LayerValues[] {
    return this.#byLayer(({ weights, biases }) => ({ weights, biases }), this.factors?.values);
  }

  /** Copies of arrays of every layer; those of the heads are one layer, one behind the other. */
  #byLayer(of: (layer: ReferenceLayer) => LayerValues, factors: Storage | undefined): LayerValues[] {
    const { precision = "float64" } = this.#config;
    const joined = (arrays: readonly Storage[]): Storage => {
      const all = allocate(
        precision,
        arrays.reduce((sum, { length }) => sum + length, 0),
      );
      arrays.reduce((at, values) => (all.set(values, at), at + values.length), 0);
      return all;
    };
    return [...this.#trunk.map((layer) => [layer]), this.heads].map((layers, l) => ({
      weights: joined(layers.map((layer) => of(layer).weights)),
      biases: joined(layers.map((layer) => of(layer).biases)),
      ...(l === 0 && factors && { inputFactors: factors.slice() }),
    }));
  }

  /**
   * The outputs for some inputs; with members, the mean of theirs. `netInput` and `activation` of every layer can be read
   * afterwards.
   *
   * @param inputs [rows × inputs] read
   * @returns [rows × outputs], a view valid until the next call
   */
  forward(inputs: Storage, rows: number): Storage {
    this.#prepare(inputs, null, rows, none);
    this.#forward(inputs, rows, none);
    const { heads } = this;
    const first = heads[0]!.activation.subarray(0, rows * this.outputs);
    if (heads.length === 1) return first;
    return first.map((_, at) => heads.reduce((sum, head) => sum + head.activation[at]!, 0) / heads.length);
  }

  /**
   * The loss of a batch: the mean over its rows, or with reduction "sum" the sum. Without penalties. With members, the mean
   * of their losses, which is not the loss of their mean answer.
   *
   * @param inputs  [rows × inputs] read
   * @param targets [rows × outputs] read
   */
  loss(inputs: Storage, targets: Storage, rows: number, extras: BatchExtras = none): number {
    this.#prepare(inputs, targets, rows, extras);
    this.#forward(inputs, rows, extras);
    return this.#lossOf(targets, rows, extras);
  }

  /**
   * The loss of the answers of `forward`. Without members it is `loss`; with members the loss of the mean of their answers.
   *
   * @param inputs  [rows × inputs] read
   * @param targets [rows × outputs] read
   */
  lossOfAnswers(inputs: Storage, targets: Storage, rows: number): number {
    if (this.heads.length === 1) return this.loss(inputs, targets, rows);
    const answers = this.forward(inputs, rows);
    // the net inputs that would give these answers
    const netInput = answers.map((p) =>
      this.#loss.fusedWith === "sigmoid" ? Math.log(p) - Math.log(1 - p) : Math.log(p),
    );
    const sum = this.#loss.sum(answers, targets, rows, this.outputs, netInput);
    return this.#config.reduction === "sum" ? sum : sum / rows;
  }

  /**
   * The derivatives of `loss` by every parameter, those of frozen layers included. Changes no parameter.
   *
   * @param inputs  [rows × inputs] read
   * @param targets [rows × outputs] read
   * @returns by layer of the configuration, in the shapes of the parameters; valid until the next call
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
    if (!this.factors) return this.#gradients;
    return this.#byLayer(
      ({ weightGradient, biasGradient }) => ({ weights: weightGradient, biases: biasGradient }),
      this.factors.gradient,
    );
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
    this.#forward(inputs, rows, extras);
    const loss = this.#lossOf(targets, rows, extras);
    this.#backward(targets, rows, extras);
    if (this.#update) this.#update.step(learningRate);
    else {
      for (const layer of this.layers) layer.update(learningRate, this.#config.trainBiases ?? true);
      if (this.layers[0]!.trainable) this.factors?.update(learningRate);
    }
    return loss;
  }

  /** At the end of a training with `weightAverage`: puts the averages in place of the parameters. */
  useAverages(): void {
    this.#update?.useAverages();
  }

  #forward(inputs: Storage, rows: number, { masks, inputNoise }: BatchExtras): void {
    let below = inputs;
    if (inputNoise) below = below.map((value, i) => value + (inputNoise[i] ?? 0));
    const mask = masks?.(0, rows, this.inputs);
    if (mask) {
      below = below.slice();
      multiply(below, below, mask, rows * this.inputs);
    }
    this.#inputs = below;
    if (this.factors) below = this.factors.forward(below, rows);
    this.#below = below;
    const all = rows * this.heads.length;
    this.#trunk.forEach((layer, l) => {
      layer.forward(below, all, this.#matmul, masks ? masks(l + 1, all, layer.units) : null);
      below = layer.output;
    });
    this.heads.forEach((head, member) =>
      head.forward(this.#part(below, member, rows, head), rows, this.#matmul),
    );
  }

  /** Computes delta and gradients of every layer, from the last to the first. `#forward` must have run. */
  #backward(targets: Storage, rows: number, { sampleWeights }: BatchExtras): void {
    const { factors, heads } = this;
    const all = rows * heads.length;
    const scale = (this.#config.reduction === "sum" ? 1 : 1 / rows) / heads.length;
    const top = this.#trunk.at(-1);
    const belowHeads = top?.output ?? this.#below;
    const slope = factors ? allocate(factors.precision, all * this.inputs) : null;
    heads.forEach((head, member) => {
      this.#loss.derivative(head.delta, head.activation, targets, rows, this.outputs, scale);
      if (sampleWeights) weighRows(head.delta, sampleWeights, rows, this.outputs);
      if (this.#loss.fusedWith === null) head.finishDelta(rows);
      const deltaBelow = top?.delta ?? slope;
      if (deltaBelow) head.passDown(this.#part(deltaBelow, member, rows, head), rows, this.#matmul);
      head.takeGradients(this.#part(belowHeads, member, rows, head), rows, this.#matmul);
    });
    for (let l = this.#trunk.length - 1; l >= 0; l--) {
      const layer = this.#trunk[l]!;
      const below = l > 0 ? this.#trunk[l - 1]! : null;
      layer.finishDelta(all);
      const deltaBelow = below?.delta ?? slope;
      if (deltaBelow) layer.passDown(deltaBelow, all, this.#matmul);
      layer.takeGradients(below ? below.output : this.#below, all, this.#matmul);
    }
    for (const layer of this.layers) layer.shareGradient();
    if (slope) factors!.takeGradient(slope, this.#inputs, rows);
  }

  /** The rows of one member, of a matrix with a row for each input of its head. */
  #part(matrix: Storage, member: number, rows: number, { inputs }: ReferenceLayer): Storage {
    if (this.heads.length === 1) return matrix;
    return matrix.subarray(member * rows * inputs, (member + 1) * rows * inputs);
  }

  #lossOf(targets: Storage, rows: number, { sampleWeights }: BatchExtras): number {
    const columns = this.outputs;
    let sum = 0;
    for (const { activation, netInput } of this.heads) {
      sum += sampleWeights
        ? weightedSum(this.#loss, activation, targets, rows, columns, netInput, sampleWeights)
        : this.#loss.sum(activation, targets, rows, columns, netInput);
    }
    sum /= this.heads.length;
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
      for (const layer of this.#trunk) layer.reserve(rows * this.heads.length);
      for (const head of this.heads) head.reserve(rows);
      this.#capacity = rows;
    }
  }
}
