/** Steps of the backward pass, from the outputs down: deltas, and the gradient of every parameter. */
import { activations } from "../functions/activations.js";
import { activationFormula } from "./activations.js";
import { difference, negate, product, sum } from "../functions/expression.js";
import { type Expression, symbol } from "./expression.js";
import { lossAt } from "./forwardSteps.js";
import type { Reason } from "./step.js";
import { derivative, keyOf, type Name } from "./symbol.js";
import type { Place, Tracing } from "./tracing.js";

/** Deltas and gradients of every layer, the last one first. */
export function traceBackward(tracing: Tracing): void {
  for (let l = tracing.last; l >= 1; l--) {
    if (l === tracing.last) traceOutputDeltas(tracing);
    else for (const k of tracing.wanted(l)) traceHiddenDelta(tracing, l, k);
    traceBiasGradients(tracing, l);
  }
}

/** Whether the net input of an output influences only the error of this output. */
export function isOwn({ config, last }: Tracing): boolean {
  return !activations[config.layers[last - 1]!.activation].isOfRow;
}

function traceOutputDeltas(tracing: Tracing): void {
  const { names, config, last, measured } = tracing;
  const outputs = names.sizes[last]!;
  const wanted = tracing.wanted(last);
  const isSoftmax = !isOwn(tracing);
  const byOut = (k: number) => derivative(names.total, names.out(last, k));
  // with softmax every delta needs the derivatives of all outputs, so these come first
  const traceByOut = (k: number): Expression | null => {
    const { slope, branch } = lossAt(tracing, k);
    if (!slope) return null;
    const unit = names.unit(last, k);
    tracing.add(byOut(k), slope, null, {
      reason: { id: "errorByOutput", unit, loss: config.loss, branch, outputs },
      at: { phase: "backward", layer: last, unit },
    });
    return slope;
  };
  if (isSoftmax && wanted.length > 0) for (const k of tracing.units(last)) traceByOut(k);
  for (const k of wanted) {
    const unit = names.unit(last, k);
    const at: Place = { phase: "backward", layer: last, unit };
    const [out, target] = [symbol(names.out(last, k)), symbol(names.target(k))];
    const delta = names.delta(last, k, isOwn(tracing));
    const value = measured.layers[last - 1]!.deltas[k]!;
    const byLoss = isSoftmax ? lossAt(tracing, k).slope : traceByOut(k);
    if (!byLoss) {
      const { loss } = config;
      tracing.add(delta, difference(out, target), value, { reason: { id: "fusedDelta", unit, loss }, at });
    } else if (isSoftmax) {
      const paths = tracing.units(last).map((j) => product(symbol(byOut(j)), symbol(names.out(last, j))));
      const expression = product(out, difference(symbol(byOut(k)), sum(...paths)));
      tracing.add(delta, expression, value, { reason: { id: "softmaxDelta", unit }, at });
    } else {
      const slope = traceSlope(tracing, last, k);
      tracing.add(delta, product(symbol(byOut(k)), symbol(slopeOf(tracing, last, k))), value, {
        reason: { id: "outputDelta", unit },
        at,
        also: [[product(byLoss, slope), { id: "writtenOut" }]],
      });
    }
    traceMinusDelta(tracing, last, k);
    for (const j of tracing.units(last - 1)) traceGradient(tracing, last, k, j);
  }
}

function traceHiddenDelta(tracing: Tracing, l: number, k: number): void {
  const { names, last, measured } = tracing;
  const unit = names.unit(l, k);
  const at: Place = { phase: "backward", layer: l, unit };
  const isOutput = l + 1 === last && isOwn(tracing);
  const out = names.out(l, k);
  const paths = tracing.units(l + 1).map((m) => {
    const weight = names.weight(l + 1, k, m);
    const to = names.unit(l + 1, m);
    const byOut = derivative(names.net(l + 1, m), out);
    const about = { weight: tracing.text(weight), from: unit, to };
    tracing.add(byOut, symbol(weight), null, { reason: { id: "netByOutput", ...about }, at });
    const delta = symbol(names.delta(l + 1, m, isOutput));
    const path = isOutput ? derivative(names.error(m), out) : derivative(names.total, out, to);
    tracing.add(path, product(delta, symbol(byOut)), null, {
      reason: { id: "contribution", ...about, isOutput },
      at,
    });
    return { path: symbol(path), term: product(delta, symbol(weight)) };
  });
  const byOut = derivative(names.total, out);
  tracing.add(byOut, sum(...paths.map(({ path }) => path)), null, {
    reason: { id: "errorByHidden", unit, paths: paths.length },
    at,
  });
  const slope = traceSlope(tracing, l, k);
  const delta = product(symbol(byOut), symbol(slopeOf(tracing, l, k)));
  tracing.add(names.delta(l, k, false), delta, measured.layers[l - 1]!.deltas[k]!, {
    reason: { id: "hiddenDelta", unit },
    at,
    also: [[product(sum(...paths.map(({ term }) => term)), slope), { id: "writtenOut" }]],
  });
  traceMinusDelta(tracing, l, k);
  for (const j of tracing.units(l - 1)) traceGradient(tracing, l, k, j);
}

