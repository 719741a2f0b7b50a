/**
 * Where the symbols of a trace are in the drawing, and what a step highlights there. Places have short names, which
 * are ids in the page: u1-0 is the first unit of layer 1, e5 the connection of the sixth parameter, x0 the error of
 * the first output, x the total error.
 */
import { symbolsOf } from "../../explain/expression.js";
import type { TraceStep } from "../../explain/step.js";
import { keyOf, type MathSymbol, type Name } from "../../explain/symbol.js";
import type { Trace } from "../../explain/trace.js";

export type Place = string;

export class Places {
  readonly #parameters = new Map<string, number>();
  readonly #units = new Map<string, Place>();

  constructor(readonly trace: Trace) {
    trace.network.parameters.forEach(({ symbol }, index) => this.#parameters.set(keyOf(symbol), index));
    trace.network.units.forEach((names, layer) =>
      names.forEach((unit, index) => this.#units.set(unit, `u${layer}-${index}`)),
    );
  }

  unit(name: string): Place | undefined {
    return this.#units.get(name);
  }

  /** What a step highlights: everything that its symbols name and, for an error that flows back, its path. */
  lit(step: TraceStep): Place[] {
    const symbols = [step.symbol, ...symbolsOf(step.expression)];
    const lit = new Set(symbols.flatMap((symbol) => this.#of(symbol)));
    const isFlow = step.phase === "backward" && this.#isByTotal(step.symbol);
    if (isFlow && step.unit !== null) this.#addWayBack(step.layer, step.unit, lit);
    if (step.key.includes("/d")) this.#addBetween(lit);
    this.#addBiasLines(step, lit);
    if (step.phase === "update") return [...lit].filter((place) => place.startsWith("e"));
    return [...lit];
  }

  #of(symbol: MathSymbol): Place[] {
    if (symbol.kind === "derivative") {
      const via = symbol.via === null ? [] : [this.#units.get(symbol.via)];
      return [...this.#ofName(symbol.of), ...this.#ofName(symbol.by), ...via].filter(
        (place) => place !== undefined,
      );
    }
    return this.#ofName(symbol);
  }

  #ofName(name: Name): Place[] {
    const { base, index } = name;
    const { units, sizes } = this.trace.network;
    const parameter = this.#parameters.get(keyOf({ ...name, mark: null }));
    if (parameter !== undefined) return [`e${parameter}`];
    if (base === "E" || base === "target") {
      const last = sizes.length - 1;
      const output = units[last]!.findIndex((unit) => unit === index || unit.endsWith(index));
      return index === "" || output < 0 ? ["x"] : [`x${output}`, `u${last}-${output}`];
    }
    const place = this.#units.get(base + index) ?? this.#units.get(index);
    return place === undefined ? [] : [place];
  }

  /** ∂E_total/∂out of a unit, or its delta: what came back along all paths. */
  #isByTotal(symbol: MathSymbol): boolean {
    if (symbol.kind === "derivative") return this.#ofName(symbol.of)[0] === "x" && symbol.via === null;
    return symbol.base === "δ";
  }

  /** Everything between a unit and the errors that it influences. */
  #addWayBack(layer: number, unit: string, lit: Set<Place>): void {
    const { units, parameters } = this.trace.network;
    let from = new Set([unit]);
    for (let l = layer + 1; l < units.length; l++) {
      const reached = new Set<string>();
      parameters.forEach((parameter, index) => {
        if (parameter.layer !== l || parameter.from === null || !from.has(parameter.from)) return;
        lit.add(`e${index}`);
        reached.add(parameter.to[0]!);
      });
      reached.forEach((name) => lit.add(this.#units.get(name)!));
      from = reached;
    }
    from.forEach((name) => lit.add(`x${units.at(-1)!.indexOf(name)}`));
  }

  /** A shared bias has a line to each unit of its layer; this is the line to the unit of the step. */
  #addBiasLines({ unit, layer }: TraceStep, lit: Set<Place>): void {
    const { parameters, units } = this.trace.network;
    parameters.forEach(({ kind, to }, index) => {
      if (kind !== "bias" || !lit.has(`e${index}`)) return;
      const reached = unit === null ? to : [unit];
      reached.forEach((name) => lit.add(`e${index}-${units[layer]!.indexOf(name)}`));
    });
  }

  /** Connections between two highlighted units, for a derivative. */
  #addBetween(lit: Set<Place>): void {
    this.trace.network.parameters.forEach(({ from, to, kind }, index) => {
      if (kind !== "weight" || from === null) return;
      const ends = [this.#units.get(from), this.#units.get(to[0]!)];
      if (ends.every((place) => place !== undefined && lit.has(place) && !place.startsWith("u0-"))) {
        lit.add(`e${index}`);
      }
    });
  }
}
