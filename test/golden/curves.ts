/**
 * The golden curves: short trainings that PyTorch ran, and minima that scikit-learn found, read from `curves/` and
 * repeated here through the public methods. What is in the files and how they were made: `make-torch.py`,
 * `make-sklearn.py`. Which of them are run, on which builds, is in `curves.test.ts`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expectClose } from "../compare.js";
import { Dataset } from "../../src/data/dataset.js";
import type { History } from "../../src/train/loop/history.js";
import { Network } from "../../src/train/network.js";
import type { ConfigInput } from "../../src/settings/generated/types.js";
import type { BuildName } from "../../src/wasm/builds.js";

/** Numbers, or class indices with `classes`. */
export interface CurveData {
  inputs: number[][];
  targets?: number[][];
  labels?: number[];
  classes?: number | string[];
  sampleWeights?: number[];
}

/** weights [inputs × units] row-major; biases [units], [1] where shared, [0] where there are none. */
interface LayerValues {
  weights: number[];
  biases: number[];
}

/** One training, step by step. */
export interface Curve {
  name: string;
  config: Omit<ConfigInput, "batchSize"> & { epochs: number; batchSize: number | "full" };
  data: CurveData;
  initial: LayerValues[];
  /** [steps] of the batch, before its update, without penalties. */
  losses: number[];
  /** [steps], only where they change. */
  learningRates?: number[];
  /** Parameters after the first update and after all. */
  first: LayerValues[];
  last: LayerValues[];
}

/** A convex problem and where its minimum is. */
export interface Minimum extends CurveData {
  name: string;
  config: ConfigInput & { l2: number };
  /** loss + ½ · l2 · Σ w² */
  objective: number;
  weights: number[];
  biases: number[];
}

/** How a curve is repeated here. */
export interface Way {
  build: BuildName;
  precision: "float64" | "float32";
  /** Absolute, and relative to the expected number. */
  bound: number;
}

interface CurveFile {
  data: Record<string, CurveData>;
  cases: (Omit<Curve, "data"> & { data: string })[];
}

const folder = new URL("curves/", import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), "utf8"));

/** All trainings of PyTorch by file. */
export const curveFiles = readdirSync(folder)
  .filter((file) => file !== "minima.json" && file !== "metrics.json")
  .sort()
  .map((file) => {
    const { data, cases } = read(file) as CurveFile;
    return { file, curves: cases.map((one): Curve => ({ ...one, data: data[one.data]! })) };
  });

export const minima = (read("minima.json") as { cases: Minimum[] }).cases;

/**
 * Repeats a training twice: once looked at after each batch, for the loss of every step and the parameters after
 * the first one; once left alone, as the loop may then run many batches and epochs in one call.
 *
 * @throws ComparisonError naming the step or the layer
 */
export async function checkCurve(curve: Curve, way: Way): Promise<void> {
  const losses: number[] = [];
  let first: LayerValues[] | null = null;
  const close = boundsOf(way);
  const watched = await train(curve, way, (network, loss) => {
    losses.push(loss);
    first ??= copyOf(network);
  });
  const { byBatch, byEpoch } = runningLosses(curve);
  expectClose(losses, byBatch, close, "loss of the epoch so far, by step");
  compareLayers(first!, curve.first, close, "after the first step");
  compareLayers(watched.last, curve.last, close, "after the last step");
  expectClose(watched.history.loss, byEpoch, close, "loss by epoch");
  compareRates(curve, watched.history, close);

  const alone = await train(curve, way);
  compareLayers(alone.last, curve.last, close, "after the last step, without callbacks");
  expectClose(alone.history.loss, byEpoch, close, "loss by epoch, without callbacks");
}

/** Minimises a convex problem: its objective to the way's bound, its parameters to the root of that. */
export async function checkMinimum(problem: Minimum, { build, precision, bound }: Way): Promise<void> {
  const network = Network.create({ ...problem.config, build, precision });
  try {
    const dataset = datasetOf(problem);
    await network.fit(dataset);
    const [layer] = copyOf(network);
    const penalty = 0.5 * problem.config.l2 * layer!.weights.reduce((sum, w) => sum + w * w, 0);
    const objective = network.evaluate(dataset).loss + penalty;
    const root = { absolute: Math.sqrt(bound) };
    expectClose(objective, problem.objective, { relative: bound }, "objective");
    compareLayers([layer!], [problem], root, "minimum");
  } finally {
    network.dispose();
  }
}

function boundsOf({ bound }: Way): { absolute: number; relative: number } {
  return { absolute: bound, relative: bound };
}

function datasetOf({ inputs, targets, labels, classes, sampleWeights }: CurveData): Dataset {
  const options = { classes, sampleWeights };
  return Dataset.from(inputs, labels ?? targets!, options);
}

async function train(
  { config, data, initial }: Curve,
  { build, precision }: Way,
  onBatch?: (network: Network, loss: number) => void,
): Promise<{ history: History & { learningRate?: number[] }; last: LayerValues[] }> {
  const network = Network.create({ ...config, build, precision } as ConfigInput);
  try {
    network.setParameters(initial);
    const hooks = onBatch ? { onBatch: ({ loss }: { loss: number }) => onBatch(network, loss) } : {};
    const history = await network.fit(datasetOf(data), hooks);
    return { history, last: copyOf(network) };
  } finally {
    network.dispose();
  }
}

function copyOf(network: Network): LayerValues[] {
  return network.parameters().map(({ weights, biases }) => ({
    weights: Array.from(weights),
    biases: Array.from(biases),
  }));
}

/** What `onBatch` and `History.loss` say: the mean, or sum, over the rows of the epoch so far. */
function runningLosses({ config, data, losses }: Curve): { byBatch: number[]; byEpoch: number[] } {
  const rows = data.inputs.length;
  const size = config.batchSize === "full" ? rows : config.batchSize;
  const batches = Math.ceil(rows / size);
  let sum = 0;
  const byBatch = losses.map((loss, step) => {
    const from = (step % batches) * size;
    const to = Math.min(from + size, rows);
    const isMean = config.reduction !== "sum";
    sum = (from === 0 ? 0 : sum) + loss * (isMean ? to - from : 1);
    return isMean ? sum / to : sum;
  });
  return { byBatch, byEpoch: byBatch.filter((_, step) => (step + 1) % batches === 0) };
}

/** Compares `History.learningRate` in the epochs that have one rate from beginning to end. */
function compareRates(
  { learningRates, config }: Curve,
  { learningRate }: { learningRate?: number[] },
  bounds: object,
): void {
  if (!learningRates) return;
  const batches = learningRates.length / config.epochs;
  expectClose(learningRate?.length ?? 0, config.epochs, {}, "number of learning rates in the history");
  for (let epoch = 0; epoch < config.epochs; epoch++) {
    const rates = learningRates.slice(epoch * batches, (epoch + 1) * batches);
    if (new Set(rates).size > 1) continue;
    expectClose(learningRate![epoch]!, rates[0]!, bounds, `learning rate of epoch ${epoch + 1}`);
  }
}

function compareLayers(got: LayerValues[], wanted: LayerValues[], bounds: object, when: string): void {
  wanted.forEach(({ weights, biases }, l) => {
    expectClose(got[l]!.weights, weights, bounds, `${when}: layers[${l}].weights`);
    expectClose(got[l]!.biases, biases, bounds, `${when}: layers[${l}].biases`);
  });
}
