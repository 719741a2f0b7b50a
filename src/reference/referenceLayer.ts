/** One layer of the reference network: its parameters, and the results of the last pass. */
import type { Activation } from "./activation.js";
import type { Matmul } from "./matmul.js";
import { allocate, type Precision, type Storage } from "./storage.js";

export class ReferenceLayer {
  /** [inputs × units] row-major; [0] if the layer is tied */
  readonly weights: Storage;
  /** [units]; [1] if shared; [0] without biases */
  readonly biases: Storage;
  /** ∂E / ∂weights, as `weights`; where other layers are tied to this one, the sum over all uses */
  readonly weightGradient: Storage;
  /** ∂E / ∂biases, as `biases` */
  readonly biasGradient: Storage;
  /** [batch × units] after a forward pass */
  netInput: Storage;
  /** [batch × units] after a forward pass */
  activation: Storage;
  /** What a tied layer adds to the gradient of its source, in the shape of the source's weights; else [0] */
  readonly #tiedGradient: Storage;
  /** Input of the layer above: `activation`, or with a mask activation · mask */
  output: Storage;
  /** ∂E / ∂netInput [batch × units] after a backward pass */
  delta: Storage;
  /** Dropout of the last pass: 0 or 1/(1 − p) for each activation. */
  #mask: Storage | null = null;
  /** [batch × units] masked activations; allocated when a mask is first used */
  #masked: Storage | null = null;

  constructor(
    readonly inputs: number,
    readonly units: number,
    readonly activationFunction: Activation,
    readonly trainable: boolean,
    readonly biasMode: "perNeuron" | "shared" | "none",
    readonly precision: Precision,
    /** The layer [units × inputs] whose weights this one uses transposed, or null */
    readonly source: ReferenceLayer | null = null,
  ) {
    const biases = { perNeuron: units, shared: 1, none: 0 }[biasMode];
    this.weights = allocate(precision, source ? 0 : inputs * units);
    this.biases = allocate(precision, biases);
    this.weightGradient = allocate(precision, this.weights.length);
    this.#tiedGradient = allocate(precision, source ? inputs * units : 0);
    this.biasGradient = allocate(precision, biases);
    this.netInput = allocate(precision, 0);
    this.activation = allocate(precision, 0);
    this.output = this.activation;
    this.delta = allocate(precision, 0);
  }

  /** Allocates memory for a batch of `rows`. */
  reserve(rows: number): void {
    this.netInput = allocate(this.precision, rows * this.units);
    this.activation = allocate(this.precision, rows * this.units);
    this.output = this.activation;
    this.delta = allocate(this.precision, rows * this.units);
    this.#masked = null;
  }

  /**
   * netInput ← below · weights + biases; activation ← σ(netInput); output ← activation · mask.
   *
   * @param below [rows × inputs] read
   * @param mask  [rows × units] read now and in `finishDelta`, or null for no dropout
   */
  forward(below: Storage, rows: number, matmul: Matmul, mask: Storage | null = null): void {
    const { netInput, biases, units, inputs, source } = this;
    if (source) matmul.backward(netInput, below, source.weights, rows, units, inputs);
    else matmul.forward(netInput, below, this.weights, rows, inputs, units);
    if (this.biasMode === "perNeuron") {
      for (let row = 0, i = 0; row < rows; row++) {
        for (let unit = 0; unit < units; unit++, i++) netInput[i] = netInput[i]! + biases[unit]!;
      }
    } else if (this.biasMode === "shared") {
      const bias = biases[0]!;
      for (let i = 0; i < rows * units; i++) netInput[i] = netInput[i]! + bias;
    }
    this.activationFunction.apply(this.activation, netInput, rows * units, units);
    this.#mask = mask;
    this.output = this.activation;
    if (mask) {
      this.output = this.#masked ??= allocate(this.precision, this.activation.length);
      multiply(this.output, this.activation, mask, rows * units);
    }
  }

  /** delta ← delta · mask · σ′, which turns ∂E / ∂output into ∂E / ∂netInput. */
  finishDelta(rows: number): void {
    const { delta, activation, netInput, units } = this;
    if (this.#mask) multiply(delta, delta, this.#mask, rows * units);
    this.activationFunction.multiplyBySlope(delta, activation, netInput, rows * units, units);
  }

  /** deltaBelow ← delta · weightsᵀ, which is ∂E / ∂output of the layer below. [rows × inputs] overwritten. */
  passDown(deltaBelow: Storage, rows: number, matmul: Matmul): void {
    const { delta, weights, inputs, units, source } = this;
    if (source) matmul.forward(deltaBelow, delta, source.weights, rows, units, inputs);
    else matmul.backward(deltaBelow, delta, weights, rows, inputs, units);
  }

  /**
   * weightGradient ← belowᵀ · delta; biasGradient ← Σ delta. A tied layer keeps deltaᵀ · below for `shareGradient`.
   *
   * @param below [rows × inputs] read
   */
  takeGradients(below: Storage, rows: number, matmul: Matmul): void {
    const { delta, biasGradient, units, inputs } = this;
    if (this.source) matmul.gradient(this.#tiedGradient, delta, below, rows, units, inputs);
    else matmul.gradient(this.weightGradient, below, delta, rows, inputs, units);
    if (this.biasMode === "perNeuron") {
      for (let unit = 0; unit < units; unit++) {
        let sum = 0;
        for (let row = 0; row < rows; row++) sum += delta[row * units + unit]!;
        biasGradient[unit] = sum;
      }
    } else if (this.biasMode === "shared") {
      let sum = 0;
      for (let i = 0; i < rows * units; i++) sum += delta[i]!;
      biasGradient[0] = sum;
    }
  }

  /** Of a tied layer: adds its gradient of the shared weights to the gradient of its source. */
  shareGradient(): void {
    const { source } = this;
    if (source)
      this.#tiedGradient.forEach((g, i) => (source.weightGradient[i] = source.weightGradient[i]! + g));
  }

  /** parameter ← parameter − learningRate · gradient, unless the layer is frozen. */
  update(learningRate: number, trainBiases: boolean): void {
    if (!this.trainable) return;
    descend(this.weights, this.weightGradient, learningRate);
    if (trainBiases) descend(this.biases, this.biasGradient, learningRate);
  }
}

/** parameters ← parameters − learningRate · gradient */
export function descend(parameters: Storage, gradient: Storage, learningRate: number): void {
  for (let i = 0; i < parameters.length; i++) parameters[i] = parameters[i]! - learningRate * gradient[i]!;
}

/** to ← a · b, element by element; `to` may be either. */
export function multiply(to: Storage, a: Storage, b: Storage, length: number): void {
  for (let i = 0; i < length; i++) to[i] = a[i]! * b[i]!;
}
