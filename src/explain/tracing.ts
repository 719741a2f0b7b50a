/**
 * A trace while it is built: the network, its numbers and names, and the steps so far. Each added step is compared
 * with its own formula.
 */
import type { Config } from "../settings/generated/types.js";
import { evaluate, type Expression, formulaText, substitutedText, symbolsOf } from "./expression.js";
import type { Measured } from "./measured.js";
import type { Names } from "./names.js";
import type { Equivalent, Phase, Reason, TraceStep } from "./step.js";
import { keyOf, type MathSymbol, textOf } from "./symbol.js";

/** Where a step belongs. */
export interface Place {
  phase: Phase;
  layer: number;
  unit: string | null;
  from?: string;
}

export interface StepDetails {
  reason: Reason;
  at: Place;
  /** Other ways to the value. */
  also?: readonly (readonly [Expression, Reason])[];
}

export class Tracing {
  readonly steps: TraceStep[] = [];
  readonly values = new Map<string, number>();
  /** The output layer; 0 is the inputs. */
  readonly last: number;

  constructor(
    readonly config: Config,
    readonly names: Names,
    readonly measured: Measured,
    readonly targets: ArrayLike<number>,
    readonly learningRate: number,
    /** The only unit to trace, as [layer, unit]; null for all. */
    readonly only: readonly [layer: number, unit: number] | null,
  ) {
    this.last = config.layers.length;
  }

  units(layer: number): number[] {
    return [...Array(this.names.sizes[layer]!).keys()];
  }

  /** Those of them that get steps. */
  wanted(layer: number): number[] {
    if (!this.only) return this.units(layer);
    return this.only[0] === layer ? [this.only[1]] : [];
  }

  text(symbol: MathSymbol): string {
    return textOf(symbol);
  }

  know(symbol: MathSymbol, value: number): void {
    this.values.set(keyOf(symbol), value);
  }

  /**
   * Adds a step.
   *
   * @param value from the kernels; null if they do not keep it and the formula gives it
   * @throws Error if formula and value disagree, which would be a bug of ours
   */
  add(symbol: MathSymbol, expression: Expression, value: number | null, details: StepDetails): void {
    const { reason, at, also = [] } = details;
    const key = keyOf(symbol);
    const result = value ?? evaluate(expression, this.values);
    this.#requireAgreement(key, expression, result);
    const equivalents = also.map(([other, why]): Equivalent => {
      this.#requireAgreement(key, other, result);
      return { ...this.#written(other), reason: why };
    });
    this.know(symbol, result);
    this.steps.push({
      key,
      symbol,
      ...this.#written(expression),
      value: result,
      reason,
      phase: at.phase,
      layer: at.layer,
      unit: at.unit,
      from: at.from ?? null,
      equivalents,
    });
  }

  #written(expression: Expression) {
    return {
      expression,
      formula: formulaText(expression),
      substituted: substitutedText(expression, this.values),
    };
  }

  #requireAgreement(key: string, expression: Expression, value: number): void {
    const again = evaluate(expression, this.values);
    const sizes = symbolsOf(expression).map((symbol) => Math.abs(this.values.get(keyOf(symbol))!));
    const bound = Math.max(1e-12 * Math.abs(value), 1e-14 * Math.max(1, ...sizes));
    if (!(Math.abs(again - value) <= bound)) {
      throw new Error(`trace: ${key}: the kernels give ${value}, the formula ${again}`);
    }
  }
}
