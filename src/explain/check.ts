/**
 * Compares somebody's own numbers with a trace: which are right, which are right to the digits given, and which are
 * wrong. Of the wrong ones it finds the first error and those that only follow from it.
 *
 * To tell these apart, each step is calculated again from the person's own earlier numbers: a wrong number that
 * agrees with the result follows from them. Each number has a bound of the error that rounding may have caused.
 */
import { DataError } from "../errors.js";
import { agreement, halfUnit, type Written } from "./agreement.js";
import { symbolReader } from "./aliases.js";
import { evaluate, type Expression, symbolsOf } from "./expression.js";
import { nameSlips, type NamedSlip, readAfterRounds } from "./fingerprints.js";
import type { OwnNumber } from "./ownNumbers.js";
import type { TraceStep } from "./step.js";
import { keyOf, type Name } from "./symbol.js";
import type { RoundState, Trace } from "./trace.js";

/** "rounded": right to the digits given. */
export type Verdict = "right" | "rounded" | "wrong";

/**
 * Why a number is wrong. "own": it does not follow from the numbers before it. "follows": it follows from wrong
 * numbers. "rounding": it follows from right numbers that were rounded. "later": an earlier number is wrong, and
 * too few numbers are given to tell whether this one follows from it.
 */
export type Cause = "own" | "follows" | "rounding" | "later";

/** One of the person's numbers, compared with the trace. */
export interface CheckedNumber {
  /**
   * As in the trace: net_h1, dE_total/dw5, w5_new; for results after some rounds: error_after_10000,
   * out_o1_after_1.
   */
  readonly key: string;
  /** As text: w5⁺. */
  readonly symbol: string;
  /** As the person wrote it. */
  readonly written: Written;
  /** The number of the trace. */
  readonly ours: number;
  /** Whether it agrees with the trace, to the digits that are written. */
  readonly verdict: Verdict;
  /** Why it is wrong; null if it is not. */
  readonly cause: Cause | null;
  /**
   * For a wrong number: the result of the person's own earlier numbers; null if it is unknown, or if the number is
   * not wrong.
   */
  readonly expected: number | null;
  /** The step that calculates it; null for given numbers and for results after some rounds. */
  readonly step: TraceStep | null;
}

/** The result of checking somebody's numbers. */
export interface Check {
  /** In the order of the calculation. */
  readonly numbers: readonly CheckedNumber[];
  /** How many numbers have each verdict. */
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Whether no number is wrong. */
  readonly isRight: boolean;
  /** The first number that does not follow from the numbers before it; null if there is none. */
  readonly first: CheckedNumber | null;
  /** Known slips that give exactly these numbers; empty if there is none, or if no number is wrong. */
  readonly slips: readonly NamedSlip[];
}

/** Calculates the error and outputs after some rounds, as `runRounds(…).best`. */
export type StateAfter = (rounds: number) => RoundState;

/** Most rounds that are trained to check a number. */
const mostRounds = 1_000_000;

/**
 * Compares somebody's own numbers with a trace: which are right, which are right to the digits given, and which are
 * wrong. Of the wrong ones it finds the first error, and a known slip that explains them.
 *
 * Each step is calculated again from the person's own earlier numbers: a wrong number that agrees with the result
 * follows from them.
 *
 * @param trace of the same calculation
 * @param own   as `readOwnNumbers` reads them
 * @param after calculates error and outputs after any number of rounds; called only for numbers of that kind
 * @returns a verdict on each number
 * @throws {DataError} for an unknown symbol, a symbol that is given twice, or more than a million rounds
 *
 * @example
 * ```js
 * import { checkNumbers, presetNetwork, presetOf, readOwnNumbers } from "chainrule";
 * import { runRounds, trace } from "chainrule";
 *
 * const { config, parameters, inputs, targets } = presetOf("mazur");
 * const network = presetNetwork({ config, parameters });
 * const sample = { inputs: inputs[0], targets: targets[0] };
 * const own = readOwnNumbers("net_h1,0.3775\nw5_new,0.35891648\nw1_new,0.149817639", "my.csv");
 * const { numbers, slips } = checkNumbers(trace(network, sample), own, (rounds) => {
 *   return runRounds(network, [sample], { rounds }).best;
 * });
 * console.log(numbers.map(({ key, verdict }) => `${key} ${verdict}`).join(", "));
 * // → net_h1 right, w1_new wrong, w5_new rounded
 * console.log(slips); // → [ { id: 'updated-weights' } ]
 * ```
 */
