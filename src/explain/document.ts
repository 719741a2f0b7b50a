/** A trace as one JSON document: `{ network, rounds, steps }`, numbers with all their digits. */
import { type Language, sentenceOf } from "./language/language.js";
import type { RoundState, Trace } from "./trace.js";
import { keyOf, textOf } from "./symbol.js";

/** @param rounds where there were more than the one that the trace has */
export function traceDocument(
  trace: Trace,
  language: Language,
  rounds: readonly RoundState[] = trace.rounds,
) {
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
