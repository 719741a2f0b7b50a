/** The flags about checkpoints of `train`: their help, and what they mean. */
import { resolve } from "node:path";
import { ConfigError } from "../errors.js";
import type { Checkpoint } from "../train/loop/history.js";
import { show } from "../wording.js";

/** What is used where a flag is not given. */
export const usualEvery = "5m";
export const usualKeep = 3;

/** Flags as commander takes them, and their help. */
export const checkpointFlags = [
  ["--checkpoint <directory>", "directory for checkpoints, from which --resume goes on after a crash"],
  [
    "--checkpoint-every <times>",
    `how often: 90s, 5m, 2h, 1000b (batches), 1e (epochs); of several, as in 5m,1e, whichever comes first (default: ${usualEvery})`,
  ],
  ["--keep <n>", `how many checkpoints stay, the newest (default: ${usualKeep})`],
  [
    "--resume <directory>",
    "go on from the newest good checkpoint, with its data, settings and files unless you give others; with --checkpoint of the same directory, start if it has no checkpoint yet",
  ],
  ["--resume-anyway", "with --resume: allow other data and settings, where they still fit the checkpoint"],
] as const;

/** Their values, as commander gives them. */
export interface CheckpointFlags {
  checkpoint?: string | undefined;
  checkpointEvery?: string | undefined;
  keep?: string | undefined;
  resume?: string | undefined;
  resumeAnyway?: boolean | undefined;
}

type Every = Checkpoint["every"];

export interface CheckpointWishes {
  /** The folder to write to. */
  readonly folder: string;
  /** The folder to go on from; null for a new training. */
  readonly resume: string | null;
  /** Whether a training may start from the beginning if the directory has no checkpoint. */
  readonly mayStart: boolean;
  readonly mayDiffer: boolean;
  /** As written; undefined where not given. */
  readonly every: string | undefined;
  readonly keep: number | undefined;
}

/** @returns null where no flag is given. @throws ConfigError naming the flag */
export function checkpointWishes(flags: CheckpointFlags): CheckpointWishes | null {
  const { checkpoint, checkpointEvery, keep, resume, resumeAnyway = false } = flags;
  const folder = checkpoint ?? resume;
  for (const [flag, path] of Object.entries({ "--checkpoint": checkpoint, "--resume": resume }))
    if (path === "") throw new ConfigError(`${flag}: expected a directory, got "".`);
  if (resume === undefined && resumeAnyway)
    throw new ConfigError("--resume-anyway: goes with --resume, which is not there. Drop it.");
  if (folder === undefined) {
    const flag = checkpointEvery !== undefined ? "--checkpoint-every" : keep !== undefined ? "--keep" : null;
    if (flag)
      throw new ConfigError(`${flag}: goes with --checkpoint, which is not there. Add it, or drop this.`);
    return null;
  }
  if (checkpointEvery !== undefined) readEvery(checkpointEvery);
  return {
    folder,
    resume: resume ?? null,
    mayStart: checkpoint !== undefined && resume !== undefined && resolve(checkpoint) === resolve(resume),
    mayDiffer: resumeAnyway,
    every: checkpointEvery,
    keep: keep === undefined ? undefined : readKeep(keep),
  };
}

const units = {
  s: ["seconds", 1],
  m: ["seconds", 60],
  h: ["seconds", 3600],
  b: ["batches", 1],
  e: ["epochs", 1],
} as const;

/** `5m,1e` → `{ seconds: 300, epochs: 1 }` @throws ConfigError */
export function readEvery(text: string): Every {
  const every: Every = {};
  for (const part of text.split(",")) {
    const [, number = "", unit = ""] = /^\s*(\d+(?:\.\d+)?)([smhbe])\s*$/.exec(part) ?? [];
    const [name, factor] = units[unit as keyof typeof units] ?? ["seconds", 0];
    const value = Number(number) * factor;
    const isRight = value > 0 && (name === "seconds" || Number.isSafeInteger(value)) && !(name in every);
    if (!isRight) {
      const expected = "times such as 90s, 5m, 2h, 1000b or 1e, each unit once";
      throw new ConfigError(`--checkpoint-every: expected ${expected}, got ${show(text)}.`);
    }
    every[name] = value;
  }
  return every;
}

function readKeep(text: string): number {
  const keep = Number(text);
  if (text.trim() !== "" && Number.isSafeInteger(keep) && keep >= 1) return keep;
  throw new ConfigError(`--keep: expected an integer ≥ 1, got ${show(text)}.`);
}
