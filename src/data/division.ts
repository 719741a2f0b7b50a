/**
 * What a data set says itself about how it may be divided: which rows stay together, in which order of time they come, or which
 * are held out. `split.ts` and `folds.ts` follow it.
 */
import { ConfigError, DataError, ShapeError } from "../errors.js";
import { show } from "../wording.js";

/** How the rows of a data set are divided, as a caller says it: by one of these lists, [rows]. */
export type DivisionOption =
  | {
      /** The group of each row, such as a patient: rows of one group are never in two parts. */
      readonly groups: ArrayLike<string | number>;
    }
  | {
      /** The time of each row, finite: the last rows are held out. Of equal times the later row is held out first. */
      readonly times: ArrayLike<number>;
    }
  | {
      /** Which rows are held out: true or 1; at least one, and not all. */
      readonly heldOut: ArrayLike<boolean | number>;
    };

/** The same, checked. */
export type Division =
  | {
      /** Rows with the same number stay together. */
      readonly kind: "groups";
      /** [rows], from 0. */
      readonly of: Uint32Array;
    }
  | {
      /** The last rows by time are held out. */
      readonly kind: "times";
      /** [rows] */
      readonly of: Float64Array;
    }
  | {
      /** The rows with 1 are held out. */
      readonly kind: "heldOut";
      /** [rows] 0 or 1. */
      readonly of: Uint8Array;
    };

const kinds = ["groups", "times", "heldOut"] as const satisfies Division["kind"][];

/** @throws {ConfigError} for anything but one list of a known name; {ShapeError, DataError} for what is in it */
export function checkDivision(given: DivisionOption, rows: number): Division {
  const names = Object.keys(given ?? {});
  const kind = kinds.find((one) => one === names[0]);
  if (names.length !== 1 || kind === undefined) {
    const got = names.length === 0 ? show(given) : names.join(", ");
    throw new ConfigError(`division: expected one of ${kinds.join(", ")}, got ${got}.`);
  }
  const list = (given as Record<typeof kind, ArrayLike<unknown>>)[kind];
  if (list?.length !== rows) {
    throw new ShapeError(
      `division.${kind}: expected ${rows} values, one for each input row, got ${show(list?.length ?? list)}.`,
    );
  }
  switch (kind) {
    case "groups":
      return { kind, of: numbered(list) };
    case "times":
      return { kind, of: Float64Array.from(list, (time, row) => checkTime(time, row)) };
    case "heldOut": {
      const of = Uint8Array.from(list, (held, row) => checkHeld(held, row));
      if (isOneSided(of)) {
        throw new DataError(
          `division.heldOut: expected rows to train on and rows held out, got ${of[0] ? "only rows held out" : "no row held out"}.`,
        );
      }
      return { kind, of };
    }
  }
}

/** The division of some of the rows; null if nothing remains to be divided. */
export function selectDivision(division: Division | null, indices: ArrayLike<number>): Division | null {
  if (division === null) return null;
  const { kind } = division;
  if (kind === "groups") return { kind, of: Uint32Array.from(indices, (row) => division.of[row]!) };
  if (kind === "times") return { kind, of: Float64Array.from(indices, (row) => division.of[row]!) };
  const of = Uint8Array.from(indices, (row) => division.of[row]!);
  return isOneSided(of) ? null : { kind, of };
}

function isOneSided(held: Uint8Array): boolean {
  return held.every((one) => one === held[0]);
}

/** Groups numbered by their first row. */
function numbered(groups: ArrayLike<unknown>): Uint32Array {
  const places = new Map<unknown, number>();
  return Uint32Array.from(groups, (group, row) => {
    if (typeof group !== "string" && !(typeof group === "number" && Number.isFinite(group))) {
      throw new DataError(`expected a text or a finite number, got ${show(group)}.`, {
        matrix: "division.groups",
        row,
      });
    }
    const place = places.get(group) ?? places.size;
    places.set(group, place);
    return place;
  });
}

function checkTime(time: unknown, row: number): number {
  if (typeof time === "number" && Number.isFinite(time)) return time;
  throw new DataError(`expected a finite number, got ${show(time)}.`, { matrix: "division.times", row });
}

function checkHeld(held: unknown, row: number): number {
  if (held === true || held === 1) return 1;
  if (held === false || held === 0) return 0;
  const problem = `expected true or false, or 1 or 0, got ${show(held)}.`;
  throw new DataError(problem, { matrix: "division.heldOut", row });
}
