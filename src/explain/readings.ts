/**
 * Finds out how somebody calculated: with which variant of an example, and whether they rounded every signal on the way. Their
 * numbers are judged by the reading that leaves the fewest of them wrong.
 */
import { carryingDecimals } from "./carried.js";
import { type Check, check, type StateAfter } from "./check.js";
import type { Values } from "./expression.js";
import type { OwnNumber } from "./ownNumbers.js";
import type { PresetVariant } from "./presets.js";
import type { Trace } from "./trace.js";

/** A calculation that somebody's numbers may follow. */
export interface Candidate {
  /** Which variant of an example; null for networks without variants. */
  readonly variant: PresetVariant | null;
  readonly trace: Trace;
  readonly after: StateAfter;
}

/** How somebody calculated, and what follows for their numbers. */
export interface Reading extends Candidate {
  /** The decimals to which every signal was rounded before it was used; null if all digits were carried. */
  readonly decimals: number | null;
  /** Numbers with all digits, by key. */
  readonly exact: Values;
  readonly check: Check;
}

/**
 * Compares numbers with every candidate, with and without rounding on the way.
 *
 * @param candidates at least one, the usual one first
 * @param own as `readOwnNumbers` reads them
 * @returns the reading with the fewest wrong numbers; of equal ones the first, and one without rounding
 * @throws {DataError} as `check`
 */
export function bestReading(candidates: readonly Candidate[], own: readonly OwnNumber[]): Reading {
  const exact = candidates.map((one): Reading => {
    return { ...one, decimals: null, exact: one.trace.values, check: check(one.trace, own, one.after) };
  });
  const rounded = exact.flatMap((one) =>
    evidentDecimals(one.check).map((decimals): Reading => {
      const trace = carryingDecimals(one.trace, decimals);
      return { ...one, trace, decimals, check: check(trace, own, one.after) };
    }),
  );
  const strange = ({ check: { counts } }: Reading) => counts.wrong + counts.published;
  return [...exact, ...rounded].reduce((best, one) => (strange(one) < strange(best) ? one : best));
}

/** Most decimals that anybody rounds every signal to; with more, rounding makes no difference that is written down. */
const mostDecimals = 6;

/** The numbers of decimals that the signals of the forward pass are written with. */
function evidentDecimals({ numbers }: Check): number[] {
  const signals = numbers.filter(({ step }) => step?.phase === "forward");
  const decimals = signals.map(({ written }) => written.decimals);
  return [...new Set(decimals)]
    .filter((count) => count >= 1 && count <= mostDecimals)
    .toSorted((a, b) => b - a);
}
