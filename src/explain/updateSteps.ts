/**
 * Steps of the update: the new value of every trainable parameter, from gradients calculated before any parameter
 * changed.
 */
import { difference, product, sum } from "../functions/expression.js";
import { type Expression, symbol } from "./expression.js";
import { derivative, type Name } from "./symbol.js";
import type { Place, Tracing } from "./tracing.js";

/** Adds a step for the new value of every trainable parameter. */
export function traceUpdate(tracing: Tracing): void {
  const { names, config, measured } = tracing;
  const rate = symbol(names.rate);
  for (let l = 1; l <= tracing.last; l++) {
    if (!config.layers[l - 1]!.trainable) continue;
    const { newWeights, newBiases } = measured.layers[l - 1]!;
    const add = (old: Name, by: Name, value: number, at: Place, also?: Expression) =>
      tracing.add(
        { ...old, mark: "new" },
        difference(symbol(old), product(rate, symbol(derivative(names.total, by)))),
        value,
        {
          reason: { id: "update", parameter: tracing.text(old) },
          at,
          also: also ? [[also, { id: "minusUpdate", parameter: tracing.text(old) }]] : [],
        },
      );
    for (const k of tracing.wanted(l)) {
      const unit = names.unit(l, k);
      for (const j of tracing.units(l - 1)) {
        const weight = names.weight(l, j, k);
        const source = names.out(l - 1, j);
        const from = names.unit(l - 1, j);
        const change = product(rate, symbol(names.minusDelta(l, k)), symbol(source));
        const value = newWeights[j * names.sizes[l]! + k]!;
        add(weight, weight, value, { phase: "update", layer: l, unit, from }, sum(symbol(weight), change));
      }
      if (config.trainBiases && config.biases === "perNeuron") {
        const bias = names.bias(l, k);
        add(bias, bias, newBiases[k]!, { phase: "update", layer: l, unit });
      }
    }
    if (config.trainBiases && config.biases === "shared" && !tracing.only) {
      const bias = names.bias(l, null);
      add(bias, { ...bias, mark: "shared" }, newBiases[0]!, { phase: "update", layer: l, unit: null });
    }
  }
}
