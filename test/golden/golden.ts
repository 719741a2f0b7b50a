/**
 * The worked examples as checks that any implementation can be put through: hand it in as a `Subject`.
 *
 * The figures were computed in binary64 by a program of its own (CPython, `math.exp`) and agree with decimal
 * arithmetic at 40 digits: to 5e-16 relative after one round, and after 10,000 to 1e-13 relative in the error
 * and 4e-16 absolute in the outputs. The bounds below leave room for another order of summation, no more:
 * updating the output weights before the hidden deltas are taken shows as 5e-7 relative after one round.
 *
 * In the files: weights are by layer, W[k][j] from neuron j to neuron k (row = destination); biases are one
 * per layer, or where they were trained one per neuron; errors are sums over the outputs.
 */
import { readFileSync } from "node:fs";
import { expectClose } from "../compare.js";
import {
  type DestinationMajor,
  type Example,
  initialOf,
  type Subject,
  type SubjectConfig,
  toInputMajor,
} from "./subject.js";
import { valuesOf } from "./values.js";

export interface Round {
  /** Updates done. */
  round: number;
  error: number;
  outputs: number[];
  weights?: DestinationMajor[];
  /** [units] by layer. */
  biases?: number[][];
}

/** The course of a training run. */
export interface Course {
  id: string;
  config: SubjectConfig;
  targets: number[];
  /** Times by which the configured loss is larger than the error in the table. */
  lossPerError: number;
  rounds: Round[];
}

/** Figures that tell one implementation, right or wrong, from another. */
export interface Fingerprint {
  id: string;
  meaning: string;
  errorBefore: number;
  errorAfter1: number;
  w1: number;
  w5: number;
  w7: number;
}

interface Headline {
  errorAfter1: number;
  errorAfter10000: number;
  outputsAfter10000: number[];
}

function load(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
}

/** The 2-2-2 network: i = (0.05, 0.1), t = (0.01, 0.99), biases shared and fixed, η = 0.5. */
export const mazur = load("mazur.json") as Example;
export const mazurCourses = load("mazur-rounds.json") as Course[];
export const fingerprints = load("mazur-fingerprints.json") as Fingerprint[];
/** The figures that everyone quotes, by the stated rule and by the one that produced the quoted ones. */
export const headline = load("mazur-headline.json") as Record<
  "weightsBeforeTheUpdate" | "weightsAfterTheUpdate",
  Headline
>;
/** The 3-3-2 network without biases, loss Σ (t − o)²; in two variants, which differ in one row of weights. */
export const three = load("three-3-2.json") as (Example & { id: string; rounds: Round[] })[];

/**
 * Checks every figure of one round: outputs, loss before and after, gradients and new weights as the subject
 * gives them, and all that follows from these. Relative 1e-12. (The loss after tells trained biases from fixed
 * ones; no weight does.)
 *
 * @returns the keys that could not be checked, for want of `netInputs`
 * @throws ComparisonError naming the key
 */
export async function checkOneRound(subject: Subject, example: Example): Promise<string[]> {
  const values = await valuesOf(subject, example);
  const missing: string[] = [];
  for (const { key, value } of example.values) {
    const got = values.get(key);
    if (got === undefined) missing.push(key);
    else expectClose(got, value, { relative: 1e-12 }, `${subject.name}: ${key}`);
  }
  return missing;
}

/**
 * Trains on one pattern and checks error, outputs and, where recorded, weights and biases at each round of
 * the table. Errors to relative 1e-12 after one round, 1e-11 later; outputs to absolute 1e-13; parameters to
 * relative 1e-12 after one round, 1e-11 later.
 *
 * @throws ComparisonError naming the round
 */
export async function checkCourse(subject: Subject, example: Example, course: Course): Promise<void> {
  const { config } = course;
  const trainee = await subject.create(config, initialOf(config, example.weights, example.biases));
  let done = 0;
  try {
    for (const round of course.rounds) {
      if (round.round > done) {
        await trainee.train([example.inputs], [course.targets], round.round - done);
        done = round.round;
      }
      const what = `${subject.name}: ${course.id}, after ${done} rounds`;
      const relative = done <= 1 ? 1e-12 : 1e-11;
      const loss = await trainee.loss(example.inputs, course.targets);
      expectClose(loss, round.error * course.lossPerError, { relative }, `${what}: loss`);
      const outputs = await trainee.outputs(example.inputs);
      expectClose(outputs, round.outputs, { absolute: 1e-13 }, `${what}: outputs`);
      const layers = await trainee.parameters();
      round.weights?.forEach((weights, l) => {
        expectClose(layers[l]!.weights, toInputMajor(weights), { relative }, `${what}: layers[${l}].weights`);
      });
      round.biases?.forEach((biases, l) => {
        const wanted = config.biases === "shared" ? biases.slice(0, 1) : biases;
        expectClose(layers[l]!.biases, wanted, { relative }, `${what}: layers[${l}].biases`);
      });
    }
  } finally {
    trainee.dispose();
  }
}

/** The fingerprint of a subject: the 2-2-2 network's errors, as Σ ½ (t − o)², and weights about one round. */
export async function fingerprintOf(subject: Subject): Promise<Omit<Fingerprint, "id" | "meaning">> {
  const { config, inputs, targets } = mazur;
  const trainee = await subject.create(config, initialOf(config, mazur.weights, mazur.biases));
  try {
    const errorBefore = await trainee.loss(inputs, targets);
    await trainee.train([inputs], [targets], 1);
    const errorAfter1 = await trainee.loss(inputs, targets);
    const [hidden, output] = await trainee.parameters();
    // Ours is [source × destination]: w7, from hidden neuron 1 to output 2, is element 1.
    return {
      errorBefore,
      errorAfter1,
      w1: hidden!.weights[0]!,
      w5: output!.weights[0]!,
      w7: output!.weights[1]!,
    };
  } finally {
    trainee.dispose();
  }
}
