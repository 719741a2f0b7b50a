/**
 * Steps of a model of another program → layers of a network. Batch normalisation and scaling are folded into the weights beside
 * them, in float64; scaling of the inputs and of the answers becomes a scaler.
 */
import { type ActivationName, activations } from "../functions/activations.js";
import type { Scaler } from "../network/scaling.js";
import { plural } from "../wording.js";
import { columnsOf, folded, foldedBelow, inTurn, scalerOf, undoneBy } from "./affine.js";
import { outOfScope, type Refuse } from "./refusal.js";
import type { ActivationStep, AffineStep, DenseStep, Floats, GivenModel, Step } from "./steps.js";

/** A layer, with its activation and its dropout. */
export interface GivenLayer {
  where: string;
  inputs: number;
  units: number;
  weights: Floats;
  biases: Floats | null;
  /** Null: no activation followed the weights, so it is the identity. */
  activation: ActivationName | null;
  alpha?: number | undefined;
  dropout: number;
}

export interface GivenLayers {
  layers: GivenLayer[];
  inputDropout: number;
  inputScaler: Scaler | null;
  targetScaler: Scaler | null;
  remarks: string[];
}

/**
 * Makes layers of the steps.
 *
 * @throws ModelError for steps that no perceptron does in this order, naming the first
 */
export function layersOf(model: GivenModel, refuse: Refuse): GivenLayers {
  return new Builder(refuse).build(model.steps);
}

class Builder {
  readonly #layers: GivenLayer[] = [];
  readonly #remarks: string[] = [];
  #inputDropout = 0;
  /** Scaling of the inputs, before anything else. */
  #scaling: AffineStep | null = null;
  /** Scaling or normalisation that the next layer takes into its weights. */
  #pending: AffineStep | null = null;
  #answers: AffineStep | null = null;

  constructor(readonly refuse: Refuse) {}

  build(steps: readonly Step[]): GivenLayers {
    const last = steps.findLastIndex(({ kind }) => kind === "dense" || kind === "activation");
    steps.forEach((step, index) => {
      if (step.kind === "dense") this.#dense(step);
      else if (step.kind === "activation") this.#activation(step);
      else if (step.kind === "affine") this.#affine(step, index > last);
      else this.#dropout(step.where, step.rate);
    });
    return this.#finished();
  }

  #dense({ where, inputs, units, weights, biases }: DenseStep): void {
    const below = this.#layers.at(-1);
    if (below && below.units !== inputs) {
      throw this.refuse(where, `weights for the ${below.units} outputs of ${below.where}`, String(inputs));
    }
    const layer: GivenLayer = { where, inputs, units, weights, biases, activation: null, dropout: 0 };
    const step = this.#pending;
    this.#layers.push(step ? { ...layer, ...foldedBelow(step, layer, this.refuse) } : layer);
    if (step) this.#sayFolded(step, layer);
    this.#pending = null;
  }

  #activation({ where, activation, alpha }: ActivationStep): void {
    if (activation === "identity") return;
    const layer = this.#layers.at(-1);
    if (!layer || this.#pending || layer.activation) {
      const got = layer?.activation ? `${activation} behind ${layer.activation}` : activation;
      throw this.refuse(where, "an activation right behind the weights of a layer", got, outOfScope);
    }
    if (layer.dropout > 0) this.#remarks.push(`${where}: the dropout before ${activation} is now behind it.`);
    layer.activation = activation;
    if (alpha !== undefined && activations[activation].alpha) layer.alpha = alpha;
  }

  #affine(step: AffineStep, isLast: boolean): void {
    const layer = this.#layers.at(-1);
    if (!layer) {
      const isFirst = this.#pending === null && this.#inputDropout === 0;
      if (step.isScaling && isFirst && step.scale.every((one) => one !== 0)) {
        this.#scaling = this.#scaling ? inTurn(this.#scaling, step, this.refuse) : step;
      } else this.#hold(step);
    } else if (step.isScaling && isLast && step.scale.every((one) => one !== 0)) {
      this.#answers = this.#answers ? inTurn(this.#answers, step, this.refuse) : step;
    } else if (layer.activation === null && this.#pending === null && this.#answers === null) {
      Object.assign(layer, folded(step, layer, this.refuse));
      this.#sayFolded(step, layer);
    } else if (isLast) {
      const got = `a ${step.what} behind ${layer.activation ?? "scaling"} at the end`;
      throw this.refuse(step.where, "a layer after it", got, outOfScope);
    } else this.#hold(step);
  }

  #hold(step: AffineStep): void {
    this.#pending = this.#pending ? inTurn(this.#pending, step, this.refuse) : step;
  }

  #sayFolded({ where, what, isScaling }: AffineStep, layer: GivenLayer): void {
    const then = isScaling ? "" : " Training does not measure its means again.";
    this.#remarks.push(`${where}: the ${what} was folded into the weights of ${layer.where}.${then}`);
  }

  #dropout(where: string, rate: number): void {
    if (!(rate >= 0 && rate < 1)) throw this.refuse(where, "a rate from 0 to below 1", String(rate));
    const both = (first: number) => (first === 0 ? rate : 1 - (1 - first) * (1 - rate));
    const layer = this.#layers.at(-1);
    if (layer) layer.dropout = both(layer.dropout);
    else this.#inputDropout = both(this.#inputDropout);
  }

  #finished(): GivenLayers {
    const layers = this.#layers;
    const last = layers.at(-1);
    const first = layers[0];
    if (!first || !last) throw this.refuse("", "at least one layer with weights", "none", outOfScope);
    if (this.#pending) {
      throw this.refuse(this.#pending.where, "a layer after it", `a ${this.#pending.what} at the end`);
    }
    for (const { activation, where } of layers.slice(0, -1)) {
      if (activation && activations[activation].isLastOnly)
        throw this.refuse(where, "another activation in a hidden layer", activation, outOfScope);
    }
    if (last.dropout > 0) {
      this.#remarks.push(`${last.where}: the dropout of the outputs was left out.`);
      last.dropout = 0;
    }
    const bare = layers.filter(({ biases }) => biases === null);
    if (bare.length > 0 && bare.length < layers.length) {
      this.#remarks.push(
        `${plural(bare.length, "layer")} without biases (${bare[0]!.where}${bare.length > 1 ? ", …" : ""}) ` +
          "got biases of 0, which training changes.",
      );
    }
    return {
      layers,
      inputDropout: this.#inputDropout,
      inputScaler: this.#scaling && scalerOf(columnsOf(this.#scaling, first.inputs, this.refuse)),
      targetScaler: this.#answers && undoneBy(columnsOf(this.#answers, last.units, this.refuse)),
      remarks: this.#remarks,
    };
  }
}
