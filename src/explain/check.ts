/**
 * Compares somebody's own numbers with a trace: which are right, which are right to the digits given, and which are
 * wrong. Of the wrong ones it finds the first error and those that only follow from it.
 *
 * To tell these apart, each step is calculated again from the person's own earlier numbers: a wrong number that
 * agrees with the result follows from them. Each number has a bound of the error that rounding may have caused.
 */
import { DataError } from "../errors.js";
import { agreement, halfUnit, type Written } from "./agreement.js";
import { symbolReader, type SymbolReader } from "./aliases.js";
import { nameSlips, type NamedSlip, readAfterRounds } from "./fingerprints.js";
import type { Erratum } from "./erratum.js";
import { erratumOf, exampleOf } from "./knownExample.js";
import { OwnCalculation, type Recalculated } from "./ownCalculation.js";
import { otherWeights } from "./otherWeight.js";
import type { OwnNumber } from "./ownNumbers.js";
import type { TraceStep } from "./step.js";
import type { RoundState, Trace } from "./trace.js";

/**
 * "rounded": right to the digits given. "published": not what the rule gives, but what published versions of this example
 * print; `erratum` says why.
 */
export type Verdict = "right" | "rounded" | "published" | "wrong";

/**
 * Why a number is wrong or only as published. "own": it does not follow from the numbers before it. "follows": it follows from wrong
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
  /** Why it does not agree; null if it does. */
  readonly cause: Cause | null;
  /** The misprint that it repeats; null if it repeats none. */
  readonly erratum: Erratum | null;
  /**
   * For a number that does not agree: the result of the person's own earlier numbers; null if it is unknown, or if the
   * number agrees.
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
  /** The first number that does not follow from the numbers before it; null if all of them follow. */
  readonly first: CheckedNumber | null;
  /** Known slips that give exactly these numbers; empty if no known slip gives them, or if all numbers agree. */
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
  const given = byKey(own, reader, trace);
  const calculation = new OwnCalculation(trace, given);
  const example = exampleOf(trace);
  const steps = new Map(trace.steps.map((step) => [step.key, step]));
  const numbers: CheckedNumber[] = [];
  const judged = (key: string, ours: number, recalculated: () => Recalculated | null) => {
    const { written } = given.get(key)!;
    const { agrees, how } = agreement(written, ours);
    const erratum = agrees ? null : erratumOf(example, key, written);
    const verdict: Verdict = agrees
      ? how === "exact"
        ? "right"
        : "rounded"
      : erratum
        ? "published"
        : "wrong";
    const again = agrees ? null : recalculated();
    const isLate = numbers.some((one) => one.cause !== null);
    const cause = agrees ? null : again ? causeOf(written, again) : isLate ? "later" : "own";
    const expected = agrees ? null : (again?.value ?? null);
    const step = steps.get(key) ?? null;
    const symbol = reader.textOf(key);
    numbers.push({ key, symbol, written, ours, verdict, cause, erratum, expected, step });
  };
  for (const key of reader.keys) {
    if (given.has(key)) judged(key, trace.values.get(key)!, () => calculation.recalculated.get(key)!);
  }
  const later = [...given.keys()].filter((key) => !reader.keys.includes(key));
  for (const [key, { output, rounds }] of sortedByRounds(later, trace)) {
    if (rounds > mostRounds) {
      throw new DataError(`${given.get(key)!.where}: expected at most ${mostRounds} rounds, got ${rounds}.`);
    }
    const state = after(rounds);
    const ours = output === null ? state.error : state.outputs[output]!;
    judged(key, ours, () => (rounds === 1 ? calculation.afterOneRound(output) : null));
  }
  const counts = { right: 0, rounded: 0, published: 0, wrong: 0 };
  for (const { verdict } of numbers) counts[verdict]++;
  const wrong = numbers.filter(({ verdict }) => verdict === "wrong");
  return {
    numbers,
    counts,
    isRight: counts.wrong === 0,
    first: wrong.find(({ cause }) => cause === "own") ?? null,
    slips: [...nameSlips(trace, numbers), ...otherWeights(trace, numbers, calculation.values)],
  };
}

/** The numbers by the keys of the trace. A symbol with several meanings means the one with the nearest value. */
function byKey(own: readonly OwnNumber[], reader: SymbolReader, trace: Trace): Map<string, OwnNumber> {
  const given = new Map<string, OwnNumber>();
  for (const number of own) {
    const keys = reader.keysOf(number.symbol);
    if (keys.length === 0) {
      const others = ` It has ${reader.keys.slice(0, 8).join(", ")} and so on.`;
      const advice = reader.hint(number.symbol) || others;
      throw new DataError(`${number.where}: expected a symbol of this calculation.${advice}`);
    }
    const distance = (key: string) => Math.abs(number.written.value - (trace.values.get(key) ?? Infinity));
    const free = keys.filter((key) => !given.has(key)).toSorted((a, b) => distance(a) - distance(b));
    const key = free[0] ?? keys[0]!;
    const before = given.get(key);
    if (before) {
      throw new DataError(`${number.where}: expected ${key} once, got it again after ${before.where}.`);
    }
    given.set(key, number);
  }
  return given;
}

function causeOf(written: Written, { values, blur, isTainted, isComplete }: Recalculated): Cause {
  const tolerance = blur + halfUnit(written) + 2 ** -46 * Math.abs(written.value);
  const fits = values.some((value) => Math.abs(written.value - value) <= tolerance);
  if (!fits) return isTainted && !isComplete ? "later" : "own";
  return isTainted ? "follows" : "rounding";
}

function sortedByRounds(keys: readonly string[], trace: Trace) {
  return keys
    .map((key) => [key, readAfterRounds(key, trace)!] as const)
    .sort(([, a], [, b]) => a.rounds - b.rounds || (a.output ?? -1) - (b.output ?? -1));
}
