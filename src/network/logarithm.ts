/** The logarithm that the scalings "log" and "log1p" take of targets: which numbers have one, and the way back. */
import { DataError } from "../errors.js";
import { exp, ln } from "./elementary.js";

/** What a kind of scaling adds to a number before it takes the logarithm; null for a kind without a logarithm. */
export function addedBeforeLog(kind: string): number | null {
  return kind === "log" ? 0 : kind === "log1p" ? 1 : null;
}

/** ln(x + added); not finite where that has no logarithm. */
export function logarithm(x: number, added: number): number {
  return ln(x + added);
}

/** The x whose `logarithm` is y. */
export function fromLog(y: number, added: number): number {
  return exp(y) - added;
}

/** What is wrong with a target that has no logarithm, and what to do; null for one that has, or for another kind. */
export function logProblem(kind: string, target: number): string | null {
  const added = addedBeforeLog(kind);
  if (added === null || target + added > 0) return null;
  const other = added === 0 && target > -1 ? "log1p" : "standard";
  return (
    `expected a number above ${added === 0 ? 0 : `−${added}`}, as the target scaling "${kind}" takes them, got ${target}. ` +
    `Set targetScaling to "${other}", or leave the row out.`
  );
}

/** Refuses a target that has no logarithm. @param rows those to look at @throws DataError for the first of them */
export function refuseWithoutLog(
  kind: string,
  targets: ArrayLike<number>,
  columns: number,
  rows: ArrayLike<number>,
): void {
  if (addedBeforeLog(kind) === null) return;
  for (let i = 0; i < rows.length; i++) {
    for (let column = 0; column < columns; column++) {
      const problem = logProblem(kind, targets[rows[i]! * columns + column]!);
      if (problem) throw new DataError(problem, { matrix: "targets", row: rows[i]!, column });
    }
  }
}
