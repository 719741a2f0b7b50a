/** A worked example round by round: its error, outputs, weights and trained biases before the first round and after each. */
import type { GivenParameters } from "../../src/network/parameters.js";
import { runRounds } from "../../src/explain/rounds.js";
import type { MathSymbol } from "../../src/explain/symbol.js";
import type { Trace } from "../../src/explain/trace.js";
import { numbersOf } from "./ownNumbers.js";
import type { Study } from "./study.js";

export interface Column {
  symbol: MathSymbol;
  kind: "output" | "weight" | "bias";
}

/** What happens round by round. A round is one update with one sample; the samples take turns. */
export interface Course {
  /** The columns of `values`: outputs of the first sample, weights, trained biases. */
  columns: Column[];
  rounds: number;
  /** [rounds + 1] Error of all samples, from round 0. */
  errors: Float64Array;
  /** [rounds + 1 × columns] */
  values: Float64Array;
}

/** Rounds between two looks at the event loop: about 20 ms. */
const stretch = 100;

/**
 * Calculates the rounds, in parts, so that the page stays responsive.
 *
 * @param isWanted asked between the parts
 * @returns null if it was no longer wanted
 * @throws DivergenceError where the error is no longer finite
 */
export async function courseOf(
  study: Study,
  rounds: number,
  isWanted: () => boolean = () => true,
): Promise<Course | null> {
  const { network, inputs, targets, traces } = study;
  const columns = columnsOf(traces[0]!);
  const hasBiases = columns.some(({ kind }) => kind === "bias");
  const errors = new Float64Array(rounds + 1);
  const values = new Float64Array((rounds + 1) * columns.length);
  const samples = inputs.map((row, at) => ({ inputs: row, targets: targets[at]! }));
  // every part starts with the first sample
  const part = samples.length * Math.ceil(stretch / samples.length);
  let parameters: readonly GivenParameters[] = network.parameters();
  for (let done = 0; done < rounds || rounds === 0; done += part) {
    const now = { ...network, parameters: () => parameters as ReturnType<typeof network.parameters> };
    const result = runRounds(now, samples, {
      rounds: Math.min(part, rounds - done),
      every: 1,
      onEvery: ({ round, error, outputs, parameters: own }) => {
        const { weights, biases } = numbersOf(network.config, own as ReturnType<typeof network.parameters>);
        errors[done + round] = error;
        values.set([...outputs, ...weights, ...(hasBiases ? biases : [])], (done + round) * columns.length);
      },
    });
    ({ parameters } = result);
    if (rounds === 0) break;
    await new Promise((resolve) => setTimeout(resolve));
    if (!isWanted()) return null;
  }
  return { columns, rounds, errors, values };
}

/** Outputs, then all weights, then the biases that train. */
function columnsOf({ network, steps }: Trace): Column[] {
  const { parameters, trainBiases, units } = network;
  const outputs = units.at(-1)!.map((unit): Column => {
    const { symbol } = steps.find((step) => step.reason.id === "activation" && step.unit === unit)!;
    return { symbol, kind: "output" };
  });
  const own = parameters.filter(({ kind }) => kind === "weight" || trainBiases);
  const sorted = own.toSorted((a, b) => Number(a.kind === "bias") - Number(b.kind === "bias"));
  return [...outputs, ...sorted.map(({ symbol, kind }) => ({ symbol, kind }))];
}

/** The values of one column, by round. */
export function columnOf({ columns, rounds, values }: Course, column: number): Float64Array {
  return Float64Array.from({ length: rounds + 1 }, (_, round) => values[round * columns.length + column]!);
}
