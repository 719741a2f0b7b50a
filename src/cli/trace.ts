/** `chainrule trace`: every number of one round, or the error over many rounds. */
import { traceDocument } from "../explain/document.js";
import type { Language } from "../explain/language/language.js";
import { languageCodes, languages } from "../explain/language/languages.js";
import { matrixVariants } from "../explain/presets.js";
import { type Rounds, runRounds } from "../explain/rounds.js";
import { type Sample, type Trace, trace } from "../explain/trace.js";
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { allDigits } from "../report/trace/numberText.js";
import { csvHead, csvRow, roundsText } from "../report/trace/roundsText.js";
import { traceText } from "../report/trace/traceText.js";
import { checkWritable, refuseOverwriting, writeWhole } from "./files.js";
import { answer, note, type OutputFlags, wantsColour, widthOf } from "./say.js";
import { numberOf } from "../settings/readText.js";
import { type CheckFlags, refuseWithCheck, traceCheck } from "./traceCheck.js";
import { formatTrace, traceFormats } from "./traceFormats.js";
import { openSource, type SourceFlags, type TraceSource } from "./traceSource.js";

/** Flags by the names that commander gives them; numbers are still text. */
type TraceFlags = OutputFlags &
  CheckFlags &
  SourceFlags & { output?: string } & Partial<
    Record<
      | "sample"
      | "learningRate"
      | "digits"
      | "lang"
      | "format"
      | "view"
      | "unit"
      | "rounds"
      | "every"
      | "untilError",
      string
    >
  >;

export const traceFlags: readonly [string, string][] = [
  ["--variant <name>", `third row of weights of "matrix": ${matrixVariants.join(" | ")} (printed)`],
  ["--inputs <numbers>", "other inputs, separated by commas"],
  ["--targets <numbers>", "other targets, separated by commas"],
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
  ["--every <k>", "with --rounds: CSV of the weights after every k rounds"],
  ["--until-error <e>", "stop when the error is no larger; keep the best weights (100000 rounds at most)"],
  ["--check <file>", "compare numbers of your own: JSON of symbol: value, or CSV of symbol,value"],
  ["--check-published", "compare the figures of published versions with ours"],
  ["-o, --output <file>", "write to a file instead of printing"],
];

export const traceExamples = `
A config is one of "train" with "weights", "biasValues", "inputs" and "targets" beside its settings. Each row of a
matrix of weights holds those that lead into one neuron:
  { "layers": [2, 2, 1], "biases": "shared", "optimizer": { "learningRate": 0.5 },
    "weights": [[[0.15, 0.2], [0.25, 0.3]], [[0.4, 0.45]]], "biasValues": [0.35, 0.6],
    "inputs": [0.05, 0.1], "targets": [0.01] }

Examples:
  chainrule trace --format html -o lesson.html     a page to click through, step by step
  chainrule trace                                  the 2-2-2 example, step by step
  chainrule trace matrix --view matrix             3-3-2 in matrices
  chainrule trace mazur --rounds 10000             the error on its way down
  chainrule trace xor --sample 2 --lang zh
  chainrule trace mazur --check mine.csv           your own numbers: lines such as net_h1,0.3775
  chainrule trace mazur --check-published
  chainrule trace model.safetensors --data iris.csv --sample 7 --unit o1
`;

/** Largest number of rounds if only --until-error is given. */
const mostRounds = 100_000;

export async function traceCommand(what: string, flags: TraceFlags): Promise<void> {
  const asked = readFlags(flags);
  refuseWithCheck(what, flags);
  if (flags.output !== undefined) {
    checkWritable(flags.output, "--output");
    refuseOverwriting(flags.output, "--output", { "the network": what, "the data": flags.data });
  }
  const source = await openSource(what, flags);
  try {
    if (isCheck(source, what, flags, asked)) return;
    tell(source, flags, asked);
  } finally {
    source.network.dispose();
  }
}

