/**
 * Explains one unit or weight of a network that is too large to trace: numbers from the kernels, in the network's
 * precision, and formulas where they are short.
 */
import { activationFormula } from "../../src/explain/activations.js";
import { type Expression, symbol } from "../../src/explain/expression.js";
import { activations } from "../../src/functions/activations.js";
import { difference, product } from "../../src/functions/expression.js";
import { makeNames, type Names } from "../../src/explain/names.js";
import type { Reason } from "../../src/explain/step.js";
import { derivative, keyOf, type MathSymbol, type Name, textOf } from "../../src/explain/symbol.js";
import { prepared } from "../../src/network/scaling.js";
import type { Dataset } from "../../src/data/dataset.js";
import type { Network } from "../../src/train/network.js";
import type { LayerGradients } from "../../src/train/networkTypes.js";
import type { Floats } from "../../src/wasm/kernels.js";
import type { Place } from "../sessionTypes.js";
import { sizesOf } from "../networkSizes.js";
import type { ExplainedStep, Explanation } from "./explanation.js";

/** Like `explain`, for a place that is not an input. */
export function explainPlainly(
  network: Network,
  one: Dataset,
  place: Place,
  learningRate: number,
): Explanation {
  const plain = new Plain(network, one, place, learningRate);
  if (place.from === undefined) plain.unit();
  else plain.weight(place.from);
  return { place, values: plain.values, steps: plain.steps, notes: notesOf(network) };
}

class Plain {
  readonly values = new Map<string, number>();
  readonly steps: ExplainedStep[] = [];
  readonly #names: Names;
  /** The outputs of the layer before. */
  readonly #signals: ArrayLike<number>;
  readonly #gradients: LayerGradients;
  readonly #units: number;
  readonly #weights: Floats;
  readonly #biases: Floats;

  constructor(
    readonly network: Network,
    readonly one: Dataset,
    readonly place: Place,
    readonly learningRate: number,
  ) {
    const { layer } = place;
    const sizes = sizesOf(network);
    this.#names = makeNames("neurons", sizes);
    this.#units = sizes[layer]!;
    this.#signals = layer === 1 ? scaledInputs(network, one) : network.encode(one, layer - 1)[0]!;
    this.#gradients = network.gradients(one)[layer - 1]!;
    ({ weights: this.#weights, biases: this.#biases } = network.parameters()[layer - 1]!);
    this.values.set(keyOf(this.#names.rate), learningRate);
  }

  /** Explains a unit: net input, activation, delta, and the update of its bias where it has its own. */
  unit(): void {
    const { layer, unit } = this.place;
    const name = this.#names.unit(layer, unit);
    const isOwn = this.#biases.length === this.#units;
    const bias = this.#biases.length === 0 ? null : this.#biases[isOwn ? unit : 0]!;
    const biasName = this.#names.bias(layer, isOwn ? unit : null);
    const net = this.#netInput() + (bias ?? 0);
    const biasText = bias === null ? null : textOf(biasName);
    this.#add(this.#names.net(layer, unit), null, net, {
      id: "netInput",
      unit: name,
      bias: biasText,
      isFirst: layer === 1,
    });
    this.#activation(net);
    const delta = this.#delta();
    if (delta === null || !isOwn || this.#gradients.biases.length !== this.#units) return;
    const reason: Reason = { id: "biasGradient", bias: textOf(biasName), units: 1, isTrained: true };
    const expression = symbol(this.#names.delta(layer, unit, true));
    this.#add(derivative(this.#names.total, biasName), expression, delta, reason);
    this.#update(biasName, bias!, delta);
  }

  /** Explains a weight: delta, gradient and update. */
  weight(from: number): void {
    const { layer, unit } = this.place;
    const delta = this.#delta();
    if (delta === null) return;
    const [weight, source] = [this.#names.weight(layer, from, unit), this.#names.out(layer - 1, from)];
    const signal = this.#signals[from]!;
    this.values.set(keyOf(source), signal);
    const rule = product(symbol(this.#names.delta(layer, unit, true)), symbol(source));
    const name = this.#names.unit(layer, unit);
    const reason: Reason = { id: "gradient", weight: textOf(weight), unit: name, fused: true };
    this.#add(derivative(this.#names.total, weight), rule, delta * signal, reason);
    const isTrained = this.#gradients.weights.length > 0;
    if (isTrained) this.#update(weight, this.#weights[from * this.#units + unit]!, delta * signal);
  }

  #activation(net: number): void {
    const { layer, unit } = this.place;
    const { activation, alpha } = this.network.config.layers[layer - 1]!;
    const about = { net: [this.#names.net(layer, unit)], out: this.#names.out(layer, unit) };
    // a formula that contains all net inputs of the layer is too long
    const formula = activations[activation].isOfRow
      ? null
      : activationFormula(activation, alpha, { ...about, unit: 0, value: net });
    const value = this.network.encode(this.one, layer)[0]![unit]!;
    this.#add(about.out, formula?.output ?? null, value, {
      id: "activation",
      unit: this.#names.unit(layer, unit),
      activation,
      branch: formula?.branch ?? null,
    });
  }

  /** ∂E/∂net: the gradient of the bias, or that of a weight divided by its signal; null where neither is trained. */
  #delta(): number | null {
    const { layer, unit } = this.place;
    const { weights, biases } = this.#gradients;
    let value: number;
    if (biases.length === this.#units) value = biases[unit]!;
    else {
      const largest = largestAt(this.#signals);
      if (weights.length === 0 || this.#signals[largest] === 0) return null;
      value = weights[largest * this.#units + unit]! / this.#signals[largest]!;
    }
    this.#add(this.#names.delta(layer, unit, true), null, value, null);
    return value;
  }

  #update(parameter: Name, before: number, gradient: number): void {
    this.values.set(keyOf(parameter), before);
    const by = symbol(derivative(this.#names.total, parameter));
    const expression = difference(symbol(parameter), product(symbol(this.#names.rate), by));
    const after = before - this.learningRate * gradient;
    this.#add({ ...parameter, mark: "new" }, expression, after, {
      id: "update",
      parameter: textOf(parameter),
    });
  }

  #netInput(): number {
    let sum = 0;
    for (let j = 0; j < this.#signals.length; j++) {
      sum += this.#weights[j * this.#units + this.place.unit]! * this.#signals[j]!;
    }
    return sum;
  }

  #add(of: MathSymbol, expression: Expression | null, value: number, reason: Reason | null): void {
    this.values.set(keyOf(of), value);
    this.steps.push({ symbol: of, expression, value, reason });
  }
}

function largestAt(values: ArrayLike<number>): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (Math.abs(values[i]!) > Math.abs(values[at]!)) at = i;
  return at;
}

function scaledInputs({ scalers }: Network, { inputs, columns }: Dataset): Float64Array {
  return prepared(inputs, columns, scalers.inputs);
}

function notesOf({ config, scalers }: Network): Reason[] {
  const notes: Reason[] = [];
  const { kind } = config.optimizer;
  if (kind !== "sgd") notes.push({ id: "plainDescent", optimizer: kind });
  if (scalers.inputs) notes.push({ id: "scaledInputs", kind: scalers.inputs.kind });
  return notes;
}
