/** One case: every build, in both precisions, against the TypeScript reference, and the exact builds bit by bit. */
import { Lbfgs } from "../../reference/referenceLbfgs.js";
import { ReferenceNetwork } from "../../reference/referenceNetwork.js";
import { objectiveOf } from "../../reference/objective.js";
import { optimizerNames } from "../../reference/optimizerTable.js";
import type { LayerValues, Storage } from "../../reference/storage.js";
import type { Network } from "../../train/network.js";
import type { Config } from "../../settings/generated/types.js";
import { type BuildName, isExact } from "../../wasm/builds.js";
import type { Precision } from "../../wasm/kernels.js";
import type { Bench } from "./bench.js";
import { type CaseData, dataOf, type VerifyCase } from "./verifyCases.js";
import { bitsOf, type CaseName, type Difference, differenceOf } from "./ledger.js";

/** Results of a network for a case: all arrays by name. */
interface Results {
  outputs: [string, ArrayLike<number>][];
  gradients: [string, ArrayLike<number>][];
  weights: [string, ArrayLike<number>][];
}

type Part = keyof Results;
const parts: readonly Part[] = ["outputs", "gradients", "weights"];

/** Each check: its name, and the largest error that passes, relative to the largest number of an array. */
interface Check {
  check: string;
  bounds: Record<Precision, number>;
}

const checks: Record<Part | "minimum", Check> = {
  outputs: { check: "outputs, loss", bounds: { float32: 1e-5, float64: 1e-13 } },
  gradients: { check: "gradients", bounds: { float32: 5e-5, float64: 1e-12 } },
  weights: { check: "trained weights", bounds: { float32: 1e-4, float64: 1e-11 } },
  // the loss is flat at its minimum, so the weights are less precise
  minimum: { check: "minimum of L-BFGS", bounds: { float32: 5e-3, float64: 1e-6 } },
};
/**
 * Factor by which the errors of the fast builds may be larger, because they fuse operations and approximate,
 * differently in each engine.
 */
export const fastFactor = 10;

export async function checkAgreement({ ledger, create, builds }: Bench, one: VerifyCase): Promise<void> {
  const data = dataOf(one);
  for (const precision of ["float32", "float64"] as const) {
    const expected = resultsOfReference(data, precision);
    let exact: { build: string; results: Results } | null = null;
    for (const { name: build } of builds) {
      const config = { ...one.config, shuffle: false, threads: 1, precision, build };
      const of: CaseName = { case: one.name, config, seed: one.seed, rows: one.rows };
      const rowName = (part: Part) => {
        const { check, bounds } =
          checks[part === "weights" && config.optimizer === "lbfgs" ? "minimum" : part];
        return { check, build, precision, bound: boundOf(bounds[precision], build) };
      };
      let results: Results;
      try {
        results = await resultsOf(create(config), data);
      } catch (error) {
        ledger.break(rowName("outputs"), of, error);
        continue;
      }
      for (const part of parts) {
        const least = leastOf(expected[part]);
        const by: Comparison = (got, wanted, name) => differenceOf(got, wanted, name, least);
        ledger.judge(rowName(part), of, compare(results[part], expected[part], by));
      }
      if (!isExact(build)) continue;
      if (exact) {
        const wanted = exact.results;
        const check = { check: `same bits as ${exact.build}`, build, precision, bound: 0 };
        const found = parts.flatMap((part) => compare(results[part], wanted[part], bitsOf));
        ledger.judge({ ...check, unit: "numbers that differ" }, of, found);
      } else exact = { build, results };
    }
  }
}

/** The bound for a build; larger for the fast builds. */
export function boundOf(bound: number, build: BuildName): number {
  return Number((isExact(build) ? bound : fastFactor * bound).toPrecision(3));
}

type Comparison = (got: ArrayLike<number>, expected: ArrayLike<number>, name: string) => Difference;

/** Size below which errors are absolute. If terms cancel, an array may consist of rounding errors only. */
function leastOf(arrays: Results[Part]): number {
  let largest = 0;
  for (const [, values] of arrays) {
    for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  }
  return Math.max(1e-3, largest / 20);
}

function compare(got: Results[Part], expected: Results[Part], by: Comparison): Difference[] {
  return expected.map(([name, values], at) => by(got[at]![1], values, name));
}

