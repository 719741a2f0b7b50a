/** `chainrule trace`: every number of one round, or the error over many rounds. */
import { traceDocument } from "../explain/document.js";
import { withDocumentNotes } from "../explain/documentNotes.js";
import type { Language } from "../explain/language/language.js";
import type { Candidate } from "../explain/readings.js";
import { type Rounds, runRounds } from "../explain/rounds.js";
import { type Sample, type Trace, trace } from "../explain/trace.js";
import { ConfigError } from "../errors.js";
import { csvHead, csvRow, roundsText } from "../report/trace/roundsText.js";
import { traceText } from "../report/trace/traceText.js";
import { checkWritable, refuseOverwriting } from "./files.js";
import { answer, note, toStdout, wantsColour, widthOf } from "./say.js";
import { refuseWithCheck, traceCheck } from "./traceCheck.js";
import { type Asked, readFlags, type TraceFlags } from "./traceFlags.js";
import { formatTrace } from "./traceFormats.js";
import { tellGlossary } from "./traceGlossary.js";
import { writeWhole } from "./wholeFile.js";
import { openSource, type TraceSource } from "./traceSource.js";

export async function traceCommand(what: string, flags: TraceFlags): Promise<void> {
  const asked = readFlags(flags);
  if (flags.glossary !== undefined) {
    tellGlossary(flags.glossary, flags, asked.language);
    return;
  }
  refuseWithCheck(what, flags);
  if (flags.output !== undefined) {
    checkWritable(flags.output, "--output");
    refuseOverwriting(flags.output, "--output", { "the network": what, "the data": flags.data });
  }
  const source = await openSource(what, flags);
  const others: TraceSource[] = [];
  try {
    if (flags.check !== undefined) {
      for (const variant of source.others) others.push(await openSource(what, { ...flags, variant }));
    }
    const candidates = () => candidatesOf([source, ...others], asked);
    if (!traceCheck(what, candidates, flags, asked)) await tell(source, flags, asked);
  } finally {
    for (const { network } of [source, ...others]) network.dispose();
  }
}

/** What somebody's numbers may follow: the network, and of an example the other variants, unless one is asked for. */
function candidatesOf(sources: readonly TraceSource[], asked: Asked): Candidate[] {
  const { learningRate } = asked;
  return sources.map(({ network, names, samples, shown, variant }) => {
    const sample = sampleAt(samples, asked.sample ?? shown);
    return {
      variant,
      trace: trace(network, sample, { names, learningRate }),
      after: (rounds) => runRounds(network, [sample], { rounds, learningRate }).states.at(-1)!,
    };
  });
}

async function tell(
  { network, names, samples, shown, variant }: TraceSource,
  flags: TraceFlags,
  asked: Asked,
): Promise<void> {
  const { language, digits, every, untilError, learningRate } = asked;
  const sample = sampleAt(samples, asked.sample ?? shown);
  const traced = withDocumentNotes(
    trace(network, sample, { names, learningRate, unit: flags.unit, label: (name) => `--${name}` }),
  );
  const isToFile = flags.output !== undefined;
  const colour = !isToFile && wantsColour(process.stdout);
  const width = isToFile ? 100 : widthOf(process.stdout);
  if (asked.rounds === null) {
    const options = { language, digits, colour, view: asked.view, width };
    await say(flags, language, traceDocument(traced, language), () =>
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
    order: asked.order ?? (variant === "listing" ? "random" : "turns"),
    learningRate,
    untilError: untilError ?? undefined,
    every: every ?? undefined,
    onEvery: (state) => void lines.push(csvRow(state, traced, trained.length)),
  });
  const table = (inColour: boolean) =>
    roundsText(result, traced, { language, digits, colour: inColour, width, wanted: flags.untilError }).join(
      "\n",
    );
  if (every !== null && isToFile) {
    await writeWhole(flags.output!, lines.join("\n") + "\n");
    toStdout(table(wantsColour(process.stdout)) + "\n");
    note(flags, language.headings.saved(flags.output!, lines.length - 1));
    return;
  }
  const { states } = result;
  const options = { language, digits, view: asked.view, rounds: states };
  await say(flags, language, documentOf(traced, language, result), () => {
    if (every !== null) return lines.join("\n");
    return asked.format === "text" ? table(colour) : formatTrace(asked.format, traced, options);
  });
}

/** Writes to the file that the user named, else to stdout. */
async function say(
  flags: TraceFlags,
  language: Language,
  document: unknown,
  text: () => string,
): Promise<void> {
  if (flags.output === undefined) {
    answer(flags, document, text);
    return;
  }
  await writeWhole(flags.output, (flags.json ? JSON.stringify(document, null, 2) : text()) + "\n");
  note(flags, language.headings.saved(flags.output));
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
