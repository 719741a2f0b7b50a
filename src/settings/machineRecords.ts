/** Scaling of the data, random numbers, and what runs the training. */
import { buildNames } from "./buildNames.js";
import type { Group } from "./kinds.js";
import { wholeNumber } from "./limits.js";

export const scalingNames = ["none", "bytes", "minMax", "standard", "robust", "quantileNormal"] as const;
export const targetScalingNames = ["none", "minMax", "standard", "log", "log1p"] as const;

export const machineRecords = {
  heading: "Scaling, seed, machine",
  settings: {
    scaling: {
      scope: "training",
      type: "choice",
      names: ["auto", ...scalingNames],
      default: "auto",
      commandLine: "`bytes` for images of bytes, else `standard`",
      flag: "--scaling <kind>",
      traits: ["fixedInResume"],
      meaning:
        "scaling of inputs, measured on the training data: bytes ÷ 255, to 0 … 1, to mean 0 and standard deviation 1, by median and quartiles with a smooth limit of ±3, or to normal quantiles; auto divides bytes by 255 if they are an image or some are above 127, and leaves other numbers",
      alsoCalled: ["normalize", "standardize"],
    },
    targetScaling: {
      scope: "training",
      type: "choice",
      names: targetScalingNames,
      default: "none",
      commandLine: "`standard` for numbers",
      flag: "--target-scaling <kind>",
      traits: ["changesLoss", "fixedInResume"],
      meaning:
        "scaling of targets that are numbers: to 0 … 1, to mean 0 and standard deviation 1, or the same of their logarithm, for skewed targets: log takes ln x of targets above 0, log1p ln(1 + x) of targets above −1; predictions come back in the original units",
      alsoCalled: ["logTarget", "targetTransform"],
    },
    inputBins: {
      scope: "network",
      type: "either",
      forms: [
        { type: "integer", least: 0, most: 1000 },
        { type: "list", of: { type: "integer", least: 0, most: 1000 } },
      ],
      expected: "a number of bins from 0 to 1000, or a list with one for each input column",
      default: 0,
      commandLine:
        "`8`, `16` for more than 2,400 rows, fewer for columns of few values, `0` for images; textbook: `0`",
      flag: "--input-bins <n>",
      traits: ["ofModel", "refusedByLesson", "fixedInResume"],
      meaning:
        "bins of each input column: a column becomes that many inputs, each rising from 0 to 1 within its bin; 0 leaves the column one scaled input",
      alsoCalled: ["piecewiseLinear", "ple", "bins"],
    },
    seed: {
      scope: "network",
      ...wholeNumber,
      default: 1,
      flag: "--seed <n>",
      meaning:
        "seed of first weights, split, shuffling, dropout and noise; the same seed gives the same bits",
      alsoCalled: ["randomState", "random_state"],
    },
    threads: {
      scope: "network",
      type: "either",
      forms: [
        { type: "integer", least: 1, most: 64 },
        { type: "word", word: "auto" },
      ],
      default: "auto",
      flag: "--threads <n>",
      traits: ["fixedInSearch", "freeInResume"],
      meaning: "number of threads, or auto for as many as make it faster; the results do not depend on it",
      alsoCalled: ["workers", "nJobs"],
    },
    build: {
      scope: "network",
      type: "choice",
      names: ["auto", ...buildNames],
      typeName: 'BuildName | "auto"',
      default: "auto",
      flag: "--build <name>",
      traits: ["fixedInSearch"],
      meaning:
        "WebAssembly build; all give the same bits but the `fast` ones (relaxed SIMD), which auto never takes",
    },
  },
} as const satisfies Group;