export function check(trace: Trace, own: readonly OwnNumber[], after: StateAfter): Check {
  const reader = symbolReader(trace);
  const given = new Map<string, OwnNumber>();
  for (const number of own) {
    const key = reader.keyOf(number.symbol);
    if (key === null) {
      throw new DataError(
        `${number.where}: expected a symbol of this calculation.${reader.hint(number.symbol) || ` It has ${reader.keys.slice(0, 8).join(", ")} and so on.`}`,
      );
    }
    const before = given.get(key);
    if (before) {
      throw new DataError(`${number.where}: expected ${key} once, got it again after ${before.where}.`);
    }
    given.set(key, number);
  }
  const world = new World(trace, given);
  const steps = new Map(trace.steps.map((step) => [step.key, step]));
  const numbers: CheckedNumber[] = [];
  const judged = (key: string, ours: number, recalculated: () => Recalculated | null) => {
    const { written } = given.get(key)!;
    const { agrees, how } = agreement(written, ours);
    const verdict: Verdict = agrees ? (how === "exact" ? "right" : "rounded") : "wrong";
    const again = agrees ? null : recalculated();
    const isLate = numbers.some((one) => one.verdict === "wrong");
    const cause = agrees ? null : again ? causeOf(written, again) : isLate ? "later" : "own";
    const expected = agrees ? null : (again?.value ?? null);
    const step = steps.get(key) ?? null;
    numbers.push({ key, symbol: reader.textOf(key), written, ours, verdict, cause, expected, step });
  };
  for (const key of reader.keys) {
    if (given.has(key)) judged(key, trace.values.get(key)!, () => world.recalculated.get(key)!);
  }
  const later = [...given.keys()].filter((key) => !reader.keys.includes(key));
  for (const [key, { output, rounds }] of sortedByRounds(later, trace)) {
    if (rounds > mostRounds) {
      throw new DataError(`${given.get(key)!.where}: expected at most ${mostRounds} rounds, got ${rounds}.`);
    }
    const state = after(rounds);
    const ours = output === null ? state.error : state.outputs[output]!;
    judged(key, ours, () => (rounds === 1 ? world.afterOneRound(output) : null));
  }
  const counts = { right: 0, rounded: 0, wrong: 0 };
  for (const { verdict } of numbers) counts[verdict]++;
  return {
    numbers,
    counts,
    isRight: counts.wrong === 0,
    first: numbers.find(({ cause }) => cause === "own") ?? null,
    slips: nameSlips(trace, numbers),
  };
}

/** A number calculated again from the person's own earlier numbers. */
interface Recalculated {
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

function causeOf(written: Written, { values, blur, isTainted, isComplete }: Recalculated): Cause {
  const room = blur + halfUnit(written) + 2 ** -46 * Math.abs(written.value);
  const fits = values.some((value) => Math.abs(written.value - value) <= room);
  if (!fits) return isTainted && !isComplete ? "later" : "own";
  return isTainted ? "follows" : "rounding";
}

function sortedByRounds(keys: readonly string[], trace: Trace) {
  return keys
    .map((key) => [key, readAfterRounds(key, trace)!] as const)
    .sort(([, a], [, b]) => a.rounds - b.rounds || (a.output ?? -1) - (b.output ?? -1));
}

/** The calculation with the person's own numbers; numbers that they did not give are calculated by our rule. */
class World {
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
