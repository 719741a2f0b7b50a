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

export const publishedNames = ["mazur", "matrix"] as const;
export type PublishedName = (typeof publishedNames)[number];

/** "printed" is ours with the weights as they are printed; the others are of the 3-3-2 example only. */
export type PublishedVariant = MatrixVariant | "rounded";

/** A printed figure beside ours. */
export interface ComparedFigure extends PublishedFigure {
  /** The symbol as text. */
  readonly symbol: string;
  readonly written: Written;
  readonly ours: Readonly<Partial<Record<PublishedVariant, Agreement & { readonly value: number }>>>;
  /** What the slip gives, of the headline. */
  readonly slip: (Agreement & { readonly value: number }) | null;
}

export interface Published {
  readonly name: PublishedName;
  readonly variants: readonly PublishedVariant[];
  readonly documents: readonly DocumentId[];
  readonly headline: readonly ComparedFigure[];
  readonly values: readonly ComparedFigure[];
  readonly given: readonly ComparedFigure[];
  readonly errata: readonly Erratum[];
}

/** Numbers of a calculation by key. */
type NumberOf = (key: string) => number;

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
