/** A trace as one JSON document: `{ network, rounds, steps }`, numbers with all their digits. */
import { type Language, sentenceOf } from "./language/language.js";
import type { Equivalent, TraceStep } from "./step.js";
import type { RoundState, Trace, TracedNetwork, TracedParameter } from "./trace.js";
import { keyOf, textOf } from "./symbol.js";

/** A weight or bias in a document. */
export interface DocumentParameter extends Omit<TracedParameter, "symbol"> {
  /** In ASCII, for programs: w5, b1. */
  readonly key: string;
  /** For reading. */
  readonly symbol: string;
}

/** The network in a document, and what the calculation starts from. */
export interface DocumentNetwork
  extends Omit<TracedNetwork, "parameters">, Pick<Trace, "inputs" | "targets"> {
  /** Weights layer by layer, row = destination, then that layer's biases. */
  readonly parameters: readonly DocumentParameter[];
  /** Sentences on differences between the trace and the training of the network. */
  readonly notes: readonly string[];
}

/** Another formula for the value of a step, in a document. */
export interface DocumentEquivalent extends Pick<Equivalent, "formula" | "substituted"> {
  /** Why this is the same. */
  readonly why: string;
}

/** A step in a document: symbol = formula = substituted = value. */
export interface DocumentStep extends Pick<
  TraceStep,
  "key" | "formula" | "substituted" | "value" | "phase" | "layer" | "unit"
> {
  /** For reading: net_h1, ∂E_total/∂w5, w5⁺. */
  readonly symbol: string;
  /** A sentence, in the language of the document. */
  readonly why: string;
  /** Other formulas for the same value. */
  readonly also: readonly DocumentEquivalent[];
}

/** A trace as plain JSON: what `chainrule trace --json` prints. */
export interface TraceDocument {
  /** The network, and what the calculation starts from. */
  readonly network: DocumentNetwork;
  /** Errors and outputs before and after. */
  readonly rounds: readonly RoundState[];
  /** In the order of the calculation. */
  readonly steps: readonly DocumentStep[];
}

/**
 * A trace as one document of plain JSON, numbers with all their digits.
 *
 * @param trace    what `trace` gives
 * @param language of the sentences: one of `languages`
 * @param rounds   more rounds than the trace has, from `runRounds` (optional)
 * @returns what `chainrule trace --json` prints
 *
 * @example
 * ```js
 * import { languages, presetNetwork, presetOf, trace, traceDocument } from "chainrule";
 *
 * const { config, parameters, inputs, targets } = presetOf("mazur");
 * const network = presetNetwork({ config, parameters });
 * const traced = trace(network, { inputs: inputs[0], targets: targets[0] });
 * const step = traceDocument(traced, languages.en).steps.find(({ key }) => key === "net_h1");
 * console.log(`${step?.symbol} = ${step?.formula} = ${step?.substituted} = ${step?.value}`);
 * // → net_h1 = w1·i1 + w2·i2 + b1 = 0.15·0.05 + 0.2·0.1 + 0.35 = 0.3775
 * ```
 */
export function traceDocument(
  trace: Trace,
  language: Language,
  rounds: readonly RoundState[] = trace.rounds,
): TraceDocument {
  const { network, inputs, targets, notes } = trace;
  return {
    network: {
      ...network,
      parameters: network.parameters.map(({ symbol, ...rest }) => ({
        key: keyOf(symbol),
        symbol: textOf(symbol),
        ...rest,
      })),
      inputs,
      targets,
      notes: notes.map((note) => sentenceOf(language, note)),
    },
    rounds,
    steps: trace.steps.map(
      ({ key, symbol, formula, substituted, value, reason, phase, layer, unit, equivalents }) => ({
        key,
        symbol: textOf(symbol),
        formula,
        substituted,
        value,
        why: sentenceOf(language, reason),
        phase,
        layer,
        unit,
        also: equivalents.map((one) => ({
          formula: one.formula,
          substituted: one.substituted,
          why: sentenceOf(language, one.reason),
        })),
      }),
    ),
  };
}
