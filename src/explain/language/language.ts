/** What a language must have to tell a trace: the type that holds every language to all sentences. */
import type { ActivationName } from "../../functions/activations.js";
import type { LossName } from "../../functions/losses.js";
import type { Phase, Reason, ReasonId, Reasons } from "../step.js";

/** Words above parts of a trace, in tables and on buttons. */
export interface Headings {
  title: string;
  /** What the calculation starts from. */
  given: string;
  network: string;
  /** "2-2-2, sigmoid" and the like stand behind these. */
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
  step: string;
  of: string;
  forth: string;
  back: string;
  /** After this many rounds the error was at most the wanted one. */
  reached: (rounds: number, wanted: string) => string;
  notReached: (rounds: number, wanted: string) => string;
  bestKept: (round: number) => string;
}

/** A term of the field. */
export interface GlossaryEntry {
  /** The same in every language. */
  id: string;
  /** As it stands in formulas; "" where it does not. */
  symbol: string;
  /** What it is called here. */
  term: string;
  /** What other books call it. */
  synonyms: readonly string[];
  /** What it is, in a sentence or two. */
  meaning: string;
}

/** A sentence, or two, for each reason. */
type Sentences = { [Id in ReasonId]: (about: Reasons[Id]) => string };

/** Everything that a trace says in words, in one language: see `languages`. */
export interface Language {
  /** As in `--lang` and in HTML. */
  code: "en" | "zh";
  /** What the language calls itself. */
  name: string;
  /** Words above parts of a trace, in tables and on buttons. */
  headings: Headings;
  /** What activations are called, by name. */
  activations: Record<ActivationName, string>;
  /** What losses are called, by name, with a formula. */
  losses: Record<LossName, string>;
  /** A sentence, or two, for each reason: `sentenceOf` asks for them. */
  reasons: Sentences;
  /** Terms of the field, in the order in which they are needed. */
  glossary: readonly GlossaryEntry[];
}

/**
 * The sentence for a reason: why a step of a trace is as it is, or what a note says.
 *
 * @param language one of `languages`
 * @param reason   of a step, an equivalent or a note of a trace
 * @returns a sentence, or two
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