/** Outputs, gradients and trained weights of a network. Disposes of the network. */
async function resultsOf(network: Network, { dataset, parameters }: CaseData): Promise<Results> {
  try {
    network.setParameters(parameters);
    const outputs = network.predict(dataset).flatMap((row) => Array.from(row));
    const { loss } = network.evaluate(dataset);
    const gradients = network.gradients(dataset);
    await network.fit(dataset);
    const weights = network.parameters().map(({ weights, biases, inputFactors }) => ({
      weights: weights.slice(),
      biases: biases.slice(),
      ...(inputFactors && { inputFactors: inputFactors.slice() }),
    }));
    return {
      outputs: [
        ["outputs", outputs],
        ["loss", [loss]],
      ],
      gradients: byLayer(gradients, "gradient of "),
      weights: byLayer(weights, ""),
    };
  } finally {
    network.dispose();
  }
}

function byLayer(layers: readonly LayerValues<ArrayLike<number>>[], of: string): Results[Part] {
  return layers.flatMap((layer, l) =>
    Object.entries(layer).map(([name, values]): [string, ArrayLike<number>] => [
      `${of}layer ${l + 1} ${name}`,
      values,
    ]),
  );
}

function resultsOfReference(
  { config, dataset, targets, parameters }: CaseData,
  precision: Precision,
): Results {
  const network = referenceOf(config, precision);
  network.setParameters(parameters);
  const stored = (values: ArrayLike<number>): Storage =>
    precision === "float32" ? Float32Array.from(values) : Float64Array.from(values);
  const [inputs, wanted] = [stored(dataset.inputs), stored(targets)];
  const { rows } = dataset;
  const outputs = network.forward(inputs, rows).slice();
  const loss = network.lossOfAnswers(inputs, wanted, rows);
  const { sampleWeights } = dataset;
  const weighed = sampleWeights ? { sampleWeights } : {};
  const gradients = network
    .gradients(inputs, wanted, rows, weighed)
    .map(({ weights, biases, inputFactors }) => ({
      weights: weights.slice(),
      biases: config.trainBiases ? biases.slice() : [],
      ...(inputFactors && { inputFactors }),
    }));
  train(network, config, { inputs, targets: wanted, sampleWeights }, rows);
  return {
    outputs: [
      ["outputs", outputs],
      ["loss", [loss]],
    ],
    gradients: byLayer(gradients, "gradient of "),
    weights: byLayer(network.parameters(), ""),
  };
}

interface Samples {
  inputs: Storage;
  targets: Storage;
  sampleWeights: Float64Array | null;
}

/** All epochs, in the order of the samples. */
function train(network: ReferenceNetwork, config: Config, samples: Samples, rows: number): void {
  const { optimizer, epochs, l1, l2 } = config;
  const { inputs, targets, sampleWeights } = samples;
  if (optimizer.kind === "lbfgs") {
    const { start, objective } = objectiveOf(network, inputs, targets, rows, { l1, l2 });
    const { history, learningRate } = optimizer;
    const lbfgs = new Lbfgs(objective, start, { ...(history && { history }), learningRate });
    for (let epoch = 0; epoch < epochs; epoch++) lbfgs.iterate();
    objective(lbfgs.point.x);
    return;
  }
  const size = config.batchSize === "full" ? rows : Math.min(config.batchSize, rows);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (let from = 0; from < rows; from += size) {
      const to = Math.min(rows, from + size);
      const part = (values: Storage, columns: number) => values.subarray(from * columns, to * columns);
      network.step(
        part(inputs, network.inputs),
        part(targets, network.outputs),
        to - from,
        optimizer.learningRate,
        sampleWeights ? { sampleWeights: sampleWeights.subarray(from, to) } : {},
      );
    }
  }
  network.useAverages();
}

/** The reference of a configuration. @throws Error for an optimiser that the reference does not have */
export function referenceOf(config: Config, precision: Precision): ReferenceNetwork {
  const { optimizer, ...rest } = config;
  const { kind, learningRate: _, ...settings } = optimizer;
  const known = optimizerNames.find((name) => name === kind);
  if (known === undefined && kind !== "lbfgs") throw new Error(`the reference has no optimiser "${kind}".`);
  const isPlain = kind === "lbfgs" || (kind === "sgd" && !optimizer.momentum);
  return new ReferenceNetwork({
    ...rest,
    inputs: config.layers[0]!.inputs,
    precision,
    ...(!isPlain && { optimizer: { kind: known!, ...settings } }),
  });
}
