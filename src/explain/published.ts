/**
 * The figures that published versions of the worked examples are quoted for, beside ours. Those of the 2-2-2 example come
 * from a slip: the output weights were updated first. All other printed figures are data of docs/errata.md, in
 * scripts/documents/published/.
 */
import { slippedRound } from "../reference/slips.js";
import { agreement, type Agreement, readWritten, type Written } from "./agreement.js";
import { symbolReader } from "./aliases.js";
import { carryingDecimals } from "./carried.js";
import { readAfterRounds, slipNetworkOf } from "./fingerprints.js";
import { type MatrixVariant, presetNetwork, presetOf } from "./presets.js";
import { runRounds } from "./rounds.js";
import { trace, type Trace } from "./trace.js";

export const publishedNames = ["mazur", "matrix"] as const satisfies readonly PublishedName[];
/** Examples that have been published: "mazur", 2-2-2, and "matrix", 3-3-2. */
export type PublishedName = "mazur" | "matrix";

/**
 * Which weights our number is calculated with: "printed", those that are printed; of the 3-3-2 example also "consistent",
 * those that give the printed signals, and "rounded", the same with signals rounded to three places.
 */
export type PublishedVariant = MatrixVariant | "rounded";

/** A figure as it is printed. */
export interface PublishedFigure {
  /** The key of the number that it should be: net_h1, w5_new, error_after_10000. */
  readonly key: string;
  /** As it is printed. */
  readonly text: string;
}

/** A printed figure compared with a number of ours. */
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
  /** For an error or output after some rounds, the number that the slip gives; null for other figures. */
  readonly slip: AgreementWith | null;
}

/** The figures that an example is quoted for, beside ours. */
export interface Published {
  /** Which example. */
  readonly name: PublishedName;
  /** Which calculations of ours the figures are compared with. */
  readonly variants: readonly PublishedVariant[];
  /** Of "mazur", the error and outputs after 1 and 10,000 rounds; of "matrix", signals, error and two new weights. */
  readonly headline: readonly ComparedFigure[];
}

/** The figures that each example is quoted for. */
export const headlines: Readonly<Record<PublishedName, readonly PublishedFigure[]>> = {
  mazur: [
    { key: "error_after_1", text: "0.291027924" },
    { key: "error_after_10000", text: "0.000035085" },
    { key: "out_o1_after_10000", text: "0.015912196" },
    { key: "out_o2_after_10000", text: "0.984065734" },
    { key: "out_o2_after_10000", text: "0.98406573" },
  ],
  matrix: [
    { key: "X_hidden3", text: "0.62" },
    { key: "O_output1", text: "0.726" },
    { key: "O_output2", text: "0.708" },
    { key: "E", text: "0.59218" },
    { key: "w'_{1,1}_new", text: "0.191611086576" },
    { key: "w_{1,1}_new", text: "0.89488986540974442" },
  ],
};

const variantsOf: Readonly<Record<PublishedName, readonly PublishedVariant[]>> = {
  mazur: ["printed"],
  matrix: ["printed", "consistent", "rounded"],
};

/** Numbers of a calculation by key. */
type NumberOf = (key: string) => number;

/** Compares printed figures with ours. */
export type Compare = (figures: readonly PublishedFigure[]) => ComparedFigure[];

/**
 * Compares the figures that a published worked example is quoted for with ours. Those of "mazur" (0.291027924,
 * 0.000035085) turn out to be the numbers that a slip gives: the output weights were updated first.
 *
 * @param name "mazur" or "matrix"
 * @returns the printed figures beside ours
 *
 * @example
 * ```js
 * import { comparePublished } from "chainrule";
 *
 * const { headline } = comparePublished("mazur");
 * const quoted = headline.find(({ text }) => text === "0.291027924");
 * console.log(quoted?.ours.printed?.value, quoted?.ours.printed?.agrees);
 * // → 0.29102777369359933 false
 * console.log(quoted?.slip?.value, quoted?.slip?.agrees); // → 0.29102792390544197 true
 * ```
 */
export function comparePublished(name: PublishedName): Published {
  return { name, variants: variantsOf[name], headline: publishedComparer(name)(headlines[name]) };
}

/** A comparison of any printed figures of an example with ours; both are calculated once. */
export function publishedComparer(name: PublishedName): Compare {
  return name === "mazur" ? compareMazur() : compareMatrix();
}

const lastRound = 10_000;

function compareMazur(): Compare {
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
    const slip = (key: string) => {
      const place = readAfterRounds(key, traced);
      const round = place && slipped.get(place.rounds);
      if (!round) return null;
      return place.output === null ? round.errorAfter : round.outputsAfter[place.output]!;
    };
    return (figures) => figures.map((figure) => compared(figure, traced, { printed: ours }, slip));
  } finally {
    network.dispose();
  }
}

function compareMatrix(): Compare {
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
  const { values: rounded } = carryingDecimals(consistent, 3);
  const ours = {
    printed: numbersOf(printed),
    consistent: numbersOf(consistent),
    rounded: (key: string) => rounded.get(key)!,
  };
  return (figures) => figures.map((figure) => compared(figure, printed, ours, () => null));
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

function compared(
  figure: PublishedFigure,
  traced: Trace,
  ours: Partial<Record<PublishedVariant, NumberOf>>,
  slip: (key: string) => number | null,
): ComparedFigure {
  const written = readWritten(figure.text)!;
  const beside = (value: number) => ({ ...agreement(written, value), value });
  const slipped = slip(figure.key);
  return {
    ...figure,
    symbol: symbolReader(traced).textOf(figure.key),
    written,
    ours: Object.fromEntries(
      Object.entries(ours).map(([variant, numberOf]) => [variant, beside(numberOf(figure.key))]),
    ),
    slip: slipped === null ? null : beside(slipped),
  };
}
