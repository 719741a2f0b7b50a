/**
 * The worked examples, calculated by every build and by the reference: the error before, after one round, and at
 * the end.
 */
import { Dataset } from "../../data/dataset.js";
import { checkConfig } from "../../settings/configuration.js";
import { type WorkedExample, workedExamples } from "../workedExamples.js";
import type { Bench } from "./bench.js";
import { boundOf, referenceOf } from "./checkAgreement.js";
import { type CaseName, type Difference, differenceOf } from "./ledger.js";

/**
 * Largest relative deviation of the error that passes. After 10,000 rounds in float32 about four digits are right.
 */
const bounds = { float32: 2e-3, float64: 1e-11 };

/** @param quick without the 10,000 rounds of the reference */
export async function checkExamples({ ledger, create, builds }: Bench, quick: boolean): Promise<void> {
  for (const example of workedExamples) {
    const [inputs, targets] = [Float64Array.from(example.inputs), Float64Array.from(example.targets)];
    const { config } = example;
    const { learningRate } = config.optimizer;
    const reference = referenceOf(checkConfig(config), "float64");
    reference.setParameters(example.parameters);
    const found: Difference[] = [];
    let done = 0;
    for (const { rounds, error } of example.errors) {
      if (quick && rounds > 1) break;
      for (; done < rounds; done++) reference.step(inputs, targets, 1, learningRate);
      found.push(judged(reference.loss(inputs, targets, 1), error, rounds));
    }
    const name = { check: checkOf(example), bound: bounds.float64 };
    ledger.judge({ ...name, build: "reference", precision: "float64" }, caseOf(example, null), found);
  }
  for (const { name: build } of builds) {
    for (const precision of ["float32", "float64"] as const) {
      for (const example of workedExamples) {
        const config = { ...example.config, build, precision, threads: 1 };
        const name = { check: checkOf(example), build, precision, bound: boundOf(bounds[precision], build) };
        try {
          const network = create(config);
          network.setParameters(example.parameters);
          const dataset = Dataset.from([example.inputs], [example.targets]);
          const found: Difference[] = [];
          let done = 0;
          for (const { rounds, error } of example.errors) {
            if (rounds > done) await network.fit(dataset, { epochs: rounds - done });
            done = rounds;
            found.push(judged(network.evaluate(dataset).loss, error, rounds));
          }
          network.dispose();
          ledger.judge(name, caseOf(example, config), found);
        } catch (error) {
          ledger.break(name, caseOf(example, config), error);
        }
      }
    }
  }
}

/** Both variants of the 3-3-2 network are one check. */
function checkOf({ name }: WorkedExample): string {
  return name.replace(/,.*/, "");
}

function judged(got: number, expected: number, rounds: number): Difference {
  return differenceOf([got], [expected], `error after ${rounds} rounds`, 0);
}

function caseOf(example: WorkedExample, config: CaseName["config"]): CaseName {
  return { case: example.name, config, seed: null, rows: 1 };
}
