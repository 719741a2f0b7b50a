/** How a network's parameters change by its gradients: regularisation before and after the optimiser. */
import type { InputFactors } from "./inputFactors.js";
import type { ReferenceConfig } from "./referenceConfig.js";
import type { ReferenceLayer } from "./referenceLayer.js";
import { makeOptimizer, type Optimizer, type RateFactors } from "./optimizerTable.js";
import { isRegularised, limitWeights, regulariseGradients } from "./regularise.js";
import type { LayerValues } from "./storage.js";

/** Whether a step is only w ← w − ηg, which `ReferenceLayer.update` does. */
export function isPlainDescent(config: ReferenceConfig): boolean {
  const { layers, inputScaleRate = 1 } = config;
  const hasFactors =
    inputScaleRate !== 1 || layers.some(({ rateFactor, biasRateFactor }) => rateFactor ?? biasRateFactor);
  return !config.optimizer && !config.weightDecay && !hasFactors && !isRegularised(config);
}

/**
 * The optimiser of a network and its state, for the layers, biases and factors of the inputs that are trained. Factors of the
 * inputs count as biases: penalties and weight decay leave them alone. They train where the first layer does.
 */
export class ParameterUpdate {
  readonly #config: ReferenceConfig;
  readonly #optimizer: Optimizer;
  readonly #layers: readonly ReferenceLayer[];
  readonly #parameters: readonly LayerValues[];
  readonly #gradients: readonly LayerValues[];
  readonly #factors: readonly RateFactors[];
  readonly #averages: LayerValues[] = [];
  #averagePower = 1;

  constructor(
    config: ReferenceConfig,
    layers: readonly ReferenceLayer[],
    factors: InputFactors | null = null,
  ) {
    this.#config = config;
    this.#optimizer = makeOptimizer(config.optimizer ?? { kind: "sgd" }, config.weightDecay);
    this.#layers = layers.filter((layer) => layer.trainable);
    // the heads of all members have the settings of the last layer
    const ratesOf = layers.map((_, l) => config.layers[Math.min(l, config.layers.length - 1)]!);
    const rates = ratesOf
      .filter((_, l) => layers[l]!.trainable)
      .map(({ rateFactor = 1, biasRateFactor = 1 }) => ({ weights: rateFactor, biases: biasRateFactor }));
    const count = config.trainBiases === false ? 0 : undefined;
    const parameters = this.#layers.map(({ weights, biases }) => ({
      weights,
      biases: biases.subarray(0, count),
    }));
    const gradients = this.#layers.map(({ weightGradient, biasGradient }) => ({
      weights: weightGradient,
      biases: biasGradient.subarray(0, count),
    }));
    if (factors && layers[0]!.trainable) {
      const weights = factors.values.subarray(0, 0);
      parameters.push({ weights, biases: factors.values });
      gradients.push({ weights, biases: factors.gradient });
      rates.push({ weights: 1, biases: config.inputScaleRate ?? 1 });
    }
    this.#factors = rates;
    this.#parameters = parameters;
    this.#gradients = gradients;
  }

  /** Changes the parameters by the gradients of the last backward pass, and overwrites the gradients. */
  step(learningRate: number): void {
    regulariseGradients(this.#gradients, this.#parameters, this.#config);
    this.#optimizer.step(this.#parameters, this.#gradients, learningRate, this.#factors);
    limitWeights(this.#layers, this.#config);
    this.#average();
  }

  /** average ← average + (1 − d) / (1 − dᵗ) · (w − average), which is the mean of all w so far, the last ones most. */
  #average(): void {
    const { weightAverage: decay = 0 } = this.#config;
    if (decay === 0) return;
    this.#averagePower *= decay;
    const part = (1 - decay) / (1 - this.#averagePower);
    this.#parameters.forEach((own, at) => {
      const average = (this.#averages[at] ??= {
        weights: own.weights.slice().fill(0),
        biases: own.biases.slice().fill(0),
      });
      for (const name of ["weights", "biases"] as const) {
        own[name].forEach((w, i) => (average[name][i] = average[name][i]! + part * (w - average[name][i]!)));
      }
    });
  }

  /** Puts the averages in place of the parameters. */
  useAverages(): void {
    this.#averages.forEach(({ weights, biases }, at) => {
      this.#parameters[at]!.weights.set(weights);
      this.#parameters[at]!.biases.set(biases);
    });
  }
}
