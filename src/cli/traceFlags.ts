/** The flags of `chainrule trace` as numbers and names. Their help is in `traceHelp.ts`. */
import { languageCodes, languages } from "../explain/language/languages.js";
import { roundsOrders } from "../explain/rounds.js";
import { ConfigError } from "../errors.js";
import { allDigits } from "../report/trace/numberText.js";
import { numberOf } from "../settings/readText.js";
import { oneOf, show } from "../wording.js";
import { languageOf } from "./locale.js";
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
    sample: integer("sample", "--sample", 1),
    order: flags.order === undefined ? null : choice(flags.order, "--order", roundsOrders),
    digits: integer("digits", "--digits", 1, allDigits) ?? 9,
    learningRate: positive("learningRate", "--learning-rate") ?? undefined,
    language:
      languages[flags.lang === undefined ? languageOf() : choice(flags.lang, "--lang", languageCodes)],
    format: choice(flags.format, "--format", traceFormats),
    view: choice(flags.view, "--view", ["scalar", "matrix"] as const),
  };
}

/** The flags of one call, as numbers and names. */
export type Asked = ReturnType<typeof readFlags>;
