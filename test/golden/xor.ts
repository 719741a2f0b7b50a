/**
 * XOR on a 2-5-1 network, patterns one by one, η = 0.5, error Σ ½ (t − o)² over the four patterns: once from
 * a recorded start in cyclic order, and from 200 seeded starts with patterns drawn at random.
 */
import { readFileSync } from "node:fs";
import { ComparisonError, expectClose } from "../compare.js";
import { PythonRandom } from "./python-random.js";
import {
  type DestinationMajor,
  initialOf,
  type Subject,
  type SubjectConfig,
  type Trainee,
} from "./subject.js";

export interface Xor {
  weights: DestinationMajor[];
  biases: number[];
  inputs: number[][];
  targets: number[][];
  modes: {
    id: string;
    config: SubjectConfig;
    errors: { updates: number; error: number }[];
  }[];
}

export const xor = JSON.parse(readFileSync(new URL("xor.json", import.meta.url), "utf8")) as Xor;

async function totalError(trainee: Trainee): Promise<number> {
  let sum = 0;
  for (const [at, inputs] of xor.inputs.entries()) sum += await trainee.loss(inputs, xor.targets[at]!);
  return sum;
}

/**
 * From the recorded start, patterns in the order 00, 01, 10, 11, to 20,000 updates. Relative 1e-12 up to four
 * updates, 1e-11 later.
 *
 * @throws ComparisonError naming the update
 */
export async function checkXorCyclic(subject: Subject, mode: Xor["modes"][number]): Promise<void> {
  const trainee = await subject.create(mode.config, initialOf(mode.config, xor.weights, xor.biases));
  let done = 0;
  try {
    for (const { updates, error } of mode.errors) {
      // Below a whole epoch, pattern by pattern.
      for (; done < updates && (done < 4 || updates - done < 4); done++) {
        await trainee.train([xor.inputs[done % 4]!], [xor.targets[done % 4]!], 1);
      }
      if (done < updates) await trainee.train(xor.inputs, xor.targets, (updates - done) / 4);
      done = updates;
      const bounds = { relative: updates <= 4 ? 1e-12 : 1e-11 };
      expectClose(
        await totalError(trainee),
        error,
        bounds,
        `${subject.name}: XOR, ${mode.id}, ${updates} updates`,
      );
    }
  } finally {
    trainee.dispose();
  }
}

/** Errors of 200 recorded runs by seed; see `checkXorSeeds`. */
interface SeedErrors {
  after10000: number[];
  after20000: { least: number; median: number; greatest: number };
}
const seedErrors = JSON.parse(readFileSync(new URL("xor-seeds.json", import.meta.url), "utf8")) as Record<
  string,
  SeedErrors
>;
export const recordedSeeds = 200;

/**
 * The recorded random runs of seeds 0, 1, 2, …: from uniform starts on [0, 1), one pattern drawn for each update,
 * with replacement. The error of every seed after 10,000 updates is met to 1e-9, and after 20,000 all lie
 * below 0.01; where all 200 are run, least, median and greatest are the recorded ones.
 *
 * (Not every start learns: of 800 others with fixed biases, 6 were still above 0.01; with trained ones none.)
 *
 * @param seeds how many of the 200
 * @throws ComparisonError naming the seed
 */
export async function checkXorSeeds(
  subject: Subject,
  mode: Xor["modes"][number],
  seeds: number,
): Promise<void> {
  const recorded = seedErrors[mode.id]!;
  const errors: number[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    const what = `${subject.name}: XOR, ${mode.id}, seed ${seed}`;
    const random = new PythonRandom(seed);
    const biases = [random.random(), random.random()];
    const weights = xor.weights.map((layer) => layer.map((row) => row.map(() => random.random())));
    const trainee = await subject.create(mode.config, initialOf(mode.config, weights, biases));
    const trainOn = async (updates: number) => {
      const drawn = Array.from({ length: updates }, () => random.index(4));
      await trainee.train(
        drawn.map((index) => xor.inputs[index]!),
        drawn.map((index) => xor.targets[index]!),
        1,
      );
      return totalError(trainee);
    };
    try {
      expectClose(await trainOn(10_000), recorded.after10000[seed]!, { relative: 1e-9 }, what);
      const error = await trainOn(10_000);
      if (!(error < 0.01)) throw new ComparisonError(`${what}: expected an error below 0.01, got ${error}.`);
      errors.push(error);
    } finally {
      trainee.dispose();
    }
  }
  if (seeds < recordedSeeds) return;
  errors.sort((a, b) => a - b);
  const { least, median, greatest } = recorded.after20000;
  const middle = (errors[99]! + errors[100]!) / 2;
  expectClose([errors[0]!, middle, errors[199]!], [least, median, greatest], { relative: 1e-9 }, "200 seeds");
}
