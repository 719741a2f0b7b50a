/** The rows of a verification: for each check the number of cases, the worst error, and the failed cases. */
import type { ConfigInput } from "../../settings/generated/types.js";

/** One case that failed, so that it can be reported and repeated. */
export interface VerifyFailure {
  /** Shape, activations, loss, batch, in words. */
  case: string;
  /** Which number is wrong, what was expected, and what came. */
  what: string;
  /** For `Network.create`; null if the case is not a network. */
  config: ConfigInput | null;
  /** Seed of the parameters and samples; null if none were drawn. */
  seed: number | null;
  /** Number of samples of the case; null if it has none. */
  rows: number | null;
}

/** One line of the summary. */
export interface VerifyRow {
  /** What was compared: "gradients", "trained weights", "finite differences", … */
  check: string;
  /** The build that was checked, or "reference". */
  build: string;
  /** null if the check has no precision. */
  precision: "float32" | "float64" | null;
  /** How many cases there were. */
  cases: number;
  /** The greatest error; null if nothing was compared, Infinity if a number was NaN. */
  worst: number | null;
  /** The greatest error that passes. */
  bound: number;
  /** Unit of the error. */
  unit: "relative" | "numbers that differ";
  /** Whether all cases passed; null if the check was skipped. */
  ok: boolean | null;
  /** Why it was skipped; null if it was not. */
  skipped: string | null;
  /** How many cases failed. */
  failed: number;
  /** The first three of them. */
  failures: VerifyFailure[];
}

/** A difference between numbers and the expected ones. */
export interface Difference {
  error: number;
  /** Description of the number with the greatest error. */
  what: string;
}

const mostFailures = 3;

export interface RowName {
  check: string;
  build: string;
  precision: "float32" | "float64" | null;
  bound: number;
  unit?: VerifyRow["unit"];
}

export type CaseName = Omit<VerifyFailure, "what">;

export class Ledger {
  readonly #rows = new Map<string, VerifyRow>();

  get rows(): VerifyRow[] {
    const rows = [...this.#rows.values()];
    const checks = [...new Set(rows.map(({ check }) => check))];
    return checks.flatMap((check) => rows.filter((row) => row.check === check));
  }

  /** Records one case of a check, with the worst of several differences. NaN counts as the worst. */
  judge(name: RowName, of: CaseName, differences: readonly Difference[]): void {
    const row = this.#row(name);
    row.cases++;
    let failure: Difference | null = null;
    for (const { error, what } of differences) {
      const size = Number.isNaN(error) ? Infinity : error;
      row.worst = Math.max(row.worst ?? 0, size);
      if (!(size <= row.bound) && !(failure && failure.error >= size)) failure = { error: size, what };
    }
    if (failure) this.#fail(row, of, failure.what);
  }

  break(name: RowName, of: CaseName, error: unknown): void {
    const row = this.#row(name);
    row.cases++;
    this.#fail(row, of, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }

  /** Records a check that cannot run here. */
  skip(check: string, build: string, reason: string): void {
    const row = this.#row({ check, build, precision: null, bound: 0 });
    Object.assign(row, { ok: null, skipped: reason });
  }

  #fail(row: VerifyRow, of: CaseName, what: string): void {
    row.ok = false;
    row.failed++;
    if (row.failures.length < mostFailures) row.failures.push({ ...of, what });
  }

  #row({ check, build, precision, bound, unit = "relative" }: RowName): VerifyRow {
    const key = JSON.stringify([check, build, precision]);
    let row = this.#rows.get(key);
    if (!row) {
      row = {
        check,
        build,
        precision,
        cases: 0,
        worst: null,
        bound,
        unit,
        ok: true,
        skipped: null,
        failed: 0,
        failures: [],
      };
      this.#rows.set(key, row);
    }
    return row;
  }
}

/**
 * The number that differs most from the expected one, relative to the largest expected number:
 *
 *     error = max |got − expected| / max(max |expected|, least)
 *
 * @param least if all numbers are smaller than this, errors are absolute
 */
export function differenceOf(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  name: string,
  least = 1e-3,
): Difference {
  if (got.length !== expected.length) {
    return { error: NaN, what: `${name}: expected ${expected.length} numbers, got ${got.length}` };
  }
  let [worst, at, largest] = [0, 0, least];
  for (let i = 0; i < expected.length; i++) {
    const error = got[i] === expected[i] ? 0 : Math.abs(got[i]! - expected[i]!);
    largest = Math.max(largest, Math.abs(expected[i]!));
    if (error <= worst) continue;
    [worst, at] = [error, i];
    if (Number.isNaN(error)) break;
  }
  const error = worst / largest;
  return { error, what: `${name}[${at}]: expected ${expected[at]}, got ${got[at]}, error ${short(error)}` };
}

/** How many numbers differ in a bit. */
export function bitsOf(got: ArrayLike<number>, expected: ArrayLike<number>, name: string): Difference {
  let [count, first] = [Math.abs(got.length - expected.length), -1];
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(got[i], expected[i])) continue;
    count++;
    if (first < 0) first = i;
  }
  const what = first < 0 ? name : `${name}[${first}]: expected ${expected[first]}, got ${got[first]}`;
  return { error: count, what: `${what}; ${count} of ${expected.length} numbers differ` };
}

function short(error: number): string {
  return Number.isFinite(error) ? error.toExponential(1) : String(error);
}