type Asked = ReturnType<typeof readFlags>;

/** Checks numbers, if asked to. @returns whether it did */
function isCheck(
  { network, names, samples }: TraceSource,
  what: string,
  flags: TraceFlags,
  asked: Asked,
): boolean {
  const { learningRate } = asked;
  return traceCheck(
    { what, network, names, sample: sampleAt(samples, asked.sample), learningRate },
    flags,
    asked,
  );
}

function tell({ network, names, samples }: TraceSource, flags: TraceFlags, asked: Asked): void {
  const { language, digits, every, untilError, learningRate } = asked;
  const sample = sampleAt(samples, asked.sample);
  const traced = trace(network, sample, {
    names,
    learningRate,
    unit: flags.unit,
    label: (name) => `--${name}`,
  });
  const isToFile = flags.output !== undefined;
  const colour = !isToFile && wantsColour(process.stdout);
  if (asked.rounds === null) {
    const width = isToFile ? 100 : widthOf(process.stdout);
    const options = { language, digits, colour, view: asked.view, width };
    say(flags, traceDocument(traced, language), () =>
      asked.format === "text"
        ? traceText(traced, options).join("\n")
        : formatTrace(asked.format, traced, options),
    );
    return;
  }
  const trained = flags.sample === undefined ? samples : [sample];
  const lines = [csvHead(traced, trained.length)];
  const result = runRounds(network, trained, {
    rounds: asked.rounds,
    learningRate,
    untilError: untilError ?? undefined,
    every: every ?? undefined,
    onEvery: (state) => void lines.push(csvRow(state, traced, trained.length)),
  });
  const table = (inColour: boolean) =>
    roundsText(result, traced, { language, digits, colour: inColour, wanted: flags.untilError }).join("\n");
  if (every !== null && isToFile) {
    writeWhole(flags.output!, lines.join("\n") + "\n");
    process.stdout.write(table(wantsColour(process.stdout)) + "\n");
    note(flags, `Saved ${lines.length - 1} rounds in ${flags.output}.`);
    return;
  }
  const { states } = result;
  const options = { language, digits, view: asked.view, rounds: states };
  say(flags, documentOf(traced, language, result), () => {
    if (every !== null) return lines.join("\n");
    return asked.format === "text" ? table(colour) : formatTrace(asked.format, traced, options);
  });
}

/** Writes to the file that the user named, else to stdout. */
function say(flags: TraceFlags, document: unknown, text: () => string): void {
  if (flags.output === undefined) {
    answer(flags, document, text);
    return;
  }
  writeWhole(flags.output, (flags.json ? JSON.stringify(document, null, 2) : text()) + "\n");
  note(flags, `Saved in ${flags.output}.`);
}

function documentOf(traced: Trace, language: Language, result: Rounds) {
  const document = traceDocument(traced, language, result.states);
  const { rounds, isReached, best, samples, parameters } = result;
  const final = { rounds, isReached, best, samples, parameters: parameters.map(plainLayer) };
  return { ...document, final };
}

function plainLayer({ weights, biases }: Rounds["parameters"][0]) {
  return { weights: Array.from(weights), biases: Array.from(biases) };
}

function sampleAt(samples: readonly Sample[], at: number): Sample {
  const sample = samples[at - 1];
  if (!sample) throw new ConfigError(`--sample: expected an integer 1 to ${samples.length}, got ${at}.`);
  return sample;
}

/** Flags as numbers and names. @throws ConfigError naming the flag */
function readFlags(flags: TraceFlags) {
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
    digits: integer("digits", "--digits", 1, allDigits) ?? 9,
    learningRate: positive("learningRate", "--learning-rate") ?? undefined,
    language: languages[choice(flags.lang, "--lang", languageCodes)],
    format: choice(flags.format, "--format", traceFormats),
    view: choice(flags.view, "--view", ["scalar", "matrix"] as const),
  };
}
