/** Parts of some work that is divided between processes. */
import { ConfigError } from "../../errors.js";
import { show } from "../../wording.js";

/** A part of the work: number `index` of `count`, from 1. */
export interface Shard {
  /** Its number, from 1. */
  index: number;
  /** Number of parts. */
  count: number;
}

/** @throws ConfigError */
export function checkShard({ index, count }: Shard): void {
  if (Number.isInteger(count) && count >= 1 && Number.isInteger(index) && index >= 1 && index <= count)
    return;
  throw new ConfigError({
    setting: "shard",
    expected: "integers with 1 ≤ index ≤ count",
    got: `index ${show(index)}, count ${show(count)}`,
  });
}

/** Whether a shard does the piece of work with this number, from 0. */
export function ownsPart({ index, count }: Shard, piece: number): boolean {
  return piece % count === index - 1;
}
