/**
 * What `train --distributed mpi` does otherwise than `train`. Process 0 prints, saves, and writes checkpoints. The others read the same data
 * and the same checkpoint, train along, and write nothing.
 */
import { ConfigError } from "../../errors.js";
import type { FitHooks, History } from "../../train/loop/history.js";
import { show } from "../../wording.js";
import { Checkpointing } from "../checkpointing.js";
import type { FileSettings } from "../gather.js";
import { interruptible } from "../interrupt.js";
import type { SourceFlags } from "../source.js";
import type { MpiGroup } from "./group.js";

export const distributedFlag = [
  "--distributed <how>",
  "mpi: train in the processes that mpirun has started, each with a part of every batch",
] as const;

/** @throws ConfigError for another value than mpi */
export function isDistributed({ distributed }: SourceFlags): boolean {
  if (distributed === undefined) return false;
  if (distributed === "mpi") return true;
  throw new ConfigError(`--distributed: expected mpi, got ${show(distributed)}.`);
}

/** Whether this process prints and writes. */
export function isFirst(group: MpiGroup | null): boolean {
  return group === null || group.rank === 0;
}

export function groupText({ size, library }: MpiGroup): string {
  return size === 1
    ? `Training in one process. Start several with mpirun -n 4 chainrule train … (${library}).`
    : `Training in ${size} processes, by ${library}.`;
}

/** The flags of a process that writes and says nothing. */
export function withoutOutputs(flags: SourceFlags): SourceFlags {
  const nothing = { quiet: true, json: false, report: undefined, log: undefined, tensorboard: undefined };
  return Object.assign({}, flags, nothing);
}

/** @throws ConfigError for what a group does not do */
export function refuseInGroup({ folds }: FileSettings): void {
  if (folds === undefined) return;
  throw new ConfigError({
    setting: "folds",
    reason: "does not go with --distributed",
    advice: "Cross-validate first, in parts with --shard, or drop it.",
  });
}

/** Opens the checkpoints: first in process 0, which may wait for their lock, then in the others, before anything is written. */
export async function openCheckpoints(
  flags: SourceFlags,
  group: MpiGroup | null,
): Promise<Checkpointing | null> {
  if (group === null) return Checkpointing.open(flags);
  const own = group.rank === 0 ? await Checkpointing.open(flags) : null;
  group.barrier();
  const found = group.rank === 0 ? own : Checkpointing.follow(flags);
  group.barrier();
  return found;
}

/** Trains along with process 0. A signal here ends the training there too. */
export async function follow(fit: (hooks: FitHooks) => Promise<History>): Promise<void> {
  await interruptible(
    (signal) => fit({ signal }),
    () => {},
  );
}
