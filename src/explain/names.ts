/**
 * Names of the numbers of a network: by neurons and numbered weights (net_h1, w5), or by matrices with indexed
 * weights (X_hidden1, w_{1,2}: from 1 to 2). Layer 0 is the inputs; units count from 0 here, from 1 in names.
 */
import { derivative, type MathSymbol, name, type Name } from "./symbol.js";

/**
 * Names of the numbers of a trace: by "neurons" and numbered weights (net_h1, w5), or by "matrices" with indexed
 * weights (X_hidden1, w_{1,2}: from 1 to 2).
 */
export type NameStyle = "neurons" | "matrices";
export const nameStyles = ["neurons", "matrices"] as const satisfies readonly NameStyle[];

export interface Names {
  readonly style: NameStyle;
  readonly sizes: readonly number[];
  /** "h1", "o2"; with several hidden layers "h2.1": the first unit of the second. "hidden1" of matrices. */
  unit(layer: number, unit: number): string;
  /** Name of a whole layer, for matrices: "h", "hidden", "h2". */
  group(layer: number): string;
  net(layer: number, unit: number): Name;
  /** Of layer 0: the input. */
  out(layer: number, unit: number): Name;
  target(unit: number): Name;
  error(unit: number): Name;
  readonly total: Name;
  readonly rate: Name;
  weight(layer: number, from: number, to: number): Name;
  /** @param unit null for a bias that the layer shares */
  bias(layer: number, unit: number | null): Name;
  /**
   * ∂E/∂net of a unit: δ_h1, or written out. @param isOwn for an output whose net input influences only its own
   * error
   */
  delta(layer: number, unit: number, isOwn: boolean): MathSymbol;
  /** The delta with the other sign. */
  minusDelta(layer: number, unit: number): Name;
}

/** @param sizes units of each layer, inputs first */
export function makeNames(style: NameStyle, sizes: readonly number[]): Names {
  const last = sizes.length - 1;
  const words = style === "neurons" ? ["i", "h", "o"] : ["X", "hidden", "output"];
  const group = (layer: number): string => {
    if (layer === 0) return words[0]!;
    if (layer === last) return words[2]!;
    return words[1]! + (last > 2 ? String(layer) : "");
  };
  const unit = (layer: number, index: number): string => {
    const dot = layer > 0 && layer < last && last > 2 ? "." : "";
    return group(layer) + dot + (index + 1);
  };
  const common = { style, sizes, unit, group, rate: name("η") };
  const bias = (layer: number, index: number | null) =>
    index === null ? name("b", layer) : name("b", unit(layer, index), "underscore");
  const minusDelta = (layer: number, index: number): Name => ({
    ...name("δ", unit(layer, index), "underscore"),
    mark: "minus",
  });
  if (style === "matrices") {
    const net = (layer: number, index: number) => name("X", unit(layer, index), "underscore");
    const total = name("E");
    const error = (index: number) => name("E", index + 1);
    return {
      ...common,
      bias,
      minusDelta,
      net,
      out: (layer, index) =>
        layer === 0 ? name("X", index + 1) : name("O", unit(layer, index), "underscore"),
      target: (index) => name("target", index + 1),
      error,
      total,
      weight: (layer, from, to) => ({
        ...name("w", `${from + 1},${to + 1}`, "braces"),
        primes: layer - 1,
      }),
      delta: (layer, index, isOwn) => derivative(isOwn ? error(index) : total, net(layer, index)),
    };
  }
  const before = sizes.map((_, layer) =>
    sizes.slice(0, Math.max(0, layer - 1)).reduce((sum, size, l) => sum + size * sizes[l + 1]!, 0),
  );
  return {
    ...common,
    bias,
    minusDelta,
    net: (layer, index) => name("net", unit(layer, index), "underscore"),
    out: (layer, index) =>
      layer === 0 ? name("i", index + 1) : name("out", unit(layer, index), "underscore"),
    target: (index) => name("target", unit(last, index), "underscore"),
    error: (index) => name("E", unit(last, index), "underscore"),
    total: name("E", "total", "underscore"),
    weight: (layer, from, to) => name("w", before[layer]! + to * sizes[layer - 1]! + from + 1),
    delta: (layer, index) => name("δ", unit(layer, index), "underscore"),
  };
}
