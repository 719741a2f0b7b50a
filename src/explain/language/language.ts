/** The words and sentences that every language of a trace must have: the type. */
import type { ActivationName } from "../../functions/activations.js";
import type { LossName } from "../../functions/losses.js";
import type { Phase, Reason, ReasonId, Reasons } from "../step.js";

/** Headings of a trace, of tables, and labels of buttons. */
export interface Headings {
  title: string;
  /** What the calculation starts from. */
  given: string;
  network: string;
  /** Followed by "2-2-2, sigmoid" and the like. */
  layers: string;
  activation: string;
  loss: string;
  learningRate: string;
  inputs: string;
  targets: string;
  outputs: string;
  weights: string;
  biases: string;
  bias: string;
  /** Of a weight: the unit it comes from and the one it leads to. */
  from: string;
  to: string;
  before: string;
  after: string;
  phases: Record<Phase, string>;
  hiddenLayer: (index: number, count: number) => string;
  outputLayer: string;
  matrixView: string;
  rounds: string;
  round: string;
  error: string;
  target: string;
  output: string;
  /** Before the round and after it. */
  result: string;
  /** After all rounds. */
  finalOutputs: string;
  finalWeights: string;
  notes: string;
  why: string;
  glossary: string;
  term: string;
  meaning: string;
  synonyms: string;
  /** The term in another language. */
  inLanguage: (code: "en" | "zh") => string;
  step: string;
  of: string;
  forth: string;
  back: string;
  /** The file that the answer, or the table of rounds, was written to. */
  saved: (path: string, rounds?: number) => string;
  /** The target error was reached after this many rounds. */
  reached: (rounds: number, wanted: string) => string;
  notReached: (rounds: number, wanted: string) => string;
  bestKept: (round: number) => string;
}

/** A term of the field. */
export interface GlossaryEntry {
  /** The same in every language. */
  id: string;
  /** Its symbol in formulas; "" if it has none. */
  symbol: string;
  /** What it is called here. */
  term: string;
  /** Names in other books. */
  synonyms: readonly string[];
  /** Its meaning, in one or two sentences. */
  meaning: string;
}

/** One or two sentences for each reason. */
type Sentences = { [Id in ReasonId]: (about: Reasons[Id]) => string };

/** All words of a trace in one language: see `languages`. */
export interface Language {
  /** Language code, as in `--lang` and in HTML. */
  code: "en" | "zh";
  /** Name of the language in itself. */
  name: string;
  /** Headings of a trace, of tables, and labels of buttons. */
  headings: Headings;
  /** Names of the activations. */
  activations: Record<ActivationName, string>;
  /** Names of the losses, with their formulas. */
  losses: Record<LossName, string>;
  /** One or two sentences for each reason, for `sentenceOf`. */
  reasons: Sentences;
  /** The glossary, in the order in which a reader needs the terms. */
  glossary: readonly GlossaryEntry[];
}

/**
 * The sentence for a reason of a step, or for a note.
 *
 * @param language one of `languages`
 * @param reason   from a step, an equivalent or a note of a trace
 * @returns one or two sentences
 *
 * @example
 * ```js
 * import { languages, presetNetwork, presetOf, sentenceOf, trace } from "chainrule";
 *
 * const { config, parameters, inputs, targets } = presetOf("mazur");
 * const network = presetNetwork({ config, parameters });
 * const { steps } = trace(network, { inputs: inputs[0], targets: targets[0] });
 * console.log(sentenceOf(languages.en, steps[1].reason));
 * // → The logistic function squashes the net input into a value between 0 and 1: the output of h1.
 * console.log(sentenceOf(languages.zh, steps[1].reason));
 * // → 逻辑斯谛函数把净输入压缩到 0 与 1 之间，结果就是 h1 的输出。
 * ```
 */
export function sentenceOf(language: Language, reason: Reason): string {
  const sentence = language.reasons[reason.id] as (about: Reason) => string;
  return sentence(reason);
}
