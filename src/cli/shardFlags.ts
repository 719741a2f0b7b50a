/** The flags that divide a search or a cross-validation between processes: their help, and what they mean. */
import { ConfigError } from "../errors.js";
import { listNames } from "../nearest.js";
import { show } from "../wording.js";
import type { OutputFlags } from "./say.js";
import type { Shard } from "../train/search/shards.js";

/** Flags as commander takes them, and their help. */
export const shardFlags = [
  [
    "--shard <i/n>",
    "do the i-th of n parts of the work, from 1; auto or auto/n takes i from Slurm, Kubernetes or AWS Batch",
  ],
  ["--out <directory>", "directory of the results, which all parts share; what is there is not done again"],
  ["--collect <directory>", "take the results of all parts from there, and train what is best"],
] as const;

/** Their values, as commander gives them. */
export interface ShardFlags {
  shard?: string | undefined;
  out?: string | undefined;
  collect?: string | undefined;
}

export interface ShardWishes {
  /** The part to do; null for all of them. */
  shard: Shard | null;
  /** The folder of the results; undefined for the one beside the output. */
  folder: string | undefined;
  /** Whether nothing is to be trained but the best. */
  collects: boolean;
}

/** A scheduler that runs a command several times, and the variables that it sets. */
interface Scheduler {
  name: string;
  index: string;
  /** The number of the first part, and the step to the next one; a number or a variable. */
  first: string | number;
  step?: string;
  count: string | null;
}

const schedulers: readonly Scheduler[] = [
  {
    name: "Slurm",
    index: "SLURM_ARRAY_TASK_ID",
    first: "SLURM_ARRAY_TASK_MIN",
    step: "SLURM_ARRAY_TASK_STEP",
    count: "SLURM_ARRAY_TASK_COUNT",
  },
  { name: "Kubernetes", index: "JOB_COMPLETION_INDEX", first: 0, count: null },
  { name: "AWS Batch", index: "AWS_BATCH_JOB_ARRAY_INDEX", first: 0, count: "AWS_BATCH_JOB_ARRAY_SIZE" },
];

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws ConfigError naming the flag */
export function shardWishes(
  { shard, out, collect }: ShardFlags & OutputFlags,
  environment: Environment = process.env,
): ShardWishes {
  for (const [flag, path] of Object.entries({ "--out": out, "--collect": collect }))
    if (path === "") throw new ConfigError(`${flag}: expected a directory, got "".`);
  if (collect !== undefined) {
    const other = shard !== undefined ? "--shard" : out !== undefined ? "--out" : null;
    if (other !== null) throw new ConfigError(`--collect: does not go with ${other}. Drop one of them.`);
    return { shard: null, folder: collect, collects: true };
  }
  if (shard !== undefined && out === undefined)
    throw new ConfigError("--shard: needs the directory that all parts share. Add --out DIRECTORY.");
  return {
    shard: shard === undefined ? null : readShard(shard, environment),
    folder: out,
    collects: false,
  };
}

function readShard(text: string, environment: Environment): Shard {
  const [, first = "", second] = /^(auto|\d+)(?:\/(\d+))?$/.exec(text) ?? [];
  const count = second === undefined ? undefined : Number(second);
  if (first === "auto") return ofScheduler(count, environment);
  const index = Number(first);
  if (first !== "" && count !== undefined && index >= 1 && index <= count) return { index, count };
  throw new ConfigError(`--shard: expected a part and their number as in 3/16, or auto, got ${show(text)}.`);
}

/** The part that a scheduler has given to this process. @param given their number, if the user has said it */
function ofScheduler(given: number | undefined, environment: Environment): Shard {
  const scheduler = schedulers.find(({ index }) => environment[index] !== undefined);
  if (!scheduler) {
    const names = listNames(schedulers.map((one) => one.index));
    throw new ConfigError(`--shard: "auto" needs one of the variables ${names}. Write the part, as in 3/16.`);
  }
  const number = (name: string) => {
    const value = Number(environment[name]);
    if (environment[name]?.trim() && Number.isInteger(value)) return value;
    throw new ConfigError(`--shard: expected an integer in ${name}, got ${show(environment[name])}.`);
  };
  const { name, index, first, step, count: countName } = scheduler;
  const count = given ?? (countName === null ? undefined : number(countName));
  if (count === undefined)
    throw new ConfigError(`--shard: ${name} does not say how many parts there are. Write auto/16, for 16.`);
  const from = typeof first === "number" ? first : environment[first] === undefined ? 0 : number(first);
  const by = step === undefined || environment[step] === undefined ? 1 : number(step);
  const at = (number(index) - from) / by + 1;
  if (Number.isInteger(at) && at >= 1 && at <= count) return { index: at, count };
  throw new ConfigError(
    `--shard: ${index} is ${environment[index]}, which is not one of ${count} parts from ${from} on.`,
  );
}
