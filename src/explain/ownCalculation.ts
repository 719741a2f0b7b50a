/**
 * The calculation of a trace with somebody's own numbers: each step is calculated again from their earlier numbers. Each
 * number has a bound of the error that rounding may have caused. `check.ts` draws the conclusions.
 */
import { agreement, halfUnit, type Written } from "./agreement.js";
import { evaluate, type Expression, symbolsOf, type Values } from "./expression.js";
import type { OwnNumber } from "./ownNumbers.js";
import { keyOf, type Name } from "./symbol.js";
import type { Trace } from "./trace.js";

/** A number calculated again from the person's own earlier numbers. */
export interface Recalculated {
  /** Results of the formula and of its equivalents. */
  readonly values: readonly number[];
  readonly value: number;
  /** Bound of the error that rounding may have caused. */
  readonly blur: number;
  /** Whether it depends on a wrong number. */
  readonly isTainted: boolean;
  /** Whether the person gave all numbers that it depends on, apart from those that the calculation starts from. */
  readonly isComplete: boolean;
}

/** The calculation with the person's own numbers; numbers that they did not give are calculated by our rule. */
export class OwnCalculation {
  readonly #trace: Trace;
  readonly #given: ReadonlyMap<string, OwnNumber>;
  /** What the calculation starts from. */
  readonly #starting = new Set<string>();
  readonly #values: Map<string, number>;
  readonly #blur = new Map<string, number>();
  readonly #wrong = new Set<string>();
  /** Every step and every given number, before the person's own number replaces it. */
  readonly recalculated = new Map<string, Recalculated>();

  constructor(trace: Trace, given: ReadonlyMap<string, OwnNumber>) {
    this.#trace = trace;
    this.#given = given;
    this.#values = new Map(trace.values);
    const steps = new Set(trace.steps.map(({ key }) => key));
    for (const [key, ours] of trace.values) {
      if (steps.has(key)) continue;
      this.#starting.add(key);
      const known = { values: [ours], value: ours, blur: 0, isTainted: false, isComplete: true };
      this.#take(key, known, given.get(key)?.written, ours);
    }
    for (const { key, expression, equivalents, value } of trace.steps) {
      const ways = [expression, ...equivalents.map((other) => other.expression)];
      this.#take(key, this.#recalculate(ways), given.get(key)?.written, value);
    }
  }

  /** Every number of the calculation, by key. */
  get values(): Values {
    return this.#values;
  }

  /** Error or outputs of a forward pass with the person's new weights. */
  afterOneRound(output: number | null): Recalculated {
    const { steps, network } = this.#trace;
    const news = network.parameters.map(({ symbol }) => ({
      old: keyOf(symbol),
      key: keyOf({ ...(symbol as Name), mark: "new" }),
    }));
    const result = (moved: string | null): number => {
      const values = new Map(this.#values);
      for (const { old, key } of news) {
        const value = this.#values.get(key);
        if (value !== undefined) values.set(old, value + (key === moved ? this.#blurOf(key) : 0));
      }
      let total = NaN;
      const again = steps.filter(({ phase }) => phase === "forward" || phase === "error");
      // twice, because a softmax output depends on net inputs that come after it
      for (const { key, expression } of [...again, ...again]) {
        total = evaluate(expression, values);
        values.set(key, total);
      }
      const outs = again.filter(
        ({ phase, layer }) => phase === "forward" && layer === network.sizes.length - 1,
      );
      // net and out of each output in turn
      return output === null ? total : values.get(outs[2 * output + 1]!.key)!;
    };
    const value = result(null);
    const blurs = news.map(({ key }) => (this.#blurOf(key) > 0 ? Math.abs(result(key) - value) : 0));
    const isTainted = news.some(({ key }) => this.#wrong.has(key));
    const isComplete = news.every(({ key }) => this.#isKnown(key));
    return {
      values: [value],
      value,
      blur: blurs.reduce((sum, blur) => sum + blur, 0),
      isTainted,
      isComplete,
    };
  }

  /** Whether the person gave the number, or the number is not calculated. */
  #isKnown(key: string): boolean {
    return this.#given.has(key) || !this.recalculated.has(key) || this.#starting.has(key);
  }

  #blurOf(key: string): number {
    return this.#blur.get(key) ?? 0;
  }

  #recalculate(ways: readonly Expression[]): Recalculated {
    const values = ways.map((way) => evaluate(way, this.#values));
    const keys = [...new Set(ways.flatMap((way) => symbolsOf(way).map(keyOf)))];
    const blurs = ways.map((way, index) => {
      let sum = 0;
      for (const key of new Set(symbolsOf(way).map(keyOf))) {
        const [here, blur] = [this.#values.get(key)!, this.#blurOf(key)];
        if (blur === 0) continue;
        this.#values.set(key, here + blur);
        sum += Math.abs(evaluate(way, this.#values) - values[index]!);
        this.#values.set(key, here);
      }
      return sum;
    });
    const sizes = keys.map((key) => Math.abs(this.#values.get(key)!));
    return {
      values,
      value: values[0]!,
      blur: Math.max(...blurs) + 2 ** -46 * Math.max(Math.abs(values[0]!), 0.01 * Math.max(0, ...sizes)),
      isTainted: keys.some((key) => this.#wrong.has(key)),
      isComplete: symbolsOf(ways[0]!).every((one) => this.#isKnown(keyOf(one))),
    };
  }

  /** Stores the person's own number, or the result of their earlier numbers. */
  #take(key: string, again: Recalculated, written: Written | undefined, ours: number): void {
    this.recalculated.set(key, again);
    this.#values.set(key, written?.value ?? again.value);
    const isExact = written !== undefined && agreement(written, ours).how === "exact";
    this.#blur.set(key, written === undefined ? again.blur : isExact ? 0 : halfUnit(written));
    const isWrong = written === undefined ? again.isTainted : !agreement(written, ours).agrees;
    if (isWrong) this.#wrong.add(key);
  }
}
