/** The same round as matrices: a line for each layer instead of a step for each number. */
import type { Matrix, MatrixPart, MatrixStep } from "./matrix.js";
import type { Phase, Reason } from "./step.js";
import { derivative, keyOf } from "./symbol.js";
import type { Tracing } from "./tracing.js";

/** Lines of forward pass, error, backward pass and update. Weights are [units × inputs], row = destination. */
export function matrixView(tracing: Tracing): MatrixStep[] {
  const { config, last } = tracing;
  const lines = new Lines(tracing);
  for (let l = 1; l <= last; l++) lines.forward(l);
  lines.error();
  for (let l = last; l >= 1; l--) lines.backward(l);
  for (let l = 1; l <= last; l++) if (config.layers[l - 1]!.trainable) lines.update(l);
  return lines.steps;
}

type Named = { symbol: string; value: Matrix };

class Lines {
  readonly steps: MatrixStep[] = [];

  constructor(private readonly tracing: Tracing) {}

  forward(l: number): void {
    const { activation } = this.#layer(l);
    const { biases } = this.#numbers(l);
    const parts = [part(this.#weights(l)), sign("·"), part(this.#out(l - 1))];
    if (biases.length > 0) parts.push(sign("+"), part(this.#bias(l)));
    this.#add(this.#net(l), parts, { id: "matrixNet", layer: l }, "forward", l);
    const name = activation === "sigmoid" ? "σ" : activation;
    const applied = [sign(`${name}(`), part(this.#net(l)), sign(")")];
    this.#add(this.#out(l), applied, { id: "matrixOut", layer: l }, "forward", l);
  }

  /** ∂E/∂out of the outputs, unless loss and activation are one formula. */
  error(): void {
    const { last, config } = this.tracing;
    const by = this.#byOut(last);
    if (!by) return;
    const gap = [part(this.#target()), sign("−"), part(this.#out(last)), sign(")")];
    const factor = { halfSquaredError: "−", squaredError: "−2·", meanSquaredError: "−2/n·" };
    const before = (factor as Record<string, string>)[config.loss];
    const parts = before ? [sign(`${before}(`), ...gap] : [sign("E′("), part(this.#out(last)), sign(")")];
    this.#add(by, parts, { id: "matrixError" }, "error", last);
  }

  backward(l: number): void {
    const { last } = this.tracing;
    const delta = this.#delta(l);
    const slope = this.#slope(l);
    if (l < last) {
      const [weights, above] = [this.#weights(l + 1), this.#delta(l + 1)];
      const parts = [
        sign("("),
        part(weights, true),
        sign("·"),
        part(above),
        sign(")"),
        sign("⊙"),
        part(slope!),
      ];
      this.#add(delta, parts, { id: "matrixHiddenDelta", layer: l }, "backward", l);
    } else {
      const by = this.#byOut(l);
      const parts =
        by && slope
          ? [part(by), sign("⊙"), part(slope)]
          : [part(this.#out(l)), sign("−"), part(this.#target())];
      const isFused = !by || !slope;
      if (by && !slope) this.#softmaxDelta(l, by);
      else this.#add(delta, parts, { id: "matrixOutputDelta", isFused }, "backward", l);
    }
    const parts = [part(delta), sign("·"), part(this.#out(l - 1), true)];
    this.#add(this.#gradient(l), parts, { id: "matrixGradient", layer: l }, "backward", l);
  }

  update(l: number): void {
    const { config, learningRate } = this.tracing;
    const { newWeights, newBiases } = this.#numbers(l);
    const rate: MatrixPart = { kind: "scalar", symbol: "η", value: learningRate };
    const weights = this.#weights(l);
    const after = { symbol: `${weights.symbol}⁺`, value: this.#rows(l, newWeights) };
    const parts = [part(weights), sign("−"), rate, sign("·"), part(this.#gradient(l))];
    const reason: Reason = { id: "matrixUpdate", layer: l };
    this.#add(after, parts, reason, "update", l);
    if (!config.trainBiases || newBiases.length === 0) return;
    const bias = this.#bias(l);
    const sums = this.#numbers(l).biasGradients;
    const gradient = { symbol: `∂E/∂${bias.symbol}`, value: this.#perUnit(l, sums) };
    const changed = { symbol: `${bias.symbol}⁺`, value: this.#perUnit(l, newBiases) };
    this.#add(changed, [part(bias), sign("−"), rate, sign("·"), part(gradient)], reason, "update", l);
  }

  #softmaxDelta(l: number, by: Named): void {
    const out = this.#out(l);
    const inner = [part(by), sign("−"), part(by, true), sign("·"), part(out)];
    const parts = [part(out), sign("⊙"), sign("("), ...inner, sign(")")];
    this.#add(this.#delta(l), parts, { id: "matrixOutputDelta", isFused: false }, "backward", l);
  }

  #add({ symbol, value }: Named, parts: MatrixPart[], reason: Reason, phase: Phase, layer: number): void {
    const formula = formulaOf(parts);
    this.steps.push({ key: symbol, symbol, formula, parts, value, reason, phase, layer });
  }

  #layer(l: number) {
    return this.tracing.config.layers[l - 1]!;
  }

  #numbers(l: number) {
    return this.tracing.measured.layers[l - 1]!;
  }

  #rows(l: number, values: ArrayLike<number>): number[][] {
    const units = this.#layer(l).units;
    return this.tracing.units(l).map((k) => this.tracing.units(l - 1).map((j) => values[j * units + k]!));
  }

  #perUnit(l: number, values: ArrayLike<number>): number[][] {
    return this.tracing.units(l).map((k) => [values[values.length === 1 ? 0 : k]!]);
  }

  #named(base: string, l: number): string {
    return `${base}_${this.tracing.names.group(l)}`;
  }

  #weights(l: number): Named {
    return { symbol: this.#named("W", l), value: this.#rows(l, this.#numbers(l).weights) };
  }

  #bias(l: number): Named {
    return { symbol: this.#named("b", l), value: this.#perUnit(l, this.#numbers(l).biases) };
  }

  #gradient(l: number): Named {
    const { weightGradients } = this.#numbers(l);
    return { symbol: `∂E/∂${this.#named("W", l)}`, value: this.#rows(l, weightGradients) };
  }

  #net(l: number): Named {
    const { names } = this.tracing;
    return { symbol: this.#named(names.net(l, 0).base, l), value: column(this.#numbers(l).netInputs) };
  }

  #out(l: number): Named {
    const { names, values } = this.tracing;
    if (l > 0)
      return { symbol: this.#named(names.out(l, 0).base, l), value: column(this.#numbers(l).activations) };
    const inputs = this.tracing.units(0).map((j) => values.get(keyOf(names.out(0, j)))!);
    return { symbol: names.out(0, 0).base, value: column(inputs) };
  }

  #target(): Named {
    return { symbol: "target", value: column(this.tracing.targets) };
  }

  #delta(l: number): Named {
    return { symbol: this.#named("δ", l), value: column(this.#numbers(l).deltas) };
  }

  /** Null if loss and activation are one formula. */
  #byOut(l: number): Named | null {
    const values = this.#calculated(l, "byOut");
    const { names } = this.tracing;
    return values && { symbol: `∂E/∂${this.#named(names.out(l, 0).base, l)}`, value: values };
  }

  /** Null for softmax, and if loss and activation are one formula. */
  #slope(l: number): Named | null {
    const values = this.#calculated(l, "slope");
    const { symbol } = this.#net(l);
    const { activation } = this.#layer(l);
    return values && { symbol: `${activation === "sigmoid" ? "σ" : activation}′(${symbol})`, value: values };
  }

  /** Values of the steps for every unit of a layer. */
  #calculated(l: number, what: "byOut" | "slope"): Matrix | null {
    const { names, values } = this.tracing;
    const found = this.tracing.units(l).map((k) => {
      const [out, net] = [names.out(l, k), names.net(l, k)];
      return values.get(keyOf(what === "slope" ? derivative(out, net) : derivative(names.total, out)));
    });
    return found.every((value) => value !== undefined) ? column(found as number[]) : null;
  }
}

function column(values: ArrayLike<number>): Matrix {
  return Array.from(values, (value) => [value]);
}

function part({ symbol, value }: Named, isTransposed = false): MatrixPart {
  const turned = isTransposed ? value[0]!.map((_, j) => value.map((row) => row[j]!)) : value;
  return { kind: "matrix", symbol: isTransposed ? `${symbol}ᵀ` : symbol, value: turned, isTransposed };
}

function sign(text: string): MatrixPart {
  return { kind: "sign", text };
}

/** Parts in symbols, with spaces around "+", "−" and "⊙", but not around brackets and "·". */
function formulaOf(parts: readonly MatrixPart[]): string {
  return parts
    .map((one) =>
      one.kind === "sign" ? (/^[+−⊙]$/.test(one.text) ? ` ${one.text} ` : one.text) : one.symbol,
    )
    .join("")
    .replace(/^ /, "");
}
