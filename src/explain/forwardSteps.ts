/** Steps of the forward pass and of the error. */
import { activationFormula } from "./activations.js";
import { product, sum } from "../functions/expression.js";
import { type Expression, symbol } from "./expression.js";
import { lossFormula, type LossFormula } from "./losses.js";
import type { Tracing } from "./tracing.js";

/** net and out of every unit, layer by layer. */
export function traceForward(tracing: Tracing): void {
  const { names, config, measured } = tracing;
  config.layers.forEach((layer, index) => {
    const l = index + 1;
    const { netInputs, activations, biases } = measured.layers[index]!;
    const nets = tracing.units(l).map((k) => names.net(l, k));
    for (const k of tracing.wanted(l)) {
      const bias =
        biases.length === 0
          ? null
          : names.bias(l, biases.length === 1 && config.biases === "shared" ? null : k);
      const terms: Expression[] = tracing
        .units(l - 1)
        .map((j) => product(symbol(names.weight(l, j, k)), symbol(names.out(l - 1, j))));
      if (bias) terms.push(symbol(bias));
      const unit = names.unit(l, k);
      tracing.add(names.net(l, k), sum(...terms), netInputs[k]!, {
        reason: { id: "netInput", unit, bias: bias && tracing.text(bias), isFirst: l === 1 },
        at: { phase: "forward", layer: l, unit },
      });
      const { output, branch } = activationFormula(layer.activation, layer.alpha, {
        net: nets,
        out: names.out(l, k),
        unit: k,
        value: netInputs[k]!,
      });
      tracing.add(names.out(l, k), output, activations[k]!, {
        reason: { id: "activation", unit, activation: layer.activation, branch },
        at: { phase: "forward", layer: l, unit },
      });
    }
  });
}

export function lossAt(tracing: Tracing, k: number): LossFormula {
  const { names, config, measured, last } = tracing;
  return lossFormula(config.loss, {
    net: names.net(last, k),
    out: names.out(last, k),
    target: names.target(k),
    outValue: measured.layers[last - 1]!.activations[k]!,
    targetValue: tracing.targets[k]!,
    outputs: names.sizes[last]!,
    huberDelta: config.huberDelta,
    quantile: config.quantile,
  });
}

/** The error of each output, and their sum. */
export function traceError(tracing: Tracing): void {
  const { names, config, measured, last } = tracing;
  const outputs = tracing.units(last);
  if (tracing.wanted(last).length === 0) return;
  for (const k of outputs) {
    const { error, branch } = lossAt(tracing, k);
    const unit = names.unit(last, k);
    tracing.add(names.error(k), error, null, {
      reason: { id: "outputError", unit, loss: config.loss, branch },
      at: { phase: "error", layer: last, unit },
    });
  }
  tracing.add(names.total, sum(...outputs.map((k) => symbol(names.error(k)))), measured.error, {
    reason: { id: "totalError", outputs: outputs.length },
    at: { phase: "error", layer: last, unit: null },
  });
}
