/** Messages between the page and the worker of the benchmark. */
import type { Results } from "../../bench/results.js";
import type { Progress } from "../../bench/suite.js";

/** short: like `bench --quick`, with one turn where a step is slow. full: like `bench`. */
export const modes = ["short", "full"] as const;
export type Mode = (typeof modes)[number];

/** The first message to the worker. */
export interface Order {
  /** The name of a case; null for all. */
  case: string | null;
  mode: Mode;
}

export type Reply =
  | { kind: "progress"; progress: Progress }
  /** The results so far; `complete` with the last ones. */
  | { kind: "results"; results: Results; complete: boolean }
  | { kind: "failed"; message: string };
