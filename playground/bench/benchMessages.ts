/** What the page and the worker that measures say to each other. */
import type { Results } from "../../bench/results.js";
import type { Progress } from "../../bench/suite.js";

/** short: as `bench --quick`, and a single turn where a step is slow; full: as `bench`. */
export const modes = ["short", "full"] as const;
export type Mode = (typeof modes)[number];

/** Said once, to begin. */
export interface Order {
  /** null: all. */
  case: string | null;
  mode: Mode;
}

export type Reply =
  | { kind: "progress"; progress: Progress }
  /** The results so far, or all of them. */
  | { kind: "results"; results: Results; complete: boolean }
  | { kind: "failed"; message: string };
