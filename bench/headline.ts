/** What a run of the suite says in one line: how many times as fast as plain TypeScript training is on this machine. */
import { cases } from "./cases.js";
import type { Results, Row } from "./results.js";

/** The case that is spoken of, where it was measured: a common size, neither the best nor the worst of ours. */
const spokenOf = "mnist";

export interface Headline {
  /** The case. */
  name: string;
  layers: readonly number[];
  /** The fastest row with the usual bits on one thread: times TypeScript with a blocked product. */
  one: Row;
  /** The fastest row with the usual bits on several threads, if it is faster. */
  several: Row | null;
}

/** Builds that round in another way are left out, and so is TypeScript. Null where nothing can be compared. */
export function headlineOf({ rows }: Pick<Results, "rows">): Headline | null {
  const usual = rows.filter(
    ({ implementation, build }) => implementation === "wasm" && !build.startsWith("fast"),
  );
  const steps = cases.filter(({ kind }) => kind === "step").map((one) => one.name);
  const name = [spokenOf, ...steps].find((its) => usual.some((row) => row.case === its));
  if (name === undefined) return null;
  const fastest = (some: readonly Row[]) => some.toSorted((a, b) => b.ratio - a.ratio)[0] ?? null;
  const own = usual.filter((row) => row.case === name);
  const one = fastest(own.filter(({ threads }) => threads === 1));
  const several = fastest(own.filter(({ threads }) => threads > 1));
  if (!one) return null;
  const { layers } = cases.find((its) => its.name === name)!;
  return { name, layers, one, several: several && several.ratio > one.ratio ? several : null };
}

/** A ratio in a sentence: `8.1`, `15`, `0.7`. */
export function timesText(ratio: number): string {
  return ratio.toFixed(ratio < 9.95 ? 1 : 0);
}
