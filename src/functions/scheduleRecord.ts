/** The record of a schedule of the learning rate. Each schedule has one, in a file of its own. */
import type { Detail } from "./detail.js";

export interface ScheduleRecord {
  /** The rate, with learning rate η, number u of the update and e of the epoch, both counted from 0. */
  readonly formula: string;
  /** When the rate changes. */
  readonly moves: "never" | "epoch" | "update";
  /** Whether the rate depends on losses, so that it cannot be known beforehand. */
  readonly followsLoss?: true;
  /** Name of the detail that gives its length, where it has one. Where that is not given, it lasts as long as a fit. */
  readonly lasts?: "epochs" | "period";
  /** What it takes, by name. */
  readonly details: Readonly<Record<string, Detail>>;
}
