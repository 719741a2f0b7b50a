/**
 * The published versions of the worked examples beside ours: every figure that they print, whether it agrees,
 * and the errata. The figures that everyone quotes are shown to be those of a slip.
 */
import { slippedRound } from "../reference/slips.js";
import { agreement, type Agreement, readWritten, type Written } from "./agreement.js";
import { symbolReader } from "./aliases.js";
import { evaluate } from "./expression.js";
import { readAfterRounds, slipNetworkOf } from "./fingerprints.js";
import { type MatrixVariant, presetNetwork, presetOf } from "./presets.js";
import { matrixErrata } from "./published/errata-matrix.js";
import { mazurErrata } from "./published/errata-mazur.js";
import { type DocumentId, documentIds, type Erratum, type PublishedFigure } from "./published/figure.js";
import { matrixGiven, matrixValues } from "./published/matrix.js";
import { mazurGiven, mazurHeadline, mazurValues } from "./published/mazur.js";
import { runRounds } from "./rounds.js";
import { trace, type Trace } from "./trace.js";

export const publishedNames = ["mazur", "matrix"] as const satisfies readonly PublishedName[];
/** Examples that published versions print: "mazur", 2-2-2, and "matrix", 3-3-2. */
export type PublishedName = "mazur" | "matrix";

/**
 * By which weights ours is calculated: "printed", those that are printed; of the 3-3-2 example also "consistent", those
 * that give the printed signals, and "rounded", the same with signals rounded to three places.
 */
export type PublishedVariant = MatrixVariant | "rounded";

/** How a printed figure goes together with a number of ours. */
export interface AgreementWith extends Agreement {
  /** Our number. */
  readonly value: number;
}

/** A printed figure beside ours. */
export interface ComparedFigure extends PublishedFigure {
  /** The symbol as text. */
  readonly symbol: string;
  /** The printed figure as a number. */
  readonly written: Written;
  /** By variant, our number, and whether the figure agrees with it. */
  readonly ours: Readonly<Partial<Record<PublishedVariant, AgreementWith>>>;
  /** Of the headline, what the slip gives that explains it; null for the others. */
  readonly slip: AgreementWith | null;
}

/** Everything that published versions of an example print, beside ours. */
export interface Published {
  /** Which example. */
  readonly name: PublishedName;
  /** By which weights ours is calculated. */
  readonly variants: readonly PublishedVariant[];
  /** The versions that were looked at. */
  readonly documents: readonly DocumentId[];
  /** The figures that everyone quotes: the error after 1 and 10,000 rounds, the outputs after 10,000. Empty for "matrix". */
  readonly headline: readonly ComparedFigure[];
  /** Figures that are calculated. */
  readonly values: readonly ComparedFigure[];
  /** Figures that the calculation starts from. */
  readonly given: readonly ComparedFigure[];
  /** What is wrong in them, by document and line. */
  readonly errata: readonly Erratum[];
}

/** Numbers of a calculation by key. */
type NumberOf = (key: string) => number;

/**
 * Holds every figure that published versions of a worked example print against ours, and lists their errata. The figures
 * that everyone quotes (0.291027924, 0.000035085) come out to be those of a slip: the output weights were updated first.
 *
 * @param name "mazur" or "matrix"
 * @returns figures beside ours, and what is wrong in print
 *
 * @example
 * ```js
 * import { comparePublished } from "chainrule";
 *
 * const { headline, errata } = comparePublished("mazur");
 * const quoted = headline.find(({ text }) => text === "0.291027924");
 * console.log(quoted?.ours.printed?.value, quoted?.ours.printed?.agrees);
 * // → 0.29102777369359933 false
 * console.log(quoted?.slip?.value, quoted?.slip?.agrees); // → 0.29102792390544197 true
 * console.log(errata.length); // → 35
 * ```
 */
export function comparePublished(name: PublishedName): Published {
  return name === "mazur" ? compareMazur() : compareMatrix();
}

function inOrder(errata: readonly Erratum[]): Erratum[] {
  return errata.toSorted((a, b) => a.document.localeCompare(b.document) || a.lines[0]! - b.lines[0]!);
}

/** Every place of a figure: document and line. */
export function placesOf({ at }: PublishedFigure): { document: DocumentId; line: number }[] {
  return documentIds.flatMap((document) => (at[document] ?? []).map((line) => ({ document, line })));
}

