/**
 * A number that belongs to an optimiser or a schedule, as data: its limits, default and meaning. The toolkit of
 * `src/settings` checks, describes and reads such records.
 */
export interface Detail {
  readonly type: "number" | "integer";
  /** Limits: above < value < below, least ≤ value ≤ most. */
  readonly above?: number;
  readonly least?: number;
  readonly below?: number;
  readonly most?: number;
  /** The value of a detail that is not given. */
  readonly default?: number;
  /** The default in words, where it is not a number. */
  readonly usual?: string;
  /** What the number does, in one line. */
  readonly meaning: string;
  /** Name of the plan's field that holds it, where that differs from the detail's own name. */
  readonly field?: string;
}
