import { describe, expect, it } from "vitest";
import { shardWishes } from "../../../src/cli/shardFlags.js";

const shardOf = (shard: string, environment = {}) => shardWishes({ shard, out: "trials" }, environment).shard;

describe("--shard", () => {
  it.each([
    ["3/16", {}, { index: 3, count: 16 }],
    ["1/1", { SLURM_ARRAY_TASK_ID: "7" }, { index: 1, count: 1 }],
    ["auto", { SLURM_ARRAY_TASK_ID: "3", SLURM_ARRAY_TASK_COUNT: "16" }, { index: 4, count: 16 }],
    [
      "auto",
      {
        SLURM_ARRAY_TASK_ID: "7",
        SLURM_ARRAY_TASK_MIN: "1",
        SLURM_ARRAY_TASK_STEP: "3",
        SLURM_ARRAY_TASK_COUNT: "4",
      },
      { index: 3, count: 4 },
    ],
    ["auto/5", { JOB_COMPLETION_INDEX: "0" }, { index: 1, count: 5 }],
    ["auto", { AWS_BATCH_JOB_ARRAY_INDEX: "4", AWS_BATCH_JOB_ARRAY_SIZE: "5" }, { index: 5, count: 5 }],
  ])("%s with %j", (text, environment, shard) => {
    expect(shardOf(text, environment)).toEqual(shard);
  });

  it.each([
    ["0/4", {}, '--shard: expected a part and their number as in 3/16, or auto, got "0/4".'],
    ["5/4", {}, '--shard: expected a part and their number as in 3/16, or auto, got "5/4".'],
    ["3", {}, '--shard: expected a part and their number as in 3/16, or auto, got "3".'],
    [
      "auto/4",
      {},
      '--shard: "auto" needs one of the variables "SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX" and "AWS_BATCH_JOB_ARRAY_INDEX". Write the part, as in 3/16.',
    ],
    [
      "auto",
      { JOB_COMPLETION_INDEX: "3" },
      "--shard: Kubernetes does not say how many parts there are. Write auto/16, for 16.",
    ],
    [
      "auto/4",
      { JOB_COMPLETION_INDEX: "4" },
      "--shard: JOB_COMPLETION_INDEX is 4, which is not one of 4 parts from 0 on.",
    ],
    [
      "auto/4",
      { JOB_COMPLETION_INDEX: "x" },
      '--shard: expected an integer in JOB_COMPLETION_INDEX, got "x".',
    ],
  ])("refuses %s with %j", (text, environment, message) => {
    expect(() => shardOf(text, environment)).toThrow(message);
  });

  it.each([
    [{ shard: "1/2" }, "--shard: needs the directory that all parts share. Add --out DIRECTORY."],
    [{ collect: "a", out: "b" }, "--collect: does not go with --out. Drop one of them."],
    [{ collect: "a", shard: "1/2" }, "--collect: does not go with --shard. Drop one of them."],
    [{ out: "" }, '--out: expected a directory, got "".'],
  ])("refuses %j", (flags, message) => {
    expect(() => shardWishes(flags, {})).toThrow(message);
  });
});