/** What explains a figure that is wrong, at one of its places. */
export function erratumOf(
  errata: readonly Erratum[],
  { text }: PublishedFigure,
  document: DocumentId,
  line: number,
): Erratum | null {
  return (
    errata.find(
      (one) => one.document === document && one.lines.includes(line) && one.figures.includes(text),
    ) ?? null
  );
}

const lastRound = 10_000;

function compareMazur(): Published {
  const preset = presetOf("mazur");
  const sample = { inputs: preset.inputs[0]!, targets: preset.targets[0]! };
  const network = presetNetwork(preset);
  try {
    const traced = trace(network, sample, { names: preset.names });
    const { states } = runRounds(network, [sample], { rounds: lastRound });
    const ours = numbersOf(traced, new Map([["loss_half", 0.5]]), (rounds) => {
      const { error, outputs } = states.find(({ round }) => round === rounds)!;
      return { error, outputs };
    });
    const plain = slipNetworkOf(traced)!;
    const slipped = new Map([1, lastRound].map((n) => [n, slippedRound(plain, "updated-weights", n)]));
    const slip: NumberOf = (key) => {
      const { output, rounds } = readAfterRounds(key, traced)!;
      const { errorAfter, outputsAfter } = slipped.get(rounds)!;
      return output === null ? errorAfter : outputsAfter[output]!;
    };
    const compare = (figures: readonly PublishedFigure[], withSlip: NumberOf | null = null) =>
      figures.map((figure) => compared(figure, traced, { printed: ours }, withSlip));
    return {
      name: "mazur",
      variants: ["printed"],
      documents: ["000", "001", "002", "003"],
      headline: compare(mazurHeadline, slip),
      values: compare(mazurValues),
      given: compare(mazurGiven),
      errata: inOrder(mazurErrata),
    };
  } finally {
    network.dispose();
  }
}

function compareMatrix(): Published {
  const traceOf = (variant: MatrixVariant): Trace => {
    const preset = presetOf("matrix", variant);
    const network = presetNetwork(preset);
    try {
      const sample = { inputs: preset.inputs[0]!, targets: preset.targets[0]! };
      return trace(network, sample, { names: preset.names });
    } finally {
      network.dispose();
    }
  };
  const [printed, consistent] = [traceOf("printed"), traceOf("consistent")];
  const rounded = roundingSignals(consistent, 3);
  const ours = {
    printed: numbersOf(printed),
    consistent: numbersOf(consistent),
    rounded: (key: string) => rounded.get(key)!,
  };
  const compare = (figures: readonly PublishedFigure[]) =>
    figures.map((figure) => compared(figure, printed, ours, null));
  return {
    name: "matrix",
    variants: ["printed", "consistent", "rounded"],
    documents: ["004"],
    headline: [],
    values: compare(matrixValues),
    given: compare(matrixGiven),
    errata: inOrder(matrixErrata),
  };
}

function numbersOf(
  traced: Trace,
  others: ReadonlyMap<string, number> = new Map(),
  after: ((rounds: number) => { error: number; outputs: readonly number[] }) | null = null,
): NumberOf {
  return (key) => {
    if (key === "rounds") return lastRound;
    const place = readAfterRounds(key, traced);
    if (place && after) {
      const { error, outputs } = after(place.rounds);
      return place.output === null ? error : outputs[place.output]!;
    }
    const value = traced.values.get(key) ?? others.get(key);
    if (value === undefined) throw new Error(`published: no number for ${key}`);
    return value;
  };
}

/** The trace calculated again with every signal of the forward pass rounded to some decimals. */
function roundingSignals({ values, steps }: Trace, decimals: number): Map<string, number> {
  const again = new Map(values);
  for (const { key, expression, phase } of steps) {
    const value = evaluate(expression, again);
    again.set(key, phase === "forward" ? Number(value.toFixed(decimals)) : value);
  }
  return again;
}

function compared(
  figure: PublishedFigure,
  traced: Trace,
  ours: Partial<Record<PublishedVariant, NumberOf>>,
  slip: NumberOf | null,
): ComparedFigure {
  const written = readWritten(figure.text)!;
  const beside = (numberOf: NumberOf) => {
    const value = numberOf(figure.key);
    return { ...agreement(written, value), value };
  };
  return {
    ...figure,
    symbol: symbolReader(traced).textOf(figure.key),
    written,
    ours: Object.fromEntries(Object.entries(ours).map(([variant, numberOf]) => [variant, beside(numberOf)])),
    slip: slip && beside(slip),
  };
}
