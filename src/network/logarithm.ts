/** The logarithm that the scalings "log" and "log1p" take of targets: ln x and ln(1 + x). */
import { DataError } from "../errors.js";

/** What a kind of scaling adds to a number before it takes the logarithm; null for a kind without a logarithm. */
export function addedBeforeLog(kind: string): number | null {
  return kind === "log" ? 0 : kind === "log1p" ? 1 : null;
}

/**
 * Refuses targets without a logarithm.
 *
 * @param targets [rows × columns]
 * @param first   number of the first row (default: 0)
 * @throws DataError for the first of them
 */
export function refuseWithoutLog(kind: string, targets: ArrayLike<number>, columns: number, first = 0): void {
  const added = addedBeforeLog(kind);
  if (added === null) return;
  for (let at = 0; at < targets.length; at++) {
    const target = targets[at]!;
    if (target + added > 0) continue;
    const other = target > -1 ? "log1p" : "standard";
    throw new DataError(
      `expected a number > ${-added}, as "${kind}" takes them, got ${target}. Set targetScaling to "${other}", or leave the row out.`,
      { matrix: "targets", row: first + Math.floor(at / columns), column: at % columns },
    );
  }
}
