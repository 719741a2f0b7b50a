/** The flags of `chainrule trace`: their help, and their values as numbers and names. */
import { languageCodes, languages } from "../explain/language/languages.js";
import { roundsOrders } from "../explain/rounds.js";
import { presetVariants } from "../explain/presets.js";
import { ConfigError } from "../errors.js";
import { allDigits } from "../report/trace/numberText.js";
import { numberOf } from "../settings/readText.js";
import { oneOf, show } from "../wording.js";
import type { OutputFlags } from "./say.js";
import type { CheckFlags } from "./traceCheck.js";
import { traceFormats } from "./traceFormats.js";
import type { SourceFlags } from "./traceSource.js";

/** Flags by the names that commander gives them; numbers are still text. */
export type TraceFlags = OutputFlags &
  CheckFlags &
  SourceFlags & { output?: string; glossary?: string | true } & Partial<
    Record<
      | "sample"
      | "learningRate"
      | "digits"
      | "lang"
      | "format"
      | "view"
      | "unit"
      | "rounds"
      | "order"
      | "every"
      | "untilError",
      string
    >
  >;

export const variantHelp = Object.entries(presetVariants)
  .map(([name, variants]) => `of ${name}: ${variants.join(" | ")} (${variants[0]})`)
  .join("; ");

export const traceFlags: readonly [string, string][] = [
  ["--variant <name>", variantHelp],
  ["--inputs <numbers>", 'other samples: "0.05,0.1", or several: "0,0;0,1"'],
  ["--targets <numbers>", 'their targets: "0.01,0.99", or several: "0;1"'],
  ["--data <file>", "samples: CSV with a header, or IDX images"],
  ["--labels <file>", "IDX labels of IDX images"],
  ["--target <column>", "CSV column of the targets, where a config reads CSV"],
  ["--separator <mark>", 'between CSV cells: "," | ";" | "|" | tab (",")'],
  ["--sample <n>", "which sample, from 1 (1)"],
  ["--learning-rate <rate>", "η of the update (that of the network)"],
  ["--digits <n>", "decimal places, 1 to 17; 17 shows every digit (9)"],
  ["--lang <code>", `${languageCodes.join(" | ")} (en)`],
  ["--format <name>", `${traceFormats.join(" | ")} (text)`],
  ["--view <kind>", "scalar | matrix (scalar)"],
  ["--unit <name>", "steps of one neuron only, such as h1 or o2"],
  ["--rounds <n>", "number of rounds to train; show how the error falls"],
  [
    "--order <name>",
    "with --rounds, which sample each takes: turns | random (turns; listing of xor: random)",
  ],
  ["--every <k>", "with --rounds: CSV of the weights after every k rounds"],
  ["--until-error <e>", "stop when the error is no larger; keep the best weights (100000 rounds at most)"],
  ["--check <file>", "compare numbers of your own: JSON of symbol: value, or CSV of symbol,value"],
  ["--check-published", "compare the figures of published versions with ours"],
  ["--glossary [word]", "what a word means, in either language; without a word: all terms"],
  ["-o, --output <file>", "write to a file instead of printing"],
];

export const traceExamples = `
A config is one of "train": "weights", "biasValues", "inputs" and "targets" stand beside its settings. Each row of a
matrix of weights holds those that lead into one neuron. Flat lists in this order, and names, mean the same: [0.15, 0.2, …],
{ "w1": 0.15, … }, or { "w_{1,1}": 0.15, … }, from 1 to 1. "example" takes everything else from a worked example:
  { "layers": [2, 2, 1], "biases": "shared", "optimizer": { "learningRate": 0.5 },
    "weights": [[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45]]], "biasValues": [0.35, 0.6],
    "inputs": [0.05, 0.1], "targets": [0.01] }
  { "example": "mazur", "targets": [0.2, 0.8] }

Examples:
  chainrule trace --format html -o lesson.html     a page to click through, step by step
  chainrule trace                                  the 2-2-2 example, step by step
  chainrule trace matrix --view matrix             3-3-2 in matrices
  chainrule trace mazur --rounds 10000             the error on its way down
  chainrule trace xor --sample 2 --lang zh
  chainrule trace xor --variant listing --rounds 10000
  chainrule trace --glossary epsilon
  chainrule trace mazur --check mine.csv           your own numbers: lines such as net_h1,0.3775
  chainrule trace mazur --check-published
  chainrule trace model.safetensors --data iris.csv --sample 7 --unit o1
`;

/** Largest number of rounds if only --until-error is given. */
const mostRounds = 100_000;

/** Flags as numbers and names. @throws ConfigError naming the flag */
export function readFlags(flags: TraceFlags) {
  const integer = (name: keyof TraceFlags, flag: string, least: number, most = Number.MAX_SAFE_INTEGER) => {
    const text = flags[name];
    if (text === undefined) return null;
    const value = numberOf(String(text));
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most)
      return value;
    const span = most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `${least} to ${most}`;
    throw new ConfigError(`${flag}: expected an integer ${span}, got ${show(value)}.`);
  };
  const positive = (name: keyof TraceFlags, flag: string) => {
    const text = flags[name];
    if (text === undefined) return null;
    const value = numberOf(String(text));
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
    throw new ConfigError(`${flag}: expected a finite number > 0, got ${show(value)}.`);
  };
  const choice = <Name extends string>(
    given: string | undefined,
    flag: string,
    names: readonly Name[],
  ): Name => {
    if (given === undefined) return names[0]!;
    if ((names as readonly string[]).includes(given)) return given as Name;
    throw new ConfigError(`${flag}: expected ${oneOf(names)}, got ${show(given)}.`);
  };
  const untilError = positive("untilError", "--until-error");
  const rounds = integer("rounds", "--rounds", 0) ?? (untilError === null ? null : mostRounds);
  const every = integer("every", "--every", 1);
  if (every !== null && rounds === null) {
    throw new ConfigError("--every: goes with --rounds or --until-error. Add one of them.");
  }
  if (every !== null && flags.json) {
    throw new ConfigError("--every: gives CSV, which does not go with --json. Drop one of them.");
  }
  if (flags.format !== undefined && (flags.json || every !== null)) {
    const other = flags.json ? "--json" : "--every";
    throw new ConfigError(`--format: does not go with ${other}. Drop one of them.`);
  }
  if (rounds === null && flags.order !== undefined) {
    throw new ConfigError("--order: goes with --rounds or --until-error. Add one of them.");
  }
  if (rounds !== null && flags.unit !== undefined) {
    throw new ConfigError(
      "--unit: goes with the steps of one round. Drop it, or --rounds and --until-error.",
    );
  }
  return {
    rounds,
    every,
    untilError,
    sample: integer("sample", "--sample", 1) ?? 1,
    order: flags.order === undefined ? null : choice(flags.order, "--order", roundsOrders),
    digits: integer("digits", "--digits", 1, allDigits) ?? 9,
    learningRate: positive("learningRate", "--learning-rate") ?? undefined,
    language: languages[choice(flags.lang, "--lang", languageCodes)],
    format: choice(flags.format, "--format", traceFormats),
    view: choice(flags.view, "--view", ["scalar", "matrix"] as const),
  };
}

/** The flags of one call, as numbers and names. */
export type Asked = ReturnType<typeof readFlags>;
