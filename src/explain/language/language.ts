/** What a language must have to tell a trace: the type that holds every language to all sentences. */
import type { ActivationName, LossName } from "../../network/codes.js";
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
  id: string;
  /** As it stands in formulas; "" where it does not. */
  symbol: string;
  term: string;
  synonyms: readonly string[];
  meaning: string;
}

export interface Language {
  /** As in `--lang` and in HTML. */
  code: "en" | "zh";
  /** In itself. */
  name: string;
  headings: Headings;
  activations: Record<ActivationName, string>;
  losses: Record<LossName, string>;
  /** A sentence, or two, for each reason. */
  reasons: { [Id in ReasonId]: (about: Reasons[Id]) => string };
  glossary: readonly GlossaryEntry[];
}

/** The sentence for a reason. */
export function sentenceOf(language: Language, reason: Reason): string {
  const sentence = language.reasons[reason.id] as (about: Reason) => string;
  return sentence(reason);
}
