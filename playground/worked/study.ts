/**
 * A worked example with its current numbers: the first round of each sample, in every number. `course.ts` continues it.
 * Loaded on demand, because it needs the reference network.
 */
import { trace, type Trace, type Traceable } from "../../src/explain/trace.js";
import { createNetwork } from "../configuration.js";
import { makeSamples } from "../data/makeSamples.js";
import type { Choices } from "../sessionTypes.js";
import { asTrained } from "../steps/stepView.js";
import { nameStyleOf, type WorkedName } from "./examples.js";
import { type Numbers, numbersOf, workedSamples } from "./ownNumbers.js";

export { notesOf, symbolMarkup, writtenText } from "../steps/stepView.js";
export { traceDrawing } from "../../src/report/trace/traceDrawing.js";

/** The choices of a worked example. */
export type WorkedChoices = Choices & { data: WorkedName };

export interface Study {
  choices: WorkedChoices;
  /** [samples × inputs] and [samples × outputs] */
  inputs: number[][];
  targets: number[][];
  /** Before the first round, as flat lists. */
  numbers: Numbers;
  /** The first round, as each sample would make it. */
  traces: Trace[];
  /** The error of all samples: their sum. */
  error: number;
  network: Traceable;
}

/**
 * Calculates an example from its choices. Nothing of the session changes.
 *
 * @throws ConfigError for choices that do not make a network; DataError for numbers that are not finite
 */
export function studyOf(choices: WorkedChoices): Study {
  const samples = makeSamples(choices, null);
  const made = createNetwork({ ...choices, engine: "wasm" }, samples, null);
  try {
    const parameters = made.parameters().map(({ weights, biases }) => ({
      weights: Float64Array.from(weights),
      biases: Float64Array.from(biases),
    }));
    const network = { ...asTrained(made, samples.train, choices), parameters: () => parameters };
    const { inputs, targets } = workedSamples(choices.data, choices);
    const names = nameStyleOf(choices.data);
    const traces = inputs.map((row, at) => trace(network, { inputs: row, targets: targets[at]! }, { names }));
    const error = traces.reduce((sum, { rounds }) => sum + rounds[0]!.error, 0);
    return { choices, inputs, targets, numbers: numbersOf(made.config, parameters), traces, error, network };
  } finally {
    made.dispose();
  }
}

/** The numbers of a sample's round that differ between two studies, given ones among them, by key. */
export function changedKeys(before: Study, after: Study, row: number): Set<string> {
  const [old, now] = [before.traces[row]?.values, after.traces[row]!.values];
  const changed = [...now].filter(([key, value]) => !old || old.get(key) !== value);
  return new Set(changed.map(([key]) => key));
}

/** Whether two studies have the same symbols, so that their numbers can be compared. */
export function areComparable(one: Study, other: Study): boolean {
  const shape = ({ choices, traces }: Study) =>
    `${choices.data} ${traces[0]!.network.sizes.join()} ${traces[0]!.network.biases}`;
  return shape(one) === shape(other);
}