/** ∂out/∂net of a unit. */
const slopeOf = ({ names }: Tracing, l: number, k: number) => derivative(names.out(l, k), names.net(l, k));

/** @returns the slope's formula; the layer must not be softmax */
function traceSlope(tracing: Tracing, l: number, k: number): Expression {
  const { names, config, measured } = tracing;
  const { activation, alpha } = config.layers[l - 1]!;
  const unit = names.unit(l, k);
  const { slope, branch } = activationFormula(activation, alpha, {
    net: tracing.units(l).map((j) => names.net(l, j)),
    out: names.out(l, k),
    unit: k,
    value: measured.layers[l - 1]!.netInputs[k]!,
  });
  tracing.add(slopeOf(tracing, l, k), slope!, null, {
    reason: { id: "slope", unit, activation, branch },
    at: { phase: "backward", layer: l, unit },
  });
  return slope!;
}

/** The delta as some books define it, with the opposite sign. */
function traceMinusDelta(tracing: Tracing, l: number, k: number): void {
  const { names } = tracing;
  const unit = names.unit(l, k);
  const delta = symbol(names.delta(l, k, l === tracing.last && isOwn(tracing)));
  tracing.add(names.minusDelta(l, k), negate(delta), null, {
    reason: { id: "minusDelta", unit },
    at: { phase: "backward", layer: l, unit },
  });
}

/** ∂net/∂w and ∂E/∂w of the weight from unit j below to unit k. */
function traceGradient(tracing: Tracing, l: number, k: number, j: number): void {
  const { names, measured } = tracing;
  const unit = names.unit(l, k);
  const [weight, source, net] = [names.weight(l, j, k), names.out(l - 1, j), names.net(l, k)];
  const from = names.unit(l - 1, j);
  const at: Place = { phase: "backward", layer: l, unit, from };
  const byWeight = derivative(net, weight);
  const text = tracing.text(weight);
  tracing.add(byWeight, symbol(source), null, {
    reason: { id: "netByWeight", unit, weight: text, source: tracing.text(source) },
    at,
  });
  const delta = symbol(names.delta(l, k, l === tracing.last && isOwn(tracing)));
  const minus = symbol(names.minusDelta(l, k));
  const byOut = derivative(names.total, names.out(l, k));
  const slope = slopeOf(tracing, l, k);
  const isChain = tracing.values.has(keyOf(slope));
  const chain = isChain ? [symbol(byOut), symbol(slope)] : [delta];
  const value = measured.layers[l - 1]!.weightGradients[j * names.sizes[l]! + k]!;
  const rule: readonly [Expression, Reason] = [product(delta, symbol(source)), { id: "deltaRule", unit }];
  tracing.add(derivative(names.total, weight), product(...chain, symbol(byWeight)), value, {
    reason: { id: "gradient", weight: text, unit, fused: !isChain },
    at,
    also: [rule, [negate(product(minus, symbol(source))), { id: "minusDeltaRule", unit }]],
  });
}

function traceBiasGradients(tracing: Tracing, l: number): void {
  const { names, config, measured } = tracing;
  const isTrained = config.trainBiases && config.layers[l - 1]!.trainable;
  const { biasGradients } = measured.layers[l - 1]!;
  const deltaOf = (k: number) => symbol(names.delta(l, k, l === tracing.last && isOwn(tracing)));
  const add = (bias: Name, terms: readonly Expression[], value: number, unit: string | null) =>
    tracing.add(derivative(names.total, bias), sum(...terms), value, {
      reason: { id: "biasGradient", bias: tracing.text(bias), units: terms.length, isTrained },
      at: { phase: "backward", layer: l, unit },
    });
  if (config.biases === "shared" && !tracing.only) {
    const bias: Name = { ...names.bias(l, null), mark: "shared" };
    add(bias, tracing.units(l).map(deltaOf), biasGradients[0]!, null);
  } else if (config.biases === "perNeuron" && isTrained) {
    for (const k of tracing.wanted(l))
      add(names.bias(l, k), [deltaOf(k)], biasGradients[k]!, names.unit(l, k));
  }
}
