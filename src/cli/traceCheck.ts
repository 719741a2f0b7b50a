/** `chainrule trace --check FILE` and `--check-published`: compare the user's numbers, or published ones, with ours. */
import { type Check, check } from "../explain/check.js";
import type { Language } from "../explain/language/language.js";
import { readOwnNumbers } from "../explain/ownNumbers.js";
import { comparePublished, type PublishedName, publishedNames } from "../explain/published.js";
import { runRounds } from "../explain/rounds.js";
import { type Sample, type Trace, trace } from "../explain/trace.js";
import { ConfigError, DataError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import type { NameStyle } from "../explain/names.js";
import { checkText, type CheckTextOptions, slipSentence } from "../report/trace/checkText.js";
import { publishedText } from "../report/trace/publishedText.js";
import type { Network } from "../train/network.js";
import { readBytes } from "./files.js";
import { answer, type OutputFlags, wantsColour, widthOf } from "./say.js";

export interface CheckFlags extends OutputFlags {
  /** File with the user's numbers. */
  check?: string;
  checkPublished?: boolean;
}

/** What the numbers are compared with. */
export interface CheckSubject {
  /** As on the command line: a preset, a config or a model. */
  what: string;
  network: Network;
  names: NameStyle;
  sample: Sample;
  learningRate?: number;
}

/** Flags that go with neither, because they ask for other output. */
const others = {
  format: "--format",
  unit: "--unit",
  rounds: "--rounds",
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
 * @returns whether one of them was asked for
 * @throws DataError if a number of the user is wrong, after the comparison was printed
 */
export function traceCheck(
  { what, network, names, sample, learningRate }: CheckSubject,
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
  const traced = trace(network, sample, { names, learningRate });
  const checked = check(traced, own, (rounds) =>
    runRounds(network, [sample], { rounds, learningRate }).states.at(-1)!,
  );
  answer(flags, checkDocument(checked, traced, language), () =>
    checkText(checked, traced, options).join("\n"),
  );
  if (checked.isRight) return true;
  const { first, counts, numbers } = checked;
  const found = `${counts.wrong} of ${numbers.length} numbers ${counts.wrong === 1 ? "is" : "are"} wrong`;
  throw new DataError(`${flags.check}: ${found}${first ? `, the first is ${first.key}` : ""}.`);
}

/** What `--check --json` prints. */
export function checkDocument(
  { numbers, counts, isRight, first, slips }: Check,
  traced: Trace,
  language: Language,
) {
  return {
    isRight,
    counts,
    first: first?.key ?? null,
    slips: slips.map((slip) => ({ ...slip, meaning: slipSentence(slip, traced, language) })),
    numbers: numbers.map(({ key, symbol, written, ours, verdict, cause, expected }) => {
      return { key, symbol, yours: written.text, ours, verdict, cause, expected };
    }),
  };
}
