/** `chainrule trace --check FILE` and `--check-published`: compare the user's numbers, or published ones, with ours. */
import type { Language } from "../explain/language/language.js";
import { readOwnNumbers } from "../explain/ownNumbers.js";
import { comparePublished, type PublishedName, publishedNames } from "../explain/published.js";
import { bestReading, type Candidate, type Reading } from "../explain/readings.js";
import { ConfigError, DataError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { checkLanguages } from "../explain/language/checkLanguages.js";
import { checkText, type CheckTextOptions, slipSentence } from "../report/trace/checkText.js";
import { publishedText } from "../report/trace/publishedText.js";
import { readBytes } from "./files.js";
import { answer, type OutputFlags, wantsColour, widthOf } from "./say.js";

export interface CheckFlags extends OutputFlags {
  /** File with the user's numbers. */
  check?: string;
  checkPublished?: boolean;
}

/** Flags that go with neither, because they ask for other output. */
const others = {
  format: "--format",
  unit: "--unit",
  rounds: "--rounds",
  order: "--order",
  every: "--every",
  untilError: "--until-error",
  view: "--view",
  output: "--output",
} as const;

/** Refuses flags that do not go together, before any work. @throws ConfigError */
export function refuseWithCheck(
  what: string,
  flags: CheckFlags &
    Partial<Record<keyof typeof others | "inputs" | "targets" | "learningRate" | "variant", unknown>>,
): void {
  const flag = flags.check !== undefined ? "--check" : flags.checkPublished ? "--check-published" : null;
  if (flag === null) return;
  if (flags.check !== undefined && flags.checkPublished) {
    throw new ConfigError("--check: does not go with --check-published. Drop one of them.");
  }
  for (const [name, other] of Object.entries(others)) {
    if (flags[name as keyof typeof others] === undefined) continue;
    throw new ConfigError(`${other}: does not go with ${flag}. Drop one of them.`);
  }
  if (flag === "--check") return;
  if (!(publishedNames as readonly string[]).includes(what)) {
    throw new ConfigError(
      `--check-published: expected the network ${oneOf(publishedNames)}, got ${show(what)}.`,
    );
  }
  for (const [name, other] of [
    ["inputs", "--inputs"],
    ["targets", "--targets"],
    ["learningRate", "--learning-rate"],
    ["variant", "--variant"],
  ] as const) {
    if (flags[name] === undefined) continue;
    throw new ConfigError(
      `${other}: does not go with --check-published, which has its own. Drop one of them.`,
    );
  }
}

/**
 * Answers `--check` and `--check-published`; does nothing without them.
 *
 * @param what       as on the command line: a preset, a config or a model
 * @param candidates what the numbers may follow: all variants of an example, the usual one first
 * @returns whether one of them was asked for
 * @throws DataError if a number of the user is wrong, after the comparison was printed
 */
export function traceCheck(
  what: string,
  candidates: () => Candidate[],
  flags: CheckFlags,
  { language, digits }: Pick<CheckTextOptions, "language" | "digits">,
): boolean {
  const options = { language, digits, colour: wantsColour(process.stdout), width: widthOf(process.stdout) };
  if (flags.checkPublished) {
    const published = comparePublished(what as PublishedName);
    const { name, variants, headline } = published;
    const document = {
      network: name,
      variants,
      headline: headline.map(({ key, text, ours, slip }) => ({ key, printed: text, ours, slip })),
    };
    answer(flags, document, () => publishedText(published, options).join("\n"));
    return true;
  }
  if (flags.check === undefined) return false;
  const own = readOwnNumbers(new TextDecoder().decode(readBytes(flags.check)), flags.check);
  const reading = bestReading(candidates(), own);
  answer(flags, checkDocument(reading, language), () => checkText(reading, options).join("\n"));
  const { first, counts, numbers, isRight } = reading.check;
  if (isRight) return true;
  const { failure } = checkLanguages[language.code];
  throw new DataError(`${flags.check}: ${failure(counts.wrong, numbers.length, first?.key ?? null)}`);
}

/** What `--check --json` prints. */
export function checkDocument({ check, trace, variant, decimals }: Reading, language: Language) {
  const { numbers, counts, isRight, first, slips } = check;
  return {
    isRight,
    counts,
    /** How the person calculated: which variant of the example, and to how many decimals they rounded every signal. */
    reading: { variant, decimals },
    first: first?.key ?? null,
    slips: slips.map((slip) => ({ ...slip, meaning: slipSentence(slip, trace, language) })),
    numbers: numbers.map(({ key, symbol, written, ours, verdict, cause, expected, erratum }) => {
      const why = erratum && erratum.why[language.code];
      return { key, symbol, yours: written.text, ours, verdict, cause, expected, erratum: why };
    }),
  };
}
